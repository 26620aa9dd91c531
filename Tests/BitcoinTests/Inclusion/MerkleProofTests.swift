import Bitcoin
import Digests
import TestSupport
import Testing

@Suite struct MerkleProofTests {
    private func leaves(_ count: Int) -> [[UInt8]] {
        (0..<count).map { SHA256.hash([UInt8($0 & 0xFF), UInt8($0 >> 8)]) }
    }

    @Test(arguments: 1...40)
    func findsEveryTransactionInItsPlace(count: Int) throws {
        let block = Block(leaves(count))
        for place in 0..<count {
            let proof = try MerkleProof(parsing: block.proof(of: [place]))
            #expect(proof.matches.map(\.position) == [place] && proof.matches[0].id.bytes == block.rows[0][place])
            #expect(proof.transactionCount == count)
        }
        let all = try MerkleProof(parsing: block.proof(of: Set(0..<count)))
        #expect(all.matches.map(\.position) == Array(0..<count))
    }

    @Test func findsSeveralInTheFullestBlock() throws {
        let block = Block(leaves(MerkleProof.mostTransactions))
        let places: Set<Int> = [0, 1, 4_095, 8_192, 16_665]
        #expect(try MerkleProof(parsing: block.proof(of: places)).matches.map(\.position) == places.sorted())
    }

