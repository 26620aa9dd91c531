import Encodings
import Groups
import OwnKeys
import SecretSharing
import ShareFiles
import TestSupport
import Testing

@Suite("Binary forms for a ledger's transactions")
struct CompactFormTests {
    @Test("known answers: the id, the bytes, and the same dealing out of them", arguments: CompactVectors.dealings)
    func knownAnswers(_ vector: CompactVector) throws {
        let file = try vector.dealing()
        #expect(file.id.bytes == vector.octets("id"))
        try file.requireProof()
        let compact = try #require(CompactDealing(file))
        #expect(compact.texts == vector.octets("texts"))
        #expect(compact.original == vector.octets("originalDigest"))
        #expect(compact.bytes == vector.bytes)
        let read = try CompactDealing(vector.bytes)
        #expect(read == compact)
        try read.requireProof()
        #expect(try DealingFile(parsing: file.text()) == file)
    }

    @Test("3 of 5 fit in a kilobyte, in one group and in three")
    func isSmall() {
        #expect(CompactVectors.dealings[0].bytes.count == 647)
        #expect(CompactVectors.mixed.bytes.count == 774)
        #expect(CompactVectors.dealings.prefix(2).allSatisfy { $0.bytes.count <= 1024 })
    }

    @Test("what must be refused is, with its reason", arguments: CompactVectors.list("refused"))
    func refuses(_ vector: CompactVector) {
        let code = codeThrown {
            switch vector.text("form") {
            case "submission": _ = try reading(vector.bytes, SubmissionFile.init(parsing:))
            case "acknowledgement": _ = try reading(vector.bytes, AcknowledgementFile.init(parsing:))
            default: try CompactDealing(vector.bytes).requireProof()
            }
        }
        #expect(code == vector.text("code"))
    }

    @Test("no byte of a masked dealing can be another", arguments: [1, 0x80] as [UInt8])
    func everyByteCounts(_ difference: UInt8) throws {
        let bytes = CompactVectors.mixed.bytes
        let accepted = bytes.indices.filter { position in
            var altered = bytes
            altered[position] ^= difference
            return codeThrown { try CompactDealing(altered).requireProof() } == nil
        }
        #expect(accepted == [])
        try CompactDealing(bytes).requireProof()
    }

    @Test("neither a byte less nor a byte more", arguments: CompactVectors.dealings)
    func everyLength(_ vector: CompactVector) {
        let bytes = vector.bytes
        let codes = Set(bytes.indices.map { count in codeThrown { _ = try CompactDealing(Array(bytes[..<count])) } })
        #expect(codes == ["compact-form"])
        #expect(codeThrown { _ = try CompactDealing(bytes + [0]) } == "compact-form")
    }

    @Test("whoever changes a word of the text has another id, and no proof of it")
    func wordsCount() throws {
        let vector = CompactVectors.dealings[2], words = vector.words, id = vector.octets("id")
        var changed: [CompactVector.Words] = Array(repeating: words, count: 7)
        changed[0].label = "x"
        changed[1].created = "2026-11-22T10:02:34Z"
        changed[2].holders[1] = DealingFile.Holder(index: words.holders[1].index, name: "bram")
        changed[3].holders = zip(words.holders, words.holders.reversed()).map {
            DealingFile.Holder(index: $0.index, name: $1.name)
        }
        changed[4].key = DealingFile.Key(kind: .wrapping, format: "pem", addresses: words.key.addresses)
        changed[5].key = DealingFile.Key(kind: .wrapping, format: "file", addresses: [words.key.addresses[0]])
        changed[6].salt[31] ^= 1
        for other in changed {
            let file = try vector.dealing(other)
            #expect(file.id.bytes != id)
            #expect(codeThrown { try file.requireProof() } == "dealer-proof")
        }
    }

