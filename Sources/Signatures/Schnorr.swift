import CSecp256k1
package import Groups
import Secrets

/// A Schnorr signature of BIP-340: the x-coordinate of R, and s; 64 bytes.
package struct SchnorrSignature: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Throws: `SignaturesError.signatureLength`. What the bytes say is looked at when verifying.
    package init(_ bytes: [UInt8]) throws(SignaturesError) {
        guard bytes.count == 64 else { throw .signatureLength(found: bytes.count) }
        self.bytes = bytes
    }
}

/// BIP-340 over secp256k1, through libsecp256k1's schnorrsig and extrakeys modules.
package enum Schnorr {
    /// With which key a signature is made.
    package enum Tweak: Hashable, Sendable {
        /// The key itself, with the even one of its two y.
        case none
        /// The key of the Taproot output whose internal key it is (BIP-341, "taproot_tweak_seckey"). The root of the
        /// script tree has 32 bytes; `nil` stands for an output without scripts.
        case taproot(merkleRoot: [UInt8]?)
    }

    /// The auxiliary bytes that make signing deterministic. BIP-340, "Default Signing", allows it: the nonce still
    /// depends on the key and the message, and two runs give one signature that both can be compared by.
    package static let noAuxiliary = [UInt8](repeating: 0, count: 32)

    /// Signs as BIP-340 says ("Default Signing").
    ///
    /// The library's keypair, which holds the secret, lives in locked memory.
    /// - Parameters:
    ///   - message: Public, of any length; transactions sign a digest of 32 bytes. Who signs something else is to make it
    ///     a tagged hash first.
    ///   - key: 1 … q − 1.
    ///   - auxiliary: 32 bytes, best random ones; they need not be secret.
    /// - Returns: A signature that was verified before it left.
    /// - Throws: `SignaturesError.group` for a key that is zero or has no Taproot output, `.ownSignatureDoesNotVerify`,
    ///   `.memory`.
    package static func sign(
        message: [UInt8], with key: borrowing SecretScalar<Secp256k1>, tweak: Tweak = .none,
        auxiliary: [UInt8] = noAuxiliary
    ) throws(SignaturesError) -> SchnorrSignature {
        precondition(auxiliary.count == 32, "the auxiliary bytes of BIP-340 are 32")
        var keypair = try Keypair(key)
        switch tweak {
        case .none: break
        case .taproot(let root): try keypair.add(keypair.publicKey.taprootTweak(merkleRoot: root))
        }
        let signature = try SchnorrSignature(keypair.signature(over: message, auxiliary))
        // The library moves both halves of a keypair by the tweak, each by itself: what verifies under the public half was
        // made with the secret that belongs to it.
        guard verifies(signature, message, keypair.publicKey) else { throw .ownSignatureDoesNotVerify(.secp256k1) }
        return signature
    }

    /// Refuses what is not a signature by this key over this message (BIP-340, "Verification"), in variable time.
    /// - Parameter message: Of any length.
    /// - Throws: `SignaturesError.signatureDoesNotVerify`.
    package static func verify(
        _ signature: SchnorrSignature, message: [UInt8], by key: XOnlyKey
    ) throws(SignaturesError) {
        guard verifies(signature, message, key) else { throw .signatureDoesNotVerify }
    }

    private static func verifies(_ signature: SchnorrSignature, _ message: [UInt8], _ key: XOnlyKey) -> Bool {
        var owner = secp256k1_xonly_pubkey()
        guard secp256k1_xonly_pubkey_parse(Secp256k1.context, &owner, key.x) == 1 else { return false }
        return secp256k1_schnorrsig_verify(Secp256k1.context, signature.bytes, message, message.count, &owner) == 1
    }
}

/// A `secp256k1_keypair` in locked memory: 32 bytes of the secret, 64 of the public key. Behind it is room for the secret
/// as the library reads it, since one allocation costs as much as a signature.
private struct Keypair: ~Copyable {
    private var room: LockedBytes

    private static let byteCount = MemoryLayout<secp256k1_keypair>.size

    /// - Throws: `SignaturesError.group(.scalarIsZero)`, `.memory`.
    init(_ key: borrowing SecretScalar<Secp256k1>) throws(SignaturesError) {
        var fresh = try locked(Keypair.byteCount + 32)
        let answer = fresh.withUnsafeMutableBytes { bytes in
            let secret = UnsafeMutableRawBufferPointer(rebasing: bytes[Keypair.byteCount...])
            key.encode(into: secret)
            let answer = secp256k1_keypair_create(
                Secp256k1.context, Keypair.pointer(bytes), secret.assumingMemoryBound(to: UInt8.self).baseAddress!)
            wipe(secret)
            return answer
        }
        wipeStack()
        // It tells whether the number is zero, which a public key would tell as well; below the order it is by its type.
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .group(.scalarIsZero(.secp256k1))
        }
        Keypair.releasePublicHalf(of: fresh)
        room = fresh
    }

    var publicKey: XOnlyKey {
        var key = secp256k1_xonly_pubkey()
        var x = [UInt8](repeating: 0, count: 32)
        room.withUnsafeBytes { room in
            // Neither can fail, nor touches the secret: the keypair is the library's own.
            _ = secp256k1_keypair_xonly_pub(Secp256k1.context, &key, nil, Keypair.pointer(room))
            _ = secp256k1_xonly_pubkey_serialize(Secp256k1.context, &x, &key)
        }
        return XOnlyKey(ofPoint: x)
    }

    /// Makes it the keypair of d + t, where d is the secret of the even y.
    /// - Parameter tweak: 32 bytes, big-endian, public.
    /// - Throws: `SignaturesError.group(.elementIsIdentity)` where d + t is zero or t is not below the order, which the
    ///   public numbers tell as well.
    mutating func add(_ tweak: [UInt8]) throws(SignaturesError) {
        let answer = room.withUnsafeMutableBytes { room in
            secp256k1_keypair_xonly_tweak_add(Secp256k1.context, Keypair.pointer(room), tweak)
        }
        wipeStack()
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .group(.elementIsIdentity(.secp256k1))
        }
        Keypair.releasePublicHalf(of: room)
    }

    /// 64 bytes, not verified.
    borrowing func signature(over message: [UInt8], _ auxiliary: [UInt8]) throws(SignaturesError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        let answer = room.withUnsafeBytes { room in
            holdfast_schnorrsig_sign(
                Secp256k1.context, &signature, message, message.count, Keypair.pointer(room), auxiliary)
        }
        wipeStack()
        // It fails where the nonce is zero, one in 2²⁵⁶; the signature is what this computation is there to release.
        signature.withUnsafeBytes { MemoryChecker.markPublic($0) }
        guard MemoryChecker.released(UInt64(truncatingIfNeeded: answer)) == 1 else {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return signature
    }

    /// A public key is public. The secret stands in the first 32 bytes (`secp256k1_keypair_save`).
    private static func releasePublicHalf(of room: borrowing LockedBytes) {
        room.withUnsafeBytes { MemoryChecker.markPublic(UnsafeRawBufferPointer(rebasing: $0[32..<byteCount])) }
    }

    private static func pointer(_ room: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<secp256k1_keypair> {
        room.assumingMemoryBound(to: secp256k1_keypair.self).baseAddress!
    }

    private static func pointer(_ room: UnsafeRawBufferPointer) -> UnsafePointer<secp256k1_keypair> {
        room.assumingMemoryBound(to: secp256k1_keypair.self).baseAddress!
    }
}
