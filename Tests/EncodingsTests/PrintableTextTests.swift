import Encodings
import Testing

/// What of a text from outside reaches a terminal.
@Suite struct PrintableTextTests {
    @Test func showsWhatATerminalWouldObey() {
        #expect(printable("Aino é 7 日本") == "Aino é 7 日本")
        #expect(printable("a\u{1B}[31m\n\u{202E}\u{9B}") == "a\\u{1b}[31m\\u{a}\\u{202e}\\u{9b}")
        #expect(printable(String(repeating: "x", count: 61)) == String(repeating: "x", count: 60) + "…")
    }

    @Test("letters of all scripts stay", arguments: ["energy-bridge", "Žofie 李小龙", "日本語", "Ωμέγα ½"])
    func keepsLetters(_ text: String) {
        #expect(printable(text).unicodeScalars.filter { !isIsolate($0) }.elementsEqual(text.unicodeScalars))
    }

    @Test(
        "what is obeyed, turns its neighbours or cannot be seen is written out",
        arguments: [
            0x1B, 0x07, 0x9B, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200D, 0x200E, 0x200F,
            0x2028,
            0x202E, 0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0x1BCA0, 0x1D173, 0xE0041,
            0xE0100,
        ] as [UInt32])
    func writesOut(_ codePoint: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(codePoint))
        #expect(printable("a\(scalar)b") == "a\\u{\(String(codePoint, radix: 16))}b")
    }

    @Test("a text with letters from right to left stands by itself", arguments: ["שלום", "a نقل 12", "ﭏ", "𐤀", "𞤀"])
    func isolatesRightToLeft(_ text: String) {
        #expect(printable(text) == "\u{2068}\(text)\u{2069}")
        #expect(isolated(text) == "\u{2068}\(text)\u{2069}")
        #expect(printable(printable(text)) == printable(text))
        #expect(printable(text + String(repeating: "x", count: 80)).hasSuffix("…\u{2069}"))
    }

    @Test("a text without them stays as it is", arguments: ["Aino", "", "Žofie", "李小龙", "नमस्ते", "👨‍👩‍👧"])
    func leavesOthers(_ text: String) {
        #expect(isolated(text) == text)
    }

    private func isIsolate(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{2068}" || scalar == "\u{2069}" }
}
