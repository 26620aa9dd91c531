import Bitcoin
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// A coordinator hides how much goes to whoever mines it, or when.
@Suite struct FeeLieTests {
    @Test func aFeeOfAllTheBitcoinThereCanBeIsCounted() throws {
        for version in [0, 2] {
            var lie = PSBTMaker()
            lie.version = version
            lie.spend(try Keys.ownWitness(), Satoshi.most.value, .transaction)
            lie.pay(try Keys.otherWitness(), 1)
            #expect(try lie.codes() == ["high-fee"])
            #expect(try lie.shown("fee")[0].contains("2099999999999999 sat (20999999.99999999 BTC)"))
            #expect(try lie.shown("fee")[0].contains("209999999999999900.00 % of what is sent"))
            #expect(try lie.summary().members["feePercent"]?.string == "209999999999999900.00")
        }
    }

    @Test func sumsDoNotRunOver() throws {
        let half = UInt64(1) << 63
        for version in [0, 2] {
            for amounts in [[half, half], [.max, 1], [.max], [Satoshi.most.value + 1]] as [[UInt64]] {
                var lie = PSBTMaker()
                lie.version = version
                lie.spend(try Keys.ownWitness(), 10_000_000)
                for amount in amounts { lie.pay(try Keys.otherWitness(), amount) }
                #expect(try lie.codesWhateverIsAccepted().allSatisfy { $0 == "amount-too-large" })
                #expect(try !lie.codesWhateverIsAccepted().isEmpty)
                #expect(try lie.verdicts().contains("amount-too-large"))
            }
            var lie = PSBTMaker()
            lie.version = version
            lie.spend(try Keys.ownWitness(), 10_000_000)
            for _ in 0..<3 { lie.pay(try Keys.ownWitness(), Satoshi.most.value) }
            #expect(try lie.codesWhateverIsAccepted() == ["sum-too-large"])
        }
    }

    @Test func aLeafThatIsNotShownHidesNoFee() throws {
        // A tree with one large leaf, which the key path leaves aside.
        let x = try Keys.xOnly(ganacheKey)
        let large = Script([UInt8](repeating: 0x61, count: 300_000) + Script.singleKeyLeaf(x).bytes)
        let small = Script.singleKeyLeaf(x)
        let hashes = [Taproot.leafHash(of: large), Taproot.leafHash(of: small)]
        let root = Taproot.branchHash(hashes[0], hashes[1])
        func lie(internalKey: [UInt8], _ leaves: [(Script, [UInt8])]) throws -> PSBTMaker {
            let output = try Taproot.outputKey(internalKey: internalKey, merkleRoot: root)
            let parity: UInt8 = output.yIsOdd ? 0xC1 : 0xC0
            var maker = PSBTMaker()
            maker.spend(
                .p2tr(outputKey: output.x), 1_000_000_000, .transaction,
                leaves.map { .init(0x15, [parity] + internalKey + $0.1, $0.0.bytes + [0xC0]) }
                    + [.init(0x17, internalKey), .init(0x18, root)])
            maker.pay(try Keys.otherWitness(), 900_000_000)
            return maker
        }
        let leaves = [(large, hashes[1]), (small, hashes[0])]
        #expect(try lie(internalKey: x, leaves).codes() == ["high-fee"])
        #expect(try lie(internalKey: try Keys.xOnly(Keys.other), leaves).codes() == ["high-fee"])
        // An input of somebody else that need not be as large as it is made to look.
        var mixed = try lie(internalKey: try Keys.xOnly(Keys.other), [leaves[0]])
        mixed.spend(try Keys.ownWitness(), 1000)
        #expect(try mixed.codes() == ["high-fee"])
    }

    @Test func aSharedOutputIsNoReasonForAHighFee() throws {
        // What comes back counts for nothing where something is sent.
        var lie = PSBTMaker()
        lie.spend(try Keys.ownWitness(), 10_000_000)
        lie.pay(try Keys.otherWitness(), 1000)
        lie.pay(try Keys.ownWitness(), 9_990_000)
        #expect(try lie.codes() == ["high-fee"])
        // All of it back: compared with all.
        lie.outputs.removeFirst()
        #expect(try lie.codes() == [])
        lie.outputs[0].output = Output(value: 1_000_000, script: try Keys.ownWitness())
        #expect(try lie.codes() == ["high-fee"])
    }

    @Test func theAgeThatAnInputNeedsIsShown() throws {
        for (sequence, words) in [
            (0x0000_0001, "not before what it spends is 1 block old (BIP-68)"),
            (0x0000_FFFF, "not before what it spends is 65535 blocks old (BIP-68)"),
            (0x0040_FFFF, "not before what it spends is 33553920 seconds old, about 9320 hours (BIP-68)"),
        ] as [(UInt32, String)] {
            var late = PSBTMaker()
            late.spend(try Keys.ownWitness(), 10_000_000)
            late.coins[0].sequence = sequence
            late.pay(try Keys.otherWitness(), 9_990_000)
            #expect(try late.shown("  age") == [words])
        }
        for sequence in [0, 0x0040_0000, 0x8000_FFFF, 0xFFFF_FFFD] as [UInt32] {
            var soon = PSBTMaker()
            soon.spend(try Keys.ownWitness(), 10_000_000)
            soon.coins[0].sequence = sequence
            soon.pay(try Keys.otherWitness(), 9_990_000)
            #expect(try soon.shown("  age") == [])
        }
    }

    @Test func messagesAboutThousandsOfInputsStayShort() throws {
        var many = PSBTMaker()
        let own = try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script
        for number in 0..<2000 { many.spend(own, 10_000, number % 2 == 0 ? .claim : .nothing) }
        many.pay(try Keys.otherWitness(), 9_990_000)
        let refusals = try many.psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: Terms())
        #expect(refusals.contains { $0.code == "previous-output-missing" })
        #expect(refusals.allSatisfy { $0.description.count < 1500 })
        #expect(refusals.first { $0.code == "unproven-fee" }?.description.contains("and 984 more") ?? false)
        let stranger = try many.psbt.refusals(signer: try Keys.publicKey(Keys.third), under: Terms())
        #expect(stranger.first { $0.code == "nothing-to-sign" }?.description.count ?? .max < 3000)
    }
}
