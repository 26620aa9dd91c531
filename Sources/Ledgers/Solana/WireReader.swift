import Transactions

/// Reads the wire format from the front, and says where it broke off. Names of fields are put together for a fault alone.
package struct WireReader {
    private let bytes: [UInt8]
    package private(set) var position: Int

    /// - Parameter position: Where to begin; not beyond the end.
    package init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var remaining: Int { bytes.count - position }

    mutating func byte(_ field: @autoclosure () -> String) throws(SolanaError) -> UInt8 {
        guard position < bytes.count else { throw .cutOff(.byte(position, field: field())) }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func bytes(_ count: Int, _ field: @autoclosure () -> String) throws(SolanaError) -> [UInt8] {
        guard count <= remaining else { throw .cutOff(.byte(position, field: field())) }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func address(_ field: @autoclosure () -> String) throws(SolanaError) -> Address {
        guard let address = Address(try bytes(32, field())) else { preconditionFailure("32 bytes are an address") }
        return address
    }

    /// A length as the SDK's `short_vec` writes it: 16 bits in groups of seven, the lowest first, the top bit of each byte
    /// telling that another follows; one to three bytes, and only the shortest form.
    /// - Throws: `SolanaError.cutOff`, `.lengthForm`.
    package mutating func compactU16(_ field: @autoclosure () -> String) throws(SolanaError) -> Int {
        let start = position
        var value = 0
        for group in 0..<3 {
            let byte = Int(try byte(field()))
            value |= (byte & 0x7f) << (7 * group)
            // A last group of zero is an alias of a shorter form.
            guard group == 0 || byte != 0 else { throw .lengthForm(.byte(start, field: field())) }
            guard byte & 0x80 != 0 else {
                guard value <= 0xffff else { break }
                return value
            }
        }
        throw .lengthForm(.byte(start, field: field()))
    }

    /// As `compactU16`, for things of a size; refuses at once what the rest cannot hold.
    mutating func count(of field: @autoclosure () -> String, each size: Int) throws(SolanaError) -> Int {
        let start = position
        let count = try compactU16(field())
        guard count * size <= remaining else { throw .cutOff(.byte(start, field: field())) }
        return count
    }

    /// - Throws: `SolanaError.bytesLeftOver`.
    package func end() throws(SolanaError) {
        guard remaining == 0 else { throw .bytesLeftOver(offset: position, count: remaining) }
    }

    /// The shortest form of a length.
    /// - Parameter value: 0 … 65,535.
    package static func compactU16(_ value: Int) -> [UInt8] {
        precondition((0...0xffff).contains(value), "a length of 16 bits")
        var rest = value
        var bytes: [UInt8] = []
        while rest > 0x7f {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
