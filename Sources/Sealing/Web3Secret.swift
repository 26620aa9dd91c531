import Digests
package import Secrets

/// The encryption of Ethereum's key files, Web3 Secret Storage version 3: scrypt or PBKDF2, AES-128-CTR, and Keccak-256 over
/// half of the derived key and the ciphertext as a check.
package struct Web3Secret: Equatable, Sendable {
    /// What a file may ask for; compared before any work is done. geth writes N = 2¹⁸, r = 8, p = 1 (256 MiB), or 262,144
    /// rounds.
    package static let limits = PBES2.Limits(
        mostIterations: 10_000_000, scrypt: Scrypt.Limits(mostMemory: 1 << 30, mostWork: 1 << 32))
    /// Bytes of the derived key that are used; a file may derive more.
    package static let leastDerivedCount = 32
    package static let mostDerivedCount = 64
    /// Bytes of the check.
    package static let checkCount = 32
    /// Bytes of the vector.
    package static let vectorCount = BlockCipher.aesBlockCount

    package let keyDerivation: PBES2.KeyDerivation
    /// `dklen`: 32 … 64.
    package let derivedCount: Int
    /// 16 bytes.
    package let initializationVector: [UInt8]
    package let ciphertext: [UInt8]
    /// 32 bytes.
    package let check: [UInt8]

    package init(
        keyDerivation: PBES2.KeyDerivation, derivedCount: Int, initializationVector: [UInt8], ciphertext: [UInt8],
        check: [UInt8]
    ) {
        precondition(
            (Web3Secret.leastDerivedCount...Web3Secret.mostDerivedCount).contains(derivedCount)
                && initializationVector.count == Web3Secret.vectorCount && check.count == Web3Secret.checkCount,
            "all parts have their lengths")
        self.keyDerivation = keyDerivation
        self.derivedCount = derivedCount
        self.initializationVector = initializationVector
        self.ciphertext = ciphertext
        self.check = check
    }

    /// Encrypts with a new salt and vector, at the cost that geth writes with.
    package static func sealing(
        _ plaintext: UnsafeRawBufferPointer, passphrase: borrowing LockedBytes
    ) throws(SealingError) -> Web3Secret {
        let derivation = PBES2.KeyDerivation.scrypt(salt: SecureRandom.publicBytes(32), n: 1 << 18, r: 8, p: 1)
        let vector = SecureRandom.publicBytes(vectorCount)
        let key = try derivation.key(leastDerivedCount, from: passphrase, limits: limits)
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        try ciphertext.withUnsafeMutableBufferPointer { (output) throws(SealingError) in
            let output = UnsafeMutableRawBufferPointer(output)
            try apply(key, .encrypt, vector, plaintext, into: output)
            // A ciphertext may be known.
            MemoryChecker.markPublic(UnsafeRawBufferPointer(output))
        }
        return Web3Secret(
            keyDerivation: derivation, derivedCount: leastDerivedCount, initializationVector: vector,
            ciphertext: ciphertext, check: check(of: ciphertext, key))
    }

    /// Compares the check in constant time, then decrypts.
    /// - Throws: `SealingError.wrongPassphrase` for a wrong passphrase or an altered file; `.keyDerivation` for a cost above the
    ///   limits; `.memory`, `.outOfMemory`.
    package func open(passphrase: borrowing LockedBytes) throws(SealingError) -> LockedBytes {
        let key = try keyDerivation.key(derivedCount, from: passphrase, limits: Web3Secret.limits)
        let expected = Web3Secret.check(of: ciphertext, key)
        let isRight = expected.withUnsafeBytes { expected in check.withUnsafeBytes { constantTimeMatches(expected, $0) }
        }
        guard isRight else { throw .wrongPassphrase }
        var plaintext = try locked(ciphertext.count)
        try plaintext.withUnsafeMutableBytes { (output) throws(SealingError) in
            try ciphertext.withUnsafeBufferPointer { (input) throws(SealingError) in
                let input = UnsafeRawBufferPointer(input)
                try Web3Secret.apply(key, .decrypt, initializationVector, input, into: output)
            }
        }
        return plaintext
    }

    /// The first 16 bytes of the derived key encrypt.
    private static func apply(
        _ key: borrowing LockedBytes, _ direction: BlockCipher.Direction, _ vector: [UInt8],
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        guard !input.isEmpty else { return }
        try key.withUnsafeBytes { (key) throws(SealingError) in
            try BlockCipher.aes128CTR.apply(
                direction, key: UnsafeRawBufferPointer(rebasing: key[..<16]), vector, input, into: output)
        }
    }

    /// Keccak-256 of bytes 16 … 31 of the derived key and the ciphertext.
    private static func check(of ciphertext: [UInt8], _ key: borrowing LockedBytes) -> [UInt8] {
        var stream = Keccak256.Stream()
        key.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[16..<32])) }
        stream.update(ciphertext)
        let check: [UInt8] = stream.finalize()
        return check
    }
}
