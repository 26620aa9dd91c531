import Bitcoin
import Digests
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct PSBTSigningTests {
    /// Half a bitcoin of ours, of which most goes to somebody else.
    private func usual(_ proof: PSBTMaker.Proof = .transaction, fee: UInt64 = 2000) throws -> PSBTMaker {
        var maker = PSBTMaker()
        maker.spend(try Keys.ownWitness(), 50_000_000, proof)
        maker.pay(try Keys.otherWitness(), 40_000_000)
        maker.pay(try Keys.ownWitness(), 10_000_000 - fee)
        return maker
    }

    private func sign(_ psbt: PSBT, _ digits: String = ganacheKey, _ terms: Terms = Terms()) throws -> SignedContent {
        try psbt.signed(by: testKey(digits), under: terms)
    }

    private func codes(_ psbt: PSBT, _ terms: Terms = Terms(), _ digits: String = ganacheKey) throws -> [String] {
        try psbt.refusals(signer: Keys.publicKey(digits), under: terms).map(\.code)
    }

    @Test(arguments: [0, 2])
    func signsAndGivesTheNetworkTransaction(version: Int) throws {
        var maker = try usual()
        maker.version = version
        let psbt = try maker.psbt
        #expect(psbt.transaction == maker.transaction)
        #expect(try codes(psbt) == [])
        let signed = try sign(psbt)
        #expect(signed.kind == "psbt-v\(version)")
        #expect(signed.hash == maker.transaction.id.text)
        #expect(signed.notes == [])
        let raw = try Hex.decode(try sign(psbt, ganacheKey, Terms(form: .network)).text)
        let transaction = try Bitcoin.Transaction(parsing: raw)
        let spent = [Output(value: 50_000_000, script: try Keys.ownWitness())]
        #expect(InputVerifier(transaction, spending: spent).verdicts(ofInput: 0).map(\.status) == [.valid])
        // Whoever finalizes and extracts what came out first gets the same.
        #expect(try PSBT(parsing: signed.file).finalized().extracted() == transaction)
    }

    @Test func keepsTheFormOfTheInput() throws {
        let binary = try usual().bytes
        let text = try PSBT(parsing: binary).text
        #expect(try sign(try PSBT(parsing: binary)).file.starts(with: [0x70, 0x73, 0x62, 0x74, 0xFF]))
        let fromText = try sign(try PSBT(parsing: Array(text.utf8)))
        #expect(fromText.file == Array((fromText.text + "\n").utf8))
        #expect(fromText.text == (try sign(try PSBT(parsing: binary)).text))
        let finalized = try sign(try PSBT(parsing: binary), ganacheKey, Terms(form: .finalized))
        #expect(finalized.file.starts(with: [0x70, 0x73, 0x62, 0x74, 0xFF]))
        #expect(try PSBT(parsing: finalized.file).inputs[0].map.entries.map(\.type) == [0x00, 0x08])
    }

    @Test func signsOursAndNamesTheReasonsForTheRest() throws {
        var maker = try usual()
        maker.spend(try Keys.otherWitness(), 1_000_000)
        maker.spend(.p2wsh(of: try Keys.multisig(1, [ganacheKey])), 1_000_000)
        maker.spend(.p2wsh(of: Script([0x51])), 1_000_000, .transaction, [.init(0x05, [0x51])])
        maker.spend(.p2tr(outputKey: try Keys.xOnly(Keys.other)), 1_000_000, .both)
        let signed = try sign(try maker.psbt, ganacheKey, Terms(accepting: [.highFee]))
        #expect(
            signed.notes.filter { $0.contains("was not signed") } == [
                "input 1 was not signed: it is spent by a key of others",
                "input 2 was not signed: its witness script is not given",
                "input 3 was not signed: its script has a form that is not signed here",
                "input 4 was not signed: it is spent by a key of others, and no leaf script is given",
            ])
        #expect(signed.hash == nil)
        let inputs = try PSBT(parsing: signed.file).inputs
        #expect(inputs.map { $0.map.all(0x02).count } == [1, 0, 0, 0, 0])
    }

    @Test func refusesAKeyThatSignsNothing() throws {
        let error = try usual().psbt.refusals(signer: try Keys.publicKey(Keys.third), under: Terms()).first
        #expect(error?.code == "nothing-to-sign")
        #expect(error?.description.contains("input 0: it is spent by a key of others") ?? false)
    }

    @Test func refusesAKeyOfAnotherGroup() throws {
        let key = try testKey(ganacheKey, .p256)
        #expect(
            try usual().psbt.refusals(signer: try key.verifyingKey(), under: Terms()).map(\.code) == [
                "key-of-other-group"
            ])
        #expect(throws: PSBTError.self) { try usual().psbt.signed(by: key, under: Terms()) }
    }

    // MARK: Multisig

    @Test(arguments: [false, true])
    func addsASignatureAndSaysWhoseAreMissing(isNested: Bool) throws {
        let script = try Keys.multisig(2, [Keys.other, ganacheKey, Keys.third])
        let program = Script.p2wsh(of: script)
        var maker = PSBTMaker()
        maker.spend(
            isNested ? .p2sh(of: program) : program, 1_000_000, .both,
            (isNested ? [.init(0x04, program.bytes)] : []) + [.init(0x05, script.bytes)])
        maker.pay(try Keys.otherWitness(), 990_000)
        let first = try sign(try maker.psbt)
        let named = try [Keys.other, Keys.third].map { Hex.encode(try Keys.compressed($0).prefix(8)) + "..." }
        #expect(first.notes == ["input 0 needs 1 more signature of 2: \(named.joined(separator: ", "))"])
        #expect(first.hash == nil)
        #expect(try codes(try maker.psbt, Terms(form: .network)) == ["incomplete"])
        #expect(throws: PSBTError.self) { try sign(try maker.psbt, ganacheKey, Terms(form: .network)) }

        let second = try sign(try PSBT(parsing: first.file), Keys.third, Terms(form: .network))
        let transaction = try Bitcoin.Transaction(parsing: try Hex.decode(second.text))
        let output = Output(value: 1_000_000, script: isNested ? .p2sh(of: program) : program)
        let verdicts = InputVerifier(transaction, spending: [output]).verdicts(ofInput: 0)
        #expect(verdicts.map(\.status) == [.valid, .valid])
        #expect(second.hash == transaction.id.text)
    }

    // MARK: Signatures that are already there

    @Test func keepsAGoodSignatureAndRefusesOneThatNoLongerFits() throws {
        let once = try PSBT(parsing: try sign(try usual().psbt).file)
        let twice = try sign(once)
        #expect(try PSBT(parsing: twice.file) == once)
        #expect(twice.notes == ["input 0 already had a good signature of this key, which was kept"])

        // The same signature under outputs that were altered afterwards.
        var altered = try usual(.transaction, fee: 3000)
        altered.coins[0].fields.append(
            .init(0x02, try Keys.compressed(ganacheKey), once.inputs[0].map.all(0x02)[0].value))
        #expect(try codes(try altered.psbt) == ["own-signature-invalid"])
        #expect(throws: PSBTError.self) { try sign(try altered.psbt, ganacheKey, Terms(accepting: Set(Risk.allCases))) }
    }

    @Test func refusesABadSignatureOfOthers() throws {
        let script = try Keys.multisig(2, [Keys.other, ganacheKey])
        var maker = PSBTMaker()
        maker.spend(.p2wsh(of: script), 1_000_000, .transaction, [.init(0x05, script.bytes)])
        maker.pay(try Keys.otherWitness(), 990_000)
        let theirs = try PSBT(parsing: try sign(try maker.psbt, Keys.other).file).inputs[0].map.all(0x02)[0].value
        maker.outputs[0].output = Output(value: 980_000, script: try Keys.otherWitness())
        maker.coins[0].fields.append(.init(0x02, try Keys.compressed(Keys.other), theirs))
        let refusals = try maker.psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: Terms())
        #expect(refusals.map(\.code) == ["signature-invalid"])
        #expect(refusals.first?.description.contains(Hex.encode(try Keys.compressed(Keys.other))) ?? false)
        // `verify` says the same of it.
        let verdicts = try maker.psbt.verified(under: Terms()).signatures
        guard case .invalid(let code, _)? = verdicts.first?.status else {
            Issue.record("the signature is not good")
            return
        }
        #expect(code == "signature-invalid" && verdicts[0].place == "input 0")
    }

    @Test func judgesWhatCameAsFinal() throws {
        var finished = try PSBT(parsing: try sign(try usual().psbt, ganacheKey, Terms(form: .finalized)).file)
        #expect(try codes(finished) == ["nothing-to-sign"])
        #expect(try finished.verified(under: Terms()).signatures.map(\.status) == [.valid])
        #expect(try finished.verified(under: Terms()).hash == finished.transaction.id.text)
        var bytes = finished.serialized
        // The last byte of the final witness's key, before the ends of three maps.
        bytes[bytes.count - 4] ^= 1
        finished = try PSBT(parsing: bytes)
        #expect(try codes(finished).contains("final-script-invalid"))
        #expect(throws: PSBTError.self) { try finished.extracted() }
    }

    // MARK: Keys and rules

    @Test func signsUncompressedKeysOnlyOutsideOfSegwit() throws {
        let key = try Keys.publicKey(ganacheKey).uncompressed()
        var maker = PSBTMaker()
        maker.spend(.p2pkh(hash: Hash160.hash(key)), 1_000_000)
        maker.pay(try Keys.otherWitness(), 990_000)
        let signed = try PSBT(parsing: try sign(try maker.psbt).file)
        #expect(signed.inputs[0].map.all(0x02).map(\.keyData) == [key])
        #expect(try signed.finalized().extracted().inputs[0].witness == [])

        let script = Script.p2pk(key: key)
        maker.spend(.p2wsh(of: script), 1_000_000, .transaction, [.init(0x05, script.bytes)])
        let notes = try sign(try maker.psbt, ganacheKey, Terms(accepting: [.highFee])).notes
        #expect(notes.contains("input 1 was not signed: segwit takes no uncompressed key"))
    }

    @Test func refusesWhatLeavesTheTransactionOpen() throws {
        for (type, isSingle) in [(UInt8(2), false), (3, false), (0x81, false), (0x83, true)] {
            var maker = try usual()
            maker.coins[0].fields.append(.init(0x03, [type, 0, 0, 0]))
            #expect(try codes(try maker.psbt) == ["sighash"])
            let terms = Terms(accepting: [.sighash])
            let signed = try sign(try maker.psbt, ganacheKey, terms)
            #expect(signed.summary.facts.contains { $0.label == "  sighash" })
            #expect(signed.summary.warnings.contains { $0.code == "sighash" })
            #expect(try PSBT(parsing: signed.file).inputs[0].map.all(0x02)[0].value.last == type)
            // SINGLE without an output in the input's place is never signed.
            if isSingle {
                maker.spend(try Keys.ownWitness(), 5000, .transaction, [.init(0x03, [type, 0, 0, 0])])
                maker.outputs.removeLast()
                #expect(try codes(try maker.psbt, Terms(accepting: Set(Risk.allCases))) == ["no-output-to-sign"])
            }
        }
        for bad in [[0, 0, 0, 0], [4, 0, 0, 0], [1, 1, 0, 0]] as [[UInt8]] {
            var maker = try usual()
            maker.coins[0].fields.append(.init(0x03, bad))
            #expect(try codes(try maker.psbt, Terms(accepting: Set(Risk.allCases))) == ["sighash-type"])
        }
    }

    @Test func closesWhatVersion2LeavesOpen() throws {
        // Flags before, sighash type, flags after: BIP-370, "Signer".
        for (before, type, after) in [(3, 1, 0), (3, 0x81, 1), (3, 2, 2), (3, 0x83, 5), (4, 1, 4)]
            as [(UInt8, UInt8, UInt8)]
        {
            var maker = try usual()
            maker.version = 2
            maker.globalFields = [.init(0x06, [before])]
            maker.coins[0].fields.append(.init(0x03, [type, 0, 0, 0]))
            let signed = try sign(try maker.psbt, ganacheKey, Terms(accepting: [.sighash]))
            #expect(try PSBT(parsing: signed.file).global.value(0x06) == [after])
        }
    }

    @Test func unknownFieldsSurviveInTheirPlaces() throws {
        var maker = try usual()
        let strange: [PSBTMaker.Field] = [
            .init(0xF0, [1, 2], [3, 4, 5]), .init(0xFC, [4] + Array("name".utf8) + [9, 1], [1]), .init(0x77, []),
        ]
        maker.globalFields = strange
        maker.coins[0].fields += strange
        maker.outputs[0].fields = strange
        let psbt = try maker.psbt
        #expect(psbt.serialized == maker.bytes)
        for form in [ResultForm.usual, .finalized] {
            let signed = try PSBT(parsing: try sign(psbt, ganacheKey, Terms(form: form)).file)
            let keys = strange.map(\.key)
            for map in [signed.global, signed.inputs[0].map, signed.outputs[0]] {
                #expect(map.entries.map(\.key).filter(keys.contains) == keys)
                #expect(
                    strange.allSatisfy { field in
                        map.entries.contains { $0.key == field.key && $0.value == field.value }
                    })
            }
        }
    }
}
