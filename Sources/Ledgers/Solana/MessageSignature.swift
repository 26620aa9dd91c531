import Encodings
package import Signatures
package import Transactions

/// A signature of a message, to be verified.
package struct MessageSignature: Hashable, Sendable {
    package let signer: Address
    package let signature: EdDSASignature
    /// What the signature may cover, each with its name; the first is the form that is signed here.
    private let candidates: [Candidate]

    private struct Candidate: Hashable {
        let kind: String
        let bytes: [UInt8]
        let note: String?
    }

    /// - Parameters:
    ///   - file: `PUBKEY=SIGNATURE`, a signature in base58, or its 64 bytes.
    ///   - message: The text, or an off-chain message as it is signed.
    ///   - signer: An address; needed where the file does not tell.
    /// - Throws: `SolanaError`, `TransactionsError.signerNeeded`.
    package init(_ file: [UInt8], of message: [UInt8], signer: String?) throws {
        let read = try MessageSignature.read(file)
        let named = try signer.map { try Address($0) }
        if let named, let stated = read.signer, named != stated {
            throw SolanaError.otherSigner(needed: named.text, found: stated.text)
        }
        guard let signer = named ?? read.signer else { throw TransactionsError.signerNeeded(.solana) }
        self.signer = signer
        signature = read.signature
        candidates = try MessageSignature.candidates(message, signer: signer)
    }

    private static func read(_ file: [UInt8]) throws(SolanaError) -> (signer: Address?, signature: EdDSASignature) {
        if file.count == 64, let signature = try? EdDSASignature(file) { return (nil, signature) }
        let text = String(decoding: file.prefix(512), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard file.count < 512, text.count == 1 else {
            throw .messageSignatureForm(printable(text.joined(separator: " ")))
        }
        let parts = text[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let bytes = try? Base58.decode(parts[parts.count - 1]), let signature = try? EdDSASignature(bytes) else {
            throw .messageSignatureForm(printable(String(text[0])))
        }
        return (parts.count == 2 ? try Address(parts[0]) : nil, signature)
    }

    private static func candidates(_ message: [UInt8], signer: Address) throws(SolanaError) -> [Candidate] {
        let short: OffchainMessage
        if OffchainMessage.isMarked(message) {
            return [Candidate(kind: MessageContent.kind, bytes: try OffchainMessage(parsing: message).bytes, note: nil)]
        }
        short = try OffchainMessage(text: message)
        var candidates = [Candidate(kind: MessageContent.kind, bytes: short.bytes, note: nil)]
        // What solana-offchain-message 3.0 makes of a text: no application, and the signer alone.
        let layout = OffchainMessage.Layout.full(
            applicationDomain: [UInt8](repeating: 0, count: 32), signers: [signer])
        if let full = try? OffchainMessage(text: message, layout: layout) {
            candidates.append(Candidate(kind: MessageContent.kind, bytes: full.bytes, note: nil))
        }
        // Bytes that are a transaction are not taken for a message: such a signature pays.
        if (try? Content.parse(message)) == nil {
            candidates.append(
                Candidate(
                    kind: "bare-message", bytes: message,
                    note:
                        "the signature covers the bare text, without the prefix of off-chain messages, as browser wallets sign it"
                ))
        }
        return candidates
    }
}

extension MessageSignature: Verifiable {
    package func verified(under terms: Terms) throws -> Verification {
        var key: VerifyingKey?
        let match = candidates.first { candidate in
            key = try? EdDSA.verify(signature, message: candidate.bytes, encodedKey: signer.bytes)
            return key != nil
        }
        key = key ?? signer.key
        let status: SignatureVerdict.Status =
            if match != nil {
                .valid
            } else if key == nil {
                .invalid(code: "signer-not-a-key", reason: "the signer's address is no key that can sign")
            } else {
                .invalid(code: "signature-invalid", reason: "the signature is not by this signer over this message")
            }
        let shown = match ?? candidates[0]
        let summary = (try? OffchainMessage(parsing: shown.bytes))?.summary(signer: signer) ?? bareSummary(shown.bytes)
        return Verification(
            ledger: .solana, kind: shown.kind, hash: nil,
            signatures: [SignatureVerdict(place: "signature", signer: signer.text, key: key, status)],
            summary: summary, notes: [match?.note].compactMap { $0 })
    }

    private func bareSummary(_ bytes: [UInt8]) -> Summary {
        let text = String(decoding: bytes, as: UTF8.self)
        return Summary(
            ledger: .solana, kind: "bare-message",
            facts: [.init(label: "message", text: "\(counted(bytes.count, "byte")) of text, without a prefix:")]
                + TextLines.facts("text", text) + [.init(label: "signer", text: signer.text)], warnings: [],
            confirmation: .word("message"), members: JSONObject([("message", .string(text))]))
    }
}
