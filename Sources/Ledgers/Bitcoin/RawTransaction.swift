import Encodings
package import Transactions

/// A transaction as nodes pass it on, to be judged with what was brought about the outputs that it spends.
package struct RawTransaction: Verifiable {
    package let transaction: Transaction
    /// What was read beside the transaction; `nil` where the terms of `verified` tell what was brought.
    private let previous: PreviousOutputs?

    package init(_ transaction: Transaction) {
        self.transaction = transaction
        previous = nil
    }

    /// - Parameter previous: What was brought about the outputs that are spent; `nil` where the terms of `verified` tell.
    /// - Throws: What `Transaction.init(file:)` throws.
    package init(parsing file: [UInt8], knowing previous: PreviousOutputs? = nil) throws(BitcoinError) {
        transaction = try Transaction(file: file)
        self.previous = previous
    }

    /// Judges what consensus says of the transaction alone, at the place `transaction`, and then every input.
    /// - Throws: `BitcoinError.unknownNetwork`; faults of the files that were brought.
    package func verified(under terms: Terms) throws -> Verification {
        let network = try Network.named(terms.network)
        let previous = try previous ?? PreviousOutputs(terms)
        let known = transaction.inputs.map { previous[$0.outpoint] }
        let verifier = InputVerifier(transaction, spending: known.map { $0?.output }, on: network)
        let judgements = transaction.inputs.indices.map { verifier.judgements(ofInput: $0) }
        let proven = zip(known, judgements).map { isProven($0, by: $1) }
        let spending = SpendingFacts(transaction, known: known, proven: proven, on: network)
        let faults = transaction.ruleFaults.filter { $0 != .coinbase } + absences(in: previous) + spending.faults
        return Verification(
            ledger: .bitcoin, kind: transaction.hasWitness ? "segwit" : "legacy", hash: transaction.id.text,
            signatures: faults.map(RawTransaction.verdict)
                + transaction.inputs.indices.flatMap { position in
                    judgements[position].map { InputVerifier.verdict($0, ofInput: position, on: network) }
                },
            summary: spending.summary,
            notes: notes(on: judgements) + spending.notesOnStated + previous.notesOnUnused(by: transaction))
    }

    /// Whether an amount is beyond doubt: its transaction was brought, or a good signature covers it (BIP-143, BIP-341).
    private func isProven(_ known: PreviousOutputs.Known?, by judgements: [InputVerifier.Judgement]) -> Bool {
        guard let known else { return false }
        let isCovered = judgements.allSatisfy { $0.fault == nil && $0.coversAmount }
        return known.source == .transaction || isCovered
    }

    /// Inputs that spend what a transaction that was brought does not have.
    private func absences(in previous: PreviousOutputs) -> [BitcoinError] {
        transaction.inputs.enumerated().compactMap { position, input in
            guard let count = previous.count(of: input.outpoint.transaction), input.outpoint.index >= count else {
                return nil
            }
            return .previousOutputAbsent(input: position, input.outpoint, outputs: count)
        }
    }

    /// What signatures leave open to others.
    private func notes(on judgements: [[InputVerifier.Judgement]]) -> [String] {
        judgements.enumerated().flatMap { position, ofInput in
            ofInput.flatMap { judgement -> [String] in
                let place = InputVerifier.place(judgement, ofInput: position)
                var notes = judgement.hasAnnex ? ["\(place): there is an annex: nodes don't relay it (BIP-341)"] : []
                if let type = judgement.type, judgement.fault == nil, !type.coversAll {
                    notes.append("\(place): \(coverage(type, position, judgement))")
                }
                return notes
            }
        }
    }

    private func coverage(_ type: SighashType, _ position: Int, _ judgement: InputVerifier.Judgement) -> String {
        guard type.outputs == .single, position >= transaction.outputs.count else {
            return "the signature covers \(type.words) (\(type.name))"
        }
        // BIP-143 hashes nothing in the place of the output; before it, the number 1 was signed.
        return judgement.coversAmount
            ? "signed with SINGLE where there is no output \(position), so that no output is covered"
            : """
            signed with SINGLE where there is no output \(position), so that the signature covers nothing and is good for \
            every output of this key
            """
    }

    private static func verdict(_ fault: BitcoinError) -> SignatureVerdict {
        SignatureVerdict(
            place: "transaction", signer: nil, key: nil, .invalid(code: fault.code, reason: fault.description))
    }
}
