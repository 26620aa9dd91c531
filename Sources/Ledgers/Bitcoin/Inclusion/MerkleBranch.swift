/// The path of one transaction to the root: the neighbours of the nodes on it, from the transaction up, as Electrum's
/// servers and many light clients give it.
package struct MerkleBranch: Sendable {
    /// The transaction's place in the block, from 0.
    package let position: Int
    package let transactionCount: Int
    /// 32 bytes each, as the tree's nodes are hashed; for the last node of an odd row, the node itself.
    package let neighbours: [[UInt8]]

    package init(position: Int, transactionCount: Int, neighbours: [[UInt8]]) {
        self.position = position
        self.transactionCount = transactionCount
        self.neighbours = neighbours
    }

    /// The root that the transaction is under.
    /// - Throws: `InclusionError.transactionCount`, `.positionOutOfRange`, `.branchLength`, `.duplicateHash`,
    ///   `.nodeIsTransaction`, and `.rootMismatch` where the last of an odd row has a neighbour of its own.
    package func root(over id: TransactionID) throws(InclusionError) -> [UInt8] {
        guard (1...MerkleProof.mostTransactions).contains(transactionCount) else {
            throw .transactionCount(UInt64(clamping: transactionCount))
        }
        guard (0..<transactionCount).contains(position) else {
            throw .positionOutOfRange(position, transactions: transactionCount)
        }
        let height = MerkleTree.height(transactions: transactionCount)
        guard neighbours.count == height else { throw .branchLength(needed: height, found: neighbours.count) }
        var node = id.bytes
        for (row, neighbour) in neighbours.enumerated() {
            let place = position >> row
            let isLastOfOddRow = place ^ 1 >= MerkleTree.width(ofRow: row, transactions: transactionCount)
            if isLastOfOddRow {
                guard neighbour == node else { throw .rootMismatch }
            } else {
                guard neighbour != node else { throw .duplicateHash(height: row) }
            }
            node =
                place & 1 == 0
                ? try MerkleTree.node(node, neighbour, height: row + 1)
                : try MerkleTree.node(neighbour, node, height: row + 1)
        }
        return node
    }

    /// Refuses a transaction that is not under the header's root, or a header without its work.
    /// - Throws: As `root(over:)` and `BlockHeader.provenTarget(on:at:)`, and `InclusionError.rootMismatch`.
    package func verify(_ id: TransactionID, in header: BlockHeader, on network: Network) throws(InclusionError) {
        _ = try header.provenTarget(on: network, at: .proof)
        guard try root(over: id) == header.merkleRoot else { throw .rootMismatch }
    }
}
