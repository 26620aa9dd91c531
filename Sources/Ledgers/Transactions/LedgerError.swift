/// What every ledger's errors tell, so that the command can answer one like the other.
package protocol LedgerError: Error, Sendable, CustomStringConvertible {
    /// A stable name for programs, in kebab-case: `missing-field`, `no-chain-id`.
    var code: String { get }
    /// What kind of answer this is.
    var nature: FaultNature { get }
    /// What would have to be taken knowingly for this to pass; `nil` where nothing lifts it.
    var liftedBy: Risk? { get }
}

/// The four ways in which a transaction fails.
package enum FaultNature: Hashable, Sendable {
    /// The input is damaged, or not in the form that its specification demands.
    case malformed
    /// The input is well formed, and signing it as asked would be unsafe.
    case refused
    /// A signature is not what its ledger accepts, or is somebody else's.
    case signatureInvalid
    /// A promise of this library was broken.
    case ownFault
}

/// A danger that a person can take on knowingly.
///
/// A refusal that names one is lifted when it is accepted; every other refusal stands.
public enum Risk: String, CaseIterable, Hashable, Sendable {
    /// The signed transaction can be sent again on every chain that knows the account. EIP-155, "Motivation".
    case replayable
    /// A contract creation that carries no code: what it sends is lost.
    case emptyContract = "empty-contract"
    /// A signature that does not cover the whole transaction, so that others can change what is not covered.
    case sighash
    /// A fee that cannot be computed from what was brought.
    case unprovenFee = "unproven-fee"
    /// A fee out of proportion to what is sent.
    case highFee = "high-fee"
    /// An account that will run a contract's code from then on. EIP-7702.
    case delegation
    /// Bytes whose meaning nobody can see: a digest, a message of a ledger that is not known.
    case blind
}
