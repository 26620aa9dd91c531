import CSystem

/// A kind of letters, for questions about bytes that may be a key.
///
/// Every question looks at all of the bytes that it is about, without a branch or an address that depends on one, and
/// releases its answer: of a single letter nothing but what the answer says.
package enum LetterClass: Sendable {
    /// Blank, TAB, LF, VT, FF and CR.
    case blank
    /// 0x00 … 0x7F.
    case ascii
    /// From blank to tilde, and what counts as blank.
    case asciiText
    /// What ASCII text has, and all bytes from 0x80 on.
    case text
    case hexDigit
    /// The alphabet of Bitcoin: letters and digits but `0`, `O`, `I` and `l`.
    case base58
    /// A–Z and 2–7 (RFC 4648, section 6).
    case base32
    /// a–z.
    case lowercase

    /// All ones if a letter is of this class, else all zeros.
    @inline(__always)
    fileprivate func mask(_ letter: UInt64) -> UInt64 {
        switch self {
        case .blank: maskIfEqual(letter, 0x20) | maskIfWithin(letter, 0x09, 0x0D)
        case .ascii: maskIfWithin(letter, 0, 0x7F)
        case .asciiText: maskIfWithin(letter, 0x20, 0x7E) | maskIfWithin(letter, 0x09, 0x0D)
        case .text: ~maskIfEqual(letter, 0x7F) & (maskIfWithin(letter, 0x20, 0xFF) | maskIfWithin(letter, 0x09, 0x0D))
        case .hexDigit: Hex.value(of: letter).isLegal
        case .base58:
            maskIfWithin(letter, 0x31, 0x39)
                | maskIfWithin(letter, 0x41, 0x5A) & ~maskIfEqual(letter, 0x49) & ~maskIfEqual(letter, 0x4F)
                | maskIfWithin(letter, 0x61, 0x7A) & ~maskIfEqual(letter, 0x6C)
        case .base32: maskIfWithin(letter, 0x41, 0x5A) | maskIfWithin(letter, 0x32, 0x37)
        case .lowercase: maskIfWithin(letter, 0x61, 0x7A)
        }
    }
}

/// Each releases one verdict, or one count.
extension UnsafeRawBufferPointer {
    /// Whether all letters are of a class; true of none.
    package func consists(of kind: LetterClass) -> Bool {
        var others: UInt64 = 0
        for position in indices { others |= ~kind.mask(letter(position)) }
        return released(others & 1) == 0
    }

    /// Whether some letter is of a class.
    package func hasAny(_ kind: LetterClass) -> Bool {
        var found: UInt64 = 0
        for position in indices { found |= kind.mask(letter(position)) }
        return released(found & 1) == 1
    }

    /// How many letters of a class it begins with.
    package func countAtStart(of kind: LetterClass) -> Int {
        count(of: kind, untilAnotherIn: indices)
    }

    /// How many letters of a class it ends with.
    package func countAtEnd(of kind: LetterClass) -> Int {
        count(of: kind, untilAnotherIn: indices.reversed())
    }

    private func count(of kind: LetterClass, untilAnotherIn places: some Sequence<Int>) -> Int {
        var lasts = ~UInt64(0)
        var count: UInt64 = 0
        for place in places {
            lasts &= kind.mask(letter(place))
            count &+= lasts & 1
        }
        return Int(released(count))
    }

    /// Whether it begins with one of some public texts; which of them is not released.
    package func begins(with starts: [UInt8]...) -> Bool { begins(withAnyOf: starts) }

    /// As above.
    package func begins(withAnyOf starts: [[UInt8]]) -> Bool {
        var found: UInt64 = 0
        for start in starts where start.count <= count { found |= mask(of: start, at: 0) }
        return released(found & 1) == 1
    }

    /// Whether it ends with a public text.
    package func ends(with end: [UInt8]) -> Bool {
        count >= end.count && released(mask(of: end, at: count - end.count) & 1) == 1
    }

    /// Whether a public text stands somewhere in it; where is not released.
    package func has(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        var found: UInt64 = 0
        for start in 0...count - wanted.count { found |= mask(of: wanted, at: start) }
        return released(found & 1) == 1
    }

    /// All ones if a public text stands at a place, from where at least as many letters follow.
    @inline(__always)
    private func mask(of wanted: [UInt8], at start: Int) -> UInt64 {
        wanted.withUnsafeBytes { wanted in
            var difference: UInt64 = 0
            var place = 0
            // Eight letters at a time, which files of many megabytes make worth while.
            while place + 8 <= wanted.count {
                difference |= word(at: start + place) ^ wanted.word(at: place)
                place += 8
            }
            while place < wanted.count {
                difference |= letter(start + place) ^ wanted.letter(place)
                place += 1
            }
            // The top bit of d | −d is set for every d but 0.
            return holdfast_barrier(((difference | (0 &- difference)) &>> 63) &- 1)
        }
    }

    @inline(__always)
    private func word(at place: Int) -> UInt64 { loadUnaligned(fromByteOffset: place, as: UInt64.self) }

    /// How many words it has, if all of them are of one class and have so many letters, with blanks between them; 0 for
    /// everything else. Where a word ends is not released.
    package func wordCount(of kind: LetterClass, letters: ClosedRange<Int>) -> Int {
        let (fewest, most) = (UInt64(letters.lowerBound), UInt64(letters.upperBound))
        var isLegal = ~UInt64(0)
        var words: UInt64 = 0
        var length: UInt64 = 0
        /// Ends the word before a blank, if there is one.
        func end(_ isBlank: UInt64) {
            let ends = isBlank & ~maskIfEqual(length, 0)
            isLegal &= ~ends | maskIfWithin(length, fewest, most)
            words &+= ends & 1
            length &= ~isBlank
        }
        for position in indices {
            let isBlank = LetterClass.blank.mask(letter(position))
            isLegal &= isBlank | kind.mask(letter(position))
            end(isBlank)
            length &+= ~isBlank & 1
        }
        end(~0)
        return Int(released(words & isLegal))
    }
}
