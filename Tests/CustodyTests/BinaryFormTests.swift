import Custody
import Groups
import Secrets
import TestSupport
import Testing

@Suite("Dealings to own keys in their binary form")
struct BinaryFormTests {
    private func binary(_ file: SecretFile, _ name: String = "dealing.bin") throws -> SecretFile {
        try SecretFile(name, BinaryFile(file).bytes)
    }

    private func takingBinaryForms(_ options: CheckOptions) -> CheckOptions {
        var options = options
        options.takesBinaryForms = true
        return options
    }

    @Test("anyone checks it, and each holder their share, without a name", arguments: CurveName.allCases)
    func checks(_ group: CurveName) throws {
        let round = try OwnKeyRound(group), file = try binary(round.dealing)
        let alone = try check([file], takingBinaryForms(CheckOptions())).report
        let facts = try #require(alone.dealing)
        #expect(facts.isBinaryForm)
        #expect(facts.id == round.facts.id)
        #expect(facts.fingerprint == round.facts.fingerprint)
        #expect(facts.label.isEmpty && facts.created.isEmpty)
        #expect(facts.holders.map(\.nodeKey) == round.facts.holders.map(\.nodeKey))
        #expect(alone.fault == nil)
        for place in 0..<3 {
            let report = try check([file], takingBinaryForms(try round.options(place))).report
            #expect(report.shares.map(\.status) == [.valid])
            #expect(report.shares[0].holder == facts.holders[place].name)
        }
        #expect(facts.holders[2].name.hasPrefix("holder 3 (ed25519:"))
    }

    @Test("no byte of it can be changed", arguments: [1, 0x80] as [UInt8])
    func refusesChanges(_ difference: UInt8) throws {
        let round = try OwnKeyRound(.ed25519), bytes = try binary(round.dealing).content
        let options = takingBinaryForms(CheckOptions())
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var altered = bytes
            altered[place] ^= difference
            let file = try SecretFile("altered.bin", altered)
            #expect((try? check([file], options).report.dealing) ?? nil == nil)
        }
    }

    @Test("beside the whole dealing it is the same one, or refused")
    func compares() throws {
        let round = try OwnKeyRound(.p256), other = try OwnKeyRound(.p256)
        let options = takingBinaryForms(CheckOptions())
        let both = try check([try binary(round.dealing), round.dealing], options).report
        #expect(both.binaryForms == ["dealing.bin"])
        #expect(both.dealing?.isBinaryForm == false)
        #expect(both.fault == nil)
        let mixed = try check([round.dealing, try binary(other.dealing)], options).report
        #expect(mixed.dealing?.id == round.facts.id)
        #expect(mixed.binaryForms.isEmpty)
        #expect(mixed.shares.map(\.code) == ["other-dealing"])
        #expect(mixed.fault == .answerIsNo)
    }

    @Test("where the whole dealing is needed it is refused, and no key is opened")
    func refusesElsewhere() throws {
        let round = try OwnKeyRound(.secp256k1), file = try binary(round.dealing)
        let options = try round.options(0, 1)
        #expect(refusal { _ = try check([file], options) }?.code == "compact-dealing")
        // Even what was checked gives no key.
        let collection = try check([file], takingBinaryForms(options))
        #expect(collection.report.have == 2)
        #expect(refusal { _ = try rebuild(collection) }?.code == "compact-dealing")
    }

    @Test("an acknowledgement is made of it, and good for the whole dealing")
    func acknowledges() throws {
        let round = try OwnKeyRound(.ed25519), file = try binary(round.dealing)
        let word = try acknowledge(file, try round.options(1))
        for form in [word.text, word.binary] {
            let said = try SecretFile("word", form)
            #expect(try check([round.dealing, said]).report.acknowledged.map(\.name) == ["Bram"])
            let report = try check([file, said], takingBinaryForms(CheckOptions())).report
            #expect(report.acknowledged.map(\.index) == [2])
        }
        #expect(try BinaryFile(try SecretFile("word", word.text)).bytes == word.binary)
        #expect(try BinaryFile(try SecretFile("word", word.binary)).bytes == word.binary)
    }

    @Test("what it is written of is a dealing to own keys, or what answers one")
    func refusesOthers() throws {
        let key = try generateKey(group: .ed25519, format: .usual(for: .ed25519))
        let plan = try SplitPlan(
            threshold: 2, holders: ["A", "B"].map { .init(name: $0) }, label: "", created: "2026-11-22T10:02:33Z")
        let dealt = try split(key, plan)
        let plain = try SecretFile("dealing.json", dealt.dealingFile)
        #expect(refusal { _ = try BinaryFile(plain) }?.code == "own-keys")
        #expect(refusal { _ = try BinaryFile(key.file) }?.code == "no-binary-form")
    }
}
