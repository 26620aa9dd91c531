/// Bech32 and Bech32m (BIP-173, BIP-350): a prefix, the separator `1`, values of five bits as letters, six of them a
/// checksum.
package enum Bech32 {
    /// The checksums, told apart by the constant that the residue has to be.
    package enum Variant: Sendable {
        case bech32, bech32m

        var residue: UInt32 {
            switch self {
            case .bech32: 1
            case .bech32m: 0x2BC8_30A3
            }
        }
    }

    /// A text whose checksum is right.
    package struct Decoded: Equatable, Sendable {
        /// In lower case.
        package let prefix: String
        /// 0 … 31 each, without the checksum.
        package let values: [UInt8]
        package let variant: Variant
    }

    /// The letters for 0 … 31.
    package static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    /// BIP-173's limit, up to which four wrong letters are always noticed.
    package static let mostLetters = 90

    /// The text of *public* values.
    /// - Parameters:
    ///   - prefix: Lower-case ASCII, 1 … 83 letters.
    ///   - values: 0 … 31 each.
    package static func encode(prefix: String, values: [UInt8], _ variant: Variant) -> String {
        precondition(values.allSatisfy { $0 < 32 }, "a value has five bits")
        let residue = residue(expand(prefix: prefix) + values + [0, 0, 0, 0, 0, 0]) ^ variant.residue
        let checksum = (0..<6).map { UInt8(truncatingIfNeeded: residue >> UInt32(25 - 5 * $0)) & 31 }
        return prefix + "1" + String(decoding: (values + checksum).map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// Reads a *public* text.
    /// - Throws: `EncodingsError.tooLong`, `.foreignLetter`, `.bech32` (`mixedCase`, `noSeparator`, `emptyPrefix`),
    ///   `.wrongChecksum`.
    package static func decode(_ text: String) throws(EncodingsError) -> Decoded {
        let letters = Array(text.utf8)
        guard letters.count <= mostLetters else {
            throw .tooLong(.bech32, letters: letters.count, most: mostLetters)
        }
        // BIP-173: the prefix has US-ASCII characters from 33 to 126.
        if let place = letters.firstIndex(where: { $0 < 33 || $0 > 126 }) {
            throw .foreignLetter(.bech32, position: place + 1)
        }
        let hasUpper = letters.contains { (0x41...0x5A).contains($0) }
        let hasLower = letters.contains { (0x61...0x7A).contains($0) }
        guard !(hasUpper && hasLower) else { throw .bech32(.mixedCase) }
        guard let separator = letters.lastIndex(of: 0x31), separator + 7 <= letters.count else {
            throw .bech32(.noSeparator)
        }
        guard separator > 0 else { throw .bech32(.emptyPrefix) }
        var values: [UInt8] = []
        for position in separator + 1..<letters.count {
            guard let value = alphabet.firstIndex(of: lowerCase(letters[position])) else {
                throw .foreignLetter(.bech32, position: position + 1)
            }
            values.append(UInt8(value))
        }
        let prefix = String(decoding: letters[..<separator].map(lowerCase), as: UTF8.self)
        switch residue(expand(prefix: prefix) + values) {
        case Variant.bech32.residue: return Decoded(prefix: prefix, values: values.dropLast(6), variant: .bech32)
        case Variant.bech32m.residue: return Decoded(prefix: prefix, values: values.dropLast(6), variant: .bech32m)
        default: throw .wrongChecksum(.bech32)
        }
    }

    /// The prefix as values: the high three bits of each letter, a zero, the low five (BIP-173, "Checksum").
    package static func expand(prefix: String) -> [UInt8] {
        prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
    }

    /// The remainder of *public* values, the first with the highest power, after division by BIP-173's generator.
    private static func residue(_ values: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var residue: UInt32 = 1
        for value in values {
            let top = residue >> 25
            residue = (residue & 0x1FF_FFFF) << 5 ^ UInt32(value)
            for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { residue ^= generator[bit] }
        }
        return residue
    }

    private static func lowerCase(_ letter: UInt8) -> UInt8 {
        (0x41...0x5A).contains(letter) ? letter | 0x20 : letter
    }

    /// *Public* bytes as values of five bits; the last one is filled up with zero bits.
    package static func values(of bytes: [UInt8]) -> [UInt8] {
        var values: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                values.append(UInt8(held >> UInt32(bits) & 31))
            }
            held &= 1 << UInt32(bits) - 1
        }
        if bits > 0 { values.append(UInt8(held << UInt32(5 - bits) & 31)) }
        return values
    }

    /// *Public* values of five bits as bytes.
    /// - Throws: `EncodingsError.notCanonical` where five bits or more are left over, or one that is not zero.
    package static func bytes(of values: [UInt8]) throws(EncodingsError) -> [UInt8] {
        var bytes: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for value in values {
            held = held << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(held >> UInt32(bits) & 255))
            }
            held &= 1 << UInt32(bits) - 1
        }
        guard bits < 5, held == 0 else { throw .notCanonical(.bech32) }
        return bytes
    }
}
