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
        case .fromBytes, .sign, .verify: nil
        }
    }

    /// V at another size, by the number of the products that their methods make.
    package static func estimated(_ work: SharingWork, _ size: SharingSize) -> Double? {
        published(work).map { $0 * products(work, size) / products(work, Peers.size) }
    }

    private static func products(_ work: SharingWork, _ size: SharingSize) -> Double {
        let t = Double(size.threshold), n = Double(size.holders)
        switch work {
        // A product of full width for each commitment, and all that for each share.
        case .checkOne: return t
        case .checkAll, .fromBytes: return t * n
        // t products of points at 43.9 µs, and t·n of numbers with what is left of the published figure, 0.053 µs each.
        case .split: return 43.9 * t + 0.053 * t * n
        // t factors for each of t shares.
        case .rebuild: return t * t
        case .sign, .verify: return 1
        }
    }
}
