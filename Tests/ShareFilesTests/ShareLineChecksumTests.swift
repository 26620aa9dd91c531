import ShareFiles
import TestSupport
import Testing

@Suite struct ShareLineChecksumTests {
    /// BIP-93's checksum as its text has it, on public letters: what the constant-time code is compared with.
    static func residue(_ values: [UInt8], start: UInt128) -> UInt128 {
        let generator: [UInt128] = [
            0x19dc_500c_e73f_de210, 0x1bfa_e00d_ef77_fe529, 0x1fbd_920f_ffe7_bee52, 0x1739_640b_deee_3fdad,
            0x0772_9a03_9cfc_75f5a,
        ]
        var residue = start
        for value in values {
            let top = residue >> 60
            residue = (residue & 0x0fff_ffff_ffff_ffff) << 5 ^ UInt128(value)
            for bit in 0..<5 where top >> UInt128(bit) & 1 == 1 { residue ^= generator[bit] }
        }
        return residue
    }

    static let target: UInt128 = 0x10ce_0795_c2fd_1e62a

    @Test func thePrefixGivesTheStartOfTheFormatPage() {
        func start(_ prefix: String) -> UInt128 {
            Self.residue(prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }, start: 1)
        }
        #expect(start("ms") == 0x23181b3)
        #expect(start("hfs") == 0x8_c630_20d3)
    }

    @Test(arguments: Seed.fresh(4))
    func agreesWithTheTextOfBIP93(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<500 {
            let word = ShareLineDecoderTests.word(&random)
            #expect(Self.residue(word, start: 0x8_c630_20d3) == Self.target, "\(seed)")
            #expect(word.withUnsafeBytes { ShareLineChecksum.isRight($0) })
        }
    }

    @Test(arguments: Seed.fresh(4))
    func refusesWhatBIP93Refuses(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<500 {
            var word = ShareLineDecoderTests.word(&random)
            for _ in 0..<random.int(1...85) { word[random.int(0...84)] = UInt8(random.int(0...31)) }
            let isRight = Self.residue(word, start: 0x8_c630_20d3) == Self.target
            #expect(word.withUnsafeBytes { ShareLineChecksum.isRight($0) } == isRight, "\(seed)")
        }
    }
}
