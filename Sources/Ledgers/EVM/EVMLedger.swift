package import Transactions

/// The chains whose transactions have Ethereum's form.
package enum EVMLedger: Ledger {
    package static let name = LedgerName.evm
    package static let understands: Set<TermName> = [.chain, .besides(.abi)]

    package static func look(at bytes: [UInt8]) -> Look? {
        switch Transaction.look(of: bytes) {
        case .json: Look(.certain, .unsigned)
        case .rlp(let signed): Look(.certain, signed ? .signed : .unsigned)
        case nil: nil
        }
    }

    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        try Transaction(parsing: bytes)
    }

    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        try UnverifiedTransaction(parsing: bytes)
    }
}
