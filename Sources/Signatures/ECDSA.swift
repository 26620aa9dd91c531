import Groups

/// ECDSA over digests of 32 bytes (SEC 1, section 4.1), with RFC 6979 nonces and low s.
///
/// Whoever signs hashes the message first, with the hash that the ledger asks for.
package enum ECDSA {
    /// Which of the two values of s a verifier takes; both verify by SEC 1.
    package enum LowS: Sendable {
        /// s ≤ q/2, as Bitcoin (BIP-146), EVM chains (EIP-2) and Fabric ask.
        case required
        /// Either.
        case accepted
    }

    /// Refuses what is not a signature by this key over this digest, in variable time: all of it is public.
    /// - Parameter digest: 32 bytes.
    /// - Throws: `SignaturesError.digestLength`, `.otherGroup`, `.signatureNotLowS`, `.signatureDoesNotVerify`.
    package static func verify(
        _ signature: ECDSASignature, digest: [UInt8], by key: VerifyingKey, lowS: LowS
    ) throws(SignaturesError) {
        try requireDigest(digest)
        try key.require(signature.curve)
        switch lowS {
        case .required: guard signature.isLowS else { throw .signatureNotLowS }
        case .accepted: break
        }
        let good =
            switch signature.curve {
            case .secp256k1: verifiesSecp256k1(signature, digest, key)
            case .p256:
                LibcryptoP256.verifies(r: signature.r, s: signature.s, digest: digest, by: key.decompressed)
            case .ed25519: false  // no such signature can be made
            }
        guard good else { throw .signatureDoesNotVerify }
    }
}
