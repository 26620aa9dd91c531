package import Transactions

/// Bitcoin: PSBTs to sign and to verify, raw transactions to verify.
package enum BitcoinLedger: Ledger {
    package static let name = LedgerName.bitcoin
    package static let understands: Set<TermName> = [
        .network, .addressForm, .scheme, .form(.finalized), .form(.network), .besides(.previousTransaction),
        .besides(.previousOutput),
    ]

    package static func look(at bytes: [UInt8]) -> Look? {
        if PSBT.isMarked(bytes) { return Look(.certain, .either) }
        if let transaction = try? Transaction(file: bytes), !transaction.inputs.isEmpty {
            return Look(.certain, isSigned(transaction) ? .signed : .unsigned)
        }
        return Transaction.begins(bytes) ? Look(.possible, .signed) : nil
    }

    /// - Throws: `PSBTError`; `BitcoinError.rawTransactionToSign` for a transaction that is no PSBT; a fault of its form.
    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        if PSBT.isMarked(bytes) { return try PSBT(parsing: bytes, knowing: try PreviousOutputs(terms)) }
        throw BitcoinError.rawTransactionToSign(isSigned: isSigned(try Transaction(file: bytes)))
    }

    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        if PSBT.isMarked(bytes) { return try PSBT(parsing: bytes, knowing: try PreviousOutputs(terms)) }
        let previous = try PreviousOutputs(terms)
        return try RawTransaction(parsing: bytes, knowing: previous.isEmpty ? nil : previous)
    }

    private static func isSigned(_ transaction: Transaction) -> Bool {
        transaction.inputs.contains { !$0.scriptSig.isEmpty || !$0.witness.isEmpty }
    }
}
