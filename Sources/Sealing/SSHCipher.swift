import CLibcrypto
import CSodium
package import Secrets

/// The ciphers that `ssh-keygen -Z` offers for private keys (OpenSSH `cipher.c`); `aes256-ctr` unless asked.
package enum SSHCipher: String, CaseIterable, Sendable {
    case aes128CTR = "aes128-ctr"
    case aes192CTR = "aes192-ctr"
    case aes256CTR = "aes256-ctr"
    case aes128CBC = "aes128-cbc"
    case aes192CBC = "aes192-cbc"
    case aes256CBC = "aes256-cbc"
    case aes128GCM = "aes128-gcm@openssh.com"
    case aes256GCM = "aes256-gcm@openssh.com"
    case chaCha20Poly1305 = "chacha20-poly1305@openssh.com"

    /// Bytes of the key.
    var keyCount: Int {
        switch self {
        case .aes128CTR, .aes128CBC, .aes128GCM: 16
        case .aes192CTR, .aes192CBC: 24
        case .aes256CTR, .aes256CBC, .aes256GCM: 32
        // Two keys; the second one is for lengths of packets, which a file has none of.
        case .chaCha20Poly1305: 64
        }
    }

    /// Bytes of the initialization vector, which is derived from the passphrase behind the key.
    var vectorCount: Int {
        switch self {
        case .aes128CTR, .aes192CTR, .aes256CTR, .aes128CBC, .aes192CBC, .aes256CBC: 16
        case .aes128GCM, .aes256GCM: 12
        case .chaCha20Poly1305: 0
        }
    }

    /// The text is filled up to blocks of so many bytes.
    var blockCount: Int { self == .chaCha20Poly1305 ? 8 : 16 }

    /// Bytes of the tag behind the text; 0 where the cipher does not authenticate.
    var tagCount: Int {
        switch self {
        case .aes128GCM, .aes256GCM, .chaCha20Poly1305: 16
        default: 0
        }
    }

    /// Decrypts whole blocks.
    /// - Parameters:
    ///   - tag: `tagCount` bytes.
    ///   - secret: Key ‖ vector.
    /// - Throws: `SealingError.notAuthentic`, `.memory`, `.outOfMemory`.
    package func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, tag: [UInt8], secret: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        precondition(
            secret.count == keyCount + vectorCount && tag.count == tagCount, "key, vector and tag have lengths")
        guard self != .chaCha20Poly1305 else { return try openChaCha20Poly1305(ciphertext, tag, secret) }
        var plaintext = try locked(ciphertext.count)
        try secret.withUnsafeBytes { (secret) throws(SealingError) in
            try plaintext.withUnsafeMutableBytes { (output) throws(SealingError) in
                try EVPCipher.decrypt(
                    function, key: UnsafeRawBufferPointer(rebasing: secret[..<keyCount]),
                    vector: UnsafeRawBufferPointer(rebasing: secret[keyCount...]), ciphertext, into: output, tag: tag)
            }
        }
        return plaintext
    }

    private var function: OpaquePointer? {
        switch self {
        case .aes128CTR: EVP_aes_128_ctr()
        case .aes192CTR: EVP_aes_192_ctr()
        case .aes256CTR: EVP_aes_256_ctr()
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes192CBC: EVP_aes_192_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        case .aes128GCM: EVP_aes_128_gcm()
        case .aes256GCM: EVP_aes_256_gcm()
        case .chaCha20Poly1305: nil
        }
    }

    /// OpenSSH's construction (`PROTOCOL.chacha20poly1305`), as packet 0: ChaCha20 with a nonce of 8 zero bytes, the key of
    /// the tag from block 0, the tag over the ciphertext alone.
    private func openChaCha20Poly1305(
        _ ciphertext: UnsafeRawBufferPointer, _ tag: [UInt8], _ secret: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        let nonce = [UInt8](repeating: 0, count: 8)
        var tagKey = try locked(Poly1305.keyCount)
        secret.withUnsafeBytes { key in
            tagKey.withUnsafeMutableBytes { _ = crypto_stream_chacha20($0.octets, UInt64($0.count), nonce, key.octets) }
        }
        guard Poly1305.matches(Poly1305.tag(key: tagKey, ciphertext), tag) else { throw .notAuthentic }
        var plaintext = try locked(ciphertext.count)
        secret.withUnsafeBytes { key in
            plaintext.withUnsafeMutableBytes { output in
                _ = crypto_stream_chacha20_xor_ic(
                    output.octets, ciphertext.octets, UInt64(ciphertext.count), nonce, 1, key.octets)
            }
        }
        return plaintext
    }
}
