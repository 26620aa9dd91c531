import CSecp256k1
import Groups

extension ECDSA {
    /// Signs with secp256k1 through libsecp256k1: its RFC 6979 nonce without extra entropy, low s, and the recovery bit.
    /// - Parameter digest: 32 bytes, public.
    /// - Throws: `SignaturesError.digestLength`, `.ownSignatureDoesNotVerify`.
    static func make(
        digest: [UInt8], with key: borrowing Secp256k1Keypair
    ) throws(SignaturesError) -> Unverified<RecoverableSignature> {
        try requireDigest(digest)
        return Unverified(try recoverable(try key.recoverableSignature(over: digest)))
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
        return VerifyingKey(key)
    }

    static func verifiesSecp256k1(_ signature: ECDSASignature, _ digest: [UInt8], _ key: VerifyingKey) -> Bool {
        let context = Secp256k1.context
        var owner = key.libraryKey
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
