/// The outermost structure of protocol buffers (protobuf.dev, "Encoding"), told without reading a message.
///
/// A message has no mark of its own, and reading bytes as one message after the other to find out takes long.
package enum WireFields {
    /// Whether the bytes are fields one after the other, to the last byte: each a tag and a value that ends in time. Every
    /// message is; other bytes seldom are.
    package static func fill(_ bytes: [UInt8]) -> Bool { fill(bytes[...]) }

    private static func fill(_ bytes: ArraySlice<UInt8>) -> Bool {
        var reader = Reader(bytes)
        while !reader.isAtEnd {
            guard reader.skipField() else { return false }
        }
        return true
    }

    /// Whether the bytes begin with a length, and what lies behind it in that length are fields: the first of messages that
    /// are written one after the other.
    package static func fillFirst(_ bytes: [UInt8]) -> Bool {
        var reader = Reader(bytes[...])
        guard let count = reader.varint(), count > 0, let content = reader.take(count) else { return false }
        return fill(content)
    }

    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func varint() -> UInt64? {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 70, by: 7) {
                guard let digit = rest.popFirst() else { return nil }
                value |= UInt64(digit & 0x7F) << shift
                if digit < 0x80 { return value }
            }
            return nil
        }

        mutating func take(_ count: UInt64) -> ArraySlice<UInt8>? {
            guard let count = Int(exactly: count), count <= rest.count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }

        /// Field numbers begin with 1; groups, the kinds 3 and 4, are out of use.
        mutating func skipField() -> Bool {
            guard let tag = varint(), tag >> 3 > 0 else { return false }
            switch tag & 7 {
            case 0: return varint() != nil
            case 1: return take(8) != nil
            case 2: return varint().flatMap { take($0) } != nil
            case 5: return take(4) != nil
            default: return false
            }
        }
    }
}
