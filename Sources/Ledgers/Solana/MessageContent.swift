import Encodings
package import Groups
package import Signatures
package import Transactions

/// An off-chain message, to be signed.
package struct MessageContent: Hashable, Sendable {
    package let message: OffchainMessage
}

extension OffchainMessage {
    /// What a person must see before signing, or of what was signed: the whole text.
    func summary(signer: Address?) -> Summary {
        let content = String(decoding: text, as: UTF8.self)
        var facts = [Summary.Fact(label: "message", text: "\(counted(text.count, "byte")) of text, whole:")]
        facts += TextLines.facts("text", content)
        if let signer { facts.append(.init(label: "signer", text: signer.text)) }
        var members = JSONObject([("message", .string(content)), ("format", .integer(format.rawValue))])
        var type = "off-chain message of version 0, never a transaction"
        if case .full(let domain, let signers) = layout {
            facts.append(.init(label: "application", text: Base58.encode(domain)))
            facts += signers.map { .init(label: "must sign", text: $0.text + ($0 == signer ? " (this key)" : "")) }
            members.append("applicationDomain", .string(Base58.encode(domain)))
            members.append("signers", .array(signers.map { .string($0.text) }))
            type += ", with application and signers"
        }
        facts.append(.init(label: "hash", text: hash))
        facts.append(.init(label: "type", text: type))
        members.append("serialized", .string(Hex.encode(bytes)))
        members.append("messageHash", .string(hash))
        let warnings = self.warnings
        members.append(
            "warnings",
            .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }))
        return Summary(
            ledger: .solana, kind: MessageContent.kind, facts: facts, warnings: warnings,
            confirmation: .word("message"), members: members)
    }

    private var warnings: [Summary.Warning] {
        guard text.last == 0x0a else { return [] }
        return [.init(code: "newline-at-end", text: "the message ends with a newline, which is signed too")]
    }
}

extension MessageContent: Signable {
    static let kind = "off-chain-message"

    package var groups: [CurveName] { [.ed25519] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        guard let shown = try? OffchainMessage(parsing: message.bytes) else {
            preconditionFailure("what is signed reads back as a message")
        }
        return shown.summary(signer: signer.flatMap { try? Address($0) })
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        guard let signer else { return [] }
        do throws(TransactionsError) {
            let address = try Address(signer)
            guard case .full(_, let signers) = message.layout, !signers.contains(address) else { return [] }
            return [SolanaError.keyDoesNotSign(key: address.text, signers: signers.map(\.text))]
        } catch { return [SolanaError.key(error)] }
    }

    /// Gives the signature alone, in base58, as `solana sign-offchain-message` does.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let owner = key.verifyingKey
        if let refusal = refusals(signer: owner, under: terms).first { throw refusal }
        let address = try Address(owner)
        let signature = try SolanaSigning.sign(message.bytes, with: key)
        // A stranger reads the message out of the bytes and the address out of text, and verifies.
        guard let back = try? OffchainMessage(parsing: message.bytes), back == message,
            try Address(address.text).bytes == owner.encoded,
            (try? EdDSA.verify(signature, message: back.bytes, by: owner)) != nil
        else { throw SolanaError.signedDiffers }
        let text =
            terms.form == .signature
            ? SolanaSigning.presigned(address, signature.bytes) : Base58.encode(signature.bytes)
        return SignedContent(
            ledger: .solana, kind: MessageContent.kind, signer: address.text, hash: message.hash, text: text,
            summary: summary(signer: owner, under: terms))
    }
}
