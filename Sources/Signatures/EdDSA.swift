import CSodium
import Groups
import Secrets

/// An Ed25519 signature (RFC 8032, section 5.1.6): R ‖ S, 64 bytes.
package struct EdDSASignature: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Throws: `SignaturesError.signatureLength`. What the bytes say is looked at when verifying.
    package init(_ bytes: [UInt8]) throws(SignaturesError) {
        guard bytes.count == 64 else { throw .signatureLength(found: bytes.count) }
        self.bytes = bytes
    }
}

/// Ed25519 over messages, not digests (RFC 8032, section 5.1).
package enum EdDSA {
    /// Signs as RFC 8032 says, deterministically, through libsodium.
    /// - Returns: A signature that was verified before it left.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify`, `.memory`.
    package static func sign(
        message: [UInt8], with seed: borrowing Ed25519Seed
    ) throws(SignaturesError) -> EdDSASignature {
        var signature = [UInt8](repeating: 0, count: 64)
        // The public half is derived here and never taken from a file: signing with a false one gives the key away.
        let owner = try seed.withKeypair { (pair, encoded) throws(SignaturesError) in
            // Always 0: there is nothing in it that could fail.
            _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), pair)
            return encoded
        }
        wipeStack()
        // The signature is what this computation is there to release.
        signature.withUnsafeBytes { MemoryChecker.markPublic($0) }
        guard verifies(signature, message, owner) else { throw .ownSignatureDoesNotVerify(.ed25519) }
        return try EdDSASignature(signature)
    }

    /// Refuses what is not a signature by this key over this message, by the strict rule (ed25519-dalek,
    /// `verify_strict`): S < ℓ, the one encoding of A and of R, neither of small order, and the equation without cofactor.
    /// - Throws: `SignaturesError.otherGroup`, `.signatureDoesNotVerify`.
    package static func verify(
        _ signature: EdDSASignature, message: [UInt8], by key: VerifyingKey
    ) throws(SignaturesError) {
        try key.require(.ed25519)
        guard verifies(signature.bytes, message, key.encoded) else { throw .signatureDoesNotVerify }
    }

    /// libsodium refuses S ≥ ℓ, an A that is not canonical, and an A or R of small order; it compares R as bytes, which
    /// leaves one encoding of it. (crypto_sign/ed25519/ref10/open.c; built without ED25519_COMPAT.)
    static func verifies(_ signature: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool {
        crypto_sign_verify_detached(signature, message, UInt64(message.count), key) == 0
    }
}
