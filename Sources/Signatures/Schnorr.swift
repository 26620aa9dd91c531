import CSecp256k1
import Groups

/// A Schnorr signature of BIP-340: the x-coordinate of R, and s; 64 bytes.
package struct SchnorrSignature: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Throws: `SignaturesError.signatureLength`. What the bytes say is looked at when verifying.
    package init(_ bytes: [UInt8]) throws(SignaturesError) {
        guard bytes.count == 64 else { throw .signatureLength(found: bytes.count) }
        self.bytes = bytes
    }
}

/// BIP-340 over secp256k1, through libsecp256k1's schnorrsig and extrakeys modules.
package enum Schnorr {
    /// With which key a signature is made.
    package enum Tweak: Hashable, Sendable {
        /// The key itself, with the even one of its two y.
        case none
        /// The key of the Taproot output whose internal key it is (BIP-341, "taproot_tweak_seckey"). The root of the
        /// script tree has 32 bytes; `nil` stands for an output without scripts.
        case taproot(merkleRoot: [UInt8]?)
    }

    /// The auxiliary bytes that make signing deterministic. BIP-340, "Default Signing", allows it: the nonce still
    /// depends on the key and the message, and two runs give one signature that both can be compared by.
    package static let noAuxiliary = [UInt8](repeating: 0, count: 32)

    /// Signs as BIP-340 says ("Default Signing").
    /// - Parameters:
    ///   - message: Public, of any length; transactions sign a digest of 32 bytes. Who signs something else is to make it
    ///     a tagged hash first.
    ///   - auxiliary: 32 bytes, best random ones; they need not be secret.
    /// - Returns: A signature that nobody has verified, and the public half of the keypair that made it. The library moves
    ///   both halves of a keypair by the tweak, each by itself: what verifies under the public half was made with the secret
    ///   that belongs to it.
    /// - Throws: `SignaturesError.group` for a key that has no Taproot output, `.ownSignatureDoesNotVerify`, `.memory`.
    static func make(
        message: [UInt8], with key: borrowing Secp256k1Keypair, tweak: Tweak, auxiliary: [UInt8]
    ) throws(SignaturesError) -> (signature: SchnorrSignature, owner: XOnlyKey) {
        precondition(auxiliary.count == 32, "the auxiliary bytes of BIP-340 are 32")
        let owner = try XOnlyKey(key.verifyingKey)
        switch tweak {
        case .none: return (try key.signature(over: message, auxiliary), owner)
        case .taproot(let root):
            return try key.signature(over: message, auxiliary, tweak: owner.taprootTweak(merkleRoot: root))
        }
    }

    /// Refuses what is not a signature by this key over this message (BIP-340, "Verification"), in variable time.
    /// - Parameter message: Of any length.
    /// - Throws: `SignaturesError.signatureDoesNotVerify`.
    package static func verify(
        _ signature: SchnorrSignature, message: [UInt8], by key: XOnlyKey
    ) throws(SignaturesError) {
        guard verifies(signature, message, key) else { throw .signatureDoesNotVerify }
    }

    private static func verifies(_ signature: SchnorrSignature, _ message: [UInt8], _ key: XOnlyKey) -> Bool {
        var owner = key.libraryKey
        return secp256k1_schnorrsig_verify(Secp256k1.context, signature.bytes, message, message.count, &owner) == 1
    }
}
