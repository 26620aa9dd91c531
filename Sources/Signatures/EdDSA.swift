import CSodium
import Groups

/// An Ed25519 signature (RFC 8032, section 5.1.6): R ‖ S, 64 bytes.
package struct EdDSASignature: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Throws: `SignaturesError.signatureLength`. What the bytes say is looked at when verifying.
    package init(_ bytes: [UInt8]) throws(SignaturesError) {
        guard bytes.count == 64 else { throw .signatureLength(found: bytes.count) }
        self.bytes = bytes
    }

    /// - Parameter bytes: 64, just made.
    init(made bytes: [UInt8]) { self.bytes = bytes }
}

/// Ed25519 over messages, not digests (RFC 8032, section 5.1).
package enum EdDSA {
    /// Signs as RFC 8032 says, deterministically, through libsodium.
    static func make(message: [UInt8], with key: borrowing Ed25519Keypair) -> Unverified<EdDSASignature> {
        Unverified(EdDSASignature(made: key.signature(over: message)))
    }

    /// Refuses what is not a signature by this key over this message, by the strict rule (ed25519-dalek,
    /// `verify_strict`): S < ℓ, the one encoding of A and of R, neither of small order, and the equation without cofactor.
    /// - Throws: `SignaturesError.otherGroup`, `.signatureDoesNotVerify`.
    package static func verify(
        _ signature: EdDSASignature, message: [UInt8], by key: VerifyingKey
    ) throws(SignaturesError) {
        try key.require(.ed25519)
        guard verifies(signature, message, key.encoded) else { throw .signatureDoesNotVerify }
    }

    /// The key that 32 bytes are, if the signature is by it over this message; by the same rule.
    ///
    /// A key that a signature verifies under was read on the way, so that it need not be read once more.
    /// - Throws: `SignaturesError.publicKeyLength`; `.signatureDoesNotVerify`, also where the bytes are no key.
    package static func verify(
        _ signature: EdDSASignature, message: [UInt8], encodedKey: [UInt8]
    ) throws(SignaturesError) -> VerifyingKey {
        guard encodedKey.count == 32 else { throw .publicKeyLength(.ed25519, found: encodedKey.count) }
        guard verifies(signature, message, encodedKey) else { throw .signatureDoesNotVerify }
        return VerifyingKey(verifiedUnder: encodedKey)
    }

    /// - Parameter key: 32 bytes, whatever they are.
    private static func verifies(_ signature: EdDSASignature, _ message: [UInt8], _ key: [UInt8]) -> Bool {
        // libsodium refuses S ≥ ℓ, an A that is not canonical, an A that is no point, and an A or R of small order; it
        // compares R as bytes, which leaves one encoding of it. (crypto_sign/ed25519/ref10/open.c; built without
        // ED25519_COMPAT.) An A with x = 0 and its sign bit set is of small order.
        crypto_sign_verify_detached(signature.bytes, message, UInt64(message.count), key) == 0
    }
}
