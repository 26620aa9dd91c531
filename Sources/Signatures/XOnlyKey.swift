import CSecp256k1
import Digests
package import Groups

/// A public key of secp256k1 by its x-coordinate alone, with the even one of its two y (BIP-340, "Public Key Conversion").
package struct XOnlyKey: Hashable, Sendable {
    /// 32 bytes, big-endian; always the x of a point.
    package let x: [UInt8]
    /// Either of the two points with this x.
    private let point: VerifyingKey

    package static func == (left: XOnlyKey, right: XOnlyKey) -> Bool { left.x == right.x }
    package func hash(into hasher: inout Hasher) { hasher.combine(x) }

    /// - Parameter x: 32 bytes, big-endian.
    /// - Throws: `SignaturesError.xOnlyKeyLength`; `.publicKeyNotValid` where `lift_x` of BIP-340 fails.
    package init(_ x: [UInt8]) throws(SignaturesError) {
        guard x.count == 32 else { throw .xOnlyKeyLength(found: x.count) }
        self.x = x
        point = try VerifyingKey(curve: .secp256k1, encoded: [2] + x)
    }

    /// The key without its y.
    /// - Throws: `SignaturesError.otherGroup`.
    package init(_ key: VerifyingKey) throws(SignaturesError) {
        try key.require(.secp256k1)
        x = Array(key.encoded.dropFirst())
        point = key
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
        var internalKey = libraryKey
        var output = secp256k1_pubkey()
        let tweak = taprootTweak(merkleRoot: merkleRoot)
        // It refuses t ≥ q, and the neutral element.
        guard secp256k1_xonly_pubkey_tweak_add(Secp256k1.context, &output, &internalKey, tweak) == 1 else {
            throw .group(.elementIsIdentity(.secp256k1))
        }
        let encoded = VerifyingKey(output).encoded
        return Secp256k1.TaprootKey(x: Array(encoded.dropFirst()), yIsOdd: encoded[0] == 3)
    }

    /// As libsecp256k1 has it.
    var libraryKey: secp256k1_xonly_pubkey {
        var key = point.libraryKey
        var evenKey = secp256k1_xonly_pubkey()
        // It cannot fail: the key is the library's own.
        _ = secp256k1_xonly_pubkey_from_pubkey(Secp256k1.context, &evenKey, nil, &key)
        return evenKey
    }
}
