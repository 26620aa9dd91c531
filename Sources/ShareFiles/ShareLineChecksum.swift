import Secrets

/// The check at the end of a share line: the BCH code of BIP-93's short checksum, under the prefix `hfs`.
///
/// A line is a polynomial over GF(32), its first letter the highest coefficient; the checksum makes it congruent to a
/// fixed residue modulo a generator of degree 13. Eight consecutive powers of β are roots of the generator, so any two
/// lines differ in nine letters or more.
package enum ShareLineChecksum {
    /// Letters of the checksum.
    package static let count = 13

    /// The generator below its leading 1, highest coefficient first: 0x19dc500ce73fde210 in letters of five bits
    /// (BIP-93, "Checksum").
    private static let generator = letters(of: 0x19dc_500c_e73f_de210)

    /// What a whole line leaves: the letters SECRETSHARE32 (BIP-93, "Checksum").
    private static let target = letters(of: 0x10ce_0795_c2fd_1e62a)

    /// What the prefix leaves: the residue 1 run over the BIP-173 expansion of `hfs`. The same rule gives BIP-93's
    /// 0x23181b3 for `ms`.
    private static let start = letters(of: 0x8_c630_20d3)

    /// The error of a line modulo the generator: all zero for a line with the right checksum.
    /// - Parameters:
    ///   - values: What follows `hfs1`, the value of one letter (0 … 31) a byte, checksum included.
    ///   - residue: 13 places, filled with the highest coefficient first. They depend on the letters: a secret.
    static func residue(of values: UnsafeRawBufferPointer, into residue: UnsafeMutablePointer<GF32>) {
        residue.update(from: start, count: count)
        for value in values {
            let top = residue[0]
            for k in 0..<count - 1 { residue[k] = residue[k + 1] + top * generator[k] }
            residue[count - 1] = GF32(value) + top * generator[count - 1]
        }
        for k in 0..<count { residue[k] = residue[k] + target[k] }
    }

    /// Whether the checksum is right; the verdict is released.
    package static func isRight(_ values: UnsafeRawBufferPointer) -> Bool {
        withWipedLetters { residue in
            ShareLineChecksum.residue(of: values, into: residue)
            var wrong: UInt64 = 0
            for k in 0..<count { wrong |= residue[k].isNotZeroBit }
            return MemoryChecker.released(wrong) == 0
        }
    }

    /// Writes the checksum behind the payload.
    /// - Parameter values: The value of one letter (0 … 31) a byte; the last 13 are overwritten.
    package static func complete(_ values: UnsafeMutableRawBufferPointer) {
        let payload = values.count - count
        for place in payload..<values.count { values[place] = 0 }
        withWipedLetters { residue in
            ShareLineChecksum.residue(of: UnsafeRawBufferPointer(values), into: residue)
            for k in 0..<count { values[payload + k] = residue[k].letter }
        }
    }

    private static func withWipedLetters<R>(_ body: (UnsafeMutablePointer<GF32>) -> R) -> R {
        withUnsafeTemporaryAllocation(of: GF32.self, capacity: count) { room in
            let letters = room.baseAddress!
            letters.initialize(repeating: .zero, count: count)
            defer { wipe(UnsafeMutableRawBufferPointer(room)) }
            return body(letters)
        }
    }

    /// 13 letters of five bits, the highest first.
    private static func letters(of number: UInt128) -> [GF32] {
        (0..<count).map { GF32(UInt8(truncatingIfNeeded: number >> UInt128(5 * (count - 1 - $0))) & 31) }
    }
}
