import Digests
package import Groups
import Signatures
package import Transactions

/// What a taproot output commits to (BIP-341, "Constructing and spending Taproot outputs").
package enum Taproot {
    /// BIP-342's leaf version.
    package static let tapscriptVersion: UInt8 = 0xC0

    /// The hash of a leaf of the script tree.
    package static func leafHash(of script: Script, version: UInt8 = tapscriptVersion) -> [UInt8] {
        var content = [version]
        content.appendPrefixed(script.bytes)
        return TaggedHash.hash(tag: "TapLeaf", content)
    }

    /// The hash of two children, the lesser one first.
    package static func branchHash(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
        TaggedHash.hash(tag: "TapBranch", one.lexicographicallyPrecedes(other) ? one + other : other + one)
    }

    /// The output key Q = P + t·G.
    /// - Parameters:
    ///   - internalKey: x of P, 32 bytes.
    ///   - merkleRoot: The root of the script tree, 32 bytes; `nil` where there is none.
    /// - Throws: `TransactionsError.keyWithoutTaprootOutput`.
    package static func outputKey(
        internalKey: [UInt8], merkleRoot: [UInt8]?
    ) throws(TransactionsError) -> Secp256k1.TaprootKey {
        do { return try XOnlyKey(internalKey).taprootOutput(merkleRoot: merkleRoot) } catch {
            // A tweak that is not below the group order, an x-coordinate of no point, or an output that is neutral.
            throw .keyWithoutTaprootOutput
        }
    }
}

/// What shows that a script is a leaf below an output key (BIP-341, "Script validation rules").
package struct ControlBlock: Hashable, Sendable {
    /// Even, without the lowest bit that is the parity.
    package let leafVersion: UInt8
    package let outputKeyIsOdd: Bool
    /// x of P, 32 bytes.
    package let internalKey: [UInt8]
    /// The hashes beside the way from the leaf to the root, 32 bytes each.
    package let path: [[UInt8]]

    /// "m is an integer between 0 and 128, inclusive".
    package static let longestPath = 128

    /// - Throws: `BitcoinError.controlBlockLength`.
    package init(_ bytes: [UInt8]) throws(BitcoinError) {
        guard bytes.count >= 33, bytes.count % 32 == 1, bytes.count <= 33 + 32 * ControlBlock.longestPath else {
            throw .controlBlockLength(found: bytes.count)
        }
        leafVersion = bytes[0] & 0xFE
        outputKeyIsOdd = bytes[0] & 1 == 1
        internalKey = Array(bytes[1..<33])
        path = stride(from: 33, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
    }

    /// The root of the tree that the leaf is in.
    package func merkleRoot(leafHash: [UInt8]) -> [UInt8] { path.reduce(leafHash, Taproot.branchHash) }

    /// Whether the leaf is below this output key.
    package func commits(_ outputKey: [UInt8], to leafHash: [UInt8]) -> Bool {
        guard
            let expected = try? Taproot.outputKey(
                internalKey: internalKey, merkleRoot: merkleRoot(leafHash: leafHash))
        else { return false }
        return expected.x == outputKey && expected.yIsOdd == outputKeyIsOdd
    }
}
