import Encodings
import Secrets

/// Where the parts of a share file stand in its bytes (holdfast-share(5), "The file"). Positions only, nothing secret.
struct ShareText {
    /// What carries the share.
    enum Body {
        /// The pieces of the line of letters, without the blanks around them.
        case line([Range<Int>])
        /// The rows of a sheet, without their numbers; the last letter of each checks it.
        case sheet([Range<Int>])
        /// An armored age file, from its first letter to its last.
        case sealed(Range<Int>)
    }

    let body: Body
    /// The text between the marks; `nil` for a bare line.
    let dealing: Range<Int>?

    /// The most bytes a share file can have: a dealing, and 64 KiB for all else.
    static let mostBytes = DealingFile.mostBytes + 65536
    /// What the first line of every share file begins with, before its version.
    static let titleStart: StaticString = "holdfast-share/"
    private static let title: StaticString = "holdfast-share/1"
    static let dealingBegin: StaticString = "-----BEGIN HOLDFAST DEALING-----"
    static let dealingEnd: StaticString = "-----END HOLDFAST DEALING-----"
    static let armorBegin: StaticString = "-----BEGIN AGE ENCRYPTED FILE-----"
    static let armorEnd: StaticString = "-----END AGE ENCRYPTED FILE-----"

    /// A line without the blanks around it.
    private typealias Line = (range: Range<Int>, number: Int)

    /// - Throws: `ShareFilesError.tooLarge`, `.notText`, `.unknownVersion`, `.noShare`, `.lineTwice`,
    ///   `.dealingBlock`, `.afterEnd`, `.sheetRow`, `.sheetRowNumber`, `.letter` for an l where the 1 of `hfs1` stands.
    init(_ bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge(byteCount: bytes.count, most: Self.mostBytes) }
        if let line = TextBytes.lineOfFirstFault(in: bytes) { throw .notText(line: line) }
        var lines = TextLines(bytes)
        let next = { () -> Line? in lines.next().map { (bytes.withoutBlanks($0.range), $0.number) } }

        guard var line = next() else { throw .noShare }
        let hasTitle = bytes.starts(line.range, with: Self.titleStart)
        if hasTitle {
            guard bytes.holds(line.range, Self.title) else {
                throw .unknownVersion(bytes.excerpt(line.range))
            }
            line = next() ?? (bytes.count..<bytes.count, line.number + 1)
        } else {
            while bytes.isEmptyOrComment(line.range), let other = next() { line = other }
            if bytes.startsWithLetterForOne(line.range) { throw .letter(place: ShareLine.prefix.count) }
            if bytes.startsSheet(line.range) {
                self.body = .sheet(try Self.rows(from: line, bytes, next))
                self.dealing = nil
                return
            }
        }

        var pieces: [Range<Int>] = []
        var armor: Range<Int>?
        var dealing: Range<Int>?
        var current: Line? = line
        while let line = current, dealing == nil {
            if bytes.holds(line.range, Self.dealingBegin) {
                guard hasTitle else { throw .dealingBlock(.firstLineAbsent(line: line.number)) }
                dealing = try Self.block(from: line, to: Self.dealingEnd, bytes, next)
            } else if bytes.holds(line.range, Self.dealingEnd) {
                throw .dealingBlock(.endWithoutBegin(line: line.number))
            } else if bytes.holds(line.range, Self.armorBegin), hasTitle {
                guard pieces.isEmpty, armor == nil else { throw .lineTwice }
                let inside = try Self.block(from: line, to: Self.armorEnd, bytes, next)
                armor = line.range.lowerBound..<inside.upperBound + Self.armorEnd.utf8CodeUnitCount
            } else if !bytes.isEmptyOrComment(line.range) {
                guard armor == nil, pieces.isEmpty || !bytes.startsLine(line.range) else { throw .lineTwice }
                guard hasTitle || !pieces.isEmpty || bytes.startsLine(line.range) else { throw .noShare }
                pieces.append(line.range)
            }
            current = next()
        }
        while let line = current {
            if bytes.holds(line.range, Self.dealingBegin) { throw .dealingBlock(.second(line: line.number)) }
            guard line.range.isEmpty else { throw .afterEnd(line: line.number) }
            current = next()
        }
        if let armor {
            body = .sealed(armor)
        } else {
            guard !pieces.isEmpty else { throw .noShare }
            body = .line(pieces)
        }
        guard dealing != nil || !hasTitle else { throw .dealingBlock(.absent) }
        self.dealing = dealing
    }

    /// The rows of a sheet, each without its number.
    private static func rows(
        from first: Line, _ bytes: UnsafeRawBufferPointer, _ next: () -> Line?
    ) throws(ShareFilesError) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var current: Line? = first
        while let line = current {
            current = next()
            if bytes.isEmptyOrComment(line.range) { continue }
            let row = rows.count + 1
            guard row <= SheetRow.count else { throw .lineTwice }
            let letters = bytes.withoutRowNumber(line.range)
            guard letters.lowerBound > line.range.lowerBound,
                bytes[line.range.lowerBound] == UInt8(ascii: "0") + UInt8(row)
            else { throw .sheetRowNumber(expected: row, line: line.number) }
            let found = SheetRow.typedLetterCount(UnsafeRawBufferPointer(rebasing: bytes[letters]))
            guard found == SheetRow.letterCount(of: row) + 1 else { throw .sheetRow(row, found: found) }
            rows.append(letters)
        }
        guard rows.count == SheetRow.count else { throw .sheetRowNumber(expected: rows.count + 1, line: nil) }
        return rows
    }

    /// What stands between a line that begins a block and the one that ends it.
    private static func block(
        from begin: Line, to end: StaticString, _ bytes: UnsafeRawBufferPointer, _ next: () -> Line?
    ) throws(ShareFilesError) -> Range<Int> {
        var start: Int?
        while let line = next() {
            if bytes.holds(line.range, end) { return (start ?? line.range.lowerBound)..<line.range.lowerBound }
            start = start ?? line.range.lowerBound
        }
        throw .dealingBlock(.withoutEnd(line: begin.number))
    }
}

