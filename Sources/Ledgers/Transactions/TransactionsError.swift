public import Groups

/// What can be wrong before a ledger's own rules are asked.
@nonexhaustive
public enum TransactionsError: LedgerError, Equatable {
    /// The ledger's keys live in another group.
    case keyOfOtherGroup(ledger: LedgerName, needed: CurveName, found: CurveName)
    /// The one key in 2¹²⁸ for which BIP-341 defines no output.
    case keyWithoutTaprootOutput

    public var code: String {
        switch self {
        case .keyOfOtherGroup: "key-of-other-group"
        case .keyWithoutTaprootOutput: "key-without-taproot-output"
        }
    }

    public var nature: FaultNature { .refused }
    public var liftedBy: Risk? { nil }

    public var description: String {
        switch self {
        case .keyOfOtherGroup(let ledger, let needed, let found):
            """
            \(ledger.rawValue) uses keys of \(needed.rawValue) and this key is of \(found.rawValue); \
            bring the key of that ledger
            """
        case .keyWithoutTaprootOutput:
            "BIP-341 gives no output for this key; use another address form"
        }
    }
}

/// Keys have to be of the group that the ledger uses.
package func requireCurve(_ needed: CurveName, _ found: CurveName, on ledger: LedgerName) throws(TransactionsError) {
    guard needed == found else { throw .keyOfOtherGroup(ledger: ledger, needed: needed, found: found) }
}
