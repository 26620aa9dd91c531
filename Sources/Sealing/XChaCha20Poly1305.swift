import CSodium
package import Secrets

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), through libsodium.
///
/// The nonce of 24 bytes is long enough to be drawn at random. One key and one nonce seal one text.
package enum XChaCha20Poly1305 {
    /// Bytes of a key.
    package static let keyCount = 32
    /// Bytes of a nonce.
    package static let nonceCount = 24
    /// What sealing adds: the tag, behind the ciphertext.
    package static let tagCount = 16

    /// Encrypts and authenticates.
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - nonce: 24 bytes, never used before with this key.
    ///   - associatedData: Authenticated, neither encrypted nor kept.
    /// - Returns: Ciphertext ‖ tag, `tagCount` longer than the plaintext; public.
    package static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: borrowing LockedBytes, nonce: [UInt8], associatedData: [UInt8]
    ) -> [UInt8] {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagCount)
        key.withUnsafeBytes { key in
            // Always 0: there is nothing in it that could fail.
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                &sealed, nil, plaintext.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(plaintext.count),
                associatedData, UInt64(associatedData.count), nil, nonce,
                key.baseAddress!.assumingMemoryBound(to: UInt8.self))
        }
        // Ciphertext and tag may be known.
        sealed.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return sealed
    }

    /// Authenticates, then decrypts.
    /// - Parameters:
    ///   - sealed: Ciphertext ‖ tag.
    ///   - key: 32 bytes.
    ///   - nonce: 24 bytes.
    ///   - associatedData: As it was when sealing.
    /// - Returns: The plaintext; nothing of it before the tag was found right.
    /// - Throws: `SealingError.tooShort`, `.notAuthentic`, `.memory`.
    package static func open(
        _ sealed: [UInt8], key: borrowing LockedBytes, nonce: [UInt8], associatedData: [UInt8]
    ) throws(SealingError) -> LockedBytes {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        guard sealed.count >= tagCount else { throw .tooShort(count: sealed.count, least: tagCount) }
        let ciphertext = Array(sealed.dropLast(tagCount))
        let expected = try tag(of: ciphertext, key: key, nonce: nonce, associatedData: associatedData)
        guard Poly1305.matches(expected, sealed.suffix(tagCount)) else { throw .notAuthentic }
        var plaintext = try locked(ciphertext.count)
        key.withUnsafeBytes { key in
            plaintext.withUnsafeMutableBytes { plaintext in
                // Block 0 of the key stream gave the key of the tag. Always 0, as above.
                _ = crypto_stream_xchacha20_xor_ic(
                    plaintext.baseAddress!.assumingMemoryBound(to: UInt8.self), ciphertext, UInt64(ciphertext.count),
                    nonce, 1, key.baseAddress!.assumingMemoryBound(to: UInt8.self))
            }
        }
        return plaintext
    }

    /// The tag that a ciphertext must have (RFC 8439, section 2.8, with the key stream of XChaCha20).
    private static func tag(
        of ciphertext: [UInt8], key: borrowing LockedBytes, nonce: [UInt8], associatedData: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        var tagKey = try locked(Poly1305.keyCount)
        key.withUnsafeBytes { key in
            tagKey.withUnsafeMutableBytes { tagKey in
                _ = crypto_stream_xchacha20(tagKey.octets, UInt64(tagKey.count), nonce, key.octets)
            }
        }
        return ciphertext.withUnsafeBytes { ciphertext in
            Poly1305.sealingTag(key: tagKey, associatedData: associatedData, ciphertext: ciphertext)
        }
    }
}
