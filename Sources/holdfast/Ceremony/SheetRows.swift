import Custody

/// The six rows of a share for the screen, in locked memory: `1  hfs1 pvqq 8kzu e9cq  w`.
enum SheetRows {
    /// Letters of a full row, with the one that checks it.
    private static let length = 17

    /// - Parameter rows: One after another without blanks, as `Sheet` has them.
    static func text(_ rows: borrowing LockedBytes) throws -> LockedBytes {
        var text = try LockedBytes(count: 6 * 32)
        let count = rows.withUnsafeBytes { rows in
            text.withUnsafeMutableBytes { text in
                var end = 0
                func put(_ byte: UInt8) {
                    text[end] = byte
                    end += 1
                }
                func blanks(_ count: Int) { for _ in 0..<count { put(UInt8(ascii: " ")) } }
                for row in 1...TypedRow.rowCount {
                    blanks(2)
                    put(UInt8(ascii: "0") + UInt8(row))
                    blanks(1)
                    let range = range(of: row, in: rows.count)
                    for place in range.dropLast() {
                        if (place - range.lowerBound) % 4 == 0 { blanks(1) }
                        put(rows[place])
                    }
                    blanks(2)
                    put(rows[range.upperBound - 1])
                    put(UInt8(ascii: "\n"))
                }
                return end
            }
        }
        text.truncate(to: count)
        return text
    }

    /// Whether a row was typed as it is, in either case, with blanks and its number or without.
    static func isRow(_ row: Int, of rows: borrowing LockedBytes, _ typed: borrowing LockedBytes) throws -> Bool {
        let (verdict, numberBytes) = try typed.withUnsafeBytes { try TypedRow.judge($0, row: row) }
        guard verdict == .right else { return false }
        let range = range(of: row, in: rows.count)
        var letters = try LockedBytes(count: range.count)
        let filled = letters.withUnsafeMutableBytes { letters in
            typed.withUnsafeBytes { typed in
                var end = 0
                for byte in typed.dropFirst(numberBytes) where ![0x20, 0x09, 0x0D, 0x2D].contains(byte) {
                    guard end < letters.count else { return end + 1 }
                    // Lower case; the alphabet has no other letters that this bit changes.
                    letters[end] = byte | 0x20
                    end += 1
                }
                return end
            }
        }
        guard filled == range.count else { return false }
        let wanted = try rows.withUnsafeBytes { try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: $0[range])) }
        return letters.matches(wanted)
    }

    private static func range(of row: Int, in count: Int) -> Range<Int> {
        (row - 1) * length..<min(row * length, count)
    }
}
