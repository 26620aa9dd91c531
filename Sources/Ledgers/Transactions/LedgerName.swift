/// The ledgers whose transactions are signed and verified, by the names that files and the command use.
public enum LedgerName: String, CaseIterable, Hashable, Sendable {
    case bitcoin
    /// Every chain whose transactions have Ethereum's form: Energy Web, Ethereum, Polygon and others.
    case evm
    /// Hyperledger Fabric.
    case fabric
    case solana
    /// Chains built with the Cosmos SDK.
    case cosmos
    /// No ledger: a digest or a message signed as it is, for ledgers that are not known here.
    case raw
}
