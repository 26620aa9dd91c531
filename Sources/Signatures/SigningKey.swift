package import Groups
import Secrets

/// A private key that signs, in the form in which its library signs, with its public half derived from it once.
///
/// What `make…` gives is to be verified by the caller, in the bytes that will leave; what `sign…` gives was verified here.
package struct SigningKey: ~Copyable, Sendable {
    /// Derived, never taken from a file: a signature of Ed25519 made under another public half gives the key away.
    package let verifyingKey: VerifyingKey
    private let form: Form

    private enum Form: ~Copyable, Sendable {
        case secp256k1(Secp256k1Keypair)
        case p256(SecretScalar<P256>)
        case ed25519(Ed25519Keypair)
        case ed25519Scalar(SecretScalar<Ed25519>)
    }

    /// Copies the key.
    /// - Throws: `SignaturesError.group(.scalarIsZero)` for zero, which is no key; `.memory`.
    package init(_ key: borrowing PrivateKey) throws(SignaturesError) {
        switch key {
        case .secp256k1(let scalar):
            let pair = try Secp256k1Keypair(scalar)
            let owner = pair.verifyingKey
            self.init(owner, .secp256k1(pair))
        case .ed25519Seed(let seed):
            let pair = try Ed25519Keypair(seed)
            let owner = try pair.verifyingKey
            self.init(owner, .ed25519(pair))
        case .p256(let scalar):
            guard !scalar.isZero else { throw .group(.scalarIsZero(.p256)) }
            self.init(try key.verifyingKey(), .p256(try SigningKey.copy(of: scalar)))
        case .ed25519Scalar(let scalar):
            guard !scalar.isZero else { throw .group(.scalarIsZero(.ed25519)) }
            self.init(try key.verifyingKey(), .ed25519Scalar(try SigningKey.copy(of: scalar)))
        }
    }

    private init(_ verifyingKey: VerifyingKey, _ form: consuming Form) {
        self.verifyingKey = verifyingKey
        self.form = form
    }

    private static func copy<G: Group>(of scalar: borrowing SecretScalar<G>) throws(SignaturesError) -> SecretScalar<G>
    {
        do { return try scalar.copy() } catch { throw .memory(error) }
    }

    package var curve: CurveName { verifyingKey.curve }

    /// Whether it is an Ed25519 scalar without its seed, which signs with a nonce of its own.
    package var isBareScalar: Bool {
        switch form {
        case .secp256k1: false
        case .p256: false
        case .ed25519: false
        case .ed25519Scalar: true
        }
    }
}

// What ledgers call: they verify the bytes that the signature became part of.
extension SigningKey {
    /// Signs a digest of 32 bytes with secp256k1; the signature names its key.
    /// - Throws: `SignaturesError.otherGroup`, and as `ECDSA.make`.
    package borrowing func makeRecoverable(digest: [UInt8]) throws(SignaturesError) -> Unverified<RecoverableSignature>
    {
        switch form {
        case .secp256k1(let pair): try ECDSA.make(digest: digest, with: pair)
        case .p256: throw .otherGroup(needed: [.secp256k1], found: .p256)
        case .ed25519: throw .otherGroup(needed: [.secp256k1], found: .ed25519)
        case .ed25519Scalar: throw .otherGroup(needed: [.secp256k1], found: .ed25519)
        }
    }

    /// Signs a digest of 32 bytes with secp256k1 or P-256.
    /// - Throws: `SignaturesError.otherGroup`, and as `ECDSA.make`.
    package borrowing func makeECDSA(digest: [UInt8]) throws(SignaturesError) -> Unverified<ECDSASignature> {
        switch form {
        case .secp256k1(let pair): Unverified(try ECDSA.make(digest: digest, with: pair).signature.signature)
        case .p256(let scalar): try ECDSA.make(digest: digest, with: scalar)
        case .ed25519: throw .otherGroup(needed: [.secp256k1, .p256], found: .ed25519)
        case .ed25519Scalar: throw .otherGroup(needed: [.secp256k1, .p256], found: .ed25519)
        }
    }

