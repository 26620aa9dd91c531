import Bitcoin
import Groups
import TestSupport
import Testing

@Suite struct HeaderChainTests {
    /// Real changes of difficulty of the main network, from Bitcoin Core's pow_tests.cpp and from block 967,680.
    @Test(arguments: [
        (1_261_130_161, 1_262_152_739, 0x1d00ffff, 0x1d00d86a), (1_231_006_505, 1_233_061_996, 0x1d00ffff, 0x1d00ffff),
        (1_279_008_237, 1_279_297_671, 0x1c05a3f4, 0x1c0168fd), (1_263_163_443, 1_269_211_443, 0x1c387f6f, 0x1d00e1fd),
        (1_788_640_367, 1_789_801_627, 0x1702355e, 0x17021ec5),
    ])
    func computesTheNextTarget(first: Int64, last: Int64, bits: UInt32, next: UInt32) throws {
        let target = try #require(BlockTarget(CompactTarget(bits)))
        let limit = Network.mainnet.lowestDifficulty
        #expect(DifficultyRules.next(after: target, seconds: last - first, limit: limit).bits == next)
    }

    @Test func measuresWork() throws {
        // Bitcoin Core's chainwork of the first block, and of regtest's.
        #expect(try #require(BlockTarget(CompactTarget(0x1d00ffff))).work.hex.hasSuffix("00000100010001"))
        #expect(try #require(BlockTarget(CompactTarget(0x207fffff))).work.hex.hasSuffix("0002"))
        #expect(
            try #require(BlockTarget(CompactTarget(0x01010000))).work.hex == "8" + String(repeating: "0", count: 63))
        #expect(try #require(BlockTarget(CompactTarget(0x1d00ffff))).work.words == "about 4.2e9 hashes")
        #expect(try #require(BlockTarget(CompactTarget(0x207fffff))).work.words == "2 hashes")
        #expect(try #require(BlockTarget(CompactTarget(0x1702355e))).work.words == "about 5.4e23 hashes")
    }

    @Test(arguments: Seed.fresh(64))
    func dividesAsItMultiplies(seed: Seed) {
        var random = seed.generator
        // work · (target + 1) ≤ 2²⁵⁶ < (work + 1) · (target + 1), in the reach of two limbs where Swift divides itself.
        let target = UInt128(random.next() >> UInt64(random.int(0...63))) << 32 | 0xFFFF
        let low = UInt64(truncatingIfNeeded: target), high = UInt64(truncatingIfNeeded: target >> 64)
        let bytes = Limbs(low, high, 0, 0).bytes(.bigEndian)
        let zeros = bytes.prefix { $0 == 0 }.count
        // Through its compact form, which keeps three bytes at most.
        let lead = bytes[zeros] < 0x80 ? zeros : zeros - 1
        let mantissa = bytes[lead..<lead + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let compact = CompactTarget(UInt32(32 - lead) << 24 | mantissa)
        guard let kept = BlockTarget(compact) else {
            Issue.record("\(compact.bits) is a target")
            return
        }
        let number = UInt128(kept.number.l1) << 64 | UInt128(kept.number.l0)
        // 2²⁵⁶ / d by schoolbook division with a divisor of 128 bits: the high half first, where 2²⁵⁶ is 1 above 256 bits.
        let divisor = number + 1
        let (highQuotient, rest) = (UInt128.max / divisor, UInt128.max % divisor + 1)
        let (topQuotient, top) = rest == divisor ? (highQuotient + 1, 0) : (highQuotient, rest)
        let (lowQuotient, _) = divisor.dividingFullWidth((top, 0))
        let expected = Limbs(
            UInt64(truncatingIfNeeded: lowQuotient), UInt64(truncatingIfNeeded: lowQuotient >> 64),
            UInt64(truncatingIfNeeded: topQuotient), UInt64(truncatingIfNeeded: topQuotient >> 64))
        #expect(kept.work.number == expected)
    }

    @Test func refusesGapsSwapsAndLostWork() throws {
        let blocks = Block.chain(20, over: [[UInt8](repeating: 1, count: 32)])
        func read(_ blocks: [Block], _ checkpoint: BlockHash? = nil) throws -> HeaderChain {
            try HeaderChain(parsing: blocks.flatMap(\.header), checkpoint: checkpoint, on: .regtest)
        }
        let chain = try read(blocks)
        #expect(chain.headers.count == 20 && chain.firstHeight == nil && !chain.isPinned)
        #expect(chain.work(from: 0).number == Limbs(40, 0, 0, 0))

        var gap = blocks
        gap.remove(at: 7)
        #expect(
            throws: InclusionError.notLinked(
                number: 8, needed: chain.headers[6].hash, found: chain.headers[7].hash)
        ) { try read(gap) }
        #expect(throws: InclusionError.noHeaders) { try read([]) }

        // The first header is the checkpoint, or follows it.
        #expect(try read(blocks, chain.headers[0].hash).isPinned)
        #expect(try read(Array(blocks[1...]), chain.headers[0].hash).isPinned)
        #expect(
            throws: InclusionError.checkpointMissed(
                first: chain.headers[2].hash, checkpoint: chain.headers[0].hash)
        ) { try read(Array(blocks[2...]), chain.headers[0].hash) }
        #expect(throws: InclusionError.self) { try read(blocks, chain.headers[1].hash) }

