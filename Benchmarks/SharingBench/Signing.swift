import Groups
import Measuring
import Signatures

/// Our signing and verifying, and the library's beside them.
struct Signing {
    private let signer: Signer
    private let library: Library

    /// What several closures share.
    private final class Signer {
        let key: SigningKey
        init(_ group: CurveName) throws { key = try SigningKey(try PrivateKey.random(group)) }
    }

    private enum Signature {
        case ecdsa(ECDSASignature)
        case edDSA(EdDSASignature)
    }

    init(_ group: CurveName, _ library: Library) throws {
        signer = try Signer(group)
        self.library = library
    }

    /// A signature that is verified before it leaves; one that is not; and the library's two acts.
    func sign() -> Contestant {
        let judge = { (made: borrowing Signature) throws in try verify(copy made, Library.digest) }
        return Contestant(
            .sign,
            [
                Trial(make: {}, act: { _ in try make(verified: true) }, judge: judge),
                Trial {
                    library.sign(); library.verify()
                },
                Trial(make: {}, act: { _ in try make(verified: false) }, judge: judge),
                Trial(library.sign),
            ])
    }

    func verify() throws -> Contestant {
        let signature = try make(verified: false)
        var otherDigest = Library.digest
        otherDigest[31] ^= 1
        try require((try? verify(signature, otherDigest)) == nil, "a signature over something else is refused")
        return Contestant(.verify, [Trial { try verify(signature, Library.digest) }, Trial(library.verify)])
    }

    private func make(verified: Bool) throws -> Signature {
        let digest = Library.digest
        switch signer.key.curve {
        case .secp256k1, .p256:
            return .ecdsa(
                try verified ? signer.key.signECDSA(digest: digest) : signer.key.makeECDSA(digest: digest).signature)
        case .ed25519:
            return .edDSA(
                try verified ? signer.key.signEdDSA(message: digest) : signer.key.makeEdDSA(message: digest).signature)
        }
    }

    private func verify(_ signature: Signature, _ digest: [UInt8]) throws {
        let owner = signer.key.verifyingKey
        switch signature {
        case .ecdsa(let made): try ECDSA.verify(made, digest: digest, by: owner, lowS: .required)
        case .edDSA(let made): try EdDSA.verify(made, message: digest, by: owner)
        }
    }
}
