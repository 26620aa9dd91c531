/// Whether bytes are a text at all. Which kind of byte stands where is all that is looked at, so that a secret may be in it.
enum TextBytes {
    /// The number of the first line with bytes that are not UTF-8 (RFC 3629, section 4), with a control character
    /// (U+0000 … U+001F, U+007F) other than tab, or with a CR that ends no line; `nil` where all is well.
    static func lineOfFirstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
        lineOfFirst(in: bytes) { position in
            switch bytes[position] {
            case 0x09, 0x0A, 0x20...0x7E: 1
            case 0x0D: position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 1 : nil
            case 0x80...: countOfSequence(in: bytes, at: position)
            case _: nil
            }
        }
    }

    /// The number of the first line with bytes that are not UTF-8; `nil` where there are none.
    static func lineOfFirstForeignByte(in bytes: UnsafeRawBufferPointer) -> Int? {
        lineOfFirst(in: bytes) { bytes[$0] < 0x80 ? 1 : countOfSequence(in: bytes, at: $0) }
    }

    /// - Parameter count: How many bytes the character at a position has; `nil` where it is refused.
    private static func lineOfFirst(in bytes: UnsafeRawBufferPointer, _ count: (Int) -> Int?) -> Int? {
        var line = 1
        var position = 0
        while position < bytes.count {
            if bytes[position] == 0x0A { line += 1 }
            guard let count = count(position) else { return line }
            position += count
        }
        return nil
    }

    /// How many bytes the character has that begins there with a byte above 0x7F; `nil` where it is none.
    private static func countOfSequence(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let second: ClosedRange<UInt8>
        let count: Int
        switch bytes[position] {
        case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        case _: return nil
        }
        guard position + count <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        for k in 2..<max(count, 2) where !(0x80...0xBF).contains(bytes[position + k]) { return nil }
        return count
    }
}
