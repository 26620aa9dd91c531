import Bitcoin
import Digests
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// A coordinator lies about a taproot output, its keys, its tree and its signatures.
@Suite struct TaprootAttackTests {
    /// Spends a leaf of a tree of two, whose internal key is somebody else's.
    private struct Tree {
        let leaf: Script
        let version: UInt8
        let internalKey: [UInt8]
        let output: Secp256k1.TaprootKey
        let neighbour: [UInt8]

        init(_ leaf: Script, version: UInt8 = 0xC0, internalKey: [UInt8]) throws {
            self.leaf = leaf
            self.version = version
            self.internalKey = internalKey
            neighbour = Taproot.leafHash(of: Script([0x51]))
            let root = Taproot.branchHash(Taproot.leafHash(of: leaf, version: version), neighbour)
            output = try Taproot.outputKey(internalKey: internalKey, merkleRoot: root)
        }

        var hash: [UInt8] { Taproot.leafHash(of: leaf, version: version) }
        var controlBlock: [UInt8] { [version | (output.yIsOdd ? 1 : 0)] + internalKey + neighbour }
        var script: Script { .p2tr(outputKey: output.x) }

        func fields(controlBlock: [UInt8]? = nil) -> [PSBTMaker.Field] {
            [.init(0x15, controlBlock ?? self.controlBlock, leaf.bytes + [version]), .init(0x17, internalKey)]
        }

        func maker(_ fields: [PSBTMaker.Field]) throws -> PSBTMaker {
            var maker = PSBTMaker()
            maker.spend(script, 1_000_000, .transaction, fields)
            maker.pay(try Keys.otherWitness(), 990_000)
            return maker
        }
    }

    private func ownLeaf() throws -> Tree {
        try Tree(.singleKeyLeaf(try Keys.xOnly(ganacheKey)), internalKey: try Keys.xOnly(Keys.other))
    }

