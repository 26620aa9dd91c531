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
        precondition(initializationVector.count == BlockCipher.blockCount, "a vector is one block")
        self.keyDerivation = keyDerivation
        self.cipher = cipher
        self.initializationVector = initializationVector
    }

    /// New random salt and vector for writing: AES-256 under PBKDF2 with HMAC-SHA-256, which every reader of PKCS#8 knows.
    /// - Parameter iterations: 600,000 is what OWASP's Password Storage Cheat Sheet asks for.
    package static func fresh(iterations: UInt64 = 600_000) -> PBES2 {
        PBES2(
            keyDerivation: .pbkdf2(.hmacSHA256, salt: SecureRandom.publicBytes(16), iterations: iterations),
            cipher: .aes256CBC, initializationVector: SecureRandom.publicBytes(BlockCipher.blockCount))
    }

    /// Decrypts, and takes the padding off.
    /// - Parameters:
    ///   - ciphertext: Whole blocks of 16 bytes.
    ///   - passphrase: Its bytes as they are; an empty one is legal.
    /// - Throws: `SealingError.noWholeBlocks`, `.wrongPassphrase`, `.keyDerivation`, `.memory`, `.outOfMemory`.
    package func decrypt(
        _ ciphertext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes, limits: Limits = .usual
    ) throws(SealingError) -> LockedBytes {
        guard !ciphertext.isEmpty, ciphertext.count % BlockCipher.blockCount == 0 else {
            throw .noWholeBlocks(count: ciphertext.count)
        }
        let key = try key(from: passphrase, limits: limits)
        var plaintext = try locked(ciphertext.count)
        try plaintext.withUnsafeMutableBytes { (output) throws(SealingError) in
            try BlockCipher.apply(cipher, .decrypt, key: key, initializationVector, ciphertext, into: output)
        }
        guard let count = plaintext.withUnsafeBytes({ PBES2.countWithoutPadding($0) }) else { throw .wrongPassphrase }
        plaintext.truncate(to: count)
        return plaintext
    }

    /// Pads and encrypts.
    /// - Returns: The ciphertext, public: 1 … 16 bytes longer than the plaintext.
    /// - Throws: `SealingError.keyDerivation`, `.memory`, `.outOfMemory`.
    package func encrypt(
        _ plaintext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes, limits: Limits = .usual
    ) throws(SealingError) -> [UInt8] {
        let key = try key(from: passphrase, limits: limits)
        // RFC 8018, section 6.1.1, step 4: 1 … 16 octets that all tell their count.
        let padding = BlockCipher.blockCount - plaintext.count % BlockCipher.blockCount
        var padded = try locked(plaintext.count + padding)
        padded.withUnsafeMutableBytes { padded in
            padded.copyMemory(from: plaintext)
            for position in plaintext.count..<padded.count { padded[position] = UInt8(padding) }
        }
        var ciphertext = [UInt8](repeating: 0, count: padded.count)
        try ciphertext.withUnsafeMutableBufferPointer { (output) throws(SealingError) in
            let output = UnsafeMutableRawBufferPointer(output)
            try padded.withUnsafeBytes { (padded) throws(SealingError) in
                try BlockCipher.apply(cipher, .encrypt, key: key, initializationVector, padded, into: output)
            }
            // A ciphertext may be known.
            MemoryChecker.markPublic(UnsafeRawBufferPointer(output))
        }
        return ciphertext
    }

    private func key(
        from passphrase: borrowing LockedBytes, limits: Limits
    ) throws(SealingError) -> LockedBytes {
        var key = try locked(cipher.keyCount)
        do {
            try passphrase.withUnsafeBytes { (passphrase) throws(DigestsError) in
                try key.withUnsafeMutableBytes { (key) throws(DigestsError) in
                    switch keyDerivation {
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

    /// The length without padding; `nil` where there is none. The padding is released: it tells the length, which is known
    /// from then on, and of a wrong passphrase nothing.
    private static func countWithoutPadding(_ padded: UnsafeRawBufferPointer) -> Int? {
        let padding = Int(MemoryChecker.released(UInt64(padded[padded.count - 1])))
        guard (1...BlockCipher.blockCount).contains(padding) else { return nil }
        let difference = padded.suffix(padding).reduce(UInt8(0)) { $0 | $1 ^ UInt8(padding) }
        return MemoryChecker.released(UInt64(difference)) == 0 ? padded.count - padding : nil
    }
}
