import CLibcrypto
import Encodings
package import Secrets

/// Encryption as old OpenSSL writes it into the headers of a PEM block (RFC 1421, section 4.6.1.3, with OpenSSL's ciphers and
/// its EVP_BytesToKey).
///
/// The key is one round of MD5 over passphrase and salt, so that only the passphrase itself protects; and nothing is
/// authenticated: a wrong passphrase is noticed by its padding, or (1 in 256) by what comes out.
package struct LegacyPEM: Equatable, Sendable {
    /// The ciphers, by the names in `DEK-Info`.
    package enum Cipher: String, CaseIterable, Hashable, Sendable {
        case aes128CBC = "AES-128-CBC"
        case aes192CBC = "AES-192-CBC"
        case aes256CBC = "AES-256-CBC"
        case desEDE3CBC = "DES-EDE3-CBC"

        fileprivate var blocks: BlockCipher {
            switch self {
            case .aes128CBC: .aes128CBC
            case .aes192CBC: .aes192CBC
            case .aes256CBC: .aes256CBC
            case .desEDE3CBC: .desEDE3CBC
            }
        }
    }

    package let cipher: Cipher
    /// One block; its first 8 bytes are the salt.
    package let initializationVector: [UInt8]

    /// Reads the value of the header `DEK-Info`: a cipher's name, a comma, the vector in hexadecimal digits.
    /// - Throws: `SealingError.unsupportedCipher`, `.wrongVectorLength`, `.parameters`.
    package init(dekInfo: String) throws(SealingError) {
        let parts = dekInfo.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let cipher = Cipher(rawValue: parts[0]) else { throw .unsupportedCipher(parts[0]) }
        let vector: [UInt8]
        do { vector = try Hex.decode(parts.count == 2 ? parts[1] : "") } catch { throw .parameters(error) }
        guard vector.count == cipher.blocks.vectorCount else {
            throw .wrongVectorLength(found: vector.count, needed: cipher.blocks.vectorCount)
        }
        self.cipher = cipher
        initializationVector = vector
    }

    /// A new random vector for writing, with AES-256.
    package static func fresh() -> LegacyPEM {
        LegacyPEM(cipher: .aes256CBC, initializationVector: SecureRandom.publicBytes(BlockCipher.aesBlockCount))
    }

    private init(cipher: Cipher, initializationVector: [UInt8]) {
        self.cipher = cipher
        self.initializationVector = initializationVector
    }

    /// The value of the header, as OpenSSL writes it.
    package var dekInfo: String { "\(cipher.rawValue),\(Hex.encode(initializationVector, uppercase: true))" }

    /// Decrypts, and takes the padding off.
    /// - Throws: `SealingError.noWholeBlocks`, `.wrongPassphrase`, `.memory`, `.outOfMemory`.
    package func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        try cipher.blocks.decryptPadded(ciphertext, key: try key(from: passphrase), initializationVector)
    }

    /// Pads and encrypts.
    /// - Returns: The ciphertext, public.
    package func encrypt(
        _ plaintext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes
    ) throws(SealingError) -> [UInt8] {
        try cipher.blocks.encryptPadded(plaintext, key: try key(from: passphrase), initializationVector)
    }

    /// EVP_BytesToKey(3): MD5 over the block before, passphrase and salt, once each, until there are enough bytes.
    private func key(from passphrase: borrowing LockedBytes) throws(SealingError) -> LockedBytes {
        var key = try locked(cipher.blocks.keyCount)
        let count = key.withUnsafeMutableBytes { key in
            passphrase.withUnsafeBytes { passphrase in
                EVP_BytesToKey(
                    cipher.blocks.function, EVP_md5(), initializationVector,
                    passphrase.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: passphrase.count), 1,
                    key.baseAddress!.assumingMemoryBound(to: UInt8.self), nil)
            }
        }
        guard count == cipher.blocks.keyCount else {
            ERR_clear_error()
            throw .outOfMemory
        }
        return key
    }
}
