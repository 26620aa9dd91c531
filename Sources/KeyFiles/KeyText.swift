/// The text of a key file without what does no harm around it; a view into the file's own bytes.
struct KeyText {
    let file: UnsafeRawBufferPointer
    /// Where the text is.
    private(set) var range: Range<Int>
    private(set) var notes: [KeyFileNote] = []

    init(_ file: UnsafeRawBufferPointer) {
        self.file = file
        range = file.indices
        if file.count >= 3, file[0].released(is: 0xef), file[1].released(is: 0xbb), file[2].released(is: 0xbf) {
            range = 3..<range.upperBound
            notes.append(.byteOrderMark)
        }
        let whole = range
        trimBlanks()
        let end = file[range.upperBound..<whole.upperBound]
        if file[whole].contains(where: { $0.released(is: 0x0d) }) { notes.append(.carriageReturns) }
        // One newline at the end, of either kind, is how text ends.
        let usualEnd =
            switch end.count {
            case 0: true
            case 1: end.first!.released(is: 0x0a)
            case 2: end.first!.released(is: 0x0d) && end.last!.released(is: 0x0a)
            default: false
            }
        if range.lowerBound != whole.lowerBound || !usualEnd { notes.append(.blanks) }
    }

    var bytes: UnsafeRawBufferPointer { file.part(range) }

    /// Leaves aside one pair of quotation marks, for forms of one word.
    mutating func trimQuotes() {
        guard range.count >= 2 else { return }
        let first = file[range.lowerBound], last = file[range.upperBound - 1]
        let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        guard quotes.contains(where: { first.released(is: $0) && last.released(is: $0) }) else { return }
        range = range.lowerBound + 1..<range.upperBound - 1
        notes.append(.quotes)
        let inside = range
        trimBlanks()
        if inside != range && !notes.contains(.blanks) { notes.append(.blanks) }
    }

    private mutating func trimBlanks() {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, KeyText.isBlank(file[lower]) { lower += 1 }
        while lower < upper, KeyText.isBlank(file[upper - 1]) { upper -= 1 }
        range = lower..<upper
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte.released(is: 0x20) || byte.released(within: 0x09...0x0d)
    }
}
