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

    /// More letters wrong than the code can find: nothing is found, or another word that is right and near, which the
    /// caller tries against the dealing. Never the right one by accident, and never one that is far.
    @Test(arguments: 5...40, Seed.fresh(1))
    func findsNothingFalseBeyondTheRadius(_ wrongCount: Int, _ seed: Seed) throws {
        var random = seed.generator
        var decoder = try ShareLineDecoder()
        for _ in 0..<500 {
            let word = Self.word(&random)
            let spoilt = Array((0..<85).shuffled(using: &random).prefix(wrongCount))
            let unreadable = Array(spoilt.prefix(random.int(0...min(8, wrongCount - 5))))
            var given = word
            for place in unreadable { given[place] = 0 }
            for place in spoilt.dropFirst(unreadable.count) { given[place] ^= UInt8(random.int(1...31)) }
            var values = given
            let found = values.withUnsafeMutableBytes { decoder.correct($0, unreadable: unreadable) }
            guard let found else { continue }
            let isRight = values.withUnsafeBytes { ShareLineChecksum.isRight($0) }
            let changed = (0..<85).filter { values[$0] != given[$0] && !unreadable.contains($0) }
            #expect(isRight && values != word && changed == found, "\(seed)")
            #expect(2 * changed.count + unreadable.count <= 8, "\(seed)")
        }
    }

    /// A word near to another right one is led there: that is why a candidate is only ever offered.
    @Test(arguments: Seed.fresh(8))
    func findsTheNearestWordWhoseverItIs(_ seed: Seed) throws {
        var random = seed.generator
        var decoder = try ShareLineDecoder()
        let other = Self.word(&random)
        var values = other
        for place in (0..<85).shuffled(using: &random).prefix(4) { values[place] ^= 1 }
        let found = values.withUnsafeMutableBytes { decoder.correct($0, unreadable: []) }
        #expect(found?.count == 4 && values == other, "\(seed)")
    }

    @Test func refusesMoreUnreadablePlacesThanTheCodeCanBear() throws {
        var random = Seed(1).generator
        var decoder = try ShareLineDecoder()
        var values = Self.word(&random)
        let found = values.withUnsafeMutableBytes { decoder.correct($0, unreadable: Array(0..<9)) }
        #expect(found == nil)
    }

    @Test(arguments: Seed.fresh(4))
    func survivesAnything(_ seed: Seed) throws {
        var random = seed.generator
        var decoder = try ShareLineDecoder()
        for _ in 0..<500 {
            var values = random.bytes(85)
            let unreadable = Array((0..<85).shuffled(using: &random).prefix(random.int(0...12)))
            _ = values.withUnsafeMutableBytes { decoder.correct($0, unreadable: unreadable) }
        }
    }

    private func spoiltEverywhere(_ places: Set<Int>, _ pattern: (wrong: Int, unreadable: Int)) -> Bool {
        places.count == (pattern.wrong + pattern.unreadable == 0 ? 0 : 85)
    }
}
