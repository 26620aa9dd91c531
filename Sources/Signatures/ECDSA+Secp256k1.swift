import CSecp256k1
package import Groups
import Secrets

extension ECDSA {
    /// Signs with secp256k1 through libsecp256k1: its RFC 6979 nonce without extra entropy, low s, and the recovery bit.
    /// - Parameters:
    ///   - digest: 32 bytes, public.
    ///   - key: 1 … q − 1.
    /// - Returns: A signature that was verified before it left.
    /// - Throws: `SignaturesError.digestLength`, `.group(.scalarIsZero)`, `.ownSignatureDoesNotVerify`, `.memory`.
    package static func sign(
        digest: [UInt8], with key: borrowing SecretScalar<Secp256k1>
    ) throws(SignaturesError) -> RecoverableSignature {
        try requireDigest(digest)
        let secret: LockedBytes
        do { secret = try key.encoded() } catch { throw .memory(error) }
        var made = secp256k1_ecdsa_recoverable_signature()
        var owner = secp256k1_pubkey()
        let answers = secret.withUnsafeBytes { bytes in
            let seckey = bytes.assumingMemoryBound(to: UInt8.self).baseAddress!
            let derived = secp256k1_ec_pubkey_create(Secp256k1.context, &owner, seckey)
            let signed = secp256k1_ecdsa_sign_recoverable(Secp256k1.context, &made, digest, seckey, nil, nil)
            // Both tell whether the number is zero, which a public key would tell as well.
            return MemoryChecker.released(UInt64(truncatingIfNeeded: derived & signed))
        }
        wipeStack()
        // A scalar is below the order by its type, so that the library refuses zero only; a failing nonce function does
        // not exist for the built-in one.
        guard answers == 1 else { throw .group(.scalarIsZero(.secp256k1)) }
        // The public key and the signature are what this computation is there to release.
        withUnsafeBytes(of: &owner) { MemoryChecker.markPublic($0) }
        withUnsafeBytes(of: &made) { MemoryChecker.markPublic($0) }

        let result = try recoverable(made)
        guard verifiesSecp256k1(result.signature, digest, try VerifyingKey(owner)) else {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return result
    }

    /// The public key that made a signature (SEC 1, section 4.1.6). High s is taken: see `ECDSASignature.isLowS`.
    ///
    /// Every digest and almost every signature give *some* key; who means a certain one compares.
    /// - Throws: `SignaturesError.digestLength`, `.nothingToRecover`.
    package static func recover(
        _ signature: RecoverableSignature, digest: [UInt8]
    ) throws(SignaturesError) -> VerifyingKey {
        try requireDigest(digest)
        var parsed = secp256k1_ecdsa_recoverable_signature()
        var key = secp256k1_pubkey()
        let context = Secp256k1.context
        guard
            secp256k1_ecdsa_recoverable_signature_parse_compact(
                context, &parsed, signature.signature.compact, Int32(signature.yParity)) == 1,
            secp256k1_ecdsa_recover(context, &key, &parsed, digest) == 1
        else { throw .nothingToRecover }
        return try VerifyingKey(key)
    }

    static func verifiesSecp256k1(_ signature: ECDSASignature, _ digest: [UInt8], _ key: VerifyingKey) -> Bool {
        let context = Secp256k1.context
        var owner = secp256k1_pubkey()
        guard secp256k1_ec_pubkey_parse(context, &owner, key.encoded, key.encoded.count) == 1 else { return false }
        var parsed = secp256k1_ecdsa_signature()
        guard secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature.compact) == 1 else { return false }
        // The library verifies low s only; which values are taken was decided before.
        var low = secp256k1_ecdsa_signature()
        _ = secp256k1_ecdsa_signature_normalize(context, &low, &parsed)  // 1 says that s was high
        return secp256k1_ecdsa_verify(context, &low, digest, &owner) == 1
    }

    private static func recoverable(
        _ made: secp256k1_ecdsa_recoverable_signature
    ) throws(SignaturesError) -> RecoverableSignature {
        var made = made
        var compact = [UInt8](repeating: 0, count: 64)
        var recoveryID: Int32 = 0
        let written = secp256k1_ecdsa_recoverable_signature_serialize_compact(
            Secp256k1.context, &compact, &recoveryID, &made)
        precondition(written == 1, "a signature that was made can be written")
        // 2 and 3 stand for a nonce point with x ≥ q, one in 2¹²⁷, which EVM's y parity cannot say: refused below.
        return try RecoverableSignature(
            ECDSASignature(.secp256k1, compact: compact), yParity: UInt8(truncatingIfNeeded: recoveryID))
    }
}

extension VerifyingKey {
    /// A key that libsecp256k1 made.
    init(_ key: secp256k1_pubkey) throws(SignaturesError) {
        var key = key
        var encoded = [UInt8](repeating: 0, count: 33)
        var count = encoded.count
        // It cannot fail: the key is the library's own and the room suffices.
        _ = secp256k1_ec_pubkey_serialize(
            Secp256k1.context, &encoded, &count, &key, UInt32(SECP256K1_EC_COMPRESSED))
        try self.init(curve: .secp256k1, encoded: encoded)
    }
}
