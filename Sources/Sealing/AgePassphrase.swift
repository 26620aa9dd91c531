import Digests
import Encodings
import Secrets

/// Sealing with a passphrase (C2SP age.md, "scrypt recipient stanza").
package enum AgePassphrase {
    static let saltCount = 16
    /// What the age command writes: 256 MiB and about a second.
    package static let usualWorkFactor = 18
    /// N = 2²⁰ takes 1 GiB and some three seconds; more, and a file from outside could bring a machine down.
    package static let usualMostWorkFactor = 20
    private static let label = "age-encryption.org/v1/scrypt"

    static func stanza(
        for key: borrowing AgeFileKey, passphrase: borrowing LockedBytes, workFactor: Int, salt: [UInt8]
    ) throws(SealingError) -> AgeStanza {
        precondition((1...30).contains(workFactor), "scrypt's N is a power of two that a machine can have")
        guard passphrase.count > 0 else { throw .passphraseEmpty }
        let wrap = try wrapKey(passphrase, salt, workFactor: workFactor)
        return AgeStanza(
            [AgeStanza.passphrase, Base64.encode(salt, padding: .absent), String(workFactor)],
            body: key.sealed(under: wrap))
    }

    /// - Throws: `SealingError.wrongPassphrase`, `.age(.workFactor)`, `.keyDerivation`, `.memory`.
    static func fileKey(
        _ sealed: [UInt8], passphrase: borrowing LockedBytes, salt: [UInt8], workFactor: String, most: Int
    ) throws(SealingError) -> AgeFileKey {
        guard let factor = Int(workFactor), factor <= most else {
            throw .age(.workFactor(found: workFactor, most: most))
        }
        let wrap = try wrapKey(passphrase, salt, workFactor: factor)
        guard let key = try AgeFileKey.opened(sealed, under: wrap) else { throw .wrongPassphrase }
        return key
    }

    private static func wrapKey(
        _ passphrase: borrowing LockedBytes, _ salt: [UInt8], workFactor: Int
    ) throws(SealingError) -> LockedBytes {
        var key = try locked(ChaCha20Poly1305.keyCount)
        // The work factor was compared with its limit before.
        let limits = Scrypt.Limits(mostMemory: .max, mostWork: .max)
        do {
            try passphrase.withUnsafeBytes { (passphrase) throws(DigestsError) in
                try key.withUnsafeMutableBytes { (key) throws(DigestsError) in
                    try Scrypt.derive(
                        passphrase: passphrase, salt: Array(label.utf8) + salt, n: 1 << UInt64(workFactor), r: 8, p: 1,
                        limits: limits, into: key)
                    // scrypt cannot be watched (`Scrypt`): what comes out of it is secret from here on.
                    MemoryChecker.markSecret(UnsafeRawBufferPointer(key))
                }
            }
        } catch { throw .keyDerivation(error) }
        return key
    }
}
