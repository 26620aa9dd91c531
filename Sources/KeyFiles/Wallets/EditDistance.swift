import Encodings
import Groups

/// How many bytes have to be changed, added, left out or exchanged with the next one to make one word of another ("optimal
/// string alignment"; Damerau 1964, Wagner and Fischer 1974), without a branch or an address that depends on the first.
enum EditDistance {
    /// More than any word needs.
    static let most: UInt64 = 63
    private static let columns = WordSlot.byteCount + 1
    /// Three rows of the table of distances.
    static let roomCount = 8 * 3 * columns

    /// - Parameters:
    ///   - slot: The secret word, of any length up to `WordSlot.byteCount`.
    ///   - table: A list of words; the one that is compared with is public.
    ///   - room: `roomCount` bytes, overwritten.
    /// - Returns: 0 … `most`; 1 also where the first four letters of ASCII are the same, which in a list of BIP-39 tell the word.
    static func changes(
        from slot: UnsafePointer<UInt64>, to table: [UInt64], _ candidate: Int, _ room: UnsafeMutableRawBufferPointer
    ) -> UInt64 {
        let entry = table[candidate * WordSlot.limbCount..<(candidate + 1) * WordSlot.limbCount]
        let letters = letters(of: entry)
        let rows = room.assumingMemoryBound(to: UInt64.self)
        for column in 0..<columns { rows[column] = UInt64(column) }
        for row in 1...max(1, letters.count) { fill(row, letters, slot, rows) }
        let last = letters.count % 3 * columns
        // Of the last row the one column that has the length of the secret word.
        var changes: UInt64 = 0
        for column in 0..<columns { changes |= rows[last + column] & hasLength(slot, column) }
        let start = first(entry) & 0xFFFF_FFFF
        let isASCII = start & 0x8080_8080 == 0 && start >> 24 != 0
        let hasSameStart = maskFromBit(isZeroBit((slot[0] & 0xFFFF_FFFF) ^ start)) & (isASCII ? ~0 : 0)
        return minimum(minimum(changes, most), (hasSameStart & 1) | (~hasSameStart & most))
    }

    /// One row: the distances of the first letters of the public word from every beginning of the secret one.
    private static func fill(
        _ row: Int, _ letters: [UInt64], _ slot: UnsafePointer<UInt64>, _ rows: UnsafeMutableBufferPointer<UInt64>
    ) {
        let (this, above, twoAbove) = (row % 3 * columns, (row + 2) % 3 * columns, (row + 1) % 3 * columns)
        rows[this] = UInt64(row)
        for column in 1..<columns {
            let isSame = maskIfEqual(letter(slot, column - 1), letters[row - 1])
            var least = rows[above + column - 1] &+ (~isSame & 1)
            least = minimum(least, rows[above + column] &+ 1)
            least = minimum(least, rows[this + column - 1] &+ 1)
            if row > 1, column > 1 {
                let isExchanged =
                    maskIfEqual(letter(slot, column - 1), letters[row - 2])
                    & maskIfEqual(letter(slot, column - 2), letters[row - 1])
                let exchanged = rows[twoAbove + column - 2] &+ 1
                least = minimum(least, exchanged | (~isExchanged & most))
            }
            rows[this + column] = least
        }
    }

    private static func letters(of entry: ArraySlice<UInt64>) -> [UInt64] {
        var letters: [UInt64] = []
        for limb in entry {
            for place in 0..<8 {
                let letter = limb >> (8 * UInt64(place)) & 0xFF
                guard letter != 0 else { return letters }
                letters.append(letter)
            }
        }
        return letters
    }

    private static func first(_ entry: ArraySlice<UInt64>) -> UInt64 { entry[entry.startIndex] }

    @inline(__always)
    private static func letter(_ slot: UnsafePointer<UInt64>, _ place: Int) -> UInt64 {
        slot[place / 8] &>> UInt64(8 * (place % 8)) & 0xFF
    }

    /// All ones if the word has so many letters: the next one is none, and the one before is one.
    private static func hasLength(_ slot: UnsafePointer<UInt64>, _ length: Int) -> UInt64 {
        let hasEnd = length == WordSlot.byteCount ? ~0 : maskIfEqual(letter(slot, length), 0)
        return hasEnd & (length == 0 ? ~0 : ~maskIfEqual(letter(slot, length - 1), 0))
    }
}

/// The smaller of two numbers below 2⁶³.
@inline(__always)
func minimum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let isLess = maskFromBit((a &- b) &>> 63)
    return (a & isLess) | (b & ~isLess)
}
