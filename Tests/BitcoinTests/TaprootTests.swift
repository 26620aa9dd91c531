import Bitcoin
import Encodings
import Groups
import TestSupport
import Testing

@Suite struct TaprootTests {
    @Test func agreesWithBIP341OnTrees() throws {
        guard let file = try OutsideVectors.value("bips/bip341-wallet.json") else { return }
        var passed = 0
        for vector in try #require(file["scriptPubKey"]?.array) {
            let given = try #require(vector["given"])
            let internalKey = try #require(given["internalPubkey"]).hexBytes
            let root = vector["intermediary"]?["merkleRoot"].flatMap { $0.string == nil ? nil : $0.hexBytes }
            let output = try Taproot.outputKey(internalKey: internalKey, merkleRoot: root)
            #expect(Hex.encode(output.x) == vector["intermediary"]?["tweakedPubkey"]?.string)
            #expect(
                Address(.p2tr(outputKey: output.x), on: .mainnet)?.text
                    == vector["expected"]?["bip350Address"]?.string)
            let leaves = try leaves(of: given["scriptTree"])
            #expect(
                leaves.map { Hex.encode($0) } == vector["intermediary"]?["leafHashes"]?.array?.compactMap(\.string)
                    ?? [])
            let blocks = vector["expected"]?["scriptPathControlBlocks"]?.array?.map(\.hexBytes) ?? []
            #expect(blocks.count == leaves.count)
            for (block, leaf) in zip(blocks, leaves) {
                let control = try ControlBlock(block)
                #expect(control.merkleRoot(leafHash: leaf) == root)
                #expect(control.commits(output.x, to: leaf))
                #expect(!control.commits(internalKey, to: leaf))
                for place in block.indices {
                    var damaged = block
                    damaged[place] ^= 1
                    // Byte 0 holds the parity in its lowest bit; the leaf version is in the leaf's hash.
                    #expect(try !ControlBlock(damaged).commits(output.x, to: leaf))
                }
            }
            passed += 1
        }
        #expect(passed == 4)
        OutsideVectors.account("bips/bip341-wallet trees", passed: passed, refused: 0)
    }

    private func leaves(of tree: JSONValue?) throws -> [[UInt8]] {
        guard let tree else { return [] }
        if let branches = tree.array { return try branches.flatMap { try leaves(of: $0) } }
        guard let script = tree["script"] else { return [] }
        let version = UInt8(try #require(tree["leafVersion"]?.integer))
        return [Taproot.leafHash(of: Script(script.hexBytes), version: version)]
    }

    @Test func controlBlocksHaveWholeHashesAndNotTooMany() {
        for count in [0, 1, 32, 34, 64, 66, 33 + 32 * 129] {
            #expect(throws: BitcoinError.controlBlockLength(found: count)) {
                try ControlBlock([UInt8](repeating: 0xC0, count: count))
            }
        }
        for count in [33, 65, 33 + 32 * 128] {
            #expect(throws: Never.self) { try ControlBlock([UInt8](repeating: 0xC0, count: count)) }
        }
    }

    @Test func theOrderOfTwoChildrenMakesNoDifference() {
        let one = [UInt8](repeating: 1, count: 32), other = [UInt8](repeating: 2, count: 32)
        #expect(Taproot.branchHash(one, other) == Taproot.branchHash(other, one))
    }

    private typealias Address = Bitcoin.Address
}
