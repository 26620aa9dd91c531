import Encodings

/// What a text looks like. Cheap, and no promise that it can be read.
package enum ShareFileKind: Hashable, Sendable {
    /// A share file, with its dealing.
    case share
    /// A share as one line of letters, alone.
    case bareLine
    /// A dealing.
    case dealing

    /// Looks at the first lines of a file, or at an argument: a share there would be a secret that others can see.
    /// - Returns: `nil` for everything else.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> ShareFileKind? {
        var lines = TextLines(bytes)
        while let line = lines.next() {
            var start = line.range.lowerBound
            while start < line.range.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            let range = start..<line.range.upperBound
            if bytes.isEmptyOrComment(range) { continue }
            if bytes.starts(range, with: ShareText.titleStart) { return .share }
            if bytes.startsLine(range) { return .bareLine }
            return bytes[start] == UInt8(ascii: "{") && namesDealing(bytes, from: start) ? .dealing : nil
        }
        return nil
    }

    /// Whether the format of a dealing is named near the start.
    private static func namesDealing(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        let name: StaticString = "\"holdfast-dealing/"
        let end = min(bytes.count, start + 4096)
        return (start..<end).contains { bytes.starts($0..<end, with: name) }
    }
}
