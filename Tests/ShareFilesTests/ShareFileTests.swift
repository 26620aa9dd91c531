import Groups
import SecretSharing
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct ShareFileTests {
    @Test(arguments: CurveName.allCases, [DealingFile.KeyKind.nodeKey, .wrapping])
    func readingThenWritingGivesTheSameFile(_ curve: CurveName, _ kind: DealingFile.KeyKind) throws {
        let dealt = try DealtFiles.of(curve, label: "", kind: kind)
        for file in dealt.files {
            let share = try ShareFile(parsing: LockedBytes(copying: file))
            let inside = share.dealing
            let dealing = try #require(inside)
            #expect(dealing == dealt.dealing)
            #expect(try ShareFileWriter(dealing).write(share.takeLine()).array == file)
        }
    }

    @Test func tellsAPersonWhatItIs() throws {
        let dealt = try DealtFiles.of(.ed25519)
        let text = String(decoding: dealt.files[2], as: UTF8.self)
        let id = dealt.dealing.id
        for words in [
            "# Share 3 of 5, held by holder-3. Any 3 of the 5 shares rebuild the key; fewer tell nothing.\n",
            "# SECRET: ", "# Dealing \(id.shortForm), made 2026-11-22T10:02:33Z: validator-7\n",
            "# Fingerprint \(id.fingerprint): the same on every share of this dealing\n",
            "# Key: ed25519, some-ledger abc\n",
        ] { #expect(text.contains(words)) }
    }

    @Test func harmlessChangesChangeNothing() throws {
        let dealt = try DealtFiles.of(.secp256k1)
        let line = dealt.lines[0]
        let text = String(decoding: dealt.files[0], as: UTF8.self)
        let meaning = try ShareMeaning(dealt.files[0])
        let grouped = stride(from: 0, to: 89, by: 4).map { String(line.dropFirst($0).prefix(4)) }
        let variants = [
            "\u{FEFF}" + text,
            text.replacing("\n", with: "\r\n"),
            text.replacing("\n", with: " \t\n"),
            text.replacing("\n# ", with: "\n\n  # "),
            text.replacing(line, with: line.uppercased()),
            text.replacing(line, with: grouped.joined(separator: " ")),
            text.replacing(line, with: grouped.joined(separator: "-")),
            text.replacing(line, with: grouped.joined(separator: "\n# and\n")),
            String(text.dropLast()),
            text + "\n\n",
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n"),
            text.replacing("# SECRET", with: "# \u{85}\u{202E}\u{1F511} anything"),
        ]
        for (place, variant) in variants.enumerated() {
            #expect(try ShareMeaning(Array(variant.utf8)) == meaning, "variant \(place)")
        }
    }

    @Test func aBareLineNeedsItsDealing() throws {
        let dealt = try DealtFiles.of(.p256)
        let other = try DealtFiles.of(.p256)
        for text in [dealt.lines[0], "\n# from paper\n\(dealt.lines[0].uppercased())\n\n"] {
            let share = try ShareFile(parsing: LockedBytes(copying: Array(text.utf8)))
            #expect(codeThrown { _ = try share.dealing(orElse: nil) } == "dealing-missing")
            #expect(codeThrown { _ = try share.dealing(orElse: other.dealing) } == "line-dealing")
            let beside = try share.dealing(orElse: dealt.dealing)
            #expect(beside == dealt.dealing)
        }
    }

    @Test func theLineOfAnotherDealingIsRefused() throws {
        let dealt = try DealtFiles.of(.ed25519, threshold: 2, holders: 3)
        let other = try DealtFiles.of(.ed25519, threshold: 2, holders: 3)
        let curve = try DealtFiles.of(.p256, threshold: 2, holders: 3)
        #expect(codeThrown { _ = try ShareMeaning(dealt.file(0, withLine: other.lines[0])) } == "line-dealing")
        #expect(codeThrown { _ = try ShareMeaning(dealt.file(0, withLine: curve.lines[0])) } == "line-group")
        let line = try LockedBytes(copying: Array(other.lines[0].utf8)).withUnsafeBytes { try ShareLine(parsing: $0) }
        #expect(codeThrown { _ = try ShareFileWriter(dealt.dealing).write(line) } == "line-dealing")
    }

    @Test(arguments: Seed.fresh(8))
    func neverReadsAnAlteredShareAsAnother(_ seed: Seed) throws {
        var random = seed.generator
        let curve = CurveName.allCases.randomElement(using: &random)!
        let dealt = try DealtFiles.of(curve, threshold: 2, holders: 2)
        let meaning = try ShareMeaning(dealt.files[0])
        for _ in 0..<1000 {
            let altered = random.mutated(dealt.files[0])
            guard let read = try? ShareMeaning(altered) else { continue }
            #expect(read.line == meaning.line, "\(seed)")
            #expect(read.dealing == meaning.dealing, "\(seed)")
        }
    }

    @Test func refusesEveryBeginningOfAShareFile() throws {
        let dealt = try DealtFiles.of(.p256, threshold: 2, holders: 2)
        // The last line end may be missing.
        for count in 0..<dealt.files[0].count - 1 {
            let code = codeThrown { _ = try ShareMeaning(Array(dealt.files[0].prefix(count))) }
            #expect(code != nil, "\(count) bytes")
        }
    }

    @Test(arguments: Seed.fresh(4))
    func survivesAnything(_ seed: Seed) throws {
        var random = seed.generator
        let pieces = [
            "holdfast-share/1", "hfs1", "# x", "-----BEGIN HOLDFAST DEALING-----", "-----END HOLDFAST DEALING-----",
            "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----", "{}", "", "\r", "é", "\u{FEFF}",
        ]
        for _ in 0..<500 {
            let words = (0..<random.int(0...8)).map { _ in pieces.randomElement(using: &random)! }
            let text = Array(words.joined(separator: "\n").utf8) + random.bytes(random.oneIn(3) ? 20 : 0)
            let code = codeThrown { _ = try ShareMeaning(text) }
            #expect(code != nil, "\(seed)")
        }
    }

    @Test func refusesWhatIsTooLarge() throws {
        let file = try LockedBytes(count: DealingFile.mostBytes + 65537)
        #expect(codeThrown { _ = try ShareFile(parsing: file) } == "too-large")
    }

    @Test func recognisesWhatATextLooksLike() throws {
        let dealt = try DealtFiles.of(.ed25519, threshold: 2, holders: 2)
        let line = dealt.lines[0]
        func kind(_ text: String) -> ShareFileKind? {
            Array(text.utf8).withUnsafeBytes { ShareFileKind.recognise($0) }
        }
        #expect(dealt.files[0].withUnsafeBytes { ShareFileKind.recognise($0) } == .share)
        #expect(dealt.dealing.text().withUnsafeBytes { ShareFileKind.recognise($0) } == .dealing)
        #expect(kind("\u{FEFF}\n holdfast-share/2") == .share)
        #expect(kind(line) == .bareLine)
        #expect(kind("  \(line.uppercased())") == .bareLine)
        #expect(kind("# note\n\n\(line.prefix(20))") == .bareLine)
        #expect(kind("{\"format\":\"holdfast-dealing/9\"}") == .dealing)
        #expect(kind("\r\r {\"format\":\"holdfast-dealing/1\"}") == .dealing)
        for text in ["", "#", "hfs", "hfsl", "{}", "{\"address\":1}", "shares/aino.share", "-----BEGIN X-----"] {
            #expect(kind(text) == nil, "\(text)")
        }
    }
}
