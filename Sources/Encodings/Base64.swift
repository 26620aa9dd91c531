/// Base 64 with the standard alphabet (RFC 4648, section 4), canonical only: exact padding, stray bits zero, no blanks.
package enum Base64 {
    /// Whether the last group of letters is filled up to four with `=`.
    package enum Padding: Sendable {
        case required, absent
    }

    /// Letters for `count` bytes.
    package static func encodedCount(_ count: Int, padding: Padding = .required) -> Int {
        switch padding {
        case .required: (count + 2) / 3 * 4
        case .absent: (4 * count + 2) / 3
        }
    }

    /// The most bytes that so many letters can stand for.
    package static func decodedCapacity(_ letters: Int) -> Int { letters / 4 * 3 + 2 }

    /// The text of *public* bytes.
    package static func encode(_ bytes: [UInt8], padding: Padding = .required) -> String {
        var letters: [UInt8] = []
        letters.reserveCapacity(encodedCount(bytes.count))
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let present = min(3, bytes.count - start)
            let second = present > 1 ? UInt32(bytes[start + 1]) : 0
            let third = present > 2 ? UInt32(bytes[start + 2]) : 0
            let group = UInt32(bytes[start]) << 16 | second << 8 | third
            for k in 0...present { letters.append(alphabet[Int(group >> UInt32(18 - 6 * k) & 63)]) }
        }
        if padding == .required { while letters.count % 4 != 0 { letters.append(0x3D) } }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The *public* bytes of a text.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter`, `.notCanonical`.
    package static func decode(_ text: String, padding: Padding = .required) throws(EncodingsError) -> [UInt8] {
        if padding == .required, let bytes = withLetters(of: text, variableTimeDecoded) { return bytes }
        // The other way finds the place of the fault.
        return try decoded(from: text, capacity: decodedCapacity(text.utf8.count)) {
            (ascii, output) throws(EncodingsError) in
            try decode(ascii, padding: padding, into: output)
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// The value of each letter; 255 where it is none.
    private static let values = letterValues(of: alphabet)

    /// The bytes of padded letters; `nil` for what is not in the one form.
    private static func variableTimeDecoded(_ letters: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard letters.count % 4 == 0 else { return nil }
        let signs = letters.suffix(2).reversed().prefix { $0 == 0x3D }.count
        let (groups, rest) = (letters.count - signs).quotientAndRemainder(dividingBy: 4)
        return values.withUnsafeBufferPointer { values in
            var faults: UInt8 = 0
            func value(_ place: Int) -> UInt32 {
                let value = values[Int(letters[place])]
                // A value has six bits.
                faults |= value & 0xC0
                return UInt32(value)
            }
            let bytes = [UInt8](unsafeUninitializedCapacity: letters.count / 4 * 3) { bytes, count in
                for group in 0..<groups {
                    let four = value(4 * group) << 18 | value(4 * group + 1) << 12 | value(4 * group + 2) << 6
                    let bits = four | value(4 * group + 3)
                    bytes.initializeElement(at: count, to: UInt8(truncatingIfNeeded: bits >> 16))
                    bytes.initializeElement(at: count + 1, to: UInt8(truncatingIfNeeded: bits >> 8))
                    bytes.initializeElement(at: count + 2, to: UInt8(truncatingIfNeeded: bits))
                    count += 3
                }
                guard rest > 0 else { return }
                let third = rest == 3 ? value(4 * groups + 2) : 0
                let bits = value(4 * groups) << 18 | value(4 * groups + 1) << 12 | third << 6
                for byte in 0..<rest - 1 {
                    bytes.initializeElement(at: count, to: UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * byte)))
                    count += 1
                }
                // The bits that belong to no byte have to be zero.
                faults |= bits & (rest == 2 ? 0xFFFF : 0xFF) == 0 ? 0 : 255
            }
            return faults == 0 ? bytes : nil
        }
    }

    /// Writes the letters of bytes that may be secret, in constant time.
    /// - Parameter output: Room for `encodedCount` letters; no overlap with the input.
    /// - Returns: How many letters were written.
    @discardableResult
    package static func encode(
        _ bytes: UnsafeRawBufferPointer, padding: Padding = .required, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(
            output.count >= encodedCount(bytes.count, padding: padding), "four letters in three bytes need room")
        var written = 0
        var position = 0
        while position < bytes.count {
            let present = min(3, bytes.count - position)
            let first = bytes.letter(position)
            let second = present > 1 ? bytes.letter(position + 1) : 0
            let third = present > 2 ? bytes.letter(position + 2) : 0
            let group = first &<< 16 | second &<< 8 | third
            for k in 0...present {
                output.store(letter(for: group &>> UInt64(18 - 6 * k) & 63), at: written)
                written += 1
            }
            position += present
        }
        if padding == .required {
            while written % 4 != 0 {
                output.store(0x3D, at: written)
                written += 1
            }
        }
        return written
    }

    /// Reads letters that may be secret, in constant time. Released are: how many padding signs there are, whether the
    /// text is good, and where the first foreign letter stands.
    /// - Parameter output: Room for the bytes (`decodedCapacity` is always enough); may begin where the input begins.
    ///   After an error its content is of no use, and may still be part of the secret.
    /// - Returns: How many bytes were written.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter`, `.notCanonical`.
    @discardableResult
    package static func decode(
        _ ascii: UnsafeRawBufferPointer, padding: Padding = .required, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) -> Int {
        let letters = ascii.count - (try paddingSigns(ascii, padding))
        // One letter alone has six bits, which is no byte.
        guard letters % 4 != 1 else { throw .impossibleLength(.base64, letters: ascii.count) }
        let count = letters / 4 * 3 + max(0, letters % 4 - 1)
        precondition(output.count >= count, "three bytes in four letters need room")
        var written = 0
        var position = 0
        while position < letters {
            let present = min(4, letters - position)
            var group: UInt64 = 0
            var allLegal = ~UInt64(0)
            for k in 0..<present {
                let (value, isLegal) = value(of: ascii.letter(position + k))
                group |= value &<< UInt64(18 - 6 * k)
                allLegal &= isLegal
            }
            guard released(allLegal & 1) == 1 else {
                let place = ascii.positionOfFirst(in: position..<position + present) { value(of: $0).isLegal }
                throw .foreignLetter(.base64, position: place + 1)
            }
            // Two letters hold 12 bits for one byte, three 18 for two: the rest has to be zero.
            let stray = group & (present == 2 ? 0xFFFF : present == 3 ? 0xFF : 0)
            guard released(maskIfEqual(stray, 0) & 1) == 1 else { throw .notCanonical(.base64) }
            for k in 0..<present - 1 {
                output.store(group &>> UInt64(16 - 8 * k), at: written)
                written += 1
            }
            position += present
        }
        return written
    }

    /// How many `=` end the text.
    private static func paddingSigns(
        _ ascii: UnsafeRawBufferPointer, _ padding: Padding
    ) throws(EncodingsError) -> Int {
        switch padding {
        case .absent:
            return 0
        case .required:
            guard ascii.count % 4 == 0 else { throw .impossibleLength(.base64, letters: ascii.count) }
            guard let last = ascii.indices.last, ascii.shows(0x3D, at: last) else { return 0 }
            return ascii.shows(0x3D, at: last - 1) ? 2 : 1
        }
    }

    /// 0 … 63 as a letter: A–Z, a–z, 0–9, +, /.
    @inline(__always)
    private static func letter(for value: UInt64) -> UInt64 {
        (value &+ 0x41) & maskIfWithin(value, 0, 25)
            | (value &+ 0x47) & maskIfWithin(value, 26, 51)
            | (value &- 4) & maskIfWithin(value, 52, 61)
            | 0x2B & maskIfEqual(value, 62)
            | 0x2F & maskIfEqual(value, 63)
    }

    /// A letter's value with the mask that says whether it is one.
    @inline(__always)
    private static func value(of letter: UInt64) -> (value: UInt64, isLegal: UInt64) {
        let isUpper = maskIfWithin(letter, 0x41, 0x5A)
        let isLower = maskIfWithin(letter, 0x61, 0x7A)
        let isDigit = maskIfWithin(letter, 0x30, 0x39)
        let isPlus = maskIfEqual(letter, 0x2B)
        let isSlash = maskIfEqual(letter, 0x2F)
        let value =
            (letter &- 0x41) & isUpper | (letter &- 0x47) & isLower | (letter &+ 4) & isDigit | 62 & isPlus
            | 63 & isSlash
        return (value, isUpper | isLower | isDigit | isPlus | isSlash)
    }
}
