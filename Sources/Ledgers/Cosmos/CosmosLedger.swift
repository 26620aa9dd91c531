import Encodings
package import Transactions

/// Chains built with the Cosmos SDK: transactions in SIGN_MODE_DIRECT. Votes of CometBFT are recognised and refused.
package enum CosmosLedger: Ledger {
    package static let name = LedgerName.cosmos
    package static let understands: Set<TermName> = [.chain, .accountNumber, .form(.network)]

    package static func look(at bytes: [UInt8]) -> Look? {
        // A vote may stand behind its length.
        for reading in InputForm.readings(of: bytes) where WireFields.fill(reading) || WireFields.fillFirst(reading) {
            if isLikelyChain((try? SignDoc(parsing: reading))?.chainID) { return Look(.certain, .unsigned) }
            if (try? SignedTransaction(parsing: reading)) != nil { return Look(.certain, .signed) }
            // A validator's tools leave the chain's id out in tests only, and refusing one time too often costs nothing.
            if let vote = ConsensusContent(reading), vote.chainID.isEmpty || isLikelyChain(vote.chainID) {
                return Look(.certain, .unsigned)
            }
        }
        return nil
    }

    /// - Throws: `CosmosError.consensus` for a vote or a proposal, `.alreadySigned`, or the path of the fault.
    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        let readings = InputForm.readings(of: bytes)
        for reading in readings {
            if let document = try? SignDoc(parsing: reading) { return document }
            if let content = ConsensusContent(reading) { throw content.error }
            if (try? SignedTransaction(parsing: reading)) != nil { throw CosmosError.alreadySigned }
        }
        throw fault(readings) { (reading) throws(CosmosError) in _ = try SignDoc(parsing: reading) }
    }

    /// - Throws: `CosmosError.notSigned`, or the path of the fault.
    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        let readings = InputForm.readings(of: bytes)
        for reading in readings {
            if let transaction = try? SignedTransaction(parsing: reading) { return transaction }
            if (try? SignDoc(parsing: reading)) != nil { throw CosmosError.notSigned }
        }
        throw fault(readings) { (reading) throws(CosmosError) in _ = try SignedTransaction(parsing: reading) }
    }

    /// The fault of the reading that came furthest: one inside the document says more than that it is none.
    private static func fault(
        _ readings: [[UInt8]], _ read: ([UInt8]) throws(CosmosError) -> Void
    ) -> CosmosError {
        var found: CosmosError = .notRecognised
        for reading in readings {
            do throws(CosmosError) { try read(reading) } catch {
                if case .protobuf("the document") = error { continue }
                if case .protobuf("the transaction") = error { continue }
                found = error
            }
        }
        return found
    }

    /// Chain ids are words; a message of another protocol that happens to parse has none.
    private static func isLikelyChain(_ id: String?) -> Bool {
        guard let id, (1...50).contains(id.utf8.count) else { return false }
        return id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