        // What suffices on regtest is far too easy elsewhere.
        for network in [Network.mainnet, .testnet, .signet] {
            #expect(throws: InclusionError.targetAboveLimit(.number(1), bits: Block.easiest, network)) {
                try HeaderChain(parsing: blocks[0].header, checkpoint: nil, on: network)
            }
        }
        #expect(throws: InclusionError.headersNotWhole(bytes: 79)) {
            try HeaderChain(parsing: blocks[0].header.dropLast(), checkpoint: nil, on: .regtest)
        }
        #expect(throws: InclusionError.headerLine(2)) {
            try HeaderChain(
                parsing: Array("\n\(String(repeating: "0", count: 158))\n".utf8), checkpoint: nil, on: .regtest)
        }
    }

    @Test func refusesATimeBeforeTheMedianOfEleven() throws {
        var blocks = Block.chain(12, over: [[UInt8](repeating: 1, count: 32)])
        let last = blocks.removeLast()
        for (time, isGood) in [(1_700_003_000, false), (1_700_003_001, true)] as [(UInt32, Bool)] {
            let next = Block(last.rows[0], previous: blocks[10].hash, time: time)
            let chain = try? HeaderChain(
                parsing: (blocks + [next]).flatMap(\.header), checkpoint: nil, on: .regtest)
            #expect((chain != nil) == isGood)
        }
    }
}

/// The rules over headers that nobody mined: on networks where the difficulty changes, that would take too long.
@Suite struct DifficultyTests {
    private let first: UInt32 = 0x1b04_04cb

    /// Headers a given time apart, with the target that a function of the place gives.
    private func history(
        _ count: Int, firstHeight: Int? = nil, apart: UInt32 = 600, on network: Network = .mainnet,
        _ bits: (Int) -> UInt32
    ) throws -> HeaderHistory {
        let headers = try (0..<count).map {
            try BlockHeader(
                Block.header(
                    root: [UInt8](repeating: 0, count: 32), previous: [UInt8](repeating: 0, count: 32),
                    time: 1_300_000_000 + UInt32($0) * apart, bits: bits($0)))
        }
        let targets = try headers.map { try #require(BlockTarget($0.target)) }
        return HeaderHistory(headers: headers, targets: targets, firstHeight: firstHeight, network: network)
    }

    private func next(_ bits: UInt32, seconds: Int64) throws -> UInt32 {
        DifficultyRules.next(
            after: try #require(BlockTarget(CompactTarget(bits))), seconds: seconds,
            limit: Network.mainnet.lowestDifficulty
        ).bits
    }

    @Test func acceptsWhatAPeriodGives() throws {
        // 2,015 intervals of 500 seconds.
        let second = try next(first, seconds: 2015 * 500)
        let third = try next(second, seconds: 2015 * 500)
        try history(4100, firstHeight: 0, apart: 500) { $0 < 2016 ? first : $0 < 4032 ? second : third }
            .checkDifficulty()
        // Without a height, the first change tells where a period begins, and a whole one before it is not there.
        let unknown = try history(4000, apart: 500) { $0 < 1000 ? first : $0 < 3016 ? second : third }
        try unknown.checkDifficulty()
        #expect(unknown.judgesDifficulty)
        #expect(try !history(3, { _ in first }).judgesDifficulty)
    }

    @Test func refusesAChangeWithinAPeriod() throws {
        #expect(throws: InclusionError.difficultyBetweenBoundaries(number: 1001)) {
            try history(2000, firstHeight: 0) { $0 < 1000 ? first : first + 1 }.checkDifficulty()
        }
        // Two changes that are no whole periods apart.
        #expect(throws: InclusionError.difficultyBetweenBoundaries(number: 1501)) {
            try history(2000) { $0 < 1000 ? first : $0 < 1500 ? first + 1 : first }.checkDifficulty()
        }
        #expect(throws: InclusionError.difficultyBetweenBoundaries(number: 2)) {
            try history(2, on: .regtest) { $0 == 0 ? Block.easiest : Block.easiest - 1 }.checkDifficulty()
        }
    }

    @Test func refusesATargetThatThePeriodDoesNotGive() throws {
        let needed = try next(first, seconds: 2015 * 600)
        #expect(
            throws: InclusionError.difficultyNotAsComputed(number: 2017, needed: needed, found: needed + 1)
        ) { try history(2100, firstHeight: 0) { $0 < 2016 ? first : needed + 1 }.checkDifficulty() }
        // No change where one was due.
        #expect(throws: InclusionError.difficultyNotAsComputed(number: 2017, needed: needed, found: first)) {
            try history(2100, firstHeight: 0) { _ in first }.checkDifficulty()
        }
    }

    @Test func refusesMoreThanTheFourfoldAtOnce() throws {
        let hardest = try next(first, seconds: 0), easiest = try next(first, seconds: .max)
        for (bits, isGood) in [(hardest, true), (hardest - 1, false), (easiest, true), (easiest + 1, false)] {
            let history = try history(20) { $0 < 10 ? first : bits }
            if isGood {
                try history.checkDifficulty()
            } else {
                #expect(throws: InclusionError.difficultyJump(number: 11)) { try history.checkDifficulty() }
            }
        }
    }

    @Test func saysThatTestnetsChangesAreNotJudged() throws {
        let history = try history(100, on: .testnet) { $0 % 2 == 0 ? first : 0x1d00_ffff }
        try history.checkDifficulty()
        #expect(!history.judgesDifficulty)
    }
}
