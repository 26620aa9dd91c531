import Digests

/// Bitcoin's tree over the transaction ids of a block: pairs of nodes are hashed together, the last one of an odd row with
/// itself.
enum MerkleTree {
    /// How many nodes stand in the row so many above the transactions.
    static func width(ofRow height: Int, transactions: Int) -> Int {
        (transactions + (1 << height) - 1) >> height
    }

    /// How many rows stand above the transactions.
    /// - Parameter transactions: 1 and up.
    static func height(transactions: Int) -> Int {
        var height = 0
        while width(ofRow: height, transactions: transactions) > 1 { height += 1 }
        return height
    }

    /// The node over two others.
    /// - Parameter height: In which row it stands, for messages.
    /// - Throws: `InclusionError.nodeIsTransaction`.
    static func node(_ left: [UInt8], _ right: [UInt8], height: Int) throws(InclusionError) -> [UInt8] {
        let both = left + right
        guard !couldBeTransaction(both) else { throw .nodeIsTransaction(height: height) }
        return DoubleSHA256.hash(both)
    }

    /// Whether 64 bytes have the form of a transaction with one input and one output, the only one of that size.
    ///
    /// A node of the tree is hashed from 64 bytes as a transaction is from its own, so that a transaction of 64 bytes can
    /// be shown as a node, and half of it as the id of a transaction that nobody made. Every transaction in a block passed
    /// the rules of consensus; what does not even parse, or pays more than there can be, is none, and a true path stops
    /// above it. Two random hashes look like one once in 2⁴² times.
    static func couldBeTransaction(_ bytes: [UInt8]) -> Bool {
        // 4 version, 1 count, 36 outpoint, script, 4 sequence, 1 count, 8 amount, script, 4 locktime; each script has its
        // length before it.
        guard bytes.count == 64, bytes[4] == 1 else { return false }
        let first = Int(bytes[41])
        guard first <= 4, bytes[46 + first] == 1, Int(bytes[55 + first]) == 4 - first else { return false }
        let amount = bytes[(47 + first)..<(55 + first)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return amount <= Satoshi.most.value
    }
}
