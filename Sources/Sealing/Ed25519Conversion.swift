import CSodium
import Digests
import Secrets

/// Ed25519 keys used for X25519: the same curve in its two forms (RFC 7748, section 4.1).
enum Ed25519Conversion {
    static let count = 32

    /// The u-coordinate of a public key, 32 bytes.
    /// - Returns: `nil` where the bytes are no point, or one outside of the subgroup of prime order, which is nobody's key.
    static func montgomeryPointVariableTime(of publicKey: [UInt8]) -> [UInt8]? {
        guard publicKey.count == count else { return nil }
        var point = [UInt8](repeating: 0, count: count)
        return crypto_sign_ed25519_pk_to_curve25519(&point, publicKey) == 0 ? point : nil
    }

    /// The scalar of a seed: the first half of its SHA-512 (RFC 8032, section 5.1.5). X25519 sets and clears the same bits.
    /// - Parameter seed: 32 bytes.
    static func scalar(ofSeed seed: UnsafeRawBufferPointer) throws(SealingError) -> LockedBytes {
        precondition(seed.count == count, "a seed has 32 bytes")
        var digest = try locked(SHA512.digestCount)
        digest.withUnsafeMutableBytes { SHA512.hash(seed, into: $0) }
        digest.truncate(to: X25519.count)
        return digest
    }

    /// The public key of a seed, 32 bytes, released.
    static func publicKey(ofSeed seed: UnsafeRawBufferPointer) throws(SealingError) -> [UInt8] {
        precondition(seed.count == count, "a seed has 32 bytes")
        var secretKey = try locked(2 * count)
        var publicKey = [UInt8](repeating: 0, count: count)
        // Always 0: there is nothing in it that could fail.
        secretKey.withUnsafeMutableBytes { _ = crypto_sign_ed25519_seed_keypair(&publicKey, $0.octets, seed.octets) }
        wipeStack()
        publicKey.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return publicKey
    }
}
