import Custody

/// The rows of one sheet as a person types them, each judged when it is there.
struct TypedRows: ~Copyable {
    enum Outcome: Equatable {
        case blank
        /// The next row may come.
        case taken
        /// It was the last.
        case complete
        /// What was typed is the whole share.
        case wholeShare
        /// It is a code of a dealing, and no row.
        case dealingPart
        /// The same row once more, with what to say.
        case again(String)
    }

    /// The row that is to come, from 1.
    private(set) var row = 1
    private var text: LockedBytes
    private var filled = 0
    /// What was typed for this row before and is not right.
    private var previous: LockedBytes

    /// - Throws: `SecretsError`.
    init() throws {
        let rows = try LockedBytes(count: 4096), none = try LockedBytes(count: 0)
        text = rows
        previous = none
    }

    /// - Parameter typed: A line without its end, at most 1023 bytes.
    /// - Throws: `SecretsError`, `Refusal`.
    mutating func take(_ typed: borrowing LockedBytes) throws -> Outcome {
        if typed.withUnsafeBytes({ $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }) { return .blank }
        let row = self.row
        let (verdict, numberBytes) = try typed.withUnsafeBytes { try TypedRow.judge($0, row: row) }
        switch verdict {
        case .dealingPart:
            return .dealingPart
        case .wholeLine where row == 1:
            return .wholeShare
        case .wholeLine:
            return .again("That is a whole share. Finish this one first.\n")
        case .otherRow(let other):
            return .again("That is row \(other), and row \(row) comes first.\n")
        case .letterCount(let found, let needed):
            return .again("Row \(row) has \(found) letters and needs \(needed), with its check letter. Once more:\n")
        case .wrong:
            guard previous.matches(typed) else {
                previous = try typed.copy()
                return .again(
                    """
                    A letter of row \(row) is wrong, or its check letter. Look again; if it does stand
                    so on the sheet, type the same once more.

                    """)
            }
        case .right, .unjudged:
            break
        }
        append(typed, without: numberBytes)
        self.row += 1
        return self.row > TypedRow.rowCount ? .complete : .taken
    }

    /// The rows that are there, a line each.
    consuming func takeText() -> LockedBytes {
        var text = text
        text.truncate(to: filled)
        return text
    }

    /// Writes a row with its number. Blanks don't count, and six rows without them fit.
    private mutating func append(_ typed: borrowing LockedBytes, without numberBytes: Int) {
        let number = UInt8(ascii: "0") + UInt8(row)
        let start = filled
        filled = text.withUnsafeMutableBytes { text in
            typed.withUnsafeBytes { typed in
                var end = start
                func put(_ byte: UInt8) {
                    guard end < text.count else { return }
                    text[end] = byte
                    end += 1
                }
                put(number)
                put(UInt8(ascii: " "))
                for byte in typed.dropFirst(numberBytes) where byte != 0x20 && byte != 0x09 { put(byte) }
                put(UInt8(ascii: "\n"))
                return end
            }
        }
    }
}