    /// Signs with BIP-340 Schnorr over secp256k1, with the key itself or that of its Taproot output.
    /// - Throws: `SignaturesError.otherGroup`, and as `Schnorr.make`.
    package borrowing func makeSchnorr(
        message: [UInt8], tweak: Schnorr.Tweak = .none, auxiliary: [UInt8] = Schnorr.noAuxiliary
    ) throws(SignaturesError) -> Unverified<SchnorrSignature> {
        Unverified(try schnorr(message, tweak, auxiliary).signature)
    }

    /// A signature, and whose it is.
    private borrowing func schnorr(
        _ message: [UInt8], _ tweak: Schnorr.Tweak, _ auxiliary: [UInt8]
    ) throws(SignaturesError) -> (signature: SchnorrSignature, owner: XOnlyKey) {
        switch form {
        case .secp256k1(let pair): try Schnorr.make(message: message, with: pair, tweak: tweak, auxiliary: auxiliary)
        case .p256: throw .otherGroup(needed: [.secp256k1], found: .p256)
        case .ed25519: throw .otherGroup(needed: [.secp256k1], found: .ed25519)
        case .ed25519Scalar: throw .otherGroup(needed: [.secp256k1], found: .ed25519)
        }
    }

    /// Signs a message with Ed25519: as RFC 8032 says from a seed, with a hedged nonce from a bare scalar.
    /// - Throws: `SignaturesError.otherGroup`, and as `EdDSA.make`.
    package borrowing func makeEdDSA(message: [UInt8]) throws(SignaturesError) -> Unverified<EdDSASignature> {
        switch form {
        case .ed25519(let pair): EdDSA.make(message: message, with: pair)
        case .ed25519Scalar(let scalar): try EdDSA.make(message: message, with: scalar, verifyingKey)
        case .secp256k1: throw .otherGroup(needed: [.ed25519], found: .secp256k1)
        case .p256: throw .otherGroup(needed: [.ed25519], found: .p256)
        }
    }
}

// Signatures that stand for themselves.
extension SigningKey {
    /// As `makeRecoverable`, verified.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` too.
    package borrowing func signRecoverable(digest: [UInt8]) throws(SignaturesError) -> RecoverableSignature {
        let made = try makeRecoverable(digest: digest).signature
        // The recovery bit is part of the signature: another one names another key.
        guard (try? ECDSA.recover(made, digest: digest)) == verifyingKey else {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return made
    }

    /// As `makeECDSA`, verified.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` too.
    package borrowing func signECDSA(digest: [UInt8]) throws(SignaturesError) -> ECDSASignature {
        let made = try makeECDSA(digest: digest).signature
        do { try ECDSA.verify(made, digest: digest, by: verifyingKey, lowS: .required) } catch {
            throw .ownSignatureDoesNotVerify(curve)
        }
        return made
    }

    /// As `makeSchnorr`, verified.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` too.
    package borrowing func signSchnorr(
        message: [UInt8], tweak: Schnorr.Tweak = .none, auxiliary: [UInt8] = Schnorr.noAuxiliary
    ) throws(SignaturesError) -> SchnorrSignature {
        let (signature, owner) = try schnorr(message, tweak, auxiliary)
        do { try Schnorr.verify(signature, message: message, by: owner) } catch {
            throw .ownSignatureDoesNotVerify(.secp256k1)
        }
        return signature
    }

    /// As `makeEdDSA`, verified.
    /// - Throws: `SignaturesError.ownSignatureDoesNotVerify` too.
    package borrowing func signEdDSA(message: [UInt8]) throws(SignaturesError) -> EdDSASignature {
        let made = try makeEdDSA(message: message).signature
        do { try EdDSA.verify(made, message: message, by: verifyingKey) } catch {
            throw .ownSignatureDoesNotVerify(.ed25519)
        }
        return made
    }
}
