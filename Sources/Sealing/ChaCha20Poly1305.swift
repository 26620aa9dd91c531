import CSodium
package import Secrets

/// ChaCha20-Poly1305 (RFC 8439, section 2.8), through libsodium.
///
/// The nonce of 12 bytes is too short to be drawn at random for many texts: keys here seal one text, or number its parts.
package enum ChaCha20Poly1305 {
    /// Bytes of a key.
    package static let keyCount = 32
    /// Bytes of a nonce.
    package static let nonceCount = 12
    /// What sealing adds: the tag, behind the ciphertext.
    package static let tagCount = 16

    /// Encrypts and authenticates.
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - nonce: 12 bytes, never used before with this key.
    ///   - associatedData: Authenticated, neither encrypted nor kept.
    /// - Returns: Ciphertext ‖ tag, `tagCount` longer than the plaintext; public.
    package static func seal(
        _ plaintext: UnsafeRawBufferPointer, key: borrowing LockedBytes, nonce: [UInt8], associatedData: [UInt8] = []
    ) -> [UInt8] {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagCount)
        key.withUnsafeBytes { key in
            // Always 0: there is nothing in it that could fail.
            _ = crypto_aead_chacha20poly1305_ietf_encrypt(
                &sealed, nil, plaintext.octets, UInt64(plaintext.count), associatedData,
                UInt64(associatedData.count), nil, nonce, key.octets)
        }
        // Ciphertext and tag may be known.
        sealed.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return sealed
    }

    /// Authenticates, then decrypts.
    /// - Parameters:
    ///   - sealed: Ciphertext ‖ tag.
    ///   - key: 32 bytes.
    ///   - nonce: 12 bytes.
    ///   - associatedData: As it was when sealing.
    ///   - plaintext: `tagCount` bytes less than the sealed text; written only when the tag was found right.
    /// - Throws: `SealingError.tooShort`, `.notAuthentic`, `.memory`.
    package static func open(
        _ sealed: UnsafeRawBufferPointer, key: borrowing LockedBytes, nonce: [UInt8], associatedData: [UInt8] = [],
        into plaintext: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        precondition(key.count == keyCount && nonce.count == nonceCount, "key and nonce have their lengths")
        guard sealed.count >= tagCount else { throw .tooShort(count: sealed.count, least: tagCount) }
        let ciphertext = UnsafeRawBufferPointer(rebasing: sealed.dropLast(tagCount))
        precondition(plaintext.count == ciphertext.count, "a plaintext is as long as its ciphertext")
        // Block 0 of the key stream gives the key of the tag (RFC 8439, section 2.6).
        var tagKey = try locked(Poly1305.keyCount)
        key.withUnsafeBytes { key in
            tagKey.withUnsafeMutableBytes { tagKey in
                _ = crypto_stream_chacha20_ietf(tagKey.octets, UInt64(tagKey.count), nonce, key.octets)
            }
        }
        let tag = Poly1305.sealingTag(key: tagKey, associatedData: associatedData, ciphertext: ciphertext)
        guard Poly1305.matches(tag, sealed.suffix(tagCount)) else { throw .notAuthentic }
        key.withUnsafeBytes { key in
            // Always 0, as above.
            _ = crypto_stream_chacha20_ietf_xor_ic(
                plaintext.octets, ciphertext.octets, UInt64(ciphertext.count), nonce, 1, key.octets)
        }
    }
}
