extension Wire {
    /// Messages one after the other, each behind its length, as `writeDelimitedTo` writes them; `nil` where it is not that.
    ///
    /// A length has at most 35 bits, and is written in as few digits as it needs.
    package static func delimited(_ bytes: [UInt8], most: Int) -> [[UInt8]]? {
        var parts: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            guard parts.count < most, let count = length(in: bytes, &position), count > 0,
                count <= bytes.count - position
            else { return nil }
            parts.append(Array(bytes[position..<position + count]))
            position += count
        }
        return parts.isEmpty ? nil : parts
    }

    /// What stands behind a length of its own that reaches to the end; `nil` where it is not that.
    package static func behindLength(_ bytes: [UInt8]) -> [UInt8]? {
        var position = 0
        guard let count = length(in: bytes, &position), count == bytes.count - position else { return nil }
        return Array(bytes[position...])
    }

    private static func length(in bytes: [UInt8], _ position: inout Int) -> Int? {
        var count = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard position < bytes.count else { return nil }
            let digit = bytes[position]
            position += 1
            count |= Int(digit & 0x7F) << shift
            // A last digit of zero says nothing: the length has a shorter form.
            guard digit < 0x80 else { continue }
            return digit == 0 && shift > 0 ? nil : count
        }
        return nil
    }
}
