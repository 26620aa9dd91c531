import CSodium
import Groups
import Secrets

/// libsodium's secret key in locked memory: 32 bytes of the seed and 32 of the public key.
struct Ed25519Keypair: ~Copyable, Sendable {
    private let room: LockedBytes
    /// 32 bytes.
    private let encoded: [UInt8]

    /// Derives the public half, in constant time.
    /// - Throws: `SignaturesError.memory`.
    init(_ seed: borrowing Ed25519Seed) throws(SignaturesError) {
        var room = try locked(64)
        var encoded = [UInt8](repeating: 0, count: 32)
        room.withUnsafeMutableBytes { pair in
            seed.withUnsafeBytes { seed in
                // Always 0: every seed has a public key.
                _ = crypto_sign_seed_keypair(
                    &encoded, pair.assumingMemoryBound(to: UInt8.self).baseAddress!,
                    seed.assumingMemoryBound(to: UInt8.self).baseAddress!)
            }
            // The public key is what this computation is there to release; the pair keeps a copy of it.
            MemoryChecker.markPublic(UnsafeRawBufferPointer(rebasing: pair[32...]))
        }
        encoded.withUnsafeBytes { MemoryChecker.markPublic($0) }
        wipeStack()
        self.room = room
        self.encoded = encoded
    }

    /// - Throws: `SignaturesError.publicKeyNotValid` never, in practice: the scalar would be a multiple of the order.
    var verifyingKey: VerifyingKey {
        get throws(SignaturesError) { try VerifyingKey(curve: .ed25519, encoded: encoded) }
    }

    /// R ‖ S, 64 bytes, not verified.
    borrowing func signature(over message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        room.withUnsafeBytes { pair in
            // Always 0: there is nothing in it that could fail.
            _ = crypto_sign_detached(
                &signature, nil, message, UInt64(message.count),
                pair.assumingMemoryBound(to: UInt8.self).baseAddress!)
        }
        wipeStack()
        // The signature is what this computation is there to release.
        signature.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return signature
    }
}
