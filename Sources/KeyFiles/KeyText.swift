import Encodings

/// The text of a key file without what does no harm around it; a view into the file's own bytes.
///
/// Released are how many blanks stand before and behind the text, which of the usual newlines ends it, whether there is a
/// carriage return anywhere, and whether a byte order mark or quotation marks stand around it: no letter of a key is any of
/// these. Not to be made of raw bytes, where all of them could be the key's.
struct KeyText {
    let file: UnsafeRawBufferPointer
    /// Where the text is.
    private(set) var range: Range<Int>
    private(set) var notes: [KeyFileNote] = []

    init(_ file: UnsafeRawBufferPointer) {
        self.file = file
        range = file.indices
        if file.begins(with: [0xef, 0xbb, 0xbf]) {
            range = 3..<range.upperBound
            notes.append(.byteOrderMark)
        }
        let whole = range
        trimBlanks()
        let end = file.part(range.upperBound..<whole.upperBound)
        if file.part(whole).has("\r") { notes.append(.carriageReturns) }
        // One newline at the end, of either kind, is how text ends.
        let usualEnd =
            switch end.count {
            case 0: true
            case 1: end.begins(with: [0x0a])
            case 2: end.begins(with: [0x0d, 0x0a])
            default: false
            }
        if range.lowerBound != whole.lowerBound || !usualEnd { notes.append(.blanks) }
    }

    var bytes: UnsafeRawBufferPointer { file.part(range) }

    /// Leaves aside one pair of quotation marks, for forms of one word.
    mutating func trimQuotes() {
        guard range.count >= 2 else { return }
        let marks = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        guard marks.contains(where: { bytes.begins(with: [$0]) && bytes.ends(with: [$0]) }) else { return }
        range = range.lowerBound + 1..<range.upperBound - 1
        notes.append(.quotes)
        let inside = range
        trimBlanks()
        if inside != range && !notes.contains(.blanks) { notes.append(.blanks) }
    }

    private mutating func trimBlanks() {
        let lower = range.lowerBound + bytes.countAtStart(of: .blank)
        range = lower..<range.upperBound
        range = lower..<range.upperBound - bytes.countAtEnd(of: .blank)
    }
}
