import Digests
import Groups
import Secrets
import Signatures

/// Signatures over something else than what they are held against: a program that takes them takes anything.
enum WrongSignature {
    static let trials = [
        trial("ECDSA on secp256k1") { try ecdsa(.secp256k1) }, trial("ECDSA on P-256") { try ecdsa(.p256) },
        trial("Schnorr on secp256k1", schnorr), trial("Ed25519", ed25519),
    ]

    private static let signed = SHA256.hash(Array("what was signed".utf8))
    private static let other = SHA256.hash(Array("what was not".utf8))

    /// - Parameter verify: Verifies the signature over what was signed, then gives what verifies it over the other thing.
    private static func trial(_ name: String, _ verify: @escaping @Sendable () throws -> () throws -> Void) -> Trial {
        Trial(name: "\(name): a wrong signature is refused") {
            let verifyOther = try verify()
            do { try verifyOther() } catch SignaturesError.signatureDoesNotVerify { return nil }
            return "a signature over something else was taken as good"
        }
    }

    private static func ecdsa(_ group: CurveName) throws -> () throws -> Void {
        let key = try KnownAnswer.signingKey(three, group), owner = key.verifyingKey
        let signature = try key.signECDSA(digest: signed)
        try ECDSA.verify(signature, digest: signed, by: owner, lowS: .required)
        return { try ECDSA.verify(signature, digest: other, by: owner, lowS: .required) }
    }

    private static func schnorr() throws -> () throws -> Void {
        let key = try KnownAnswer.signingKey(three, .secp256k1), owner = try XOnlyKey(key.verifyingKey)
        let signature = try key.signSchnorr(message: signed, auxiliary: [UInt8](repeating: 0, count: 32))
        try Schnorr.verify(signature, message: signed, by: owner)
        return { try Schnorr.verify(signature, message: other, by: owner) }
    }

    private static func ed25519() throws -> () throws -> Void {
        let key = try KnownAnswer.signingKey(three, .ed25519), owner = key.verifyingKey
        let signature = try key.signEdDSA(message: signed)
        try EdDSA.verify(signature, message: signed, by: owner)
        return { try EdDSA.verify(signature, message: other, by: owner) }
    }

    private static let three = [UInt8](repeating: 0, count: 31) + [3]
}
