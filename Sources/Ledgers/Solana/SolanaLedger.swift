package import Transactions

/// Solana: transactions with legacy and version 0 messages, and off-chain messages.
package enum SolanaLedger: Ledger {
    package static var name: LedgerName { .solana }

    package static var understands: Set<TermName> { [.form(.signature)] }

    package static func look(at bytes: [UInt8]) -> Look? {
        do throws(SolanaError) {
            switch try Content.parse(bytes).content {
            case .transaction(let transaction, let isBare):
                let missing = transaction.signatures.filter { $0 == Transaction.missing }.count
                if isBare || missing == transaction.signatures.count { return Look(.certain, .unsigned) }
                return Look(.certain, missing == 0 ? .signed : .either)
            case .offchain: return Look(.certain, .unsigned)
            }
        } catch .ambiguous {
            return Look(.certain, .either)
        } catch .notATransaction, .text, .tooLong {
            return nil
        } catch .bytesLeftOver, .lengthForm {
            // All but a transaction: a reader that overlooks what follows the end would carry it out.
            return Look(.possible, .either, nodesMayTake: true)
        } catch {
            // Damaged, and not so much that nobody could tell what it was.
            return Look(.possible, .either)
        }
    }

    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        let (content, form) = try Content.parse(bytes)
        switch content {
        case .transaction(let transaction, _): return TransactionContent(transaction: transaction, form: form)
        case .offchain(let message): return MessageContent(message: message)
        }
    }

    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        let (content, form) = try Content.parse(bytes)
        guard case .transaction(let transaction, isBare: false) = content,
            transaction.signatures.contains(where: { $0 != Transaction.missing })
        else { throw SolanaError.notSigned }
        return TransactionContent(transaction: transaction, form: form)
    }

    /// A text as an off-chain message; one that already has its envelope is taken as it is.
    /// - Throws: `SolanaError.transactionAsMessage` for what reads as a transaction, in any form; the faults of the text.
    package static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        guard !OffchainMessage.isMarked(bytes) else {
            return MessageContent(message: try OffchainMessage(parsing: bytes))
        }
        do throws(SolanaError) {
            if case .transaction = try Content.parse(bytes).content { throw .transactionAsMessage }
        } catch {
            switch error {
            case .transactionAsMessage, .ambiguous: throw SolanaError.transactionAsMessage
            default: break
            }
        }
        return MessageContent(message: try OffchainMessage(text: bytes))
    }

    package static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable {
        try MessageSignature(signature, of: message, signer: signer)
    }
}
