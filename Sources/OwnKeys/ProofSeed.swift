import Digests
import SecretSharing
import Secrets

/// Where all that a proof draws comes from: 64 bytes of the dealer's randomness for one context.
///
/// Only they are kept: what a holder's part was made of is derived again when the challenge asks for it.
struct ProofSeed: ~Copyable, Sendable {
    private let key: LockedBytes
    private let context: [UInt8]

    /// - Parameter context: ctx, 32 bytes.
    init(_ randomness: borrowing DealerRandomness, context: [UInt8]) throws(SecretsError) {
        var key = try LockedBytes(count: HKDFSHA512.keyCount)
        key.withUnsafeMutableBytes { randomness.fill($0, role: "sealed shares", context: context) }
        self.key = key
        self.context = context
    }

    /// Fills a buffer for one role of one holder.
    /// - Parameters:
    ///   - attempt: 0, 1 …: another one where the last drew a number that must not be zero.
    ///   - buffer: At most `HKDFSHA512.mostOutput` bytes of locked memory.
    borrowing func fill(
        _ buffer: UnsafeMutableRawBufferPointer, role: String, holder: HolderIndex, attempt: UInt32
    ) {
        var info = FieldEncoding()
        info.append(field: "holdfast-own-keys-slots/1")
        info.append(field: role)
        info.append(field: context)
        info.append(UInt32(holder.value))
        info.append(attempt)
        key.withUnsafeBytes { HKDFSHA512.expand($0, info: info.bytes, into: buffer) }
        MemoryChecker.markSecret(UnsafeRawBufferPointer(buffer))
    }

    /// The salt of a proof, 32 bytes, which is public.
    static func salt(_ randomness: borrowing DealerRandomness, context: [UInt8]) -> [UInt8] {
        var salt = [UInt8](repeating: 0, count: 32)
        salt.withUnsafeMutableBytes { randomness.fill($0, role: "salt of sealed shares", context: context) }
        // One output of HKDF says nothing about its key and the other outputs.
        salt.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return salt
    }
}
