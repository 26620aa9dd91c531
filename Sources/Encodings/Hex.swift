/// Base 16 (RFC 4648, section 8): two digits a byte.
package enum Hex {
    /// The digits of *public* bytes.
    package static func encode(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
        // Slices are contiguous too; element by element they take longer than the digits.
        bytes.withContiguousStorageIfAvailable { encode(contiguous: $0, uppercase) }
            ?? encode(Array(bytes), uppercase: uppercase)
    }

    /// The digits of *public* bytes.
    package static func encode(_ bytes: [UInt8], uppercase: Bool = false) -> String {
        bytes.withUnsafeBufferPointer { encode(contiguous: $0, uppercase) }
    }

    private static func encode(contiguous bytes: UnsafeBufferPointer<UInt8>, _ uppercase: Bool) -> String {
        (uppercase ? upperDigits : lowerDigits).withUnsafeBufferPointer { digits in
            String(unsafeUninitializedCapacity: 2 * bytes.count) { letters in
                for place in 0..<bytes.count {
                    letters.initializeElement(at: 2 * place, to: digits[Int(bytes[place] >> 4)])
                    letters.initializeElement(at: 2 * place + 1, to: digits[Int(bytes[place] & 15)])
                }
                return 2 * bytes.count
            }
        }
    }

    private static let upperDigits = Array("0123456789ABCDEF".utf8)
    private static let lowerDigits = Array("0123456789abcdef".utf8)

    /// The value of each letter as a digit; 255 where it is none.
    private static let values = letterValues(of: lowerDigits + upperDigits) { $0 % 16 }

    /// The *public* bytes that a text of digits stands for: both cases, no `0x`, no blanks.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter`.
    package static func decode(_ text: String) throws(EncodingsError) -> [UInt8] {
        if let bytes = withLetters(of: text, variableTimeDecoded) { return bytes }
        // The other way finds the place of the fault.
        return try decoded(from: text, capacity: text.utf8.count / 2) { (ascii, output) throws(EncodingsError) in
            try decode(ascii, into: output)
        }
    }

    private static func variableTimeDecoded(_ letters: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard letters.count % 2 == 0 else { return nil }
        return values.withUnsafeBufferPointer { values in
            var faults: UInt8 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: letters.count / 2) { bytes, count in
                count = letters.count / 2
                for place in 0..<count {
                    let high = values[Int(letters[2 * place])], low = values[Int(letters[2 * place + 1])]
                    // A digit has no high bits.
                    faults |= (high | low) & 0xF0
                    bytes.initializeElement(at: place, to: high << 4 | low & 15)
                }
            }
            return faults == 0 ? bytes : nil
        }
    }

    /// Writes the digits of bytes that may be secret, in lower case, in constant time.
    /// - Parameter output: Room for two letters a byte; no overlap with the input.
    /// - Returns: How many letters were written.
    @discardableResult
    package static func encode(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(output.count >= 2 * bytes.count, "two letters a byte need room")
        for position in 0..<bytes.count {
            let byte = bytes.letter(position)
            output.store(digit(byte &>> 4), at: 2 * position)
            output.store(digit(byte & 15), at: 2 * position + 1)
        }
        return 2 * bytes.count
    }

    /// Reads digits that may be secret, in constant time; whether all are digits is released, and where the first other
    /// letter stands.
    /// - Parameter output: Room for one byte in two letters; may begin where the input begins. After an error its content
    ///   is of no use, and may still be part of the secret.
    /// - Returns: How many bytes were written.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter`.
    @discardableResult
    package static func decode(
        _ ascii: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) -> Int {
        guard ascii.count % 2 == 0 else { throw .impossibleLength(.hex, letters: ascii.count) }
        let count = ascii.count / 2
        precondition(output.count >= count, "one byte in two letters needs room")
        var allLegal = ~UInt64(0)
        for position in 0..<count {
            let (high, highIsLegal) = value(of: ascii.letter(2 * position))
            let (low, lowIsLegal) = value(of: ascii.letter(2 * position + 1))
            // Decoding in place would overwrite the letters that an error is located by.
            allLegal &= highIsLegal & lowIsLegal
            guard released(allLegal & 1) == 1 else {
                let pair = 2 * position..<2 * position + 2
                throw .foreignLetter(.hex, position: ascii.positionOfFirst(in: pair) { value(of: $0).isLegal } + 1)
            }
            output.store(high &<< 4 | low, at: position)
        }
        return count
    }

    /// 0 … 15 as a digit.
    @inline(__always)
    private static func digit(_ value: UInt64) -> UInt64 {
        // 'a' lies 39 places behind the letter that would follow '9'.
        value &+ 0x30 &+ (39 & maskIfWithin(value, 10, 15))
    }

    /// A digit's value with the mask that says whether it is one.
    @inline(__always)
    static func value(of letter: UInt64) -> (value: UInt64, isLegal: UInt64) {
        let isDecimal = maskIfWithin(letter, 0x30, 0x39)
        let isUpper = maskIfWithin(letter, 0x41, 0x46)
        let isLower = maskIfWithin(letter, 0x61, 0x66)
        let value = (letter &- 0x30) & isDecimal | (letter &- 0x37) & isUpper | (letter &- 0x57) & isLower
        return (value, isDecimal | isUpper | isLower)
    }
}

/// Gives the letters of a *public* text.
func withLetters<R>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
}

/// A table of 256 values for reading *public* letters; 255 for those that are not of the alphabet.
func letterValues(of alphabet: [UInt8], _ value: (Int) -> Int = { $0 }) -> [UInt8] {
    var values = [UInt8](repeating: 255, count: 256)
    for (place, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value(place)) }
    return values
}

/// Decodes a *public* text through a decoder of buffers.
func decoded(
    from text: String, capacity: Int,
    _ decode: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) throws(EncodingsError) -> Int
) throws(EncodingsError) -> [UInt8] {
    let letters = Array(text.utf8)
    var bytes = [UInt8](repeating: 0, count: capacity)
    // The array's `withUnsafeBytes` does not pass typed errors on; its buffer pointers do.
    let count = try letters.withUnsafeBufferPointer { (ascii) throws(EncodingsError) in
        try bytes.withUnsafeMutableBufferPointer { (output) throws(EncodingsError) in
            try decode(UnsafeRawBufferPointer(ascii), UnsafeMutableRawBufferPointer(output))
        }
    }
    bytes.removeLast(capacity - count)
    return bytes
}
