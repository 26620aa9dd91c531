import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct ShareLineDecoderTests {
    /// Every pattern that the code promises to find: w wrong and u unreadable letters.
    static let patterns: [(wrong: Int, unreadable: Int)] = (0...4).flatMap { wrong in
        (0...8 - 2 * wrong).map { (wrong, $0) }
    }

    /// 85 letters with the right checksum.
    static func word(_ random: inout SeededGenerator) -> [UInt8] {
        var values = random.bytes(85).map { $0 & 31 }
        values.withUnsafeMutableBytes { ShareLineChecksum.complete($0) }
        return values
    }

    @Test(arguments: patterns, Seed.fresh(1))
    func findsEveryPatternWithinTheRadius(_ pattern: (wrong: Int, unreadable: Int), _ seed: Seed) throws {
        var random = seed.generator
        var decoder = try ShareLineDecoder()
        var places = Set<Int>()
        for _ in 0..<10_000 {
            let word = Self.word(&random)
            let spoilt = Array((0..<85).shuffled(using: &random).prefix(pattern.wrong + pattern.unreadable))
            let unreadable = Array(spoilt.prefix(pattern.unreadable))
            let wrong = spoilt.dropFirst(pattern.unreadable).sorted()
            places.formUnion(spoilt)
            var values = word
            for place in unreadable { values[place] = 0 }
            for place in wrong { values[place] ^= UInt8(random.int(1...31)) }
            let found = values.withUnsafeMutableBytes { decoder.correct($0, unreadable: unreadable) }
            guard found == wrong, values == word else {
                Issue.record("\(seed): wrong \(wrong), unreadable \(unreadable), found \(String(describing: found))")
                return
            }
        }
        #expect(spoiltEverywhere(places, pattern), "\(seed)")
    }

    private func spoiltEverywhere(_ places: Set<Int>, _ pattern: (wrong: Int, unreadable: Int)) -> Bool {
        places.count == (pattern.wrong + pattern.unreadable == 0 ? 0 : 85)
    }
}
