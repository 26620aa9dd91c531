import Transactions

/// A taproot script tree as `PSBT_OUT_TAP_TREE` gives it: its leaves from left to right, with their depths (BIP-371).
struct ScriptTree: Hashable, Sendable {
    struct Leaf: Hashable, Sendable {
        /// 0 … 128: how far below the root.
        let depth: Int
        let version: UInt8
        let script: Script
    }

    let leaves: [Leaf]

    /// - Throws: `PSBTError.content` for bytes that do not read, `.valueForm` for a tree without leaves, a leaf that is too
    ///   deep, or an odd leaf version.
    init(_ value: [UInt8], at place: Place) throws(PSBTError) {
        leaves = try PSBT.reading(value, at: place) { reader throws(BitcoinError) in
            var leaves: [Leaf] = []
            while !reader.isAtEnd {
                let depth = try reader.uint8("the depth of leaf \(leaves.count)")
                let version = try reader.uint8("the version of leaf \(leaves.count)")
                let script = Script(try reader.prefixed("the script of leaf \(leaves.count)"))
                leaves.append(Leaf(depth: Int(depth), version: version, script: script))
            }
            return leaves
        }
        guard !leaves.isEmpty, leaves.allSatisfy({ $0.depth <= ControlBlock.longestPath && $0.version & 1 == 0 })
        else { throw .valueForm(place, needed: "leaves at depths up to 128, with even leaf versions") }
    }

    /// The root of the tree, 32 bytes; `nil` where the depths are those of no binary tree.
    ///
    /// The leaves come depth first: two neighbours of the same depth are children of one branch.
    var merkleRoot: [UInt8]? {
        var open: [(depth: Int, hash: [UInt8])] = []
        for leaf in leaves {
            // A leaf above one that still waits for its neighbour would leave that one without any.
            if let last = open.last, last.depth > leaf.depth { return nil }
            open.append((leaf.depth, Taproot.leafHash(of: leaf.script, version: leaf.version)))
            while open.count >= 2, open[open.count - 1].depth == open[open.count - 2].depth {
                let (right, left) = (open.removeLast(), open.removeLast())
                guard right.depth > 0 else { return nil }
                open.append((right.depth - 1, Taproot.branchHash(left.hash, right.hash)))
            }
        }
        guard open.count == 1, let root = open.first, root.depth == 0 else { return nil }
        return root.hash
    }
}
