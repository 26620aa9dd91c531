import Encodings
import TestSupport
import Testing
import Transactions

@Suite struct MessageTextTests {
    private func facts(_ bytes: [UInt8]) -> [(String, String)] { MessageText(bytes).facts.map { ($0.label, $0.text) } }

    @Test func showsEveryLine() {
        let facts = facts(Array("first\nsecond\r\n\nlast".utf8))
        #expect(facts.map(\.0) == ["message", "  line 2", "  line 3", "  line 4", "length"])
        #expect(facts.map(\.1) == ["first", "second\\u{d}", "", "last", "19 bytes"])
    }

    @Test func showsLongLinesWhole() {
        let line = (0..<1000).map { String($0 % 10) }.joined()
        let facts = facts(Array(line.utf8))
        #expect(facts.map(\.0) == ["message", "  more", "  more", "  more", "length"])
        #expect(facts.dropLast().map(\.1).joined() == line)
    }

    @Test func showsWhatIsNoTextInHexadecimal() {
        #expect(facts([0xFF, 0x00]).map(\.1) == ["ff00", "2 bytes, no text: shown in hexadecimal"])
        #expect(facts(Array("a\u{1b}[2J".utf8))[0].1 == "611b5b324a")
        #expect(facts([]).map(\.1) == ["empty", "0 bytes"])
        #expect(facts([0x0A]).last?.1 == "1 byte, the last of them a newline")
    }

    @Test(arguments: Seed.fresh(32))
    func neverLosesALetter(seed: Seed) {
        var random = seed.generator
        let bytes = (0..<random.int(0...3000)).map { _ in UInt8(random.int(0x1F...0x7F)) }.map { $0 == 0x1F ? 10 : $0 }
        let message = MessageText(bytes)
        let facts = message.facts.dropLast()
        guard message.text != nil, !bytes.isEmpty else {
            #expect(facts.map(\.text).joined() == (bytes.isEmpty ? "empty" : Hex.encode(bytes)))
            return
        }
        let shown = facts.map { ($0.label == "  more" || $0.label == "message" ? "" : "\n") + $0.text }.joined()
        #expect(shown == String(decoding: bytes, as: UTF8.self))
    }
}
