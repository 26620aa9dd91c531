import Encodings
package import Groups
package import Signatures
package import Transactions

/// A transaction from a file, to be signed or verified.
package struct TransactionContent: Hashable, Sendable {
    package let transaction: Transaction
    /// The form of the file, in which the result is written.
    package let form: Form

    package init(transaction: Transaction, form: Form) {
        self.transaction = transaction
        self.form = form
    }

    /// The place of a key among those who sign; `nil` where it does not.
    private func place(of signer: Address) -> Int? { transaction.message.signers.firstIndex(of: signer) }

    /// Who has not signed yet, or wrongly.
    private func notes(_ states: [Transaction.SignatureState]) -> [String] {
        zip(transaction.message.signers, states).compactMap { signer, state in
            switch state {
            case .valid: nil
            case .missing: "the signature of \(signer.text) is still missing"
            case .wrong, .noKey: "the signature of \(signer.text) is WRONG, and the cluster will refuse the transaction"
            }
        }
    }
}

extension TransactionContent: Signable {
    package var groups: [CurveName] { [.ed25519] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        transaction.summary(signer: signer.flatMap { try? Address($0) }, states: transaction.states)
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        var refusals: [SolanaError] = []
        var address: Address?
        if let signer {
            do throws(TransactionsError) {
                let own = try Address(signer)
                address = own
                if let place = place(of: own) {
                    if transaction.state(at: place) == .valid {
                        refusals.append(.alreadySigned(key: own.text))
                    }
                } else {
                    refusals.append(.keyDoesNotSign(key: own.text, signers: transaction.message.signers.map(\.text)))
                }
            } catch { refusals.append(.key(error)) }
        }
        for (number, instruction) in transaction.message.instructions.enumerated()
        where VoteProgram.isVote(instruction, in: transaction.message) {
            refusals.append(.validatorVote(instruction: number + 1))
        }
        let fee = Fee(transaction.message)
        if fee.isHigh, address == nil || address == transaction.message.feePayer, !terms.accepting.contains(.highFee) {
            refusals.append(.highFee(words: Lamports.words(fee.total)))
        }
        return refusals
    }

    /// Fills the place of the key's signature, and leaves every other byte as it was.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let (signed, place) = try filled(by: key, under: terms)
        // What was made is known to be good; the others are judged once, and what was found is passed on.
        let states = signed.signatures.indices.map { $0 == place ? .valid : signed.state(at: $0) }
        let address = signed.message.accounts[place]
        let notes = notes(states)
        let text =
            terms.form == .signature
            ? SolanaSigning.presigned(address, signed.signatures[place]) : form.text(signed.bytes)
        return SignedContent(
            ledger: .solana, kind: signed.message.version.rawValue, signer: address.text,
            hash: states[0] == .valid ? signed.id : nil, text: text,
            file: terms.form == .signature ? nil : form.file(signed.bytes),
            summary: signed.summary(signer: address, states: states), notes: notes,
            members: JSONObject([("complete", .bool(notes.isEmpty))]))
    }

    /// - Throws: The first of `refusals(signer:under:)`; `SolanaError.signedDiffers`.
    package func transactionSigned(
        by key: borrowing SigningKey, under terms: Terms = Terms()
    ) throws(SolanaError) -> Transaction {
        try filled(by: key, under: terms).transaction
    }

    /// The signed transaction, read back and verified, and the place that was filled.
    private func filled(
        by key: borrowing SigningKey, under terms: Terms
    ) throws(SolanaError) -> (transaction: Transaction, place: Int) {
        let owner = key.verifyingKey
        if let refusal = refusals(signer: owner, under: terms).first as? SolanaError { throw refusal }
        guard let address = try? Address(owner), let place = place(of: address) else { throw .signedDiffers }
        let signature = try SolanaSigning.sign(transaction.message.bytes, with: key)
        let result = transaction.with(signature, at: place)
        // Read back as a stranger would: the same message, our signature in our place and good, the others as they were.
        guard let back = try? Transaction(parsing: result.bytes), back.message == transaction.message,
            back.message.accounts[place] == address, back.state(at: place) == .valid,
            back.signatures.indices.allSatisfy({ $0 == place || back.signatures[$0] == transaction.signatures[$0] })
        else { throw .signedDiffers }
        return (back, place)
    }
}

extension TransactionContent: Verifiable {
    package func verified(under terms: Terms) throws -> Verification {
        let message = transaction.message
        let judged = message.signers.indices.map { transaction.judged(at: $0) }
        let states = judged.map(\.state)
        let verdicts = judged.enumerated().map { place, found in
            SignatureVerdict(
                place: "signature \(place + 1)", signer: message.accounts[place].text, key: found.key,
                found.state.status)
        }
        return Verification(
            ledger: .solana, kind: message.version.rawValue, hash: transaction.id, signatures: verdicts,
            summary: transaction.summary(signer: nil, states: states), notes: transaction.lifetimeNotes)
    }
}

extension Transaction {
    /// What valid signatures do not tell.
    fileprivate var lifetimeNotes: [String] {
        switch message.lifetimeKind {
        case .blockhash: ["whether the blockhash is still recent only the cluster knows"]
        case .durableNonce: ["whether the nonce still stands only the cluster knows"]
        }
    }
}

extension Transaction.SignatureState {
    fileprivate var status: SignatureVerdict.Status {
        switch self {
        case .valid: .valid
        case .missing: .invalid(code: "signature-missing", reason: "this signer has not signed yet")
        case .wrong:
            .invalid(code: "signature-invalid", reason: "the signature is not by this signer over this message")
        case .noKey:
            .invalid(
                code: "signer-not-a-key", reason: "the signer's address is no key that the cluster takes signatures of")
        }
    }
}

/// What signing a transaction and signing a message share.
enum SolanaSigning {
    /// A signature that the caller verifies, in what it becomes part of.
    static func sign(_ message: [UInt8], with key: borrowing SigningKey) throws(SolanaError) -> EdDSASignature {
        do { return try key.makeEdDSA(message: message).signature } catch { throw .signing(error) }
    }

    /// `PUBKEY=SIGNATURE`, as `--signer` of Solana's tools takes it.
    static func presigned(_ signer: Address, _ signature: [UInt8]) -> String {
        "\(signer.text)=\(Base58.encode(signature))"
    }
}
