import Groups
import Sealing
import Secrets
import ShareFiles

/// What a sheet of paper carries: a share or a dealing that was checked, in the form in which it is printed.
public struct Sheet: Sendable {
    public enum Content: Sendable {
        /// A good share, as rows of sixteen letters and one that checks them, the last of nine and one: 95 bytes, a secret.
        case share(holder: HolderFacts, rows: SecretFile)
        /// A share sealed to its holder, as an armored age file: to a key, or with a passphrase. Whose it is does not show,
        /// nor whether it is good.
        case sealed(armor: String, withPassphrase: Bool)
        /// The dealing alone.
        case dealing
    }

    public let dealing: DealingFacts
    public let content: Content
    /// The dealing as the texts of codes, each of at most 620 letters of ASCII.
    public let parts: [String]
}

/// Reads and checks what is to be printed.
///
/// A sheet is kept for years: a share that is not good gets none.
/// - Throws: `Refusal`: what is wrong with the share or the dealing; `dealing-missing` for a bare line without one;
///   `several-shares` where there is more than one.
public func sheet(of file: SecretFile, _ options: CheckOptions = CheckOptions()) throws(Refusal) -> Sheet {
    var gathering = try Gathering([file], options)
    guard gathering.entries.count <= 1 else {
        throw Refusal(
            .unsafe, code: "several-shares",
            "\(file.name) holds \(gathering.entries.count) shares, and a sheet carries one",
            advice: "print each from a file of its own")
    }
    if let sealed = try gathering.sealedSheet() { return sealed }
    guard let dealing = try gathering.decide() else {
        if let verdict = gathering.entries.first?.verdict, verdict.code != nil { throw Refusal(verdict) }
        throw Refusal(
            .damaged, code: "dealing-missing", "\(file.name): the share line came without its dealing",
            advice: "give --dealing with the dealing.json of the split, or the whole share file")
    }
    guard !gathering.entries.isEmpty else { return try dealing.sheet(.dealing) }
    let rows = try gathering.rows(dealing, dealing.group.group)
    guard let index = gathering.entries[0].verdict.index, let holder = dealing.facts.holder(index) else {
        throw Refusal(.internalFault, code: "internal", "a good share has no holder")
    }
    return try dealing.sheet(.share(holder: holder, rows: SecretFile(name: file.name, bytes: rows)))
}

extension KnownDealing {
    /// Letters of a piece of the dealing in one code: a telephone reads the code from 56 mm of paper.
    private static let lettersInPart = 600

    fileprivate func sheet(_ content: Sheet.Content) throws(Refusal) -> Sheet {
        Sheet(dealing: facts, content: content, parts: try whole().parts(mostLetters: Self.lettersInPart))
    }
}

extension Gathering {
    /// The sheet of a share that is sealed and was not opened.
    fileprivate func sealedSheet() throws(Refusal) -> Sheet? {
        guard let entry = entries.first, entry.line == nil else { return nil }
        guard let share = try? ShareFile(parsing: entry.file.bytes), let armor = share.armor, let file = share.dealing
        else { return nil }
        // One that nobody could ever open gets no paper.
        let age = try refusing(about: entry.file.name) { () throws in try AgeFile(parsing: armor) }
        return try KnownDealing(file)
            .sheet(.sealed(armor: String(decoding: armor, as: UTF8.self), withPassphrase: age.wantsPassphrase))
    }

    /// The rows of the only share, which has to be good.
    fileprivate mutating func rows<G: Group>(_ dealing: KnownDealing, _ group: G.Type) throws(Refusal) -> LockedBytes {
        _ = try checked(against: dealing, in: G.self)
        guard entries[0].verdict.status == .valid, let owner = entries[0].line else {
            throw Refusal(entries[0].verdict)
        }
        return try refusing { () throws in
            var line = try LockedBytes(count: ShareLine.letterCount)
            var rows = try LockedBytes(count: SheetRow.sheetLetterCount)
            try line.withUnsafeMutableBytes { line in
                try owner.line.write(into: line)
                try rows.withUnsafeMutableBytes { try SheetRow.write(UnsafeRawBufferPointer(line), into: $0) }
            }
            return rows
        }
    }
}

