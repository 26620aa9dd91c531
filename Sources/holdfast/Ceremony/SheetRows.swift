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
        try rows.withUnsafeBytes { rows in
            try typed.withUnsafeBytes {
                try TypedRow.isRow($0, row, as: UnsafeRawBufferPointer(rebasing: rows[range(of: row, in: rows.count)]))
            }
        }
    }

    private static func range(of row: Int, in count: Int) -> Range<Int> {
        (row - 1) * length..<min(row * length, count)
    }
}
