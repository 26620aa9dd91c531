import Secrets
import ShareFiles
import TestSupport
import Testing

/// A dealing as the texts of codes, and what a scanner makes of them.
@Suite struct DealingPartTests {
    static let dealing = try! FormatVectors.shareFile.dealing("secp256k1-2-of-3.json")
    static let line = SheetRowTests.line

    @Test(arguments: [1, 40, 599, 600, 601, 1_000_000])
    func partsMakeTheDealingAgain(_ mostLetters: Int) throws {
        let texts = Self.dealing.parts(mostLetters: mostLetters)
        #expect(texts.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        #expect(texts.count < 9999)
        var parts = try texts.map { try DealingPart(parsing: Array($0.utf8)) }
        parts.reverse()
        let text = try DealingPart.join(parts + parts.prefix(1))
        let again = try DealingFile(parsing: text)
        #expect(again == Self.dealing)
    }

    @Test func namesAreEscaped() throws {
        let content = try UnprovenDealing(
            label: "100 % عائشة", created: Self.dealing.created, epoch: 0, group: Self.dealing.group, threshold: 2,
            holders: Self.dealing.holders, commitments: Self.dealing.commitments, key: Self.dealing.key,
            original: Self.dealing.original)
        // The proof is of another id; whether it is right is not looked at here.
        let dealing = try content.proven(by: Self.dealing.proof)
        let parts = try dealing.parts(mostLetters: 300).map { try DealingPart(parsing: Array($0.utf8)) }
        #expect(try DealingFile(parsing: DealingPart.join(parts)) == dealing)
    }

    @Test func aMissingPartIsNamed() throws {
        var parts = try Self.dealing.parts(mostLetters: 300).map { try DealingPart(parsing: Array($0.utf8)) }
        try #require(parts.count > 3)
        parts.remove(at: 2)
        let count = parts[0].count
        #expect(throws: ShareFilesError.dealingPart("part 3 of \(count) of dealing J6CCW2T3 is missing")) {
            try DealingPart.join(parts)
        }
    }

    @Test func twoDifferentPartsOfOneNumberAreRefused() throws {
        let texts = Self.dealing.parts(mostLetters: 600)
        let other = texts[0].dropLast() + "Z"
        let parts = try (texts + [String(other)]).map { try DealingPart(parsing: Array($0.utf8)) }
        #expect(codeThrown { _ = try DealingPart.join(parts) } == "dealing-part")
    }

    @Test(arguments: [
        "hfd1", "hfd1:", "hfd1:1/1:J6CCW2T3", "hfd1:1/1:J6CCW2T3:", "hfd1:0/1:J6CCW2T3:x", "hfd1:2/1:J6CCW2T3:x",
        "hfd1:01/1:J6CCW2T3:x", "hfd1:1:J6CCW2T3:x", "hfd1:1/99999:J6CCW2T3:x", "hfd1:1/1:J6CC:x",
        "hfd1:+1/1:J6CCW2T3:x", "hfd1:1/1:J6CCW2T3:a b", "hfd2:1/1:J6CCW2T3:x", "hfd1:/:J6CCW2T3:x",
    ])
    func damagedPartsAreRefused(_ text: String) {
        #expect(codeThrown { _ = try DealingPart(parsing: Array(text.utf8)) } == "dealing-part")
    }

    @Test(arguments: ["%", "%4", "%zz", "abc%"])
    func damagedEscapesAreRefused(_ piece: String) {
        #expect(
            codeThrown {
                _ = try DealingPart.join([DealingPart(parsing: Array("hfd1:1/1:J6CCW2T3:\(piece)".utf8))])
            } == "dealing-part")
    }

    @Test func aScanIsTakenApart() throws {
        let parts = Self.dealing.parts(mostLetters: 600)
        let text = [parts[1], Self.line.uppercased(), "# a comment", "", parts[0], Self.line].joined(separator: "\r\n")
        let bytes = Array(text.utf8)
        let scan = try #require(try bytes.withUnsafeBytes { try ScannedText($0) })
        #expect(scan.lines.count == 2)
        #expect(String(decoding: bytes[scan.lines[0]], as: UTF8.self) == Self.line.uppercased())
        #expect(scan.dealings.count == 1)
    }

    @Test func zbarimgsMarksAreTakenAway() throws {
        let bytes = Array("QR-Code:\(Self.line)\nQR-Code:\(Self.line)\n".utf8)
        let scan = try #require(try bytes.withUnsafeBytes { try ScannedText($0) })
        #expect(scan.lines.map { String(decoding: bytes[$0], as: UTF8.self) } == [Self.line, Self.line])
    }

    @Test func otherTextsAreNoScan() throws {
        for text in [Self.line, "\(Self.line)\n\(Self.line)", "1 hfs1 pyqq", "{}", "", "holdfast-share/1\nhfd1:x"] {
            let scan = try Array(text.utf8).withUnsafeBytes { try ScannedText($0) }
            #expect(scan == nil, "\(text)")
        }
    }

    @Test func otherWordsInAScanAreRefused() {
        let text = Array("\(Self.line)\n\(Self.dealing.parts(mostLetters: 9000)[0])\nhttp://example.org\n".utf8)
        #expect(codeThrown { _ = try text.withUnsafeBytes { try ScannedText($0) } } == "no-share")
    }

    /// Whatever is damaged, it is refused or read; nothing traps.
    @Test(arguments: Seed.fresh(200))
    func damagedScansAreReadOrRefused(_ seed: Seed) throws {
        var random = seed.generator
        var text = Array(([Self.line] + Self.dealing.parts(mostLetters: 500)).joined(separator: "\n").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<text.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: text[place] = UInt8.random(in: 0...255, using: &random)
            case 1: text.remove(at: place)
            default: text.removeSubrange(place...)
            }
            if text.isEmpty { break }
        }
        let code = codeThrown {
            guard let scan = try text.withUnsafeBytes({ try ScannedText($0) }) else { return }
            for parts in scan.dealings { _ = try DealingPart.join(parts) }
        }
        #expect(code == nil || ["dealing-part", "no-share"].contains(code))
    }
}
