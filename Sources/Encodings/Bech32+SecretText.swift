import CSystem

/// Whole texts whose values are secret.
extension Bech32 {
    /// Reads a text with BIP-173's checksum in constant time, and writes its bytes over it. Released are: whether the text is
    /// good, how many letters are foreign, and which cases occur.
    /// - Parameters:
    ///   - letters: Prefix, `1`, values, checksum; all letters in the case of the prefix. Afterwards the bytes, and zeros
    ///     behind them; after an error zeros.
    ///   - prefix: What the text was found to begin with.
    /// - Returns: How many bytes were written.
    /// - Throws: `EncodingsError.impossibleLength`, `.foreignLetter` (at the first one), `.bech32(.mixedCase)`,
    ///   `.wrongChecksum`, `.notCanonical`.
    package static func decodeInPlace(
        secret letters: UnsafeMutableRawBufferPointer, prefix: String
    ) throws(EncodingsError) -> Int {
        let start = prefix.utf8.count + 1
        guard letters.count >= start + checksumCount else {
            throw .impossibleLength(.bech32, letters: letters.count)
        }
        let text = UnsafeMutableRawBufferPointer(rebasing: letters[start...])
        var bytes = 0
        // After an error no letter stays.
        defer { for place in bytes..<letters.count { letters[place] = 0 } }
        try readValues(text, upperCase: prefix.uppercased() == prefix, from: start)
        guard released(residue(prefix: prefix.lowercased(), UnsafeRawBufferPointer(text)) ^ 1) == 0 else {
            throw .wrongChecksum(.bech32)
        }
        let values = UnsafeRawBufferPointer(rebasing: text.dropLast(checksumCount))
        guard values.count * 5 % 8 < 5 else { throw .notCanonical(.bech32) }
        let (count, stray) = pack(values, into: letters)
        guard released(stray) == 0 else { throw .notCanonical(.bech32) }
        bytes = count
        return count
    }

    private static let checksumCount = 6

    private static func readValues(
        _ text: UnsafeMutableRawBufferPointer, upperCase: Bool, from start: Int
    ) throws(EncodingsError) {
        let alphabetMask = { (letter: UInt64) -> UInt64 in
            var isLegal: UInt64 = 0
            for candidate in alphabet {
                isLegal |= maskIfEqual(letter | 0x20 & maskIfWithin(letter, 0x41, 0x5A), UInt64(candidate))
            }
            return isLegal
        }
        let ascii = UnsafeRawBufferPointer(text)
        if !ascii.isEmpty {
            var foreign: UInt64 = 0
            for place in ascii.indices { foreign |= ~alphabetMask(ascii.letter(place)) }
            guard released(foreign & 1) == 0 else {
                let place = ascii.positionOfFirst(in: ascii.indices, notLegal: alphabetMask)
                throw .foreignLetter(.bech32, position: start + place + 1)
            }
        }
        let found = values(of: ascii, into: text)
        guard upperCase ? !found.hasLowerCase : !found.hasUpperCase else { throw .bech32(.mixedCase) }
    }

    /// The remainder (BIP-173, "Checksum") over the prefix and secret values, without a branch on them.
    private static func residue(prefix: String, _ values: UnsafeRawBufferPointer) -> UInt64 {
        let generator: [UInt64] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var residue: UInt64 = 1
        func take(_ value: UInt64) {
            let top = residue &>> 25
            residue = (residue & 0x1FF_FFFF) &<< 5 ^ value
            for bit in 0..<5 {
                residue ^= generator[bit] & holdfast_barrier(0 &- (top &>> UInt64(bit) & 1))
            }
        }
        for value in expand(prefix: prefix) { take(UInt64(value)) }
        for place in values.indices { take(values.letter(place)) }
        return residue
    }

    /// Values of five bits as bytes, to a place that may begin before them; and the bits that are left over.
    private static func pack(
        _ values: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> (count: Int, stray: UInt64) {
        var held: UInt64 = 0
        var bits: UInt64 = 0
        var count = 0
        for place in values.indices {
            held = held &<< 5 | values.letter(place)
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            output.store(held &>> bits, at: count)
            held &= (1 &<< bits) &- 1
            count += 1
        }
        return (count, held)
    }
}
