/// The input of a hash over several values: numbers of 32 bits, and byte strings behind their length.
///
/// No two lists of values have the same bytes, as long as the reader of the list knows which of them are numbers
/// (holdfast-dealing(5), "Notation").
package struct FieldEncoding: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Four bytes, big-endian.
    package mutating func append(_ number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// The length in four bytes, then the content.
    package mutating func append(field content: [UInt8]) {
        append(UInt32(content.count))
        bytes += content
    }

    package mutating func append(field text: String) {
        append(field: Array(text.utf8))
    }
}
