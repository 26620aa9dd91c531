import Digests
package import Groups

/// A public key of secp256k1 by its x-coordinate alone, with the even one of its two y (BIP-340, "Public Key Conversion").
package struct XOnlyKey: Hashable, Sendable {
    /// 32 bytes, big-endian; always the x of a point.
    package let x: [UInt8]

    /// - Parameter x: 32 bytes, big-endian.
    /// - Throws: `SignaturesError.xOnlyKeyLength`; `.publicKeyNotValid` where `lift_x` of BIP-340 fails.
    package init(_ x: [UInt8]) throws(SignaturesError) {
        guard x.count == 32 else { throw .xOnlyKeyLength(found: x.count) }
        do { _ = try Secp256k1.element(evenYWithX: x) } catch { throw .publicKeyNotValid(.secp256k1) }
        self.x = x
    }

    /// The key without its y.
    /// - Throws: `SignaturesError.otherGroup`.
    package init(_ key: VerifyingKey) throws(SignaturesError) {
        try key.require(.secp256k1)
        x = Array(key.encoded.dropFirst())
    }

    /// t of BIP-341 with this key as the internal key: hash_TapTweak(x ‖ Merkle root), 32 bytes.
    /// - Parameter merkleRoot: The root of the script tree, 32 bytes; `nil` for an output without scripts (BIP-86).
    package func taprootTweak(merkleRoot: [UInt8]?) -> [UInt8] {
        TaggedHash.hash(tag: "TapTweak", x + (merkleRoot ?? []))
    }

    /// The output key of BIP-341, "taproot_tweak_pubkey", with this key as the internal key.
    /// - Parameter merkleRoot: The root of the script tree, 32 bytes; `nil` for an output without scripts (BIP-86).
    /// - Throws: `SignaturesError.group` for the one key in 2¹²⁸ that has no output.
    package func taprootOutput(merkleRoot: [UInt8]?) throws(SignaturesError) -> Secp256k1.TaprootKey {
        do {
            let point = try Secp256k1.element(evenYWithX: x)
            return try Secp256k1.taprootKey(of: point, tweakedBy: taprootTweak(merkleRoot: merkleRoot))
        } catch { throw .group(error) }
    }

    /// - Parameter x: The x of a point, from libsecp256k1.
    init(ofPoint x: [UInt8]) { self.x = x }
}
