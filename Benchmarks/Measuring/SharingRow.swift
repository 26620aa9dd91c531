package import Groups

/// What is measured of sharing, by the words of the command line and of the JSON.
package enum SharingWork: String, CaseIterable, Sendable {
    /// All n shares, in one table.
    case checkAll = "check-all"
    /// One share alone, the mean over holders from first to last.
    case checkOne = "check-one"
    /// A dealing: t commitments and n shares.
    case split
    /// The key from t shares that are checked already.
    case rebuild
    /// Reading the commitments from their bytes, and then all n shares.
    case fromBytes = "from-bytes"
    /// A hundred dealings with all their shares, from the bytes of their files; on one core, and on all.
    case checkMany = "check-many"
    /// A signature, verified before it leaves.
    case sign
    /// The verdict on a signature.
    case verify

    /// Every share sealed to its holder's own key, so that anyone can check it.
    case sealedProve = "fve-prove"
    /// The check of all that was sealed, by anyone.
    case sealedVerify = "fve-verify"
    /// One share, opened by its holder, of what was checked already.
    case sealedOpen = "fve-open"

    /// A dealing whose shares are masked for their holders' own keys, with the dealer's proof.
    case ownSplit = "own-split"
    /// One holder's share, opened from a dealing whose proof is verified first.
    case ownCheckHolder = "own-check-holder"
    /// One holder's answer to a request.
    case ownSubmit = "own-submit"
    /// The requester's verdict on such an answer, and the share out of it.
    case ownCheckSubmission = "own-check-submission"
    /// The key from the blinded answers of t holders.
    case blindedRebuild = "blinded-rebuild"

    /// Whether it is about shares that are dealt to holders' own keys.
    package var isOfSealedShares: Bool {
        switch self {
        case .sealedProve, .sealedVerify, .sealedOpen, .ownSplit, .ownCheckHolder, .ownSubmit, .ownCheckSubmission,
            .blindedRebuild:
            true
        case .checkAll, .checkOne, .split, .rebuild, .fromBytes, .checkMany, .sign, .verify: false
        }
    }

    /// Whether it is about shares that are publicly verifiable.
    package var isOfSealing: Bool { [.sealedProve, .sealedVerify, .sealedOpen].contains(self) }

    /// Whether it is measured at a size: what is sealed takes its time for each holder, so that three sizes show it; what is
    /// blinded, for each pair.
    package func isMeasured(at size: SharingSize) -> Bool {
        if isOfOneKey || self == .blindedRebuild && size.threshold > 100 { return false }
        if self == .checkMany { return SharingSize.ofManyDealings.contains(size) }
        return isOfSealedShares ? SharingSize.ofSealedShares.contains(size) : true
    }

    /// Whether it is about one key that nobody shares, so that it has no threshold.
    package var isOfOneKey: Bool {
        switch self {
        case .sign, .verify: true
        case .checkAll, .checkOne, .split, .rebuild, .fromBytes, .checkMany, .sealedProve, .sealedVerify, .sealedOpen,
            .ownSplit,
            .ownCheckHolder, .ownSubmit, .ownCheckSubmission, .blindedRebuild:
            false
        }
    }
}

/// Threshold and holders of a dealing.
package struct SharingSize: Hashable, Sendable {
    package let threshold: Int
    package let holders: Int

    package init(_ threshold: Int, _ holders: Int) {
        self.threshold = threshold
        self.holders = holders
    }

    /// A key that nobody shares.
    package static let oneKey = SharingSize(1, 1)
    package static let usual = [
        SharingSize(2, 3), SharingSize(3, 5), SharingSize(7, 10), SharingSize(67, 100), SharingSize(334, 500),
        SharingSize(667, 1000),
    ]
    /// Where sealed shares are measured.
    package static let ofSealedShares = [SharingSize(3, 5), SharingSize(67, 100), SharingSize(667, 1000)]
    /// Of dealings that are checked together: of larger ones nobody has a hundred.
    package static let ofManyDealings = [SharingSize(3, 5), SharingSize(67, 100)]
    /// As many holders as there are indices; for its memory more than for its time.
    package static let large = SharingSize(10_000, 65_535)
}

/// What one work costs in one group at one size.
package struct SharingRow: Sendable {
    package let work: SharingWork
    package let group: CurveName
    package let size: SharingSize
    /// In verifications by the group's library, V, one ratio a round.
    package let verifications: Spread
    /// CPU time, the median.
    package let microseconds: Double
    /// The part of `verifications` that is one product x·G, with which rebuilding ends.
    package let publicKey: Double?
    /// How often the library's own act fits into it: signing and verifying beside the bare calls.
    package let ofLibrary: Double?
    /// The same of the signature alone, which nobody has verified yet.
    package let unverifiedOfLibrary: Double?
    /// The most memory that the process had in its hands meanwhile.
    package let peakBytes: Int?
    /// What more cores do for it.
    package let scaling: Scaling?

    package init(
        work: SharingWork, group: CurveName, size: SharingSize, verifications: Spread, microseconds: Double,
        publicKey: Double? = nil, ofLibrary: Double? = nil, unverifiedOfLibrary: Double? = nil, peakBytes: Int? = nil,
        scaling: Scaling? = nil
    ) {
        self.work = work
        self.group = group
        self.size = size
        self.verifications = verifications
        self.microseconds = microseconds
        self.publicKey = publicKey
        self.ofLibrary = ofLibrary
        self.unverifiedOfLibrary = unverifiedOfLibrary
        self.peakBytes = peakBytes
        self.scaling = scaling
    }
}

/// How much sooner a work is done on all cores.
package struct Scaling: Equatable, Sendable {
    /// That the process may use.
    package let cores: Int
    /// How often the work on all cores fits into the work on one, by the clock on the wall.
    package let timesOneCore: Double

    package init(cores: Int, timesOneCore: Double) {
        self.cores = cores
        self.timesOneCore = timesOneCore
    }
}

/// What was not measured, and why.
package struct SkippedRow: Sendable {
    package let work: SharingWork
    package let group: CurveName
    package let size: SharingSize
    package let reason: String

    package init(work: SharingWork, group: CurveName, size: SharingSize, reason: String) {
        self.work = work
        self.group = group
        self.size = size
        self.reason = reason
    }
}
