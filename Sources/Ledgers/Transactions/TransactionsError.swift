package import Groups

/// What can be wrong before a ledger's own rules are asked.
@nonexhaustive
package enum TransactionsError: LedgerError, Equatable {
    /// The ledger's keys live in another group.
    case keyOfOtherGroup(ledger: LedgerName, needed: CurveName, found: CurveName)
    /// The one key in 2¹²⁸ for which BIP-341 defines no output.
    case keyWithoutTaprootOutput
    /// The ledger has no form of signed messages.
    case noMessages(LedgerName)
    /// The signature of a message does not tell who signed.
    case signerNeeded(LedgerName)

    package var code: String {
        switch self {
        case .keyOfOtherGroup: "key-of-other-group"
        case .keyWithoutTaprootOutput: "key-without-taproot-output"
        case .noMessages: "no-messages"
        case .signerNeeded: "signer-needed"
        }
    }

    package var nature: FaultNature { .refused }
    package var liftedBy: Risk? { nil }

    package var description: String {
        switch self {
        case .keyOfOtherGroup(let ledger, let needed, let found):
            """
            \(ledger.rawValue) uses keys of \(needed.rawValue) and this key is of \(found.rawValue); \
            bring the key of that ledger
            """
        case .keyWithoutTaprootOutput:
            "BIP-341 gives no output for this key; use another address form"
        case .noMessages(let ledger):
            "\(ledger.rawValue) has no form of signed messages; sign a transaction, or name another ledger"
        case .signerNeeded(let ledger):
            """
            a signature of a message of \(ledger.rawValue) does not tell who made it; \
            name the address or the public key that must have signed
            """
        }
    }
}
