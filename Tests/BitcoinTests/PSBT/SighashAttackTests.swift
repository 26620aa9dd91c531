import Bitcoin
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// A coordinator asks for signatures that leave something open.
@Suite struct SighashAttackTests {
    private func maker(_ types: [UInt32?], outputs: Int = 2, taproot: Bool = false) throws -> PSBTMaker {
        let own =
            taproot
            ? try Bitcoin.Address.p2tr(try Keys.publicKey(ganacheKey), on: .mainnet).script : try Keys.ownWitness()
        var maker = PSBTMaker()
        for type in types {
            let fields = type.map { [PSBTMaker.Field(0x03, PSBTMaker.littleEndian($0))] } ?? []
            maker.spend(own, 1_000_000, .transaction, fields)
        }
        for _ in 0..<outputs { maker.pay(try Keys.otherWitness(), UInt64(types.count * 990_000 / outputs)) }
        return maker
    }

    @Test(arguments: [false, true])
    func oneInputOfSeveralThatIsLeftOpenIsNoticed(taproot: Bool) throws {
        let open = try maker([nil, 2, 1], taproot: taproot)
        #expect(try open.codes() == ["sighash"])
        #expect(try open.warned() == ["sighash"])
        #expect(
            try open.shown("  sighash") == [
                "NONE: covers all inputs and no output: anyone can send the money elsewhere"
            ])
        #expect(
            try open.psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: Terms())[0].description.hasPrefix(
                "input 1 asks for a signature with NONE"))
        // Accepted, each input has the type that it asks for and no other.
        let signed = try open.signed(Terms(accepting: [.sighash]))
        let last = signed.inputs.map { input in
            (taproot ? input.map.value(0x13) : input.map.all(0x02).first?.value)?.count
        }
        #expect(taproot ? last == [64, 65, 65] : last.allSatisfy { $0 != nil })
        #expect(
            try PSBT(parsing: signed.serialized).verified(under: Terms()).signatures.map(\.status.word).allSatisfy {
                $0 == "valid"
            })
        #expect(
            try signed.verified(under: Terms()).notes == [
                "input 1: a signature with NONE covers all inputs and no output: anyone can send the money elsewhere"
            ])
    }

    @Test(arguments: [false, true])
    func typesThatNoRuleDefinesAreNeverSigned(taproot: Bool) throws {
        for type in [4, 0x1F, 0x80, 0x84, 0xFF, 0x101, 0x8000_0001, 0xFFFF_FFFF] as [UInt32] {
            #expect(try maker([type], taproot: taproot).codesWhateverIsAccepted() == ["sighash-type"])
        }
        // 0 is taproot's alone.
        #expect(try maker([0], taproot: taproot).codesWhateverIsAccepted() == (taproot ? [] : ["sighash-type"]))
    }

    @Test(arguments: [3, 0x83] as [UInt32])
    func singleBeyondTheOutputsIsNeverSigned(type: UInt32) throws {
        for taproot in [false, true] {
            let lie = try maker([nil, type], outputs: 1, taproot: taproot)
            #expect(try lie.codesWhateverIsAccepted() == ["no-output-to-sign"])
            #expect(throws: PSBTError.self) { try lie.signed(PSBTMaker.everyRisk) }
        }
        var legacy = PSBTMaker()
        let fields = [PSBTMaker.Field(0x03, PSBTMaker.littleEndian(type))]
        for _ in 0..<2 { legacy.spend(.p2pkh(hash: try Keys.hash(ganacheKey)), 1_000_000, .transaction, fields) }
        legacy.pay(try Keys.otherWitness(), 1_990_000)
        #expect(try legacy.codesWhateverIsAccepted() == ["no-output-to-sign"])
    }

    @Test func aSignatureOfAnotherTypeThanAskedIsNotMadeFinal() throws {
        // Signed with NONE first; the field is taken out, or says ALL, afterwards.
        let open = try maker([2])
        let theirs = try open.signed(Terms(accepting: [.sighash])).inputs[0].map.all(0x02)[0].value
        for asked in [nil, 1] as [UInt32?] {
            var later = try maker([asked])
            later.coins[0].fields.append(.init(0x02, try Keys.compressed(ganacheKey), theirs))
            let found = try later.psbt.verified(under: Terms())
            #expect(found.notes.contains { $0.contains("NONE") })
            let final = try later.psbt.finalized()
            #expect(final.inputs[0].isFinal == (asked == nil))
        }
    }

    @Test func theByteOfDefaultIsNeverWritten() throws {
        let plain = try maker([nil], taproot: true)
        let good = try #require(try plain.signed().inputs[0].map.value(0x13))
        #expect(good.count == 64)
        for (signature, word) in [
            (good, "valid"), (good + [0], "sighash-type"), (good + [1], "signature-invalid"),
            (good + [4], "sighash-type"),
        ] {
            var planted = plain
            planted.coins[0].fields.append(.init(0x13, signature))
            #expect(try planted.verdicts() == [word])
            #expect(try planted.codesWhateverIsAccepted() == (word == "valid" ? [] : ["signature-invalid"]))
            // The same in a final witness.
            var witness: [UInt8] = [1]
            witness.appendPrefixed(signature)
            var final = plain
            final.coins[0].fields.append(.init(0x08, witness))
            #expect(try final.verdicts() == [word])
            #expect(
                try final.codesWhateverIsAccepted()
                    == (word == "valid" ? ["nothing-to-sign"] : ["final-script-invalid", "nothing-to-sign"]))
        }
    }
}
