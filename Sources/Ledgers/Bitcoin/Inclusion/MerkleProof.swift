import Encodings

/// A block's header with a part of its tree, in the form of Bitcoin's `merkleblock` message (BIP-37, "Partial Merkle branch
/// format") that `gettxoutproof` prints; its root was found to be the header's.
package struct MerkleProof: Sendable {
    package let header: BlockHeader
    /// As the proof says. The tree's height follows from it, and with that the number is proven to a factor of two only.
    package let transactionCount: Int
    /// The transactions that the proof is made for, with their places in the block, from 0.
    package let matches: [Match]

    package struct Match: Hashable, Sendable {
        package let position: Int
        package let id: TransactionID
    }

    /// A block has 4,000,000 units of weight and a transaction at least 240 (Bitcoin Core, `consensus/consensus.h`,
    /// `MAX_BLOCK_WEIGHT`, `MIN_TRANSACTION_WEIGHT`). The tree is no higher than 15 rows.
    package static let mostTransactions = 4_000_000 / 240

    /// - Parameter bytes: Binary, or hexadecimal digits with white space around them.
    /// - Throws: `InclusionError`.
    package init(parsing bytes: [UInt8]) throws(InclusionError) {
        let parts = try Parts(try MerkleProof.octets(bytes))
        header = try BlockHeader(parts.header)
        guard (1...UInt32(MerkleProof.mostTransactions)).contains(parts.count) else {
            throw .transactionCount(UInt64(parts.count))
        }
        transactionCount = Int(parts.count)
        var tree = PartialTree(hashes: parts.hashes, flags: parts.flags, transactions: transactionCount)
        guard try tree.root() == header.merkleRoot else { throw .rootMismatch }
        matches = tree.matches
    }

    /// The place of a transaction that the proof is made for.
    /// - Throws: `InclusionError.notInProof`.
    package func match(_ id: TransactionID) throws(InclusionError) -> Match {
        guard let match = matches.first(where: { $0.id == id }) else { throw .notInProof(id) }
        return match
    }

    private static func octets(_ bytes: [UInt8]) throws(InclusionError) -> [UInt8] {
        guard isText(bytes) else { return bytes }
        let digits = String(decoding: bytes.filter { !isSpace($0) }, as: UTF8.self)
        do { return try Hex.decode(digits) } catch { throw .proofNotHex }
    }
}

/// The fields of a proof as they stand one after the other.
private struct Parts {
    let header: [UInt8]
    let count: UInt32
    let hashes: [[UInt8]]
    /// The lowest bit of a byte comes first.
    let flags: [UInt8]

    init(_ bytes: [UInt8]) throws(InclusionError) {
        do { try self.init(reading: ByteReader(bytes)) } catch { throw .proofForm(error) }
    }

    private init(reading bytes: ByteReader) throws(BitcoinError) {
        var reader = bytes
        header = try reader.bytes(BlockHeader.byteCount, "the block header")
        count = try reader.uint32("the number of transactions")
        var hashes: [[UInt8]] = []
        for place in 0..<(try reader.count("the number of hashes", bytesEach: 32)) {
            hashes.append(try reader.bytes(32, "hash \(place)"))
        }
        self.hashes = hashes
        flags = try reader.prefixed("the flags")
        try reader.requireEnd(of: "the flags")
    }
}

/// Walks the part of a tree that a proof holds, depth first and left first.
private struct PartialTree {
    let hashes: [[UInt8]]
    let flags: [UInt8]
    let transactions: Int
    private(set) var matches: [MerkleProof.Match] = []
    private var hashesUsed = 0
    private var flagsUsed = 0

    init(hashes: [[UInt8]], flags: [UInt8], transactions: Int) {
        self.hashes = hashes
        self.flags = flags
        self.transactions = transactions
    }

    /// The hash at the top, when every hash and every bit found its place (Bitcoin Core, `CPartialMerkleTree::ExtractMatches`;
    /// that the bits which fill the last byte are zero is asked here too).
    mutating func root() throws(InclusionError) -> [UInt8] {
        // "there can never be more hashes provided than one for every txid"
        guard hashes.count <= transactions else { throw .hashCount(found: hashes.count, transactions: transactions) }
        let root = try node(height: MerkleTree.height(transactions: transactions), position: 0)
        guard hashesUsed == hashes.count else { throw .unusedHashes(hashes.count - hashesUsed) }
        guard (flagsUsed + 7) / 8 == flags.count else { throw .unusedFlags(8 * flags.count - flagsUsed) }
        for place in flagsUsed..<8 * flags.count where flag(place) { throw .paddingNotZero }
        return root
    }

    /// Each call goes one row down, of which there are 15 at most.
    private mutating func node(height: Int, position: Int) throws(InclusionError) -> [UInt8] {
        guard flagsUsed < 8 * flags.count else { throw .treeTooShort }
        let isParentOfMatch = flag(flagsUsed)
        flagsUsed += 1
        if height == 0 || !isParentOfMatch {
            guard hashesUsed < hashes.count else { throw .treeTooShort }
            let hash = hashes[hashesUsed]
            hashesUsed += 1
            if height == 0 && isParentOfMatch {
                matches.append(MerkleProof.Match(position: position, id: TransactionID(digest: hash)))
            }
            return hash
        }
        let left = try node(height: height - 1, position: 2 * position)
        var right = left
        if 2 * position + 1 < MerkleTree.width(ofRow: height - 1, transactions: transactions) {
            right = try node(height: height - 1, position: 2 * position + 1)
            // Equal neighbours are what the last one of an odd row has: with them, one block could be shown as another
            // with some transactions twice (CVE-2012-2459).
            guard right != left else { throw .duplicateHash(height: height - 1) }
        }
        return try MerkleTree.node(left, right, height: height)
    }

    private func flag(_ place: Int) -> Bool { flags[place / 8] >> UInt8(place % 8) & 1 == 1 }
}
