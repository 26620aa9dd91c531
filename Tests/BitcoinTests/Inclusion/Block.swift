import Bitcoin
import Digests

/// A block of the regtest network, mined here, over any leaves.
struct Block {
    let header: [UInt8]
    /// The rows of the tree, the leaves first.
    let rows: [[[UInt8]]]

    static let easiest: UInt32 = 0x207F_FFFF

    init(
        _ leaves: [[UInt8]], previous: [UInt8] = [UInt8](repeating: 0, count: 32), time: UInt32 = 1_700_000_000
    ) {
        var rows = [leaves]
        while rows[rows.count - 1].count > 1 {
            let row = rows[rows.count - 1]
            rows.append(
                stride(from: 0, to: row.count, by: 2).map {
                    DoubleSHA256.hash(row[$0] + row[min($0 + 1, row.count - 1)])
                })
        }
        self.rows = rows
        header = Block.mined(root: rows[rows.count - 1][0], previous: previous, time: time)
    }

    var hash: [UInt8] { DoubleSHA256.hash(header) }

    static func header(
        root: [UInt8], previous: [UInt8], time: UInt32, bits: UInt32 = easiest, nonce: UInt32 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(UInt32(0x2000_0000))
        bytes += previous + root
        bytes.appendLittleEndian(time)
        bytes.appendLittleEndian(bits)
        bytes.appendLittleEndian(nonce)
        return bytes
    }

    /// Every second nonce will do.
    private static func mined(root: [UInt8], previous: [UInt8], time: UInt32) -> [UInt8] {
        for nonce in UInt32(0)... {
            let header = header(root: root, previous: previous, time: time, nonce: nonce)
            if DoubleSHA256.hash(header)[31] < 0x7F { return header }
        }
        preconditionFailure("a nonce is found")
    }

    /// The proof that `gettxoutproof` makes for the transactions in these places.
    /// - Parameter count: What the proof says, where it lies.
    func proof(of places: Set<Int>, count: Int? = nil) -> [UInt8] {
        var flags: [Bool] = []
        var hashes: [[UInt8]] = []
        func walk(_ height: Int, _ position: Int) {
            let isParent = places.contains { $0 >> height == position }
            flags.append(isParent)
            if height == 0 || !isParent {
                hashes.append(rows[height][position])
                return
            }
            walk(height - 1, 2 * position)
            if 2 * position + 1 < rows[height - 1].count { walk(height - 1, 2 * position + 1) }
        }
        walk(rows.count - 1, 0)
        return Block.proof(header: header, count: count ?? rows[0].count, hashes: hashes, flags: flags)
    }

    static func proof(header: [UInt8], count: Int, hashes: [[UInt8]], flags: [Bool]) -> [UInt8] {
        var bytes = header
        bytes.appendLittleEndian(UInt32(count))
        bytes.appendCompactSize(hashes.count)
        for hash in hashes { bytes += hash }
        var packed = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
        for (place, flag) in flags.enumerated() where flag { packed[place / 8] |= 1 << UInt8(place % 8) }
        bytes.appendPrefixed(packed)
        return bytes
    }

    /// Blocks that follow one another, ten minutes apart, the first over the given leaves.
    static func chain(_ count: Int, over leaves: [[UInt8]]) -> [Block] {
        var blocks = [Block(leaves)]
        while blocks.count < count {
            blocks.append(
                Block(
                    [[UInt8](repeating: UInt8(truncatingIfNeeded: blocks.count), count: 32)],
                    previous: blocks[blocks.count - 1].hash, time: 1_700_000_000 + UInt32(blocks.count) * 600))
        }
        return blocks
    }
}