extension UnsafeRawBufferPointer {
    /// The range without blanks and tabs at both ends.
    func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    /// Whether exactly this text stands there.
    func holds(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && starts(range, with: text)
    }

    func starts(_ range: Range<Int>, with text: StaticString) -> Bool {
        let letters = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return UnsafeRawBufferPointer(rebasing: self[range]).begins(with: Array(letters))
    }

    func isEmptyOrComment(_ range: Range<Int>) -> Bool {
        range.isEmpty || UnsafeRawBufferPointer(rebasing: self[range]).begins(with: [UInt8(ascii: "#")])
    }

    /// Whether a share line begins there, in either case.
    func startsLine(_ range: Range<Int>) -> Bool {
        guard range.count >= ShareLine.prefix.count else { return false }
        return zip(range, ShareLine.prefix).allSatisfy { place, letter in
            let isLetter = letter >= UInt8(ascii: "a")
            return UnsafeRawBufferPointer(rebasing: self[place...place])
                .begins(with: [letter], [isLetter ? letter & ~0x20 : letter])
        }
    }

    /// Whether the first row of a sheet begins there: 1, perhaps one of `.` `:` `)`, blanks or a hyphen, and `hfs1`.
    ///
    /// The text may be a key: that all of it stands there or not is released, and nothing else.
    func startsSheet(_ range: Range<Int>) -> Bool {
        let text = UnsafeRawBufferPointer(rebasing: self[range])
        return text.begins(withAnyOf: Self.sheetStarts)
    }

    private static let sheetStarts: [[UInt8]] = starts(["hfs1", "HFS1"])

    /// Whether a share begins there whose 1 was read as the letter l, on a sheet or as a line.
    func startsWithLetterForOne(_ range: Range<Int>) -> Bool {
        UnsafeRawBufferPointer(rebasing: self[range]).begins(withAnyOf: Self.misreadStarts)
    }

    private static let misreadStarts: [[UInt8]] =
        ["hfsl", "HFSL", "hfsI", "HFSI", "hfsi"].map { Array($0.utf8) }
        + starts(["hfsl", "HFSL", "hfsI", "HFSI", "hfsi"])

    /// The first row's number, a mark or none, blanks or one hyphen, and a start of the line.
    private static func starts(_ prefixes: [String]) -> [[UInt8]] {
        let gaps = (0...8).map { String(repeating: " ", count: $0) } + ["-"]
        return ["", ".", ":", ")"].flatMap { mark in
            gaps.flatMap { gap in prefixes.map { Array("1\(mark)\(gap)\($0)".utf8) } }
        }
    }

    /// A row of a sheet without its number and what stands behind that; the same range where it has none.
    fileprivate func withoutRowNumber(_ range: Range<Int>) -> Range<Int> {
        guard let first = range.first, (0x31...0x36).contains(self[first]) else { return range }
        var start = first + 1
        // `.`, `:`, `)` or `|`, once; then blanks.
        if start < range.upperBound, [0x2E, 0x3A, 0x29, 0x7C].contains(self[start]) { start += 1 }
        return withoutBlanks(start..<range.upperBound)
    }

    /// The start of a first line in a message: short, and of plain characters.
    func excerpt(_ range: Range<Int>) -> String {
        String(
            decoding: self[range].prefix(32).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
