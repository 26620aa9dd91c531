package import Transactions

/// Reads Bitcoin's wire form from front to back: little-endian numbers, and CompactSize before what has no fixed length.
///
/// The names of fields are only formed when there is a fault to name.
package struct ByteReader: Sendable {
    private let all: [UInt8]
    /// Where the next byte is read, counted from 0.
    package private(set) var offset: Int

    package init(_ bytes: [UInt8], from offset: Int = 0) {
        precondition((0...bytes.count).contains(offset), "reading begins in the bytes or at their end")
        all = bytes
        self.offset = offset
    }

    /// How many bytes are left.
    package var remaining: Int { all.count - offset }
    package var isAtEnd: Bool { offset == all.count }

    /// - Throws: `BitcoinError.cutOff`.
    package mutating func uint8(_ field: @autoclosure () -> String) throws(BitcoinError) -> UInt8 {
        try littleEndian(field)
    }

    /// - Throws: `BitcoinError.cutOff`.
    package mutating func uint16(_ field: @autoclosure () -> String) throws(BitcoinError) -> UInt16 {
        try littleEndian(field)
    }

    /// - Throws: `BitcoinError.cutOff`.
    package mutating func uint32(_ field: @autoclosure () -> String) throws(BitcoinError) -> UInt32 {
        try littleEndian(field)
    }

    /// - Throws: `BitcoinError.cutOff`.
    package mutating func uint64(_ field: @autoclosure () -> String) throws(BitcoinError) -> UInt64 {
        try littleEndian(field)
    }

    /// - Throws: `BitcoinError.cutOff`.
    package mutating func bytes(_ count: Int, _ field: @autoclosure () -> String) throws(BitcoinError) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw .cutOff(place(field)) }
        defer { offset += count }
        return Array(all[offset..<offset + count])
    }

    /// A number in one, three, five or nine bytes, in the shortest of these forms: Bitcoin Core, `serialize.h`,
    /// `ReadCompactSize`, which refuses the others too.
    /// - Throws: `BitcoinError.cutOff`, `.compactSizeNotMinimal`.
    package mutating func compactSize(_ field: @autoclosure () -> String) throws(BitcoinError) -> UInt64 {
        let start = offset
        let value: UInt64
        let smallest: UInt64
        switch try uint8(field()) {
        case 0xFD: (value, smallest) = (UInt64(try uint16(field())), 0xFD)
        case 0xFE: (value, smallest) = (UInt64(try uint32(field())), 0x1_0000)
        case 0xFF: (value, smallest) = (try uint64(field()), 0x1_0000_0000)
        case let short: return UInt64(short)
        }
        guard value >= smallest else { throw .compactSizeNotMinimal(.byte(start, field: field())) }
        return value
    }

    /// How many items follow, refused where the bytes that are left cannot hold so many: nothing is reserved for items
    /// that do not come.
    /// - Parameter bytesEach: The fewest bytes that one item has, 1 and up.
    /// - Throws: `BitcoinError.cutOff`, `.compactSizeNotMinimal`, `.countTooLarge`.
    package mutating func count(
        _ field: @autoclosure () -> String, bytesEach: Int
    ) throws(BitcoinError) -> Int {
        let start = offset
        let count = try compactSize(field())
        guard count <= UInt64(remaining / bytesEach) else {
            throw .countTooLarge(.byte(start, field: field()), found: count)
        }
        return Int(count)
    }

    /// Bytes with their number before them.
    /// - Throws: `BitcoinError.cutOff`, `.compactSizeNotMinimal`, `.countTooLarge`.
    package mutating func prefixed(_ field: @autoclosure () -> String) throws(BitcoinError) -> [UInt8] {
        try bytes(try count(field(), bytesEach: 1), field())
    }

    /// Refuses bytes that nothing reads.
    /// - Throws: `BitcoinError.trailingBytes`.
    package func requireEnd(of whole: @autoclosure () -> String) throws(BitcoinError) {
        guard isAtEnd else { throw .trailingBytes(.byte(offset, field: whole()), found: remaining) }
    }

    /// Where reading stands.
    package func place(_ field: () -> String) -> Place { .byte(offset, field: field()) }

    private mutating func littleEndian<Number: FixedWidthInteger>(
        _ field: () -> String
    ) throws(BitcoinError) -> Number {
        let count = Number.bitWidth / 8
        guard count <= remaining else { throw .cutOff(place(field)) }
        defer { offset += count }
        return all.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}
