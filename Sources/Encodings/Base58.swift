import Digests

/// Base 58 with Bitcoin's alphabet, and Base58Check with its checksum: for *public* bytes.
///
/// (Bitcoin Core, `base58.cpp`.) Leading zero bytes are leading `1`s; time depends on the content.
package enum Base58 {
    /// The most letters that are read: the work grows with the square of them.
    package static let mostLetters = 4096

    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// The value of each letter; 255 where there is none.
    private static let values = letterValues(of: alphabet)

    /// 58⁵, the largest power of 58 below 2³²: digits are handled five at a time.
    private static let fiveDigits: UInt64 = 656_356_768

    /// The text of bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        // The number in base 58⁵, the least significant digit first.
        var digits: [UInt32] = []
        digits.reserveCapacity((bytes.count - zeros) * 11 / 40 + 2)
        var position = zeros
        while position < bytes.count {
            // Four bytes at a time, and what is left over first.
            let end = position + ((bytes.count - position - 1) % 4 + 1)
            var carry: UInt64 = 0
            for byte in bytes[position..<end] { carry = carry << 8 | UInt64(byte) }
            let shift = UInt64(8 * (end - position))
            for k in digits.indices {
                carry += UInt64(digits[k]) << shift
                digits[k] = UInt32(carry % fiveDigits)
                carry /= fiveDigits
            }
            while carry > 0 {
                digits.append(UInt32(carry % fiveDigits))
                carry /= fiveDigits
            }
            position = end
        }
        var letters = [UInt8](repeating: alphabet[0], count: zeros)
        for (place, digit) in digits.reversed().enumerated() {
            var five = [UInt8](repeating: 0, count: 5)
            var rest = digit
            for k in (0..<5).reversed() {
                five[k] = alphabet[Int(rest % 58)]
                rest /= 58
            }
            letters += place == 0 ? five.drop { $0 == alphabet[0] } : five[...]
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The bytes of a text. Every text has its own bytes, so that there is nothing to be canonical about.
    /// - Throws: `EncodingsError.tooLong`, `.foreignLetter`.
    package static func decode(_ text: String) throws(EncodingsError) -> [UInt8] {
        let letters = Array(text.utf8)
        guard letters.count <= mostLetters else {
            throw .tooLong(.base58, letters: letters.count, most: mostLetters)
        }
        // Before any work with the number.
        if let place = letters.firstIndex(where: { values[Int($0)] == 255 }) {
            throw .foreignLetter(.base58, position: place + 1)
        }
        let zeros = letters.prefix { $0 == alphabet[0] }.count
        // The number in base 2³², the least significant word first.
        var words: [UInt32] = []
        var position = zeros
        while position < letters.count {
            let end = position + ((letters.count - position - 1) % 5 + 1)
            var (carry, power): (UInt64, UInt64) = (0, 1)
            for letter in letters[position..<end] {
                carry = carry * 58 + UInt64(values[Int(letter)])
                power *= 58
            }
            for k in words.indices {
                carry += UInt64(words[k]) * power
                words[k] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { words.append(UInt32(carry)) }
            position = end
        }
        let bytes = words.reversed().flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
        return [UInt8](repeating: 0, count: zeros) + bytes.drop { $0 == 0 }
    }

    /// The text of a payload (version byte or bytes first) and the first 4 bytes of its double SHA-256.
    package static func encodeCheck(_ payload: [UInt8]) -> String {
        encode(payload + DoubleSHA256.hash(payload).prefix(4))
    }

    /// The payload of a text whose checksum is right, its version byte or bytes first.
    /// - Throws: `EncodingsError.tooLong`, `.foreignLetter`, `.impossibleLength`, `.wrongChecksum`.
    package static func decodeCheck(_ text: String) throws(EncodingsError) -> [UInt8] {
        let bytes = try decode(text)
        guard bytes.count >= 4 else { throw .impossibleLength(.base58, letters: text.utf8.count) }
        let payload = Array(bytes.dropLast(4))
        guard DoubleSHA256.hash(payload).prefix(4) == bytes.suffix(4) else { throw .wrongChecksum(.base58) }
        return payload
    }
}
