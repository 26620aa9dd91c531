import Digests
import Encodings

/// The double SHA-256 of a block's header, in the order in which it is hashed and written on the wire.
package struct BlockHash: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// - Parameter digest: 32 bytes in wire order.
    init(digest: [UInt8]) { bytes = digest }

    /// Reads the form that people know: 64 hexadecimal digits, the last byte first.
    /// - Throws: `InclusionError.blockHashForm`.
    package init(_ text: String) throws(InclusionError) {
        guard text.utf8.count == 64, let bytes = try? Hex.decode(text) else { throw .blockHashForm(text) }
        self.bytes = bytes.reversed()
    }

    /// As people know it: the last byte first.
    package var text: String { Hex.encode(bytes.reversed()) }
    package var description: String { text }
}

/// A block's header: what is hashed to prove work (Bitcoin developer reference, "Block Headers").
package struct BlockHeader: Hashable, Sendable {
    /// Version, previous hash, Merkle root, time, target and nonce: 4 + 32 + 32 + 4 + 4 + 4.
    package static let byteCount = 80

    package let previous: BlockHash
    /// 32 bytes, as the tree's nodes are hashed.
    package let merkleRoot: [UInt8]
    /// Unix seconds, as the miner gave them.
    package let time: UInt32
    package let target: CompactTarget
    package let hash: BlockHash

    /// - Parameter bytes: 80 bytes.
    /// - Throws: `InclusionError.headerLength`.
    package init(_ bytes: some Collection<UInt8>) throws(InclusionError) {
        guard bytes.count == BlockHeader.byteCount else { throw .headerLength(found: bytes.count) }
        let bytes = Array(bytes)
        previous = BlockHash(digest: Array(bytes[4..<36]))
        merkleRoot = Array(bytes[36..<68])
        time = BlockHeader.littleEndian(bytes[68..<72])
        target = CompactTarget(BlockHeader.littleEndian(bytes[72..<76]))
        hash = BlockHash(digest: DoubleSHA256.hash(bytes))
    }

    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The target, where the hash meets it and the network allows it.
    /// - Parameter place: Which header it is, for messages.
    /// - Throws: `InclusionError.targetInvalid`, `.targetAboveLimit`, `.workMissing`.
    package func provenTarget(
        on network: Network, at place: HeaderPlace
    ) throws(InclusionError) -> BlockTarget {
        guard let number = BlockTarget(target) else { throw .targetInvalid(place, bits: target.bits) }
        guard number <= network.lowestDifficulty else {
            throw .targetAboveLimit(place, bits: target.bits, network)
        }
        guard number.isMet(by: hash) else { throw .workMissing(place, hash: hash) }
        return number
    }
}

/// Which header is meant.
package enum HeaderPlace: Hashable, Sendable, CustomStringConvertible {
    /// One of the file, counted from 1.
    case number(Int)
    case proof

    package var description: String {
        switch self {
        case .number(let number): "header \(number)"
        case .proof: "the proof's header"
        }
    }
}
