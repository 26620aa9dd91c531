import Bitcoin
import Digests
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Signatures that are in the wrong place, of the wrong number, or of the wrong people.
@Suite struct FinalizingAttackTests {
    private let holders = [Keys.other, ganacheKey, Keys.third]

    private func maker(_ threshold: Int = 2) throws -> PSBTMaker {
        let script = try Keys.multisig(threshold, holders)
        var maker = PSBTMaker()
        maker.spend(.p2wsh(of: script), 1_000_000, .transaction, [.init(0x05, script.bytes)])
        maker.pay(try Keys.otherWitness(), 990_000)
        return maker
    }

    private func signature(by digits: String) throws -> [UInt8] {
        try maker().signed(by: digits).inputs[0].map.all(0x02)[0].value
    }

    private func partial(_ digits: String) throws -> PSBTMaker.Field {
        .init(0x02, try Keys.compressed(digits), try signature(by: digits))
    }

    private func isGood(_ transaction: Bitcoin.Transaction) throws -> [String] {
        let output = Output(value: 1_000_000, script: .p2wsh(of: try Keys.multisig(2, holders)))
        return InputVerifier(transaction, spending: [output]).verdicts(ofInput: 0).map(\.status.word)
    }

    @Test func theOrderIsThatOfTheKeysAndNoneIsTooMany() throws {
        // In every order in which they can stand in a PSBT, two of them and all three.
        for order in [[2, 0], [0, 2], [2, 1], [2, 1, 0], [0, 1, 2], [1, 2, 0]] {
            var full = try maker()
            for holder in order { full.coins[0].fields.append(try partial(holders[holder])) }
            let transaction = try full.psbt.finalized().extracted()
            #expect(transaction.inputs[0].witness.count == 4)
            #expect(try isGood(transaction) == ["valid", "valid"])
            // Our signature is added, or kept, and the result is the same kind.
            let raw = try full.psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: Terms(form: .network))
            #expect(raw.map(\.code) == [])
        }
    }

    @Test func aFinalWitnessInTheWrongOrderOrWithOneTooManyIsNotGood() throws {
        let script = try Keys.multisig(2, holders).bytes
        let signatures = try holders.map(signature(by:))
        for (stack, isRight) in [
            ([[], signatures[0], signatures[2], script], true), ([[], signatures[2], signatures[0], script], false),
            ([[], signatures[0], signatures[0], script], false), ([[], signatures[0], script], false),
            ([[]] + signatures + [script], false), ([[0], signatures[0], signatures[2], script], false),
            ([signatures[0], signatures[2], script], false), ([[], [], signatures[2], script], false),
        ] as [([[UInt8]], Bool)] {
            var witness: [UInt8] = [UInt8(stack.count)]
            for item in stack { witness.appendPrefixed(item) }
            var lie = try maker()
            lie.coins[0].fields.append(.init(0x08, witness))
            #expect(try lie.verdicts().allSatisfy { $0 == "valid" } == isRight)
            #expect(try lie.codesWhateverIsAccepted().contains("final-script-invalid") == !isRight)
        }
    }

    @Test func theSignatureOfAStrangerCountsForNothing() throws {
        let digest = SignatureHashes(try maker().transaction, spending: nil).witnessV0(
            input: 0, scriptCode: try Keys.multisig(2, holders).bytes, value: 1_000_000, type: .all)
        let stranger = "0000000000000000000000000000000000000000000000000000000000000007"
        let signature = ScriptSignature(try testKey(stranger).signECDSA(digest: digest), .all).bytes
        var lie = try maker()
        lie.coins[0].fields += [
            try partial(Keys.other), .init(0x02, try Keys.compressed(stranger), signature),
        ]
        #expect(try lie.verdicts().sorted() == ["key-not-in-script", "valid"])
        #expect(try !lie.psbt.finalized().inputs[0].isFinal)
        #expect(try lie.codesWhateverIsAccepted() == ["signature-invalid"])
        // A signature of a holder under the name of another one.
        var swapped = try maker()
        swapped.coins[0].fields.append(
            .init(0x02, try Keys.compressed(Keys.third), try self.signature(by: Keys.other)))
        #expect(try swapped.codesWhateverIsAccepted() == ["signature-invalid"])
    }

    @Test func aHighSIsNotTaken() throws {
        let good = try ScriptSignature(try signature(by: Keys.other))
        var compact = good.signature.compact
        // n − s.
        let order = try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        var borrow = 0
        for place in (0..<32).reversed() {
            let difference = Int(order[place]) - Int(compact[32 + place]) - borrow
            compact[32 + place] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        let high = ScriptSignature(try ECDSASignature(.secp256k1, compact: compact), .all).bytes
        var lie = try maker()
        lie.coins[0].fields.append(.init(0x02, try Keys.compressed(Keys.other), high))
        #expect(try lie.verdicts() == ["not-low-s"])
        #expect(try lie.codesWhateverIsAccepted() == ["signature-invalid"])
    }

    @Test func aFinalScriptForAnotherOutputIsNotGood() throws {
        // The witness of one input at another, a script in a segwit input, and an empty one.
        var two = PSBTMaker()
        two.spend(try Keys.ownWitness(), 1_000_000)
        two.spend(try Keys.otherWitness(), 1_000_000)
        two.pay(try Keys.otherWitness(), 1_990_000)
        let ours = try two.psbt.signed(by: try testKey(ganacheKey), under: Terms(form: .finalized)).file
        let witness = try #require(try PSBT(parsing: ours).inputs[0].map.value(0x08))
        for fields in [
            [PSBTMaker.Field(0x08, witness)], [.init(0x07, [0x51])], [.init(0x07, []), .init(0x08, [0])],
        ] {
            var lie = two
            lie.coins[1].fields += fields
            #expect(try lie.codesWhateverIsAccepted() == ["final-script-invalid"])
            #expect(try !lie.verdicts().contains("valid"))
        }
    }

    @Test func anUnknownScriptThatIsFinalIsNotCalledValid() throws {
        var maker = try maker()
        let strange = Script([0x76, 0x93, 0x54, 0x87])
        var witness: [UInt8] = [2, 1, 2]
        witness.appendPrefixed(strange.bytes)
        maker.spend(.p2wsh(of: strange), 1000, .transaction, [.init(0x08, witness)])
        #expect(try maker.codes() == [])
        #expect(try maker.verdicts() == ["not-signed", "unknown-script"])
        #expect(try maker.shown("input 1")[0].hasSuffix("not signed: it is already final"))
    }

    @Test func aKeyThatStandsTwiceSignsForBoth() throws {
        let script = try Keys.multisig(2, [ganacheKey, ganacheKey])
        var maker = PSBTMaker()
        maker.spend(.p2wsh(of: script), 1_000_000, .transaction, [.init(0x05, script.bytes)])
        maker.pay(try Keys.otherWitness(), 990_000)
        #expect(try maker.codes(Terms(form: .network)) == [])
        #expect(try maker.signed().finalized().inputs[0].isFinal)
    }
}
