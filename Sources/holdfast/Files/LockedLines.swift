import Custody
import Glibc

/// Lines of a descriptor, each in locked memory, since any of them may be a secret.
struct LockedLines: ~Copyable {
    private let descriptor: Int32
    private let name: String
    private var buffer: LockedBytes
    private var range = 0..<0

    /// - Throws: `SecretsError`.
    init(descriptor: Int32, name: String) throws {
        self.descriptor = descriptor
        self.name = name
        buffer = try LockedBytes(count: 4096)
    }

    /// The next line without its end; nil when there is none.
    /// - Throws: `FileError`, `SecretsError`.
    mutating func next() throws -> LockedBytes? {
        var line = LockedText()
        var hasAny = false
        while true {
            if range.isEmpty, try !fill() { return hasAny ? try line.takeBytes() : nil }
            hasAny = true
            let found = range
            let end = buffer.withUnsafeBytes { $0[found].firstIndex(of: UInt8(ascii: "\n")) }
            guard line.count + found.count <= InputFile.limit else {
                throw FileError.tooLarge(path: name, limit: InputFile.limit)
            }
            let piece = found.lowerBound..<(end ?? found.upperBound)
            try buffer.withUnsafeBytes { try line.append(UnsafeRawBufferPointer(rebasing: $0[piece])) }
            range = (end.map { $0 + 1 } ?? found.upperBound)..<found.upperBound
            if end != nil { return try line.takeBytes() }
        }
    }

    /// - Returns: Whether anything more came.
    private mutating func fill() throws(FileError) -> Bool {
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                range = 0..<count
                return count > 0
            }
            guard errno == EINTR else { throw .cannotRead(path: name, reason: reason(errno)) }
        }
    }
}

/// A text in locked memory that grows.
struct LockedText: ~Copyable {
    private var bytes: LockedBytes?
    private(set) var count = 0

    /// - Throws: `SecretsError`.
    mutating func append(_ piece: UnsafeRawBufferPointer) throws {
        var room = try bytes.take() ?? LockedBytes(count: 512)
        if count + piece.count > room.count {
            var larger = try LockedBytes(count: 2 * (count + piece.count))
            larger.withUnsafeMutableBytes { target in room.withUnsafeBytes { target.copyMemory(from: $0) } }
            room = larger
        }
        let start = count
        room.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(from: piece) }
        count += piece.count
        bytes = consume room
    }

    /// A line and its end.
    mutating func append(_ line: borrowing LockedBytes) throws {
        try line.withUnsafeBytes { try append($0) }
        try withUnsafeBytes(of: UInt8(ascii: "\n")) { try append($0) }
    }

    consuming func takeBytes() throws -> LockedBytes {
        var whole = try bytes ?? LockedBytes(count: 0)
        whole.truncate(to: count)
        return whole
    }
}
