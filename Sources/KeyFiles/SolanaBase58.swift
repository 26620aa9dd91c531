import Encodings
import Groups
import Secrets
import Signatures

/// Seed ‖ public key of Solana as one word in Base58, as wallets show it.
enum SolanaBase58 {
    static func read(_ text: KeyText) throws(KeyFilesError) -> KeyFile {
        var text = text
        text.trimQuotes()
        var pair = try locked(64)
        do {
            try pair.withUnsafeMutableBytes { (room) throws(EncodingsError) in try Base58.decode(text.bytes, into: room)
            }
        } catch { throw .malformed(.solanaBase58, facts: error.description) }
        return try pair.withUnsafeBytes { (pair) throws(KeyFilesError) in
            let file = try KeyFile(.solanaBase58, bytes: pair.part(0..<32), .ed25519, text.notes)
            try file.requireOwn(pair.part(32..<64))
            return file
        }
    }

    /// One line.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey
    ) throws(KeyFilesError) -> LockedBytes {
        var writer = try SecretWriter(capacity: 64)
        key.withUnsafeBytes { writer.append($0) }
        writer.append(verifyingKey.encoded)
        return try base58Line(writer.finish())
    }
}
