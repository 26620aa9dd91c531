import Encodings

/// A public text of our own that people send by mail: a first line with its kind and version, comment lines, then fields
/// `name: value` in one fixed order, then one block between marks, or none (holdfast-request(5), "The text").
///
/// Line ends may be LF or CRLF, and blanks at the ends of lines do no harm; everything else is refused.
struct FieldText {
    /// What a text of a kind has to have.
    struct Outline {
        /// The first line, such as `holdfast-request/1`.
        let title: StaticString
        /// The first line up to its version.
        let titleStart: StaticString
        let fields: [String]
        /// The one of them whose value is secret, and of which only the place is read; nil where all are public.
        var secretField: String?
        /// The marks around the block; nil for a kind that has none.
        let marks: (begin: StaticString, end: StaticString)?
        let mostBytes: Int
    }

    private let values: [String: String]
    /// The block: with its marks where `includesMarks` says so, else what stands between them. Empty where the kind has none.
    let block: Range<Int>
    /// The value of the secret field; empty where there is none.
    let secret: Range<Int>

    /// - Throws: `ShareFilesError.tooLarge`, `.notText`, `.unknownVersion`, `.field`, `.blockAbsent`, `.afterEnd`.
    init(
        _ bytes: UnsafeRawBufferPointer, _ outline: Outline, includesMarks: Bool
    ) throws(ShareFilesError) {
        guard bytes.count <= outline.mostBytes else {
            throw .tooLarge(byteCount: bytes.count, most: outline.mostBytes)
        }
        if let line = TextBytes.lineOfFirstFault(in: bytes) { throw .notText(line: line) }
        var lines = TextLines(bytes)
        func next() -> (range: Range<Int>, number: Int)? {
            lines.next().map { (bytes.withoutBlanks($0.range), $0.number) }
        }
        guard let first = next(), bytes.starts(first.range, with: outline.titleStart) else {
            throw .otherKind(expected: "\(outline.title)")
        }
        guard bytes.holds(first.range, outline.title) else { throw .unknownVersion(bytes.excerpt(first.range)) }

        var values: [String: String] = [:]
        var secret = 0..<0
        var rest = outline.fields[...]
        var begin: Range<Int>?
        var current = next()
        while let line = current {
            if let marks = outline.marks, bytes.holds(line.range, marks.begin) {
                begin = line.range
                break
            }
            if !bytes.isEmptyOrComment(line.range) {
                guard let name = rest.popFirst() else {
                    throw .field(name: outline.fields.last ?? "", line: line.number)
                }
                guard let value = bytes.value(of: name, in: line.range) else {
                    throw .field(name: name, line: line.number)
                }
                if name == outline.secretField {
                    secret = value
                } else {
                    values[name] = String(decoding: bytes[value], as: UTF8.self)
                }
            }
            current = next()
        }
        if let name = rest.first { throw .field(name: name, line: current?.number ?? 0) }
        self.values = values
        self.secret = secret
        switch (outline.marks, begin) {
        case (nil, _): block = 0..<0
        case (.some, nil): throw .blockAbsent
        case (let marks?, let begin?): block = try Self.block(bytes, begin, marks.end, includesMarks, next)
        }
        while let line = next() {
            guard line.range.isEmpty else { throw .afterEnd(line: line.number) }
        }
    }

    private static func block(
        _ bytes: UnsafeRawBufferPointer, _ begin: Range<Int>, _ end: StaticString, _ includesMarks: Bool,
        _ next: () -> (range: Range<Int>, number: Int)?
    ) throws(ShareFilesError) -> Range<Int> {
        var start: Int?
        while let line = next() {
            if bytes.holds(line.range, end) {
                return includesMarks
                    ? begin.lowerBound..<line.range.upperBound
                    : (start ?? line.range.lowerBound)..<line.range.lowerBound
            }
            start = start ?? line.range.lowerBound
        }
        throw .blockAbsent
    }

    /// The value of a public field, which is there.
    subscript(_ name: String) -> String {
        guard let value = values[name] else { preconditionFailure("a text has all fields of its outline") }
        return value
    }

    /// 32 bytes of lower-case hexadecimal digits.
    func octets(_ name: String) throws(ShareFilesError) -> [UInt8] {
        guard let octets = try? Hex.decode(self[name]), octets.count == 32, Hex.encode(octets) == self[name] else {
            throw .fieldValue(name: name, expected: "64 lower-case hexadecimal digits")
        }
        return octets
    }
}

extension UnsafeRawBufferPointer {
    /// Where the value behind `name: ` in a line is; nil for another line.
    fileprivate func value(of name: String, in range: Range<Int>) -> Range<Int>? {
        // Byte by byte: a value may begin with a mark that would join the blank before it.
        let start = Array((name + ": ").utf8)
        guard self[range].starts(with: start) else { return nil }
        return range.lowerBound + start.count..<range.upperBound
    }
}