    /// CVE-2012-2459: the root over a, b, c is that over a, b, c, c.
    @Test func refusesTheSameHashTwiceSideBySide() throws {
        let three = Block(leaves(3))
        var four = leaves(3)
        four.append(four[2])
        let forged = Block(four)
        #expect(three.rows.last == forged.rows.last)
        for places: Set<Int> in [[2], [3], [2, 3]] {
            #expect(throws: InclusionError.duplicateHash(height: 0)) {
                try MerkleProof(parsing: forged.proof(of: places))
            }
        }
        // The same one row up: a, b, c, d, e, f over which e, f are repeated.
        let eight = Block(leaves(6) + leaves(6)[4...])
        #expect(eight.rows.last == Block(leaves(6)).rows.last)
        #expect(throws: InclusionError.duplicateHash(height: 1)) { try MerkleProof(parsing: eight.proof(of: [7])) }
        #expect(throws: InclusionError.duplicateHash(height: 0)) {
            try MerkleBranch(position: 3, transactionCount: 4, neighbours: [four[2], forged.rows[1][0]])
                .root(over: TransactionID(bytes: four[2]))
        }
    }

    /// A transaction of 64 bytes shown as a node, half of it as a transaction that nobody made.
    @Test func refusesATransactionShownAsANode() throws {
        let small = try hexBytes(
            "0200000001827da3d85a6547d6b03662d2cb86982d655a6f390547285a3bf9ec9f28e0c8831500000000ffffffff01"
                + "0000000000000000040051525400000000")
        #expect(small.count == 64)
        let block = Block([leaves(1)[0], DoubleSHA256.hash(small)])
        let claimed = Array(small[32...])
        let forged = Block.proof(
            header: block.header, count: 4, hashes: [block.rows[0][0], Array(small[..<32]), claimed],
            flags: [true, false, true, false, true])
        #expect(throws: InclusionError.nodeIsTransaction(height: 1)) { try MerkleProof(parsing: forged) }
        #expect(throws: InclusionError.nodeIsTransaction(height: 1)) {
            try MerkleBranch(
                position: 3, transactionCount: 4, neighbours: [Array(small[..<32]), block.rows[0][0]]
            ).root(over: TransactionID(bytes: claimed))
        }
        // With more bitcoin than there can be, it was never in a block, and two hashes may look like it.
        var impossible = small
        impossible[54] = 1
        let other = Block([leaves(1)[0], DoubleSHA256.hash(impossible)])
        let honest = Block.proof(
            header: other.header, count: 4,
            hashes: [other.rows[0][0], Array(impossible[..<32]), Array(impossible[32...])],
            flags: [true, false, true, false, true])
        #expect(try MerkleProof(parsing: honest).matches.map(\.position) == [3])
    }

    @Test func refusesWhatBelongsToNothing() throws {
        let block = Block(leaves(5))
        let good = block.proof(of: [3])
        let hashes = [block.rows[1][0], leaves(5)[2], leaves(5)[3], block.rows[2][1]]
        let flags = [true, true, false, true, false, true, false]
        func proof(_ hashes: [[UInt8]], _ flags: [Bool], count: Int = 5) -> [UInt8] {
            Block.proof(header: block.header, count: count, hashes: hashes, flags: flags)
        }
        #expect(proof(hashes, flags) == good)
        #expect(throws: InclusionError.unusedHashes(1)) {
            try MerkleProof(parsing: proof(hashes + [leaves(1)[0]], flags))
        }
        #expect(throws: InclusionError.treeTooShort) { try MerkleProof(parsing: proof(hashes.dropLast(), flags)) }
        #expect(throws: InclusionError.unusedFlags(9)) {
            try MerkleProof(parsing: proof(hashes, flags + [false, false]))
        }
        #expect(throws: InclusionError.paddingNotZero) { try MerkleProof(parsing: proof(hashes, flags + [true])) }
        #expect(throws: InclusionError.treeTooShort) { try MerkleProof(parsing: proof(hashes, [])) }
        #expect(throws: InclusionError.transactionCount(0)) { try MerkleProof(parsing: proof(hashes, flags, count: 0)) }
        #expect(throws: InclusionError.transactionCount(16_667)) {
            try MerkleProof(parsing: proof(hashes, flags, count: 16_667))
        }
        #expect(throws: InclusionError.transactionCount(4_294_967_295)) {
            try MerkleProof(parsing: proof(hashes, flags, count: 4_294_967_295))
        }
        #expect(throws: InclusionError.hashCount(found: 4, transactions: 3)) {
            try MerkleProof(parsing: proof(hashes, flags, count: 3))
        }
        #expect(throws: InclusionError.rootMismatch) {
            try MerkleProof(parsing: proof([hashes[0], hashes[2], hashes[1], hashes[3]], flags))
        }
        #expect(throws: InclusionError.self) { try MerkleProof(parsing: good + [0]) }
        #expect(throws: InclusionError.self) { try MerkleProof(parsing: good.dropLast()) }
        #expect(throws: InclusionError.self) { try MerkleProof(parsing: []) }
        #expect(throws: InclusionError.proofNotHex) { try MerkleProof(parsing: Array("abc".utf8)) }
    }

    @Test(arguments: Seed.fresh(64))
    func refusesAnyAlteredBit(seed: Seed) throws {
        var random = seed.generator
        let count = random.int(1...60)
        let place = random.int(0...count - 1)
        let block = Block((0..<count).map { _ in random.bytes(32) })
        let proof = block.proof(of: [place])
        // The number of transactions is the one thing that a proof does not prove; the tree's height follows from it.
        let bit = random.int(0...8 * proof.count - 1)
        guard !(80..<84).contains(bit / 8) else { return }
        var altered = proof
        altered[bit / 8] ^= 1 << UInt8(bit % 8)
        // One bit away is one other true proof: that of the neighbour, whose id stands in this one already, as well.
        let neighbour = place ^ 1
        guard neighbour >= count || altered != block.proof(of: [min(place, neighbour), max(place, neighbour)]) else {
            return
        }
        let id = try TransactionID(bytes: block.rows[0][place])
        #expect(throws: InclusionError.self) {
            try Inclusion.verified(.id(id), headers: block.header, proof: altered, checkpoint: nil, on: .regtest)
        }
    }

    @Test(arguments: Seed.fresh(64))
    func neverCrashes(seed: Seed) throws {
        var random = seed.generator
        let block = Block((0..<random.int(1...9)).map { _ in random.bytes(32) })
        for _ in 0..<200 {
            _ = try? MerkleProof(parsing: random.mutated(block.proof(of: [0])))
            _ = try? HeaderChain(parsing: random.mutated(block.header), checkpoint: nil, on: .regtest)
            _ = try? Inclusion.Subject(reading: random.bytes(random.int(0...100)))
        }
    }
}
