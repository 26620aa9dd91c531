/// What the best of other libraries takes for the same work on secp256k1.
///
/// The figures at threshold 667 of 1000 holders are those that the goals were set beside: the best of vsss-rs 6.0.1, ZF
/// frost 3.0 and kyber v4, in verifications by libsecp256k1 (36 µs). Between the sizes stands how their methods grow,
/// through that one figure: it was not measured.
package enum Peers {
    package static let size = SharingSize(667, 1000)

    /// V at 667 of 1000, where the work is one that they have.
    package static func published(_ work: SharingWork) -> Double? {
        switch work {
        case .checkAll: 814_000
        case .checkOne: 814
        case .split: 1_800
        case .rebuild: 960
        case .fromBytes, .checkMany, .sign, .verify, .sealedProve, .sealedVerify, .sealedOpen, .ownSplit,
            .ownCheckHolder,
            .ownSubmit, .ownCheckSubmission, .blindedRebuild:
            nil
        }
    }

    /// V at another size, by the products that their methods make.
    package static func estimated(_ work: SharingWork, _ size: SharingSize) -> Double? {
        published(work).map { $0 * nanoseconds(work, size) / nanoseconds(work, Peers.size) }
    }

    /// Arithmetic alone. A product of a point takes them 43.9 µs; what one of a number takes is what is left then of the
    /// published figures.
    private static func nanoseconds(_ work: SharingWork, _ size: SharingSize) -> Double {
        let t = Double(size.threshold), n = Double(size.holders)
        switch work {
        // A product of full width for each commitment and one of the generator; and all that for each share.
        case .checkOne: return 43_900 * (t + 1)
        case .checkAll, .fromBytes: return 43_900 * (t + 1) * n
        // A product of the generator for each coefficient, and one of numbers for each coefficient and share.
        case .split: return 43_900 * t + 53 * t * n
        // t factors and an inversion for each of t shares.
        case .rebuild: return 75 * t * t + 1_810 * t
        case .checkMany, .sign, .verify, .sealedProve, .sealedVerify, .sealedOpen, .ownSplit, .ownCheckHolder,
            .ownSubmit,
            .ownCheckSubmission, .blindedRebuild:
            return 1
        }
    }
}
