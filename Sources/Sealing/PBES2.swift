package import Digests
import Encodings
package import Secrets

/// Encryption under a passphrase as PKCS#8 files have it (RFC 8018, section 6.2): PBKDF2 or scrypt (RFC 7914), then AES-CBC.
///
/// It does not authenticate: a wrong passphrase is noticed by its padding, or (1 in 256) by what comes out.
package struct PBES2: Equatable, Sendable {
    /// From a passphrase to a key.
    package enum KeyDerivation: Equatable, Sendable {
        /// RFC 8018, appendix A.2.
        case pbkdf2(PBKDF2.Function, salt: [UInt8], iterations: UInt64)
        /// RFC 7914, section 7.
        case scrypt(salt: [UInt8], n: UInt64, r: UInt64, p: UInt64)
    }

    /// AES in CBC mode, the text filled up to whole blocks (RFC 8018, appendix B.2.5).
    package enum Cipher: CaseIterable, Hashable, Sendable {
        case aes128CBC, aes192CBC, aes256CBC

        package var keyCount: Int {
            switch self {
            case .aes128CBC: 16
            case .aes192CBC: 24
            case .aes256CBC: 32
            }
        }
    }

    /// What a file may ask for; compared before any work is done.
    package struct Limits: Equatable, Sendable {
        package var mostIterations: UInt64
        package var scrypt: Scrypt.Limits

        package init(
            mostIterations: UInt64 = PBKDF2.usualMostIterations, scrypt: Scrypt.Limits = .usual
        ) {
            self.mostIterations = mostIterations
            self.scrypt = scrypt
        }

        /// Some seconds of work, 1 GiB of memory.
        package static let usual = Limits()
    }

    package let keyDerivation: KeyDerivation
    package let cipher: Cipher
    /// 16 bytes.
    package let initializationVector: [UInt8]

    package init(keyDerivation: KeyDerivation, cipher: Cipher, initializationVector: [UInt8]) {
        precondition(initializationVector.count == BlockCipher.aesBlockCount, "a vector is one block")
        self.keyDerivation = keyDerivation
        self.cipher = cipher
        self.initializationVector = initializationVector
    }

    /// New random salt and vector for writing: AES-256 under PBKDF2 with HMAC-SHA-256, which every reader of PKCS#8 knows.
    /// - Parameter iterations: 600,000 is what OWASP's Password Storage Cheat Sheet asks for.
    package static func fresh(iterations: UInt64 = 600_000) -> PBES2 {
        PBES2(
            keyDerivation: .pbkdf2(.hmacSHA256, salt: SecureRandom.publicBytes(16), iterations: iterations),
            cipher: .aes256CBC, initializationVector: SecureRandom.publicBytes(BlockCipher.aesBlockCount))
    }

    /// Decrypts, and takes the padding off.
    /// - Parameters:
    ///   - ciphertext: Whole blocks of 16 bytes.
    ///   - passphrase: Its bytes as they are; an empty one is legal.
    /// - Throws: `SealingError.noWholeBlocks`, `.wrongPassphrase`, `.keyDerivation`, `.memory`, `.outOfMemory`.
    package func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes, limits: Limits = .usual
    ) throws(SealingError) -> LockedBytes {
        // Before the key is derived, which takes its time.
        try cipher.blocks.requireBlocks(ciphertext)
        let key = try keyDerivation.key(cipher.keyCount, from: passphrase, limits: limits)
        return try cipher.blocks.decryptPadded(ciphertext, key: key, initializationVector)
    }

    /// Pads and encrypts.
    /// - Returns: The ciphertext, public: 1 … 16 bytes longer than the plaintext.
    /// - Throws: `SealingError.keyDerivation`, `.memory`, `.outOfMemory`.
    package func encrypt(
        _ plaintext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes, limits: Limits = .usual
    ) throws(SealingError) -> [UInt8] {
        let key = try keyDerivation.key(cipher.keyCount, from: passphrase, limits: limits)
        return try cipher.blocks.encryptPadded(plaintext, key: key, initializationVector)
    }
}

extension PBES2.Cipher {
    fileprivate var blocks: BlockCipher {
        switch self {
        case .aes128CBC: .aes128CBC
        case .aes192CBC: .aes192CBC
        case .aes256CBC: .aes256CBC
        }
    }
}

extension PBES2.KeyDerivation {
    /// A key of so many bytes.
    /// - Throws: `SealingError.keyDerivation`, `.memory`.
    /// The 32 bytes that a secretbox is sealed with, at a cost within the limits of key files of others.
    package func secretboxKey(from passphrase: borrowing LockedBytes) throws(SealingError) -> LockedBytes {
        let key = try key(XSalsa20Poly1305.keyCount, from: passphrase, limits: Web3Secret.limits)
        key.withUnsafeBytes { MemoryChecker.markSecret($0) }
        return key
    }

    func key(
        _ count: Int, from passphrase: borrowing LockedBytes, limits: PBES2.Limits
    ) throws(SealingError) -> LockedBytes {
        var key = try locked(count)
        do {
            try passphrase.withUnsafeBytes { (passphrase) throws(DigestsError) in
                try key.withUnsafeMutableBytes { (key) throws(DigestsError) in
                    switch self {
                    case .pbkdf2(let function, let salt, let iterations):
                        try PBKDF2.derive(
                            function, passphrase: passphrase, salt: salt, iterations: iterations,
                            mostIterations: limits.mostIterations, into: key)
                    case .scrypt(let salt, let n, let r, let p):
                        try Scrypt.derive(
                            passphrase: passphrase, salt: salt, n: n, r: r, p: p, limits: limits.scrypt, into: key)
                    }
                }
            }
        } catch { throw .keyDerivation(error) }
        return key
    }
}
