import Secrets

/// Reads the data types of SSH (RFC 4251, section 5) out of memory that may be secret.
///
/// Numbers are lengths and counts: they are released. Strings are given as places.
struct SSHWireReader {
    private let bytes: UnsafeRawBufferPointer
    /// Of the next byte to read.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// The place of so many bytes.
    mutating func skip(_ count: Int) throws(SealingError) -> Range<Int> {
        guard count <= bytes.count - position else { throw .openSSH(.truncated(offset: position)) }
        position += count
        return position - count..<position
    }

    /// A number of four bytes, the highest first.
    mutating func number() throws(SealingError) -> UInt32 {
        let place = try skip(4)
        let word = bytes.loadUnaligned(fromByteOffset: place.lowerBound, as: UInt32.self).bigEndian
        return UInt32(truncatingIfNeeded: MemoryChecker.released(UInt64(word)))
    }

    /// The place of a string's bytes.
    mutating func string() throws(SealingError) -> Range<Int> {
        let start = position
        let count = try number()
        guard count <= bytes.count - position else { throw .openSSH(.truncated(offset: start)) }
        return try skip(Int(count))
    }

    /// A string that is public, such as a name.
    mutating func publicString() throws(SealingError) -> [UInt8] {
        let part = UnsafeRawBufferPointer(rebasing: bytes[try string()])
        MemoryChecker.markPublic(part)
        return Array(part)
    }

    /// A public string as text, whatever it is.
    mutating func name() throws(SealingError) -> String {
        String(decoding: try publicString(), as: UTF8.self)
    }

    /// Nothing may follow.
    func end() throws(SealingError) {
        guard isAtEnd else { throw .openSSH(.trailing(offset: position)) }
    }
}

/// Writes the data types of SSH; *public* bytes only.
enum SSHWire {
    static func string(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    static func string(_ text: String) -> [UInt8] { string(Array(text.utf8)) }
}
