import CSecp256k1
import Groups
import Secrets

/// A `secp256k1_keypair` in locked memory: 32 bytes of the secret, 64 of the public key.
struct Secp256k1Keypair: ~Copyable, Sendable {
    private let room: LockedBytes
    /// The public half, as its point is.
    let verifyingKey: VerifyingKey

    private static let byteCount = MemoryLayout<secp256k1_keypair>.size

    /// - Throws: `SignaturesError.group(.scalarIsZero)`, `.memory`.
    init(_ key: borrowing SecretScalar<Secp256k1>) throws(SignaturesError) {
        // Before the secret stands on the stack: the first use asks the system for randomness.
        let context = Secp256k1.context
        var room = try locked(Secp256k1Keypair.byteCount)
        let answer = room.withUnsafeMutableBytes { room in
            withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { secret in
                key.encode(into: secret)
                let answer = secp256k1_keypair_create(
                    context, Secp256k1Keypair.pointer(room),
                    secret.assumingMemoryBound(to: UInt8.self).baseAddress!)
                wipe(secret)
                return answer
            }
        }
        wipeStack()
        // It tells whether the number is zero, which a public key would tell as well; below the order it is by its type.
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .group(.scalarIsZero(.secp256k1))
        }
        verifyingKey = VerifyingKey(room.withUnsafeBytes { Secp256k1Keypair.publicHalf(of: $0) })
        self.room = room
    }

    /// A signature of BIP-340, not verified, by this keypair.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` where the nonce is zero, one in 2²⁵⁶.
    borrowing func signature(over message: [UInt8], _ auxiliary: [UInt8]) throws(SignaturesError) -> SchnorrSignature {
        try room.withUnsafeBytes { (room) throws(SignaturesError) in
            try Secp256k1Keypair.signature(over: message, auxiliary, Secp256k1Keypair.pointer(room))
        }
    }

    /// A signature of BIP-340, not verified, by the keypair of d + t, where d is the secret of the even y.
    /// - Parameter tweak: t, 32 bytes, big-endian, public.
    /// - Returns: The signature, and the x of the keypair that made it.
    /// - Throws: `SignaturesError.group(.elementIsIdentity)` where d + t is zero or t is not below the order, which the
    ///   public numbers tell as well; `.ownSignatureDoesNotVerify`.
    borrowing func signature(
        over message: [UInt8], _ auxiliary: [UInt8], tweak: [UInt8]
    ) throws(SignaturesError) -> (SchnorrSignature, XOnlyKey) {
        // On the stack and wiped: a locked allocation takes as long as a signature.
        try withUnsafeTemporaryAllocation(byteCount: Secp256k1Keypair.byteCount, alignment: 8) {
            (twin) throws(SignaturesError) in
            defer { wipe(twin) }
            room.withUnsafeBytes { twin.copyMemory(from: $0) }
            let pair = Secp256k1Keypair.pointer(UnsafeRawBufferPointer(twin))
            let answer = secp256k1_keypair_xonly_tweak_add(
                Secp256k1.context, UnsafeMutablePointer(mutating: pair), tweak)
            guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
                throw .group(.elementIsIdentity(.secp256k1))
            }
            let owner = Secp256k1Keypair.publicHalf(of: UnsafeRawBufferPointer(twin))
            return (try Secp256k1Keypair.signature(over: message, auxiliary, pair), try XOnlyKey(VerifyingKey(owner)))
        }
    }

    private static func signature(
        over message: [UInt8], _ auxiliary: [UInt8], _ pair: UnsafePointer<secp256k1_keypair>
    ) throws(SignaturesError) -> SchnorrSignature {
        var signature = [UInt8](repeating: 0, count: 64)
        let answer = holdfast_schnorrsig_sign(
            Secp256k1.context, &signature, message, message.count, pair, auxiliary)
        wipeStack()
        // The signature is what this computation is there to release.
        signature.withUnsafeBytes { MemoryChecker.markPublic($0) }
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return try SchnorrSignature(signature)
    }

    /// Releases the public half: a public key is public. The secret stands in the first 32 bytes
    /// (`secp256k1_keypair_save`).
    private static func publicHalf(of pair: UnsafeRawBufferPointer) -> secp256k1_pubkey {
        MemoryChecker.markPublic(UnsafeRawBufferPointer(rebasing: pair[32..<byteCount]))
        var key = secp256k1_pubkey()
        // It cannot fail, nor touches the secret: the keypair is the library's own.
        _ = secp256k1_keypair_pub(Secp256k1.context, &key, pointer(pair))
        return key
    }

    /// A signature of ECDSA with the library's RFC 6979 nonce, not verified.
    /// - Parameter digest: 32 bytes.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` where no nonce gave one, which RFC 6979 makes as good as
    ///   impossible.
    borrowing func recoverableSignature(
        over digest: [UInt8]
    ) throws(SignaturesError) -> secp256k1_ecdsa_recoverable_signature {
        var made = secp256k1_ecdsa_recoverable_signature()
        let answer = room.withUnsafeBytes { room in
            // The secret stands in the first 32 bytes, big-endian (`secp256k1_keypair_save`).
            secp256k1_ecdsa_sign_recoverable(
                Secp256k1.context, &made, digest, room.assumingMemoryBound(to: UInt8.self).baseAddress!, nil, nil)
        }
        wipeStack()
        withUnsafeBytes(of: &made) { MemoryChecker.markPublic($0) }
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return made
    }

    private static func pointer(_ room: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<secp256k1_keypair> {
        room.assumingMemoryBound(to: secp256k1_keypair.self).baseAddress!
    }

    private static func pointer(_ room: UnsafeRawBufferPointer) -> UnsafePointer<secp256k1_keypair> {
        room.assumingMemoryBound(to: secp256k1_keypair.self).baseAddress!
    }
}
