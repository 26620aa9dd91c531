import Digests
package import Groups
package import Secrets

/// The 32 bytes that an Ed25519 key file keeps (RFC 8032, section 5.1.5): not the scalar, which is hashed from them and
/// from which there is no way back.
package struct Ed25519Seed: ~Copyable, Sendable {
    private let storage: LockedBytes

    /// A copy of 32 bytes; any are a seed.
    /// - Throws: `SignaturesError.group(.scalarLength)`, `.memory`.
    package init(_ bytes: UnsafeRawBufferPointer) throws(SignaturesError) {
        guard bytes.count == 32 else { throw .group(.scalarLength(found: bytes.count)) }
        let room: LockedBytes
        do { room = try LockedBytes(copying: bytes) } catch { throw .memory(error) }
        room.withUnsafeBytes { MemoryChecker.markSecret($0) }
        storage = room
    }

    private init(_ bytes: consuming LockedBytes) {
        storage = bytes
        storage.withUnsafeBytes { MemoryChecker.markSecret($0) }
    }

    /// 32 bytes that nobody can guess.
    package static func random() throws(SecretsError) -> Ed25519Seed {
        Ed25519Seed(try LockedBytes(randomCount: 32))
    }

    /// The 32 bytes.
    package borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try storage.withUnsafeBytes(body)
    }

    package borrowing func copy() throws(SecretsError) -> Ed25519Seed {
        Ed25519Seed(try storage.copy())
    }

    /// Whether both are the same seed, in constant time.
    package borrowing func matches(_ other: borrowing Ed25519Seed) -> Bool {
        storage.matches(other.storage)
    }

    /// The secret scalar modulo ℓ: the first half of SHA-512(seed), clamped (RFC 8032, section 5.1.5), and reduced. Its
    /// product with the base point is exactly the node's public key; the clamped form itself is gone.
    package borrowing func scalar() throws(SignaturesError) -> SecretScalar<Ed25519> {
        var room = try locked(64)
        room.withUnsafeMutableBytes { digest in
            withUnsafeBytes { SHA512.hash($0, into: digest) }
            // "The lowest three bits of the first octet are cleared, the highest bit of the last octet is cleared, and
            // the second highest bit of the last octet is set."
            digest[0] &= 0xf8
            digest[31] = digest[31] & 0x7f | 0x40
        }
        wipeStack()
        do {
            return try room.withUnsafeBytes { (digest) throws(GroupsError) in
                try SecretScalar(reducing: UnsafeRawBufferPointer(rebasing: digest[..<32]))
            }
        } catch { throw .group(error) }
    }

    /// The public key, in constant time, through libsodium.
    /// - Throws: `SignaturesError.memory`.
    package borrowing func verifyingKey() throws(SignaturesError) -> VerifyingKey {
        try Ed25519Keypair(self).verifyingKey
    }
}
