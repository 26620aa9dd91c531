package import Signatures
package import Transactions

// One act with a key of a test, which derives the public half each time.
extension PrivateKey {
    package borrowing func signRecoverable(digest: [UInt8]) throws(SignaturesError) -> RecoverableSignature {
        try SigningKey(self).signRecoverable(digest: digest)
    }

    package borrowing func signECDSA(digest: [UInt8]) throws(SignaturesError) -> ECDSASignature {
        try SigningKey(self).signECDSA(digest: digest)
    }

    package borrowing func signSchnorr(
        message: [UInt8], tweak: Schnorr.Tweak = .none, auxiliary: [UInt8] = Schnorr.noAuxiliary
    ) throws(SignaturesError) -> SchnorrSignature {
        try SigningKey(self).signSchnorr(message: message, tweak: tweak, auxiliary: auxiliary)
    }

    package borrowing func signEdDSA(message: [UInt8]) throws(SignaturesError) -> EdDSASignature {
        try SigningKey(self).signEdDSA(message: message)
    }
}

extension Signable {
    package func signed(by key: borrowing PrivateKey, under terms: Terms) throws -> SignedContent {
        try signed(by: SigningKey(key), under: terms)
    }
}