    private func signature(_ maker: PSBTMaker, by digits: String, leafHash: [UInt8]?) throws -> [UInt8] {
        let psbt = try maker.psbt
        let spent = [Output(value: 1_000_000, script: try #require(try spentScript(maker)))]
        let digest = try SignatureHashes(psbt.transaction, spending: spent).taproot(
            input: 0, type: .default, leafHash: leafHash)
        return try testKey(digits).signSchnorr(message: digest, tweak: .none).bytes
    }

    private func spentScript(_ maker: PSBTMaker) throws -> Script? {
        try Bitcoin.Transaction(parsing: maker.coins[0].fields[0].value).outputs[1].script
    }

    @Test func aPathOfAnotherLengthIsNoPath() throws {
        let tree = try ownLeaf()
        #expect(try tree.maker(tree.fields()).codes() == [])
        for path in [Array(tree.controlBlock.dropLast(32)), tree.controlBlock + tree.neighbour] {
            let lie = try tree.maker(tree.fields(controlBlock: path))
            #expect(try lie.codesWhateverIsAccepted().contains("leaf-script"))
        }
        // The parity of the output key, and the leaf's version in both places.
        var odd = tree.controlBlock
        odd[0] ^= 1
        #expect(try tree.maker(tree.fields(controlBlock: odd)).codesWhateverIsAccepted().contains("leaf-script"))
        var version = tree.controlBlock
        version[0] ^= 2
        #expect(try tree.maker(tree.fields(controlBlock: version)).codesWhateverIsAccepted().contains("leaf-script"))
        // 129 hashes, and no whole number of them.
        for count in [33 + 129 * 32, 33 + 31, 32] {
            let lie = try tree.maker(tree.fields(controlBlock: [UInt8](repeating: 0xC0, count: count)))
            #expect(throws: PSBTError.self) { try lie.psbt }
        }
    }

    @Test func whatDoesNotGiveTheOutputKeyIsRefused() throws {
        let tree = try ownLeaf()
        let x = try Keys.xOnly(ganacheKey)
        let root = Taproot.branchHash(tree.hash, tree.neighbour)
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        let lies: [(Script, [PSBTMaker.Field])] = [
            (tree.script, [.init(0x17, x), .init(0x18, root)]),
            (tree.script, [.init(0x17, tree.internalKey), .init(0x18, tree.hash)]),
            (own, [.init(0x17, x), .init(0x18, root)]), (own, [.init(0x17, try Keys.xOnly(Keys.other))]),
            (own, [.init(0x17, [UInt8](repeating: 0xFF, count: 32))]),
        ]
        for (script, fields) in lies {
            var lie = PSBTMaker()
            lie.spend(script, 1_000_000, .transaction, fields)
            lie.pay(try Keys.otherWitness(), 990_000)
            #expect(try lie.codesWhateverIsAccepted().contains("internal-key"))
            #expect(try lie.verdicts().contains("internal-key"))
            #expect(throws: PSBTError.self) { try lie.signed(PSBTMaker.everyRisk) }
        }
    }

    @Test func aLeafOfAnUnknownVersionOrFormIsNotSigned() throws {
        let x = try Keys.xOnly(ganacheKey), internalKey = try Keys.xOnly(Keys.other)
        let push = Script.push(x)
        for (script, version) in [
            (Script.singleKeyLeaf(x), 0xC2), (Script.singleKeyLeaf(x), 0x50),
            (Script([0x01, 5, 0xB2, 0x75] + push + [0xAC]), 0xC0),
            (Script(push + [0xAD, 0x51]), 0xC0), (Script(push + [0xAC, 0x91]), 0xC0),
            (Script([0x50] + push + [0xAC]), 0xC0),
            (.p2pk(key: try Keys.compressed(ganacheKey)), 0xC0),
        ] as [(Script, UInt8)] {
            let tree = try Tree(script, version: version, internalKey: internalKey)
            #expect(try tree.maker(tree.fields()).codesWhateverIsAccepted() == ["nothing-to-sign"])
            // A signature for it by our key spends nothing that is understood here.
            var planted = try tree.maker(tree.fields())
            let signature = try signature(planted, by: ganacheKey, leafHash: tree.hash)
            planted.coins[0].fields.append(.init(0x14, x + tree.hash, signature))
            #expect(try planted.verdicts() == [version == 0xC0 ? "unknown-script" : "unknown-leaf-version"])
        }
    }

    @Test func anybodysSignatureForAnybodysLeafIsNotValid() throws {
        // Whoever wants to be seen as a signer invents a leaf, or signs one that does not name them.
        let tree = try ownLeaf()
        let stranger = try Keys.xOnly(Keys.third)
        let invented = Taproot.leafHash(of: .singleKeyLeaf(stranger))
        for (hash, word) in [(invented, "not-known-how-spent"), (tree.hash, "key-not-in-script")] {
            var lie = try tree.maker(tree.fields())
            let signature = try signature(lie, by: Keys.third, leafHash: hash)
            lie.coins[0].fields.append(.init(0x14, stranger + hash, signature))
            #expect(try lie.verdicts() == [word])
            // Nor does it make the input final.
            #expect(try !lie.psbt.finalized().inputs[0].isFinal)
        }
        // Without any leaf, on an output of a key.
        var bare = PSBTMaker()
        bare.spend(.p2tr(outputKey: tree.output.x), 1_000_000)
        bare.pay(try Keys.otherWitness(), 990_000)
        let signature = try signature(bare, by: Keys.third, leafHash: invented)
        bare.coins[0].fields.append(.init(0x14, stranger + invented, signature))
        #expect(try bare.verdicts() == ["not-known-how-spent"])
    }

    @Test func aWrongSignatureThatIsThereStopsTheSigning() throws {
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        var lie = PSBTMaker()
        lie.spend(own, 1_000_000)
        lie.pay(try Keys.otherWitness(), 990_000)
        var signature = try #require(try lie.signed().inputs[0].map.value(0x13))
        signature[40] ^= 1
        lie.coins[0].fields.append(.init(0x13, signature))
        #expect(try lie.codesWhateverIsAccepted() == ["signature-invalid"])
        #expect(try lie.verdicts() == ["signature-invalid"])
        #expect(throws: PSBTError.self) { try lie.signed(PSBTMaker.everyRisk) }
        // By the untweaked key: of the right person, and for another output.
        lie.coins[0].fields[1].value = try self.signature(lie, by: ganacheKey, leafHash: nil)
        #expect(try lie.codesWhateverIsAccepted() == ["signature-invalid"])

        let tree = try ownLeaf()
        var leaf = try tree.maker(tree.fields())
        var leafSignature = try self.signature(leaf, by: ganacheKey, leafHash: tree.hash)
        leafSignature[0] ^= 1
        leaf.coins[0].fields.append(.init(0x14, try Keys.xOnly(ganacheKey) + tree.hash, leafSignature))
        #expect(try leaf.codesWhateverIsAccepted() == ["own-signature-invalid"])
    }

    @Test func signaturesOfTheOtherKindSpendNothing() throws {
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        var lie = PSBTMaker()
        lie.spend(
            own, 1_000_000, .transaction,
            [.init(0x02, try Keys.compressed(ganacheKey), [0x30, 6, 2, 1, 1, 2, 1, 1, 1])])
        lie.pay(try Keys.otherWitness(), 990_000)
        #expect(try lie.verdicts() == ["signature-of-other-kind"])
        #expect(try lie.codesWhateverIsAccepted() == ["own-signature-invalid"])
        var witness = PSBTMaker()
        witness.spend(try Keys.ownWitness(), 1_000_000, .transaction, [.init(0x13, [UInt8](repeating: 1, count: 64))])
        witness.pay(try Keys.otherWitness(), 990_000)
        #expect(try witness.verdicts() == ["signature-of-other-kind"])
        #expect(try witness.codesWhateverIsAccepted() == ["signature-invalid"])
    }

    @Test func anAnnexIsSaidAndOtherwiseSpoilsTheSignature() throws {
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        var maker = PSBTMaker()
        maker.spend(own, 1_000_000)
        maker.pay(try Keys.otherWitness(), 990_000)
        let signature = try #require(try maker.signed().inputs[0].map.value(0x13))
        let annex: [UInt8] = [0x50, 1, 2, 3]
        let hashes = SignatureHashes(maker.transaction, spending: [Output(value: 1_000_000, script: own)])
        let digest = try hashes.taproot(input: 0, type: .default, annex: annex)
        let covering = try testKey(ganacheKey).signSchnorr(message: digest, tweak: .taproot(merkleRoot: nil)).bytes
        for (signature, word) in [(signature, "signature-invalid"), (covering, "valid")] {
            var transaction = maker.transaction
            transaction.inputs[0].witness = [signature, annex]
            let terms = Terms(besides: [
                SideFile(.previousTransaction, name: "previous", bytes: maker.coins[0].fields[0].value)
            ])
            let found = try RawTransaction(transaction).verified(under: terms)
            #expect(found.signatures.map(\.status.word) == [word])
            #expect(found.notes.contains { $0.contains("annex") })
        }
    }
}
