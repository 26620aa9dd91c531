import Groups
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct ShareLineCorrectionTests {
    /// The candidate for a typed line: places that are wrong, places that are unreadable, letters.
    struct Candidate: Equatable {
        let wrong: [Int]
        let unreadable: [Int]
        let letters: String
    }

    static func candidate(_ typed: some Sequence<UInt8>) throws -> Candidate? {
        let text = try LockedBytes(copying: Array(typed))
        return try text.withUnsafeBytes { text -> Candidate? in
            guard let found = try ShareLineCorrection.candidate(for: text) else { return nil }
            let letters = found.withLetters { String(decoding: $0, as: UTF8.self) }
            return Candidate(wrong: found.wrong, unreadable: found.unreadable, letters: letters)
        }
    }

    @Test(arguments: ShareLineDecoderTests.patterns, Seed.fresh(1))
    func offersTheLineForEveryPattern(_ pattern: (wrong: Int, unreadable: Int), _ seed: Seed) throws {
        var random = seed.generator
        let dealt = try DealtFiles.of(CurveName.allCases.randomElement(using: &random)!, threshold: 2, holders: 2)
        for _ in 0..<200 {
            let line = Array(dealt.lines[random.int(0...1)].utf8)
            let spoilt = Array((5...89).shuffled(using: &random).prefix(pattern.wrong + pattern.unreadable))
            let unreadable = spoilt.prefix(pattern.unreadable).sorted()
            let wrong = spoilt.dropFirst(pattern.unreadable).sorted()
            var typed = line
            for place in unreadable { typed[place - 1] = "?bio1.".utf8.randomElement(using: &random)! }
            for place in wrong {
                typed[place - 1] = ShareLineTests.alphabet.filter { $0 != line[place - 1] }.randomElement(
                    using: &random)!
            }
            let found = try Self.candidate(
                random.oneIn(2) ? typed : Array(String(decoding: typed, as: UTF8.self).uppercased().utf8))
            let expected = Candidate(
                wrong: wrong, unreadable: unreadable, letters: String(decoding: line, as: UTF8.self))
            #expect(found == expected, "\(seed)")
        }
    }

    @Test func reportsMissingAndAdditionalLettersAndRepairsNone() throws {
        let line = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).lines[0]
        #expect(throws: ShareFilesError.letterCount(found: 88)) { try Self.candidate(line.dropLast().utf8) }
        #expect(throws: ShareFilesError.letterCount(found: 90)) { try Self.candidate((line + "q").utf8) }
    }

    @Test func doesNotCorrectThePrefix() throws {
        let line = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).lines[0]
        for (place, typed) in ["?fs1", "h?s1", "hf?1", "hfsl"].enumerated() {
            #expect(throws: ShareFilesError.letter(place: place + 1)) {
                try Self.candidate((typed + line.dropFirst(4)).utf8)
            }
        }
    }

    @Test func aLineNearToAnotherDealingsShareIsNotAgreedTo() throws {
        let mine = try DealtFiles.of(.secp256k1, threshold: 2, holders: 2)
        var typed = Array(try DealtFiles.of(.secp256k1, threshold: 2, holders: 2).lines[0].utf8)
        for place in [20, 40, 60, 80] { typed[place] = typed[place] == UInt8(ascii: "q") ? 0x70 : 0x71 }
        let text = try LockedBytes(copying: typed)
        let found = try text.withUnsafeBytes { try ShareLineCorrection.candidate(for: $0) }
        guard let found else {
            Issue.record("four wrong letters are found")
            return
        }
        let line = try found.line()
        let code = codeThrown { try mine.dealing.requireAgreement(with: line) }
        #expect(code == "line-dealing")
    }

    @Test func aCorrectionIsAppliedOnlyWhereItIsPassedIn() throws {
        let dealt = try DealtFiles.of(.p256)
        var letters = Array(dealt.lines[1].utf8)
        letters[49] = letters[49] == UInt8(ascii: "q") ? 0x70 : 0x71
        let file = try LockedBytes(copying: dealt.file(1, withLine: String(decoding: letters, as: UTF8.self)))
        let code = codeThrown { _ = try ShareFile(parsing: file) }
        #expect(code == "checksum")
        let found = try ShareFile.correction(of: file)
        guard let found else {
            Issue.record("one wrong letter is found")
            return
        }
        #expect(found.wrong == [50])
        let corrected = try ShareFile(parsing: file, accepting: found).takeLine().letters()
        #expect(corrected == dealt.lines[1])
    }

    @Test func aGoodLineNeedsNoCorrection() throws {
        let line = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).lines[1]
        #expect(try Self.candidate(line.utf8) == Candidate(wrong: [], unreadable: [], letters: line))
    }
}
