import Secrets
import ShareFiles
import TestSupport
import Testing

/// The rows of a sheet: what their check letters notice.
@Suite struct SheetRowTests {
    static let line = "hfs1pyqqr943su5hzhsqqwjswmal9jdxz0k5vj9ve6e782nlyzhxzj9pjw0dua3yrdj8fmyv8n7wy2rgjwgsas46q"
    static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    /// The example of holdfast-share(5), made by the reference in Vectors/.
    @Test func writesTheRowsOfThePage() throws {
        #expect(
            try rows(Self.line) == [
                "hfs1pyqqr943su5h3", "zhsqqwjswmal9jdxm", "z0k5vj9ve6e782nly", "yzhxzj9pjw0dua3yr", "rdj8fmyv8n7wy2rgz",
                "jwgsas46q3",
            ])
    }

    @Test func everyWrongLetterIsNoticed() throws {
        for (place, row) in try rows(Self.line).enumerated() {
            let letters = Array(row.utf8)
            #expect(try isRight(letters, row: place + 1) == true)
            for position in (place == 0 ? 4 : 0)..<letters.count {
                for letter in Self.alphabet where letter != letters[position] {
                    var changed = letters
                    changed[position] = letter
                    #expect(try isRight(changed, row: place + 1) == false)
                }
            }
        }
    }

    @Test func everyTwoExchangedLettersAreNoticed() throws {
        for (place, row) in try rows(Self.line).enumerated() {
            let letters = Array(row.utf8)
            for first in (place == 0 ? 4 : 0)..<letters.count - 1 {
                for second in first + 1..<letters.count - 1 where letters[first] != letters[second] {
                    var changed = letters
                    changed.swapAt(first, second)
                    #expect(try isRight(changed, row: place + 1) == false)
                }
            }
        }
    }

    @Test func aRowInAnotherPlaceIsNoticed() throws {
        let rows = try rows(Self.line)
        for row in 2...5 {
            for place in 2...5 { #expect(try isRight(Array(rows[row - 1].utf8), row: place) == (row == place)) }
        }
    }

    @Test func whatCannotBeReadIsNotJudged() throws {
        let row = try rows(Self.line)[2]
        #expect(try isRight(Array("?\(row.dropFirst())".utf8), row: 3) == nil)
        #expect(try isRight(Array("\(row.dropLast())?".utf8), row: 3) == nil)
        #expect(try isRight(Array(row.dropLast().utf8), row: 3) == nil)
        #expect(try isRight(Array("\(row)q".utf8), row: 3) == nil)
        #expect(try isRight([], row: 1) == nil)
    }

    @Test func blanksHyphensAndCapitalsMakeNoDifference() throws {
        #expect(try isRight(Array("  HFS1 pyqq-R943 su5h   3\t".utf8), row: 1) == true)
    }

    @Test func tellsRowAndLetterOfAPlace() {
        #expect(SheetRow.position(of: 1) == (1, 1))
        #expect(SheetRow.position(of: 16) == (1, 16))
        #expect(SheetRow.position(of: 17) == (2, 1))
        #expect(SheetRow.position(of: 89) == (6, 9))
    }

    private func rows(_ line: String) throws -> [String] {
        let line = try LockedBytes(copying: Array(line.utf8))
        var text = try LockedBytes(count: SheetRow.sheetLetterCount)
        try line.withUnsafeBytes { line in try text.withUnsafeMutableBytes { try SheetRow.write(line, into: $0) } }
        let letters = text.array
        return stride(from: 0, to: letters.count, by: 17).map {
            String(decoding: letters[$0..<min($0 + 17, letters.count)], as: UTF8.self)
        }
    }

    private func isRight(_ letters: [UInt8], row: Int) throws -> Bool? {
        try letters.withUnsafeBytes { try SheetRow.isRight($0, row: row) }
    }
}
