/// The alphabet without a table index, for letters and values that may be secret.
extension Bech32 {
    /// What may be known of letters that were read.
    package struct Letters: Equatable, Sendable {
        /// How many are none of the alphabet.
        package let foreignCount: Int
        package let hasUpperCase: Bool
        package let hasLowerCase: Bool
    }

    /// Reads letters of either case in constant time; one that is none of the alphabet gives 255.
    /// - Parameter output: As many bytes as letters; may be the same place.
    /// - Returns: What is released: how many letters are foreign, and which cases occur.
    package static func values(
        of ascii: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Letters {
        precondition(output.count >= ascii.count, "a value for each letter needs room")
        var foreignCount: UInt64 = 0
        var anyUpper: UInt64 = 0
        var anyLower: UInt64 = 0
        for position in 0..<ascii.count {
            let letter = ascii.letter(position)
            let isUpper = maskIfWithin(letter, 0x41, 0x5A)
            let folded = letter | 0x20 & isUpper
            var value: UInt64 = 0
            var isLegal: UInt64 = 0
            for candidate in 0..<32 {
                let same = maskIfEqual(folded, UInt64(alphabet[candidate]))
                value |= UInt64(candidate) & same
                isLegal |= same
            }
            output.store(value | 255 & ~isLegal, at: position)
            foreignCount &+= 1 & ~isLegal
            anyUpper |= isUpper
            anyLower |= maskIfWithin(letter, 0x61, 0x7A)
        }
        return Letters(
            foreignCount: Int(released(foreignCount)), hasUpperCase: released(anyUpper & 1) == 1,
            hasLowerCase: released(anyLower & 1) == 1)
    }

    /// Writes values as lower-case letters in constant time.
    /// - Parameters:
    ///   - values: 0 … 31 each; only the low five bits are looked at.
    ///   - output: As many bytes as values; may be the same place.
    package static func letters(
        for values: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) {
        precondition(output.count >= values.count, "a letter for each value needs room")
        for position in 0..<values.count {
            let value = values.letter(position) & 31
            var letter: UInt64 = 0
            for candidate in 0..<32 {
                letter |= UInt64(alphabet[candidate]) & maskIfEqual(value, UInt64(candidate))
            }
            output.store(letter, at: position)
        }
    }
}
