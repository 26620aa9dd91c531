/// Base 32 with the alphabet A–Z, 2–7 (RFC 4648, section 6), without padding, for whole groups of eight letters: what
/// Stellar's addresses and seeds are written in (SEP-23).
package enum Base32 {
    /// Letters for `count` bytes, a multiple of 5.
    package static func encodedCount(_ count: Int) -> Int { count / 5 * 8 }

    /// The text of *public* bytes, a multiple of 5.
    package static func encode(_ bytes: [UInt8]) -> String {
        var letters = [UInt8](repeating: 0, count: encodedCount(bytes.count))
        bytes.withUnsafeBytes { input in letters.withUnsafeMutableBytes { encode(input, into: $0) } }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Writes the letters of bytes that may be secret, in constant time.
    /// - Parameters:
    ///   - bytes: A multiple of 5.
    ///   - output: Room for `encodedCount` letters; no overlap.
    package static func encode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count % 5 == 0 && output.count >= encodedCount(bytes.count), "whole groups need room")
        for group in 0..<bytes.count / 5 {
            var bits: UInt64 = 0
            for place in 0..<5 { bits = bits &<< 8 | bytes.letter(5 * group + place) }
            for place in 0..<8 {
                output.store(letter(for: bits &>> UInt64(35 - 5 * place) & 31), at: 8 * group + place)
            }
        }
    }

    /// Reads letters that may be secret, in constant time. Released are whether all are letters of the alphabet, and where the
    /// first other one stands.
    /// - Parameter output: Five bytes in eight letters; no overlap. After an error its content is of no use, and may still be
    ///   part of the secret.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter`.
    package static func decode(
        _ ascii: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) {
        guard ascii.count % 8 == 0 else { throw .impossibleLength(.base32, letters: ascii.count) }
        precondition(output.count >= ascii.count / 8 * 5, "five bytes in eight letters need room")
        var allLegal = ~UInt64(0)
        for group in 0..<ascii.count / 8 {
            var bits: UInt64 = 0
            for place in 0..<8 {
                let (value, isLegal) = value(of: ascii.letter(8 * group + place))
                bits = bits &<< 5 | value
                allLegal &= isLegal
            }
            for place in 0..<5 { output.store(bits &>> UInt64(32 - 8 * place) & 0xFF, at: 5 * group + place) }
        }
        guard released(allLegal & 1) == 1 else {
            let place = ascii.positionOfFirst(in: 0..<ascii.count) { value(of: $0).isLegal }
            throw .foreignLetter(.base32, position: place + 1)
        }
    }

    @inline(__always)
    private static func value(of letter: UInt64) -> (value: UInt64, isLegal: UInt64) {
        let isLetter = maskIfWithin(letter, 0x41, 0x5A)
        let isDigit = maskIfWithin(letter, 0x32, 0x37)
        return ((letter &- 0x41) & isLetter | (letter &- 0x18) & isDigit, isLetter | isDigit)
    }

    @inline(__always)
    private static func letter(for value: UInt64) -> UInt64 {
        (value &+ 0x41) & maskIfWithin(value, 0, 25) | (value &+ 0x18) & maskIfWithin(value, 26, 31)
    }
}