/// What may be said of a row of a sheet as soon as it was typed.
public enum TypedRow: Equatable, Sendable {
    /// It fits its check letter.
    case right
    /// It has letters that cannot be read, so that the check letter tells nothing.
    case unjudged
    /// A letter of it is wrong, or its check letter.
    case wrong
    /// It has another number of letters than it needs, the check letter counted.
    case letterCount(found: Int, needed: Int)
    /// It has the number of another row, and as many letters as that one.
    case otherRow(Int)
    /// It is a whole share line, as a scanner gives it.
    case wholeLine
    /// It is a part of a dealing, as a scanner gives it.
    case dealingPart

    /// Rows of a sheet.
    public static let rowCount = SheetRow.count

    /// Judges what was typed for a row.
    /// - Parameters:
    ///   - text: Without its line end; blanks and hyphens don't count, and its number may stand before it.
    ///   - row: 1 … 6.
    /// - Returns: The verdict, and how many bytes at the start of the text are the number of the row.
    public static func judge(
        _ text: UnsafeRawBufferPointer, row: Int
    ) throws(Refusal) -> (verdict: TypedRow, numberBytes: Int) {
        let kind = ShareFileKind.recognise(text)
        if kind == .scan { return (.dealingPart, 0) }
        let count = SheetRow.typedLetterCount(text)
        if kind == .bareLine, count == ShareLine.letterCount { return (.wholeLine, 0) }
        let needed = SheetRow.letterCount(of: row) + 1
        // A row may begin with a letter that is a digit: a number is what makes it one letter longer.
        var numberBytes = 0
        let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? 0
        if start < text.count, text[start] == UInt8(ascii: "0") + UInt8(row), count > needed {
            let marks: [UInt8] = [0x2E, 0x3A, 0x29, 0x7C]
            let hasMark = start + 1 < text.count && marks.contains(text[start + 1])
            numberBytes = start + (hasMark ? 2 : 1)
        }
        let letters = UnsafeRawBufferPointer(rebasing: text[numberBytes...])
        let found = SheetRow.typedLetterCount(letters)
        guard found == needed else {
            if numberBytes == 0, let other = numbered(text[start...], found) { return (.otherRow(other), 0) }
            return (.letterCount(found: found, needed: needed), numberBytes)
        }
        let isRight = try refusing { () throws in try SheetRow.isRight(letters, row: row) }
        return (isRight.map { $0 ? .right : .wrong } ?? .unjudged, numberBytes)
    }

    /// Whether a row was typed as it stands, in either case, with blanks, hyphens and its number or without. The letters are
    /// compared in constant time.
    /// - Parameters:
    ///   - text: As `judge` takes it.
    ///   - row: 1 … 6.
    ///   - letters: The row with its check letter, in lower case, as `Sheet` has it.
    public static func isRow(
        _ text: UnsafeRawBufferPointer, _ row: Int, as letters: UnsafeRawBufferPointer
    ) throws(Refusal) -> Bool {
        let (verdict, numberBytes) = try judge(text, row: row)
        guard verdict == .right else { return false }
        return try refusing { () throws in
            var typed = try LockedBytes(count: letters.count)
            let count = typed.withUnsafeMutableBytes { typed in
                var count = 0
                for letter in text.dropFirst(numberBytes) where ![0x20, 0x09, 0x0D, 0x2D].contains(letter) {
                    if count < typed.count { typed[count] = letter }
                    count += 1
                }
                MemoryChecker.markSecret(UnsafeRawBufferPointer(typed))
                // Lower case; the alphabet has no other letters that this bit changes.
                for place in typed.indices { typed[place] |= 0x20 }
                return count
            }
            guard count == letters.count else { return false }
            return typed.withUnsafeBytes { constantTimeMatches($0, letters) }
        }
    }

    /// Which row's number stands first, where the letters behind it are as many as that row has.
    private static func numbered(_ text: Slice<UnsafeRawBufferPointer>, _ found: Int) -> Int? {
        guard let first = text.first, (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(first) else { return nil }
        let row = Int(first - UInt8(ascii: "0"))
        return found == 1 + SheetRow.letterCount(of: row) + 1 ? row : nil
    }

    /// The row and the letter in it, both from 1, of a letter of the line (1 … 89).
    public static func position(of place: Int) -> (row: Int, letter: Int) { SheetRow.position(of: place) }
}
