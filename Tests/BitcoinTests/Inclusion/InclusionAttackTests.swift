import Bitcoin
import Digests
import Encodings
import TestSupport
import Testing
import Transactions

/// Somebody wants a transaction to be believed that no block holds.
@Suite struct InclusionAttackTests {
    private func leaves(_ count: Int) -> [[UInt8]] {
        (0..<count).map { DoubleSHA256.hash([UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]) }
    }

    private func code(_ id: [UInt8], _ blocks: [Block], _ proof: [UInt8], checkpoint: [UInt8]? = nil) throws -> String?
    {
        do {
            _ = try Inclusion.verified(
                .id(TransactionID(bytes: id)), headers: blocks.flatMap(\.header), proof: proof,
                checkpoint: checkpoint.map { try BlockHash(Hex.encode($0.reversed())) }, on: .regtest)
            return nil
        } catch let error as InclusionError { return error.code }
    }

    /// What is wrong with one header by itself.
    private func codeAlone(_ header: [UInt8]) -> String? {
        do {
            _ = try HeaderChain(parsing: header, checkpoint: nil, on: .regtest)
            return nil
        } catch { return error.code }
    }

    @Test func onlyWhatTheProofIsMadeForIsProven() throws {
        let chain = Block.chain(3, over: leaves(5))
        let proof = chain[0].proof(of: [1, 4])
        #expect(try code(leaves(5)[1], chain, proof) == nil)
        #expect(try code(leaves(5)[4], chain, proof) == nil)
        // In the proof as a neighbour, in the block but not in the proof, a node of the tree, the root, and nowhere.
        for other in [leaves(5)[0], leaves(5)[2], chain[0].rows[1][1], chain[0].rows[3][0], leaves(6)[5]] {
            #expect(try code(other, chain, proof) == "not-in-proof")
        }
    }

    @Test func aTreeOfAnotherHeightProvesAtMostANode() throws {
        // The block has four transactions; the proof says two, and its leaves are nodes.
        let chain = Block.chain(2, over: leaves(4))
        let nodes = chain[0].rows[1]
        let lie = Block.proof(header: chain[0].header, count: 2, hashes: nodes, flags: [true, true, false])
        let report = try Inclusion.verified(
            .id(TransactionID(bytes: nodes[0])), headers: chain.flatMap(\.header), proof: lie, checkpoint: nil,
            on: .regtest)
        #expect(report.warnings.map(\.code).contains("id-alone"))
        #expect(report.members["transactionSeen"] == .bool(false))
        // Whoever brings "the transaction" brings 64 bytes.
        let bytes = leaves(4)[0] + leaves(4)[1]
        #expect(throws: InclusionError.transactionOf64Bytes) { try Inclusion.Subject(reading: bytes) }
        #expect(throws: InclusionError.transactionOf64Bytes) {
            try Inclusion.Subject(reading: Array(Hex.encode(bytes).utf8))
        }
        // Eight where there are four: below a leaf nothing can be shown.
        for count in [3, 5, 8, 16] {
            let hashes = [leaves(4)[0], leaves(4)[1], nodes[1]]
            let deeper = Block.proof(
                header: chain[0].header, count: count, hashes: hashes, flags: [true, true, true, false, false])
            #expect(try code(leaves(4)[0], chain, deeper) != nil || count == 3)
        }
    }

    @Test func theHeaderOfTheProofIsOneOfTheChain() throws {
        let chain = Block.chain(4, over: leaves(3))
        let forged = Block(leaves(7), time: 1_700_000_001)
        #expect(try code(leaves(7)[6], chain, forged.proof(of: [6])) == "block-not-in-headers")
        // Before the first header, and behind a gap.
        #expect(try code(leaves(3)[0], Array(chain[1...]), chain[0].proof(of: [0])) == "block-not-in-headers")
        #expect(try code(leaves(3)[0], [chain[0], chain[2]], chain[0].proof(of: [0])) == "headers-not-linked")
        #expect(try code(leaves(3)[0], chain + [chain[0]], chain[0].proof(of: [0])) == "headers-not-linked")
        // A checkpoint that the chain does not begin with, also where it stands in its middle.
        #expect(try code(leaves(3)[0], chain, chain[0].proof(of: [0]), checkpoint: chain[0].hash) == nil)
        for other in [chain[2].hash, forged.hash] {
            #expect(try code(leaves(3)[0], chain, chain[0].proof(of: [0]), checkpoint: other) == "checkpoint-missed")
        }
    }

    @Test func aTargetIsPositiveAndNotTooEasy() throws {
        let root = leaves(1)[0]
        for (bits, code) in [
            (0, "target-invalid"), (0x0100_3456, "target-invalid"), (0x0492_3456, "target-invalid"),
            (0x2092_3456, "target-invalid"), (0xFF12_3456, "target-invalid"), (0x2300_0001, "target-invalid"),
            (0x2200_0100, "target-invalid"), (0x2100_FFFF, "target-above-limit"), (0x207F_FFFF, nil),
            (0x2080_0000, "target-invalid"), (0x2101_0000, "target-invalid"), (0x0300_0001, "work-missing"),
        ] as [(UInt32, String?)] {
            // Several nonces, since every second one does where the target is regtest's.
            let found = (0..<16).map { nonce in
                codeAlone(
                    Block.header(
                        root: root, previous: [UInt8](repeating: 0, count: 32), time: 1, bits: bits,
                        nonce: UInt32(nonce)))
            }
            #expect(found.contains(code), "\(String(bits, radix: 16)): \(found)")
            #expect(code == nil || found.allSatisfy { $0 == code })
        }
    }

    @Test func everyForkOfTwoEqualNeighboursIsRefused() throws {
        // CVE-2012-2459 at every size up to seventeen: the block with its end doubled has the same root.
        for count in 3...17 {
            let honest = leaves(count)
            var size = 1
            while count % (2 * size) == 0 { size *= 2 }
            let doubled = honest + honest.suffix(size)
            guard doubled.count > count, Block(doubled).rows.last == Block(honest).rows.last else { continue }
            let lie = Block(doubled)
            for place in [count, doubled.count - 1] {
                let proof = lie.proof(of: [place])
                #expect(throws: InclusionError.self) { try MerkleProof(parsing: proof) }
            }
        }
    }
}
