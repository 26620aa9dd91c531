import Bitcoin
import Digests
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// Fees, change, and what a person is shown.
@Suite struct PSBTMoneyTests {
    private func maker(_ proof: PSBTMaker.Proof = .transaction, pays: UInt64, back: UInt64 = 0) throws -> PSBTMaker {
        var maker = PSBTMaker()
        maker.spend(try Keys.ownWitness(), 10_000_000, proof)
        if pays > 0 { maker.pay(try Keys.otherWitness(), pays) }
        if back > 0 { maker.pay(try Keys.ownWitness(), back) }
        return maker
    }

    private func codes(_ maker: PSBTMaker, _ terms: Terms = Terms()) throws -> [String] {
        try maker.psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: terms).map(\.code)
    }

    private func summary(_ maker: PSBTMaker, _ terms: Terms = Terms()) throws -> Summary {
        try maker.psbt.summary(signer: try Keys.publicKey(ganacheKey), under: terms)
    }

    private func texts(_ summary: Summary, _ label: String) -> [String] {
        summary.facts.filter { $0.label == label }.map(\.text)
    }

    @Test func refusesHighAndNegativeFees() throws {
        #expect(try codes(try maker(pays: 9_999_000)) == [])
        // More than 25 % of what goes to others, whatever comes back.
        #expect(try codes(try maker(pays: 10_000, back: 9_987_400)) == ["high-fee"])
        #expect(try codes(try maker(pays: 10_000, back: 9_987_500)) == [])
        // More than 1,000 sat/vB: about 110 vB.
        #expect(try codes(try maker(pays: 9_850_000)) == ["high-fee"])
        #expect(try codes(try maker(pays: 9_850_000), Terms(accepting: [.highFee])) == [])
        #expect(try codes(try maker(pays: 10_000_001), Terms(accepting: Set(Risk.allCases))) == ["negative-fee"])
    }

    @Test func aTransactionThatPaysMoreThanItSpendsDoesNotVerify() throws {
        let psbt = try PSBT(parsing: try maker(pays: 10_000_001).bytes)
        let verdict = try #require(try psbt.verified(under: Terms()).signatures.first)
        guard case .invalid(code: "negative-fee", _) = verdict.status else {
            Issue.record("\(verdict)")
            return
        }
        #expect(verdict.place == "transaction")
    }

    @Test func aFeeIsNotProvenByWordsAlone() throws {
        let claimed = try maker(.claim, pays: 9_999_000)
        #expect(try codes(claimed) == ["unproven-fee"])
        #expect(try codes(claimed, Terms(accepting: [.unprovenFee])) == [])
        #expect(texts(try summary(claimed), "fee").first?.hasPrefix("NOT PROVABLE") ?? false)
        #expect(try summary(claimed).warnings.map(\.code) == ["unproven-fee"])

        // The transaction brought beside proves it, and a false one is refused.
        let output = Output(value: 10_000_000, script: try Keys.ownWitness())
        let file = PSBTMaker.previous(output, number: 0).serialized(withWitness: true)
        let terms = Terms(besides: [SideFile(.previousTransaction, name: "previous.hex", bytes: file)])
        let proven = try #require(try BitcoinLedger.readUnsigned(claimed.bytes, under: terms) as? PSBT)
        #expect(proven.refusals(signer: try Keys.publicKey(ganacheKey), under: terms).map(\.code) == [])
        #expect(try proven.signed(by: try testKey(ganacheKey), under: terms).notes == [])

        var lie = claimed
        lie.coins[0].fields[0].value = Output(value: 9_999_999, script: try Keys.ownWitness()).serialized
        let read = try #require(try BitcoinLedger.readUnsigned(lie.bytes, under: terms) as? PSBT)
        #expect(read.refusals(signer: nil, under: terms).map(\.code) == ["utxo-amount"])
    }

    @Test func taprootProvesItsAmountsBySigningThem() throws {
        var maker = PSBTMaker()
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        maker.spend(own, 10_000_000, .claim)
        maker.pay(try Keys.otherWitness(), 9_999_000)
        #expect(try codes(maker) == [])
        // A segwit v0 input beside it stays unproven, and one without any output stops the signing.
        maker.spend(try Keys.ownWitness(), 5000, .claim)
        #expect(try codes(maker, Terms(accepting: [.highFee])) == ["unproven-fee"])
        maker.coins[1].fields = []
        #expect(try codes(maker, Terms(accepting: Set(Risk.allCases))) == ["previous-output-missing"])
    }

    @Test func changeIsOnlyOursIfOurKeyDerivesIt() throws {
        let key = try Keys.compressed(ganacheKey)
        let uncompressed = try Keys.publicKey(ganacheKey).uncompressed()
        let own: [Script] = [
            .p2pkh(hash: Hash160.hash(key)), .p2pkh(hash: Hash160.hash(uncompressed)), .p2wpkh(hash: Hash160.hash(key)),
            .p2sh(of: .p2wpkh(hash: Hash160.hash(key))),
            try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script,
        ]
        for script in own {
            var maker = try maker(pays: 1_000_000)
            maker.pay(script, 8_999_000)
            #expect(texts(try summary(maker), "back").count == 1)
            #expect(try summary(maker).confirmation.words == "the last four letters of the receiver")
        }
        // Claims alone: a derivation with our key, and a script that is somebody else's.
        var hostile = try maker(pays: 1_000_000)
        hostile.pay(try Keys.otherWitness(), 8_999_000, [.init(0x02, key, [1, 2, 3, 4, 0, 0, 0, 0])])
        let shown = try summary(hostile)
        #expect(texts(shown, "back") == [] && texts(shown, "pays").count == 2)
        #expect(shown.warnings.map(\.code) == ["false-change"])
        #expect(shown.confirmation.words == "the last four letters of the largest of 2 receivers")
    }

    @Test func recomputesTheScriptTreeOfATaprootOutput() throws {
        let ours = Script.singleKeyLeaf(try Keys.xOnly(ganacheKey))
        let theirs = Script.singleKeyLeaf(try Keys.xOnly(Keys.other))
        for (leaves, isOwn) in [([ours, ours], true), ([ours, theirs], false)] {
            let root = Taproot.branchHash(Taproot.leafHash(of: leaves[0]), Taproot.leafHash(of: leaves[1]))
            let output = try Bitcoin.Address.p2tr(
                internalKey: try Keys.xOnly(ganacheKey), merkleRoot: root, on: .mainnet)
            var tree: [UInt8] = []
            for leaf in leaves {
                tree += [1, 0xC0]
                tree.appendPrefixed(leaf.bytes)
            }
            var maker = try maker(pays: 1_000_000)
            maker.pay(output.script, 8_999_000, [.init(0x05, try Keys.xOnly(ganacheKey)), .init(0x06, tree)])
            let shown = try summary(maker)
            #expect(texts(shown, "back").count == (isOwn ? 1 : 0))
            #expect(texts(shown, "pays").contains { $0.contains("to whoever satisfies one of 2 scripts") } == !isOwn)
            // Another tree gives another output.
            maker.outputs[1].fields[1].value[5] ^= 1
            #expect(texts(try summary(maker), "back") == [])
            #expect(try summary(maker).warnings.map(\.code) == ["false-change"])
        }
    }

    @Test func aSharedScriptReturnsNoMoreThanItGave() throws {
        let shared = try Keys.multisig(1, [ganacheKey, Keys.other])
        let fields: [PSBTMaker.Field] = [.init(0x05, shared.bytes)]
        var maker = PSBTMaker()
        maker.spend(.p2wsh(of: shared), 10_000_000, .transaction, fields)
        maker.pay(try Keys.otherWitness(), 1_000_000)
        maker.pay(.p2wsh(of: shared), 8_999_000, [.init(0x01, shared.bytes)])
        #expect(texts(try summary(maker), "back").first?.hasSuffix("back to where input 0 comes from") ?? false)

        // A small input of a shared script does not make a large output to it change.
        var hostile = PSBTMaker()
        hostile.spend(try Keys.ownWitness(), 10_000_000)
        hostile.spend(.p2wsh(of: shared), 1000, .transaction, fields)
        hostile.pay(.p2wsh(of: shared), 9_999_000, [.init(0x01, shared.bytes)])
        #expect(texts(try summary(hostile), "back") == [])
        #expect(texts(try summary(hostile), "pays").first?.hasSuffix("to 1 of 2 keys, of which one is yours") ?? false)
        #expect(try summary(hostile).confirmation.words == "the last four letters of the receiver")
    }

    @Test func asksForAWordWhereAllGoesBack() throws {
        let sweep = try maker(pays: 0, back: 9_999_000)
        #expect(try codes(sweep) == [])
        #expect(try summary(sweep).confirmation.wanted == "sweep")
        #expect(texts(try summary(sweep), "fee").first?.contains("all of it goes back") ?? false)
    }

    @Test func showsTheNetworkInWordsAndAddresses() throws {
        var maker = try maker(pays: 9_999_000)
        maker.locktime = 800_000
        maker.pay(Script.data(Array("hello".utf8)), 0)
        let shown = try summary(maker, Terms(network: "testnet"))
        #expect(texts(shown, "network") == ["testnet"])
        #expect(texts(shown, "pays")[0].contains("to tb1q"))
        #expect(texts(shown, "pays")[1].contains("5 bytes of data 'hello'"))
        #expect(texts(shown, "locktime") == ["not before block 800001"])
        #expect(texts(shown, "replaceable")[0].hasPrefix("yes"))
        #expect(shown.facts.allSatisfy { $0.label.count <= 12 })
        #expect(texts(shown, "input 0")[0].hasSuffix(", signed by this key"))
        #expect(try codes(maker, Terms(network: "moon")) == ["unknown-network"])
        // BIP-32's version of test networks beside the main one.
        maker.globalFields = [.init(0x01, [0x04, 0x35, 0x87, 0xCF] + [UInt8](repeating: 0, count: 74), [1, 2, 3, 4])]
        #expect(try summary(maker).warnings.map(\.code) == ["other-network"])
    }

    @Test func burntMoneyIsSaid() throws {
        var maker = try maker(pays: 1_000_000)
        maker.pay(Script.data([1, 2, 3]), 8_999_000)
        #expect(try summary(maker).warnings.map(\.code) == ["burnt"])
    }
}
