import Digests

/// Base 58 with Bitcoin's alphabet, and Base58Check with its checksum: for *public* bytes.
///
/// (Bitcoin Core, `base58.cpp`.) Leading zero bytes are leading `1`s; time depends on the content.
package enum Base58 {
    /// The most letters that are read: the work grows with the square of them.
    package static let mostLetters = 4096

    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// The value of each ASCII letter; 255 where there is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 128)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// The text of bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        // The number in base 58, the least significant digit first.
        var digits: [UInt8] = []
        for byte in bytes.dropFirst(zeros) {
            var carry = Int(byte)
            for k in digits.indices {
                carry += Int(digits[k]) << 8
                digits[k] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let letters = [UInt8](repeating: alphabet[0], count: zeros) + digits.reversed().map { alphabet[Int($0)] }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The bytes of a text. Every text has its own bytes, so that there is nothing to be canonical about.
    /// - Throws: `EncodingsError.tooLong`, `.foreignLetter`.
    package static func decode(_ text: String) throws(EncodingsError) -> [UInt8] {
        let letters = Array(text.utf8)
        guard letters.count <= mostLetters else {
            throw .tooLong(.base58, letters: letters.count, most: mostLetters)
        }
        let zeros = letters.prefix { $0 == alphabet[0] }.count
        // The number in base 256, the least significant byte first.
        var bytes: [UInt8] = []
        for position in zeros..<letters.count {
            let letter = Int(letters[position])
            guard letter < 128, values[letter] < 58 else { throw .foreignLetter(.base58, position: position + 1) }
            var carry = Int(values[letter])
            for k in bytes.indices {
                carry += Int(bytes[k]) * 58
                bytes[k] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xFF))
                carry >>= 8
            }
        }
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
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
