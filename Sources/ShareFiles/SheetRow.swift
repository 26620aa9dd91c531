import Encodings
import Secrets

/// The share line as a sheet of paper shows it: six rows, numbered, each ended by a letter that checks it
/// (holdfast-share(5), "ON PAPER").
///
/// The check letters tell at once in which row a letter is wrong. Whether the line is right they don't decide: its own
/// checksum does.
package enum SheetRow {
    /// Rows of a line.
    package static let count = 6
    /// Letters of all rows with their check letters.
    package static let sheetLetterCount = ShareLine.letterCount + count
    /// Letters of a row but the last, its check letter not counted.
    package static let mostLetters = 16

    /// Letters of a row, its check letter not counted.
    /// - Parameter row: 1 … 6.
    package static func letterCount(of row: Int) -> Int {
        row < count ? mostLetters : ShareLine.letterCount - (count - 1) * mostLetters
    }

    /// The row and the place in it, both from 1, of a letter of the line (1 … 89).
    package static func position(of place: Int) -> (row: Int, letter: Int) {
        ((place - 1) / mostLetters + 1, (place - 1) % mostLetters + 1)
    }

    /// The value of the check letter: r + Σ 2ᵏ·vₖ over the values v₁ … vₘ of the row's letters, in GF(32), where 2 is x.
    ///
    /// The powers differ up to k = 31, so that every wrong letter and every two exchanged ones are noticed; r notices
    /// exchanged rows.
    /// - Parameters:
    ///   - values: Of the letters of the row, those of `hfs1` left out, 0 … 31 a byte.
    ///   - row: 1 … 6.
    static func check(_ values: UnsafeRawBufferPointer, row: Int) -> UInt8 {
        var sum = GF32.zero
        for value in values.reversed() { sum = (sum + GF32(value)) * GF32(2) }
        return (sum + GF32(UInt8(row))).letter
    }

    /// Writes the line as the rows of a sheet, one after another without blanks.
    /// - Parameters:
    ///   - line: The 89 letters, in lower case.
    ///   - text: 95 bytes.
    package static func write(
        _ line: UnsafeRawBufferPointer, into text: UnsafeMutableRawBufferPointer
    ) throws(ShareFilesError) {
        precondition(
            line.count == ShareLine.letterCount && text.count == sheetLetterCount, "a line, and room for its rows")
        var values = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: mostLetters + 1) }
        values.withUnsafeMutableBytes { values in
            for row in 1...count {
                let letters = UnsafeRawBufferPointer(
                    rebasing: line[(row - 1) * mostLetters..<(row - 1) * mostLetters + letterCount(of: row)])
                let target = UnsafeMutableRawBufferPointer(
                    rebasing: text[(row - 1) * (mostLetters + 1)..<(row - 1) * (mostLetters + 1) + letters.count + 1])
                target.copyMemory(from: letters)
                // The prefix is no part of the check: 1 is no letter.
                let checked = UnsafeRawBufferPointer(rebasing: letters[(row == 1 ? ShareLine.prefix.count : 0)...])
                _ = Bech32.values(of: checked, into: values)
                var letter = check(UnsafeRawBufferPointer(rebasing: values[..<checked.count]), row: row)
                withUnsafeMutableBytes(of: &letter) { value in
                    Bech32.letters(
                        for: UnsafeRawBufferPointer(value),
                        into: UnsafeMutableRawBufferPointer(rebasing: target[letters.count...]))
                }
            }
        }
        wipeStack()
    }

    /// Whether a row fits its check letter; `nil` where a letter of it is none of the alphabet, such as `?`. That is released.
    /// - Parameter letters: The row as it was typed, with its check letter last; blanks, tabs and hyphens don't count.
    package static func isRight(_ letters: UnsafeRawBufferPointer, row: Int) throws(ShareFilesError) -> Bool? {
        var values = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: mostLetters + 1) }
        let skipped = row == 1 ? ShareLine.prefix.count : 0
        return values.withUnsafeMutableBytes { values -> Bool? in
            var count = 0
            var seen = 0
            for letter in letters where !ShareLineLetters.isLeftOut(letter) {
                seen += 1
                // The prefix is the same in all shares, and no part of the check; it is released.
                if seen <= skipped {
                    let known = UInt8(truncatingIfNeeded: MemoryChecker.released(UInt64(letter)))
                    if !ShareLine.isPrefixLetter(known, at: seen) { return false }
                }
                guard seen > skipped, count < values.count else { continue }
                values[count] = letter
                count += 1
            }
            guard seen == letterCount(of: row) + 1, count > 1 else { return nil }
            let typed = UnsafeMutableRawBufferPointer(rebasing: values[..<count])
            MemoryChecker.markSecret(UnsafeRawBufferPointer(typed))
            defer { wipeStack() }
            guard Bech32.values(of: UnsafeRawBufferPointer(typed), into: typed).foreignCount == 0 else { return nil }
            let expected = check(UnsafeRawBufferPointer(rebasing: typed[..<(count - 1)]), row: row)
            return MemoryChecker.released(UInt64(expected ^ typed[count - 1])) == 0
        }
    }

    /// How many letters stand in a row as it was typed, its check letter counted.
    package static func typedLetterCount(_ letters: UnsafeRawBufferPointer) -> Int {
        letters.count { !ShareLineLetters.isLeftOut($0) }
    }
}
