import CSodium
package import Secrets

/// XSalsa20-Poly1305, NaCl's `secretbox` (Bernstein, "Cryptography in NaCl", section 10), through libsodium.
///
/// Holdfast's own files are not sealed with it; key files of others are.
package enum XSalsa20Poly1305 {
    package static let keyCount = 32
    package static let nonceCount = 24
    /// What sealing adds: the tag, before the ciphertext.
    package static let tagCount = 16
    /// How much of the first block of the key stream is the key of the tag.
    private static let tagKeyCount = 32

    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - nonce: 24 bytes, never used before with this key.
    /// - Returns: Tag ‖ ciphertext, `tagCount` longer than the plaintext; public.
    package static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: borrowing LockedBytes, nonce: [UInt8]
    ) -> [UInt8] {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagCount)
        // Always 0: there is nothing in it that could fail.
        key.withUnsafeBytes { key in
            _ = crypto_secretbox_easy(&sealed, plaintext.octets, UInt64(plaintext.count), nonce, key.octets)
        }
        // Ciphertext and tag may be known.
        sealed.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return sealed
    }

    /// Authenticates, then decrypts.
    /// - Parameter sealed: Tag ‖ ciphertext.
    /// - Throws: `SealingError.tooShort`, `.notAuthentic`, `.memory`.
    package static func open(
        _ sealed: [UInt8], key: borrowing LockedBytes, nonce: [UInt8]
    ) throws(SealingError) -> LockedBytes {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        guard sealed.count >= tagCount else { throw .tooShort(count: sealed.count, least: tagCount) }
        let ciphertext = Array(sealed.dropFirst(tagCount))
        // The key stream over 32 zero bytes and the ciphertext: the key of the tag, and the plaintext.
        let padded = [UInt8](repeating: 0, count: tagKeyCount) + ciphertext
        var opened = try locked(padded.count)
        key.withUnsafeBytes { key in
            opened.withUnsafeMutableBytes { opened in
                _ = crypto_stream_xsalsa20_xor(opened.octets, padded, UInt64(padded.count), nonce, key.octets)
            }
        }
        let tagKey = try part(0..<tagKeyCount, of: opened)
        let expected = ciphertext.withUnsafeBytes { Poly1305.tag(key: tagKey, $0) }
        guard Poly1305.matches(expected, sealed.prefix(tagCount)) else { throw .notAuthentic }
        return try part(tagKeyCount..<padded.count, of: opened)
    }

    private static func part(
        _ range: Range<Int>, of bytes: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        do {
            return try bytes.withUnsafeBytes { (bytes) throws(SecretsError) in
                try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        } catch { throw .memory(error) }
    }
}