    @Test("names are not in it, nor guessed from it: the salt of the original stays in the text")
    func hidesNames() throws {
        let bytes = CompactVectors.mixed.bytes
        for word in ["Aino", "bridge", "2026", "raw"] { #expect(!bytes.contains(Array(word.utf8))) }
        #expect(!bytes.contains(CompactVectors.mixed.words.salt))
    }

    @Test("a submission is the same one in both forms", arguments: CompactVectors.list("submissions"))
    func submissions(_ vector: CompactVector) throws {
        let written = try reading(Array(vector.text("text").utf8), SubmissionFile.init(parsing:))
        #expect(try written.binary() == vector.bytes)
        let read = try reading(vector.bytes, SubmissionFile.init(parsing:))
        #expect(read.request == vector.octets("request"))
        #expect(read.dealing == vector.octets("dealing"))
        #expect(try read.binary() == vector.bytes)
        let again = try reading(read.text(), SubmissionFile.init(parsing:))
        #expect(try again.binary() == vector.bytes)
        #expect(again.text() == written.text())
        // Mail programs change line ends.
        let mailed = Array(vector.text("text").replacing("\n", with: "\r\n").utf8)
        #expect(try reading(mailed, SubmissionFile.init(parsing:)).binary() == vector.bytes)
    }

    @Test("an acknowledgement is the same one in both forms", arguments: CompactVectors.list("acknowledgements"))
    func acknowledgements(_ vector: CompactVector) throws {
        let written = try reading(Array(vector.text("text").utf8), AcknowledgementFile.init(parsing:))
        #expect(written.binary == vector.bytes)
        #expect(vector.bytes.count == 102)
        #expect(try reading(vector.bytes, AcknowledgementFile.init(parsing:)) == written)
        // It says what it says of the compact dealing, too.
        let dealing = try #require(CompactVectors.dealings.first { $0.text("name") == vector.text("dealing") })
        try verify(written, CompactDealing(dealing.bytes))
        #expect(written.dealing == dealing.octets("id"))
    }

    private func verify(_ word: AcknowledgementFile, _ compact: CompactDealing) throws {
        func verify<G: Group>(_ group: G.Type) throws {
            try compact.proven(in: G.self).dealing.verifyAcknowledgement(word.proof, of: word.holder)
        }
        try verify(compact.group.group)
    }

    @Test("each is told by its first bytes, also one of a later version")
    func recognises() {
        func kind(_ bytes: [UInt8]) -> ShareFileKind? { bytes.withUnsafeBytes { ShareFileKind.recognise($0) } }
        #expect(kind(CompactVectors.mixed.bytes) == .compactDealing)
        #expect(kind(CompactVectors.list("submissions")[0].bytes) == .submission)
        #expect(kind(CompactVectors.list("acknowledgements")[0].bytes) == .acknowledgement)
        #expect(kind(Array("HFD".utf8) + [2, 0]) == .compactDealing)
        #expect(kind(Array("HFD1 is a word".utf8)) == nil)
        #expect(kind(Array("HFX".utf8) + [1, 0]) == nil)
        // 32 bytes are a key before they are anything else.
        #expect(kind(Array(CompactVectors.mixed.bytes.prefix(32))) == nil)
    }

    @Test("where the whole dealing is needed, the compact one is told as such")
    func isNoDealingFile() {
        #expect(codeThrown { _ = try DealingFile(parsing: CompactVectors.mixed.bytes) } == "compact-dealing")
    }

    @Test("no bytes stop the readers", arguments: Seed.fresh(64))
    func withstandsNoise(_ seed: Seed) {
        var generator = seed.generator
        let cut = CompactVectors.mixed.bytes.prefix(Int.random(in: 4...774, using: &generator))
        for start in [Array(cut), Array("HFS\u{1}".utf8), Array("HFA\u{1}".utf8)] {
            let count = Int.random(in: 1...900, using: &generator)
            let bytes = start + (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(codeThrown { try CompactDealing(bytes).requireProof() } != nil)
            #expect(codeThrown { _ = try reading(bytes, SubmissionFile.init(parsing:)) } != nil)
            // An acknowledgement says nothing before its proof is verified.
            let isWord = codeThrown { _ = try reading(bytes, AcknowledgementFile.init(parsing:)) } == nil
            #expect(!isWord || bytes.count == 102)
        }
    }
}
