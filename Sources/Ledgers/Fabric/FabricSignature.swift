import Digests
import Groups
package import Signatures

/// The two kinds of signature that Fabric takes.
package enum FabricSignature {
    /// - Throws: `SignaturesError` with the reason.
    package static func verify(
        _ signature: [UInt8], over message: [UInt8], by key: VerifyingKey
    ) throws(SignaturesError) {
        switch key.curve {
        case .ed25519: try EdDSA.verify(EdDSASignature(signature), message: message, by: key)
        case .p256, .secp256k1:
            try ECDSA.verify(
                ECDSASignature(key.curve, der: signature), digest: SHA256.hash(message), by: key, lowS: .required)
        }
    }

    /// DER with low s for P-256, 64 bytes for Ed25519; nobody has verified it yet.
    package static func make(over message: [UInt8], by key: borrowing SigningKey) throws(SignaturesError) -> [UInt8] {
        switch key.curve {
        case .ed25519: try key.makeEdDSA(message: message).signature.bytes
        case .p256, .secp256k1: try key.makeECDSA(digest: SHA256.hash(message)).signature.der
        }
    }
}
