import Encodings
import Groups
import Secrets

/// The words of a text in slots of one size, so that no branch and no address ever depends on a letter: not even where a
/// word ends.
///
/// Blanks are ASCII's and U+3000, which Japanese mnemonics have between words. Capital letters of ASCII count as small ones.
/// How many words there are is released, and nothing else.
struct WordSlots: ~Copyable {
    /// The most words of a mnemonic.
    static let most = 24
    /// The longest text that is looked at: 24 words of the longest kind and generous blanks between them.
    static let mostBytes = 4096

    /// How many words the text has; `most + 1` for more than `most`.
    let count: Int
    private let room: LockedBytes

    /// - Throws: `KeyFilesError.memory`.
    init(_ text: UnsafeRawBufferPointer) throws(KeyFilesError) {
        precondition(text.count <= Self.mostBytes, "whoever cuts a text into words looks at its length first")
        var slots = try locked(Self.most * WordSlot.byteCount)
        var words: UInt64 = 0
        slots.withUnsafeMutableBytes { bytes in
            let slots = bytes.assumingMemoryBound(to: UInt64.self)
            var offset: UInt64 = 0
            var isInWord: UInt64 = 0
            for place in text.indices {
                let isBlank = text.blankMask(at: place)
                words &+= isBlank & isInWord & 1
                isInWord = ~isBlank
                offset &= isInWord
                Self.put(text.smallLetter(at: place) & isInWord, word: words, offset: offset, into: slots)
                offset &+= isInWord & 1
            }
            words &+= isInWord & 1
        }
        count = Int(min(MemoryChecker.released(words), UInt64(Self.most + 1)))
        room = slots
    }

    /// Adds a letter to the slot of its word, touching all of them. A word that is longer than any of a list gets bytes at
    /// its end that no word has.
    private static func put(
        _ letter: UInt64, word: UInt64, offset: UInt64, into slots: UnsafeMutableBufferPointer<UInt64>
    ) {
        let isTooLong = maskIfWithin(offset, UInt64(WordSlot.byteCount), UInt64(mostBytes))
        for slot in 0..<most {
            let isThis = maskIfEqual(word, UInt64(slot))
            for limb in 0..<WordSlot.limbCount {
                let isHere = maskIfEqual(offset &>> 3, UInt64(limb)) & isThis
                slots[slot * WordSlot.limbCount + limb] |= (letter &<< (8 &* (offset & 7))) & isHere
            }
            slots[slot * WordSlot.limbCount + WordSlot.limbCount - 1] |= isTooLong & isThis & (0xFF &<< 56)
        }
    }

    /// The five numbers of a word's slot.
    borrowing func withWord<R>(_ word: Int, _ body: (UnsafePointer<UInt64>) -> R) -> R {
        room.withUnsafeBytes { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self) + word * WordSlot.limbCount)
        }
    }

    /// Where a word stands in a table of words, and all ones if it does; else zeros.
    borrowing func position(of word: Int, in table: [UInt64]) -> (position: UInt64, found: UInt64) {
        withWord(word) { slot in
            var position: UInt64 = 0
            var found: UInt64 = 0
            table.withUnsafeBufferPointer { table in
                for candidate in 0..<WordList.wordCount {
                    let entry = table.baseAddress! + candidate * WordSlot.limbCount
                    var difference: UInt64 = 0
                    for limb in 0..<WordSlot.limbCount { difference |= slot[limb] ^ entry[limb] }
                    let isSame = maskFromBit(isZeroBit(difference))
                    position |= UInt64(candidate) & isSame
                    found |= isSame
                }
            }
            return (position, found)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// All ones for a blank, or a byte of U+3000 (E3 80 80).
    fileprivate func blankMask(at place: Int) -> UInt64 {
        let letter = UInt64(self[place])
        var mask = maskIfEqual(letter, 0x20) | maskIfWithin(letter, 0x09, 0x0D)
        for start in Swift.max(0, place - 2)...place { mask |= wideBlankMask(from: start) }
        return mask
    }

    private func wideBlankMask(from start: Int) -> UInt64 {
        guard start + 3 <= count else { return 0 }
        return maskIfEqual(UInt64(self[start]), 0xE3) & maskIfEqual(UInt64(self[start + 1]), 0x80)
            & maskIfEqual(UInt64(self[start + 2]), 0x80)
    }

    /// The byte, a small letter instead of a capital one of ASCII.
    fileprivate func smallLetter(at place: Int) -> UInt64 {
        let letter = UInt64(self[place])
        return letter | (maskIfWithin(letter, 0x41, 0x5A) & 0x20)
    }
}
