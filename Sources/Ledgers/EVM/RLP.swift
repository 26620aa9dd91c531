/// Recursive length prefix, Ethereum's encoding of nested byte strings. Yellow Paper, Appendix B.
///
/// Every value has one encoding, and the reader takes no other one: no length prefix before a single byte below 0x80, no
/// long form for less than 56 bytes, no leading zero in a length, no byte left over.
package enum RLP {
    package enum Item: Hashable, Sendable {
        case bytes([UInt8])
        case list([Item])

        /// A number as RLP writes it: big-endian without leading zeros.
        package static func number(_ value: UInt64) -> Item { .bytes(UInt256(value).minimalBytes) }
        package static func number(_ value: UInt256) -> Item { .bytes(value.minimalBytes) }
    }

    /// The one encoding of an item.
    package static func encode(_ item: Item) -> [UInt8] {
        switch item {
        case .bytes(let bytes):
            var encoded: [UInt8] = []
            append(bytes, to: &encoded)
            return encoded
        case .list(let items): return list(of: encode(items))
        }
    }

    private static func append(_ item: Item, to encoded: inout [UInt8]) {
        switch item {
        case .bytes(let bytes): append(bytes, to: &encoded)
        case .list(let items):
            let content = encode(items)
            encoded += prefix(0xc0, count: content.count)
            encoded += content
        }
    }

    private static func append(_ bytes: [UInt8], to encoded: inout [UInt8]) {
        if bytes.count != 1 || bytes[0] >= 0x80 { encoded += prefix(0x80, count: bytes.count) }
        encoded += bytes
    }

    /// The encodings of items, one behind the other.
    static func encode(_ items: [Item]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        for item in items { append(item, to: &bytes) }
        return bytes
    }

    /// A list of items that are encoded already, one behind the other.
    static func list(of content: [UInt8]) -> [UInt8] { prefix(0xc0, count: content.count) + content }

    /// 0x80 or 0xc0 plus a length up to 55, or plus 55 and the number of bytes of the length, which follows.
    private static func prefix(_ base: UInt8, count: Int) -> [UInt8] {
        if count < 56 { return [base + UInt8(count)] }
        let length = UInt256(UInt64(count)).minimalBytes
        return [base + 55 + UInt8(length.count)] + length
    }
}

/// Reads RLP in place, with the offset of each item, so that a fault can be named.
package struct RLPReader: Sendable {
    /// One item: where it begins, and where its content stands.
    package struct Element: Hashable, Sendable {
        package let offset: Int
        package let isList: Bool
        package let content: Range<Int>
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// - Parameter range: The items to read; all bytes when it is left out.
    package init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    package var isAtEnd: Bool { position == end }
    /// The place of the next item.
    package var offset: Int { position }

    /// The next item.
    /// - Throws: `EVMError.rlp`, with the offset: cut off, or not canonical.
    package mutating func next() throws(EVMError) -> Element {
        let offset = position
        guard position < end else { throw .rlp(.cutOff, offset: offset) }
        let first = bytes[position]
        let isList = first >= 0xc0
        let base: UInt8 = isList ? 0xc0 : 0x80
        if first < 0x80 {
            position += 1
            return Element(offset: offset, isList: false, content: offset..<position)
        }
        let start: Int
        let count: Int
        if first - base < 56 {
            start = offset + 1
            count = Int(first - base)
        } else {
            (start, count) = try longLength(byteCount: Int(first - base) - 55, at: offset)
        }
        // No sum here, since the length comes from outside.
        guard start <= end, count <= end - start else { throw .rlp(.cutOff, offset: offset) }
        if !isList, count == 1, bytes[start] < 0x80 { throw .rlp(.prefixedSingleByte, offset: offset) }
        position = start + count
        return Element(offset: offset, isList: isList, content: start..<position)
    }

    private func longLength(byteCount: Int, at offset: Int) throws(EVMError) -> (start: Int, count: Int) {
        let start = offset + 1 + byteCount
        guard start <= end else { throw .rlp(.cutOff, offset: offset) }
        let length = bytes[offset + 1..<start]
        guard length.first != 0 else { throw .rlp(.leadingZeroInLength, offset: offset) }
        // More than seven bytes of length are more bytes than any memory has, so that they are cut off here.
        guard byteCount <= 7 else { throw .rlp(.cutOff, offset: offset) }
        let count = length.reduce(0) { $0 << 8 | Int($1) }
        guard count >= 56 else { throw .rlp(.longFormOfShortLength, offset: offset) }
        return (start, count)
    }
}

extension RLP {
    /// How deep lists may stand in each other: transactions need four levels.
    package static let deepestNesting = 32

    /// Reads one item that takes up all bytes.
    /// - Throws: `EVMError.rlp`.
    package static func decode(_ bytes: [UInt8]) throws(EVMError) -> Item {
        var reader = RLPReader(bytes)
        let element = try reader.next()
        guard reader.isAtEnd else { throw .rlp(.bytesLeftOver, offset: reader.offset) }
        return try item(element, of: bytes, depth: 0)
    }

    private static func item(
        _ element: RLPReader.Element, of bytes: [UInt8], depth: Int
    ) throws(EVMError) -> Item {
        guard element.isList else { return .bytes(Array(bytes[element.content])) }
        guard depth < deepestNesting else { throw .rlp(.nestedTooDeep, offset: element.offset) }
        var reader = RLPReader(bytes, element.content)
        var items: [Item] = []
        while !reader.isAtEnd { items.append(try item(try reader.next(), of: bytes, depth: depth + 1)) }
        return .list(items)
    }
}

/// How bytes can fail to be canonical RLP.
@nonexhaustive
package enum RLPFault: Hashable, Sendable {
    /// A length says more bytes than there are.
    case cutOff
    /// A byte below 0x80 stands for itself and takes no prefix.
    case prefixedSingleByte
    /// A length of a length begins with zero.
    case leadingZeroInLength
    /// Less than 56 bytes take the short form.
    case longFormOfShortLength
    /// Bytes after the end.
    case bytesLeftOver
    case nestedTooDeep
}
