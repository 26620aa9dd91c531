/// Base 58 for bytes that may be secret: no table is indexed, and no branch depends on a letter or a byte.
///
/// How many bytes a text stands for is known beforehand: a key has its length.
extension Base58 {
    /// The most letters that `count` bytes take: log 256 / log 58 is a little below 1.366.
    package static func encodedCapacity(_ count: Int) -> Int { count * 138 / 100 + 1 }

    /// Reads letters as exactly `output.count` bytes. Released are whether the text is good, and where the first foreign
    /// letter stands.
    /// - Parameter output: No overlap with the letters. After an error its content is of no use, and may still be part of the
    ///   secret.
    /// - Throws: `EncodingsError.foreignLetter`; `.impossibleLength` where the text stands for another count of bytes.
    package static func decode(
        _ ascii: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) {
        guard ascii.count <= encodedCapacity(output.count) else {
            throw .impossibleLength(.base58, letters: ascii.count)
        }
        for place in output.indices { output[place] = 0 }
        var allLegal = ~UInt64(0)
        var overflow: UInt64 = 0
        for position in ascii.indices {
            let (value, isLegal) = value(of: ascii.letter(position))
            allLegal &= isLegal
            overflow |= multiply(output, adding: value)
        }
        guard released(allLegal & 1) == 1 else {
            let place = ascii.positionOfFirst(in: 0..<ascii.count) { value(of: $0).isLegal }
            throw .foreignLetter(.base58, position: place + 1)
        }
        // Each leading zero byte is a leading `1`, so that another number of them is another count of bytes.
        let ones = leading(0x31, in: ascii)
        let zeros = leading(0, in: UnsafeRawBufferPointer(output))
        let isGood = maskIfEqual(ones, zeros) & maskIfEqual(overflow, 0)
        guard released(isGood & 1) == 1 else { throw .impossibleLength(.base58, letters: ascii.count) }
    }

    /// Writes the letters of bytes. Released is how many there are, which the text shows.
    /// - Parameters:
    ///   - scratch: As many bytes as the input; what it holds then is of no use.
    ///   - output: Room for `encodedCapacity` letters; no overlap.
    /// - Returns: How many letters were written.
    package static func encode(
        _ bytes: UnsafeRawBufferPointer, scratch: UnsafeMutableRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        let capacity = encodedCapacity(bytes.count)
        precondition(scratch.count == bytes.count && output.count >= capacity, "the letters need room")
        scratch.copyMemory(from: bytes)
        for position in (0..<capacity).reversed() { output.store(divide(scratch), at: position) }
        let digits = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<capacity])
        // A zero digit and the sign of a zero byte are the same letter: of the leading ones as many stay as there are bytes.
        let count = Int(released(UInt64(capacity) &- leading(0, in: digits) &+ leading(0, in: bytes)))
        for position in 0..<count {
            output.store(letter(for: digits.letter(capacity - count + position)), at: position)
        }
        for position in count..<capacity { output.store(0, at: position) }
        return count
    }

    /// Multiplies a big-endian number by 58 and adds a digit.
    /// - Returns: What does not fit.
    private static func multiply(_ number: UnsafeMutableRawBufferPointer, adding digit: UInt64) -> UInt64 {
        var carry = digit
        for place in number.indices.reversed() {
            let sum = UInt64(number[place]) &* 58 &+ carry
            number.store(sum & 0xFF, at: place)
            carry = sum &>> 8
        }
        return carry
    }

    /// Divides a big-endian number by 58.
    /// - Returns: The remainder.
    private static func divide(_ number: UnsafeMutableRawBufferPointer) -> UInt64 {
        var remainder: UInt64 = 0
        for place in number.indices {
            let value = remainder &<< 8 | UInt64(number[place])
            // 565 / 2¹⁵ is a little more than 1/58: exact for every value below 58 · 256. A division may take its time.
            let quotient = (value &* 565) &>> 15
            remainder = value &- quotient &* 58
            number.store(quotient, at: place)
        }
        return remainder
    }

    /// How many bytes of this value stand at the start.
    private static func leading(_ value: UInt64, in bytes: UnsafeRawBufferPointer) -> UInt64 {
        var lasts = ~UInt64(0)
        var count: UInt64 = 0
        for position in bytes.indices {
            lasts &= maskIfEqual(bytes.letter(position), value)
            count &+= lasts & 1
        }
        return count
    }

    /// The alphabet's runs of letters that follow one another: the first and last letter, and the value of the first.
    @inline(__always)
    private static func value(of letter: UInt64) -> (value: UInt64, isLegal: UInt64) {
        let isDigit = maskIfWithin(letter, 0x31, 0x39)
        let isAToH = maskIfWithin(letter, 0x41, 0x48)
        let isJToN = maskIfWithin(letter, 0x4A, 0x4E)
        let isPToZ = maskIfWithin(letter, 0x50, 0x5A)
        let isSmallAToK = maskIfWithin(letter, 0x61, 0x6B)
        let isSmallMToZ = maskIfWithin(letter, 0x6D, 0x7A)
        let upper = (letter &- 0x38) & isAToH | (letter &- 0x39) & isJToN | (letter &- 0x3A) & isPToZ
        let lower = (letter &- 0x40) & isSmallAToK | (letter &- 0x41) & isSmallMToZ
        return (
            (letter &- 0x31) & isDigit | upper | lower,
            isDigit | isAToH | isJToN | isPToZ | isSmallAToK | isSmallMToZ
        )
    }

    /// 0 … 57 as a letter.
    @inline(__always)
    private static func letter(for value: UInt64) -> UInt64 {
        let upper =
            (value &+ 0x38) & maskIfWithin(value, 9, 16) | (value &+ 0x39) & maskIfWithin(value, 17, 21)
            | (value &+ 0x3A) & maskIfWithin(value, 22, 32)
        let lower = (value &+ 0x40) & maskIfWithin(value, 33, 43) | (value &+ 0x41) & maskIfWithin(value, 44, 57)
        return (value &+ 0x31) & maskIfWithin(value, 0, 8) | upper | lower
    }
}
