public import Groups
public import Secrets

/// What can be wrong with a split, a share, a commitment, or a rebuilt key.
@nonexhaustive
public enum SecretSharingError: Error, Equatable, CustomStringConvertible {
    /// One share alone would be the key.
    case thresholdBelowTwo(Int)
    /// Nobody could ever rebuild the key.
    case thresholdAboveHolderCount(threshold: Int, holders: Int)
    /// An index has 16 bits.
    case tooManyHolders(Int)
    /// f(0) is the key itself, and 65535 is the last index.
    case indexOutOfRange(Int)
    /// Two holders at one place know the same share.
    case indexTwice(HolderIndex)
    /// A commitment has one point per coefficient.
    case commitmentLength(threshold: Int, found: Int)
    /// A point of the commitment is refused; the place counts from 0.
    case commitmentPoint(place: Int, GroupsError)
    /// A dealer's proof has 64 bytes.
    case dealerProofLength(found: Int)
    /// The number of a dealer's proof is the group order or more.
    case dealerProofNotBelowOrder(CurveName)
    /// The proof over the dealing's id was not made with the key of commitment 0.
    case dealerProofWrong
    /// The share is not on the committed polynomial.
    case shareContradictsCommitment(HolderIndex)
    /// Fewer good shares than the dealing asks for.
    case tooFewShares(threshold: Int, found: Int)
    /// Interpolation gave another key than commitment 0.
    case rebuiltKeyContradictsCommitment
    /// The secret that was to be shared is zero.
    case secretIsZero
    /// A fresh dealing did not pass its own proof.
    case dealingContradictsItself
    /// No memory for a secret.
    case memory(SecretsError)

    public var description: String {
        switch self {
        case .thresholdBelowTwo(let threshold):
            "a threshold of \(threshold) would make every share a copy of the key; use 2 or more"
        case .thresholdAboveHolderCount(let threshold, let holders):
            "\(threshold) shares can never come together from \(holders) holders; lower the threshold or name more holders"
        case .tooManyHolders(let count):
            "\(count) holders are more than the 65535 that a dealing can have; name fewer"
        case .indexOutOfRange(let index):
            "\(index) is no holder's index; indices run from 1 to 65535"
        case .indexTwice(let holder):
            "share \(holder.value) came twice; bring the share of another holder"
        case .commitmentLength(let threshold, let found):
            "a threshold of \(threshold) needs \(threshold) commitments and there are \(found); ask for the original dealing"
        case .commitmentPoint(let place, let reason):
            "commitment \(place) is refused: \(reason)"
        case .dealerProofLength(let found):
            "a dealer's proof has 64 bytes and this has \(found); look for an undamaged copy of the dealing"
        case .dealerProofNotBelowOrder(let curve):
            "the number in the dealer's proof is not below the order of \(curve.rawValue); look for an undamaged copy of the dealing"
        case .dealerProofWrong:
            "the dealing was not made by someone who has the key of its commitment 0; ask the dealer for the original"
        case .shareContradictsCommitment(let holder):
            "share \(holder.value) does not fit the dealer's commitment; ask that holder for the original file"
        case .tooFewShares(let threshold, let found):
            "this key needs \(threshold) good shares and \(found) came; bring \(threshold - found) more"
        case .rebuiltKeyContradictsCommitment:
            "the rebuilt key is not the committed one, so it was destroyed; check every share and the dealing"
        case .secretIsZero:
            "zero is no private key; bring a real key"
        case .dealingContradictsItself:
            "the fresh shares did not pass their own check, so nothing was kept; this machine computes wrongly"
        case .memory(let reason):
            reason.description
        }
    }
}

/// Runs a body that can only run out of memory, in a module whose errors have a case for that.
func mappingMemory<R: ~Copyable>(_ body: () throws(SecretsError) -> R) throws(SecretSharingError) -> R {
    do { return try body() } catch { throw .memory(error) }
}
