/// Writes DER that may be secret into the caller's buffer, from the end backwards: each length is then known when its
/// header is written, and no content is moved but once.
///
/// ```swift
/// var writer = DERWriter(into: buffer)
/// let end = writer.count
/// writer.prepend(seed)
/// writer.prependHeader(.octetString, contentCount: writer.count - end)
/// let count = writer.finish()
/// ```
package struct DERWriter: ~Copyable {
    private let buffer: UnsafeMutableRawBufferPointer
    /// How many bytes were written so far.
    package private(set) var count = 0

    /// - Parameter buffer: Long enough for all that will be written; too short a one is a programming error.
    package init(into buffer: UnsafeMutableRawBufferPointer) {
        self.buffer = buffer
    }

    /// Puts bytes before all that was written.
    package mutating func prepend(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= buffer.count - count, "the buffer has room for the encoding")
        count += bytes.count
        let start = buffer.count - count
        UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + bytes.count]).copyMemory(from: bytes)
    }

    /// Puts *public* bytes before all that was written, such as elements made by `DER`.
    package mutating func prepend(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { prepend($0) }
    }

    /// Puts tag and length before the last `contentCount` bytes written.
    package mutating func prependHeader(_ tag: DER.Tag, contentCount: Int) {
        precondition(contentCount <= count, "the content was written")
        prepend(DER.header(tag, contentCount: contentCount))
    }

    /// Moves the encoding to the buffer's start and overwrites what is behind it with zeros.
    /// - Returns: How many bytes the encoding has.
    package consuming func finish() -> Int {
        let start = buffer.count - count
        for position in 0..<count { buffer[position] = buffer[start + position] }
        for position in count..<buffer.count { buffer[position] = 0 }
        return count
    }
}
