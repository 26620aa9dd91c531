import KeyFiles
import Secrets
import TestSupport
import Testing

/// What is offered for each misspelt word; `nil` where the text is refused for another reason, or is not refused.
private func offered(_ text: String) throws -> [Int: [String]]? {
    guard let words = try NearestWords.of(try locked(Array(text.utf8))) else { return nil }
    var found: [Int: [String]] = [:]
    words.withLines { place, line in
        let text = String(decoding: line, as: UTF8.self)
        found[place] = text.isEmpty ? [] : text.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    return found
}

private func words(with last: String) -> String { String(repeating: "abandon ", count: 11) + last }

/// Optimal string alignment, as books have it.
private func changes(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = (0...a.count).map { row in (0...b.count).map { row == 0 ? $0 : $0 == 0 ? row : 0 } }
    for i in a.indices {
        for j in b.indices {
            table[i + 1][j + 1] = min(table[i][j + 1] + 1, table[i + 1][j] + 1, table[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                table[i + 1][j + 1] = min(table[i + 1][j + 1], table[i - 1][j - 1] + 1)
            }
        }
    }
    return table[a.count][b.count]
}

@Suite struct NearestWordsTests {
    @Test(arguments: [
        ("abuot", "about"), ("abou t".filter { $0 != " " } + "t", "about"), ("abot", "about"), ("sbout", "about"),
        ("zooo", "zoo"), ("abandonment", "abandon"), ("ABUOT", "about"),
    ])
    func offersTheWordThatWasMeant(_ typed: String, _ meant: String) throws {
        let found = try #require(try offered(words(with: typed)))
        #expect(found.keys.sorted() == [12] && found[12]?.first == meant)
        #expect((1...3).contains(found[12]?.count ?? 0))
    }

    @Test func answersEachWord() throws {
        var text = words(with: "about").split(separator: " ").map(String.init)
        text[0] = "abandan"
        text[6] = "qqqqqqqqq"
        text[11] = "abbout"
        let found = try #require(try offered(text.joined(separator: " ")))
        #expect(found.keys.sorted() == [1, 7, 12])
        #expect(found[1]?.first == "abandon" && found[7] == [] && found[12]?.first == "about")
    }

    @Test func answersOnlyMisspeltWords() throws {
        #expect(try offered(words(with: "about")) == nil)
        #expect(try offered(words(with: "above")) == nil)
        #expect(try offered("no mnemonic at all") == nil)
        // Of words that are no mnemonic at all only the first six.
        #expect(try offered(Array(repeating: "qqqq", count: 12).joined(separator: " "))?.count == 6)
    }

    /// Whatever is typed, nothing nearer is left out, and of two that are as near the one that stands first in the list.
    @Test(arguments: Seed.fresh(4), WordList.allCases)
    func findsTheLeastChanges(_ seed: Seed, _ list: WordList) throws {
        var random = seed.generator
        let names = list.words(.composed)
        for _ in 0..<4 {
            var typed = Array(names.randomElement(using: &random)!.utf8)
            let place = Int.random(in: 0..<typed.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: typed[place] = UInt8.random(in: 0x61...0x7A, using: &random)
            case 1: typed.insert(UInt8.random(in: 0x61...0x7A, using: &random), at: place)
            default: typed.swapAt(place, 0)
            }
            guard !typed.contains(0x20), typed != Array("\u{3000}".utf8) else { continue }
            let bytes = try locked(typed)
            let near = try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in
                try NearestWords(in: bytes, at: [1], of: list)
            }
            var line: [UInt8] = []
            near.withLines { line = Array($1) }
            let found = String(decoding: line, as: UTF8.self).split(separator: ",")
                .map { String($0.drop { $0 == " " }) }
            // In any way of writing: here whole, with accents, in both forms.
            let distances = zip(names, list.words(.decomposed)).map { composed, decomposed in
                min(changes(typed, Array(composed.utf8)), changes(typed, Array(decomposed.utf8)))
            }
            let least = distances.min() ?? 99
            if found.isEmpty {
                #expect(least > 3 || typed.isEmpty)
            } else {
                let place = names.firstIndex(of: found[0])
                let offer = try #require(place)
                let sharesStart = names[offer].utf8.prefix(4).elementsEqual(typed.prefix(4))
                // Words without their accents are not among the distances here.
                #expect(distances[offer] == least || sharesStart || list == .spanish || list == .french)
            }
        }
    }
}
