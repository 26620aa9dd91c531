/// The lines of a text that may be secret: ended by LF or CRLF, the last one also by the end. Only where line ends stand is
/// looked at.
package struct TextLines: IteratorProtocol {
    package struct Line: Equatable, Sendable {
        /// Without its line end.
        package let range: Range<Int>
        /// From 1.
        package let number: Int
    }

    private let bytes: UnsafeRawBufferPointer
    /// Where the next line begins.
    package private(set) var position: Int
    private var number = 0

    /// - Parameter skipsMark: A UTF-8 byte-order mark at the start is passed over.
    package init(_ bytes: UnsafeRawBufferPointer, skipsMark: Bool = true) {
        self.bytes = bytes
        position = skipsMark ? byteOrderMarkCount(bytes) : 0
    }

    package mutating func next() -> Line? {
        guard position < bytes.count else { return nil }
        let start = position
        var end = start
        while end < bytes.count, !bytes.shows(0x0A, at: end) { end += 1 }
        position = min(end + 1, bytes.count)
        if end > start, bytes.shows(0x0D, at: end - 1) { end -= 1 }
        number += 1
        return Line(range: start..<end, number: number)
    }
}

/// 3 where a text begins with the UTF-8 byte-order mark, else 0.
func byteOrderMarkCount(_ bytes: UnsafeRawBufferPointer) -> Int {
    bytes.count >= 3 && bytes.shows(0xEF, at: 0) && bytes.shows(0xBB, at: 1) && bytes.shows(0xBF, at: 2) ? 3 : 0
}
