import Encodings
import Signatures

/// No ledger: a digest or a message signed as it is, for ledgers that are not known here.
///
/// Nothing is ever recognised as raw: it is asked for by name, and its risk is taken by name.
package enum RawLedger: Ledger {
    package static let name = LedgerName.raw
    package static let understands: Set<TermName> = [.scheme, .form(.compact)]

    package static func look(at bytes: [UInt8]) -> Look? { nil }

    /// Reads a digest of 32 bytes or 64 hexadecimal digits, or a message where the scheme or the key signs messages.
    ///
    /// Whoever knows the other ledgers asks `refuseKnown(_:among:)` first.
    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        try RawContent(bytes, under: terms)
    }

    /// - Throws: `RawError.signatureWithoutContent`.
    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        throw RawError.signatureWithoutContent
    }

    package static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        try RawContent(bytes, under: terms)
    }

    package static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable {
        guard let signer else { throw TransactionsError.signerNeeded(.raw) }
        let scheme = try terms.scheme.map { try RawScheme.named($0) }
        return try RawSignature(signature, of: message, signer: signer, scheme: scheme)
    }

    /// Refuses bytes that a known ledger takes for its own: signed unseen, they would be its transaction all the same.
    ///
    /// Of a message also what a ledger takes for one of its own with a fault that its nodes may not mind, for with Ed25519 the
    /// message itself is what is signed. (All that Solana could take for a transaction with any fault is too much: one in
    /// thirty of any bytes.)
    /// - Parameter ledgers: All others.
    /// - Throws: `RawError.knownLedger`, `.damagedLedger`.
    package static func refuseKnown(_ bytes: [UInt8], among ledgers: [any Ledger.Type]) throws(RawError) {
        // A text is what it is too: only its digits could be a transaction, and they are not what is signed.
        let isMessage = (try? RawContent.signed(bytes, with: .ecdsa)) == nil && MessageText(bytes).text == nil
        for ledger in ledgers {
            guard let look = ledger.look(at: bytes) else { continue }
            switch look.certainty {
            case .certain: throw .knownLedger(ledger.name)
            case .possible where isMessage && look.nodesMayTake: throw .damagedLedger(ledger.name)
            case .possible: break
            }
        }
    }

    /// A public key in hexadecimal digits, as its signatures are verified with.
    static func name(of key: VerifyingKey, in scheme: RawScheme) -> String {
        Hex.encode(scheme == .schnorr ? key.encoded.dropFirst() : key.encoded[...])
    }
}
