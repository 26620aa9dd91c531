import CSystem

// Letters that may belong to a secret are handled as UInt64 under masks: no branch and no index depends on them, and
// every mask passes the barrier, since the optimiser makes branches of masks that it can see through.

/// All ones if `low` ≤ `letter` ≤ `high`, else all zeros. All three are below 2⁶³.
@inline(__always)
package func maskIfWithin(_ letter: UInt64, _ low: UInt64, _ high: UInt64) -> UInt64 {
    // Inside of the range neither difference is negative; outside one is, which shows in its top bit.
    let outside = ((letter &- low) | (high &- letter)) &>> 63
    return holdfast_barrier(outside &- 1)
}

/// All ones if both are the same, else all zeros.
@inline(__always)
package func maskIfEqual(_ letter: UInt64, _ other: UInt64) -> UInt64 {
    maskIfWithin(letter, other, other)
}

/// The value, which may be known from here on: one verdict, or a letter that carries structure only.
@inline(__always)
func released(_ value: UInt64) -> UInt64 {
    var copy = value
    withUnsafeBytes(of: &copy) { holdfast_mark_public($0.baseAddress, $0.count) }
    return copy
}

/// The same letters, which may be known from here on.
func madePublic(_ letters: [UInt8]) -> [UInt8] {
    letters.withUnsafeBytes { holdfast_mark_public($0.baseAddress, $0.count) }
    return letters
}

extension UnsafeRawBufferPointer {
    /// The byte as a number that masks can work on.
    @inline(__always)
    func letter(_ position: Int) -> UInt64 { UInt64(self[position]) }

    /// Whether a byte is this mark of structure (a line end, a padding sign). That bit is released, and nothing else.
    @inline(__always)
    func shows(_ mark: UInt8, at position: Int) -> Bool {
        released(maskIfEqual(letter(position), UInt64(mark)) & 1) == 1
    }

    /// A copy of letters that their place makes public: a name, a boundary, a header line.
    func publicLetters(_ range: Range<Int>) -> [UInt8] {
        madePublic(Array(self[range]))
    }

    /// A part of the buffer, with positions of its own.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// Where the first letter stands that `isLegal` gives no mask for; released, since the text is refused for it.
    /// - Parameter isLegal: All ones or all zeros, without a branch on the letter.
    func positionOfFirst(in range: Range<Int>, notLegal isLegal: (UInt64) -> UInt64) -> Int {
        var found: UInt64 = 0
        var place: UInt64 = 0
        for position in range {
            let first = holdfast_barrier(~isLegal(letter(position)) & ~found)
            place |= first & UInt64(position)
            found |= first
        }
        return Int(released(place))
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Stores the low byte of a number.
    @inline(__always)
    func store(_ value: UInt64, at position: Int) {
        self[position] = UInt8(truncatingIfNeeded: value)
    }
}
