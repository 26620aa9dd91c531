import Encodings
import Secrets

/// The letters of a line as somebody typed them, in locked memory; not checked yet.
struct ShareLineLetters: ~Copyable {
    /// What follows `hfs1`: 85 values of letters; 0 at the illegible places.
    private let values: LockedBytes
    /// The places (1 … 89), ascending, that hold no letter of the alphabet, such as `?`.
    let illegible: [Int]

    /// Takes the pieces of a line together, leaving out blanks, tabs and hyphens.
    /// - Throws: `ShareFilesError.letterCount`, `.letter` within the prefix, `.mixedCase`, `.memory`.
    init(_ pieces: [UnsafeRawBufferPointer]) throws(ShareFilesError) {
        try self.init(pieces, isSheet: false)
    }

    /// Takes the rows of a sheet together, which may be in both cases; the last letter of each checks it and is left out.
    /// - Throws: As `init(_:)`, but `.mixedCase`.
    init(rows: [UnsafeRawBufferPointer]) throws(ShareFilesError) {
        try self.init(rows, isSheet: true)
    }

    private init(_ pieces: [UnsafeRawBufferPointer], isSheet: Bool) throws(ShareFilesError) {
        let counts = pieces.map { piece in
            piece.count { !Self.isLeftOut($0) } - (isSheet ? 1 : 0)
        }
        let count = counts.reduce(0, +)
        guard count == ShareLine.letterCount else { throw .letterCount(found: count) }

        var line = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: ShareLine.letterCount) }
        line.withUnsafeMutableBytes { line in
            var place = 0
            for (piece, count) in zip(pieces, counts) {
                let end = place + count
                for byte in piece where place < end && !Self.isLeftOut(byte) {
                    line[place] = byte
                    place += 1
                }
            }
        }
        let prefix = line.withUnsafeBytes { line in
            let prefix = UnsafeRawBufferPointer(rebasing: line.prefix(ShareLine.prefix.count))
            // The same in every line, also in one that was sealed.
            MemoryChecker.markPublic(prefix)
            return Array(prefix)
        }
        let (letters, illegible) = line.withUnsafeMutableBytes { line in
            let behindPrefix = UnsafeMutableRawBufferPointer(rebasing: line[ShareLine.prefix.count...])
            MemoryChecker.markSecret(UnsafeRawBufferPointer(behindPrefix))
            let letters = Bech32.values(of: UnsafeRawBufferPointer(behindPrefix), into: behindPrefix)
            let illegible = Self.clearIllegible(behindPrefix, count: letters.foreignCount)
            // The values take the place of the prefix; the two overlap, which this call allows.
            line.copyMemory(from: UnsafeRawBufferPointer(behindPrefix))
            return (letters, illegible)
        }
        line.truncate(to: ShareLine.valueCount)
        let hasUpperCase = letters.hasUpperCase || prefix.contains { (0x41...0x5A).contains($0) }
        let hasLowerCase = letters.hasLowerCase || prefix.contains { (0x61...0x7A).contains($0) }
        guard isSheet || !(hasUpperCase && hasLowerCase) else { throw .mixedCase }
        for (place, letter) in prefix.enumerated() {
            // Bit 5 is what tells lower case from upper in ASCII; `1` has it set.
            guard letter | 0x20 == ShareLine.prefix[place], letter != 0x11 else { throw .letter(place: place + 1) }
        }
        self.values = line
        self.illegible = illegible
    }

    /// For a reader who repairs nothing.
    /// - Throws: `ShareFilesError.letter` with the first illegible place.
    borrowing func requireLegible() throws(ShareFilesError) {
        if let place = illegible.first { throw .letter(place: place) }
    }

    /// The values alone.
    consuming func takeValues() -> LockedBytes { values }

    /// Writes `hfs1` and the letters of 85 values.
    static func write(_ values: UnsafeRawBufferPointer, into line: UnsafeMutableRawBufferPointer) {
        line.copyBytes(from: ShareLine.prefix)
        Bech32.letters(for: values, into: UnsafeMutableRawBufferPointer(rebasing: line[ShareLine.prefix.count...]))
    }

    /// Whether this is a blank, a tab or a hyphen, which people put between groups of letters. That is released, and
    /// nothing else of the letter.
    static func isLeftOut(_ byte: UInt8) -> Bool {
        let letter = UInt64(byte)
        // Zero for these three only, and below 2²⁴; one less, its top bit is set for zero only.
        let product = (letter ^ 0x20) &* (letter ^ 0x09) &* (letter ^ 0x2D)
        return MemoryChecker.released((product &- 1) >> 63) == 1
    }

    /// Sets values that are none to 0 and tells their places. Where they are is released: the text is refused for it.
    private static func clearIllegible(_ values: UnsafeMutableRawBufferPointer, count: Int) -> [Int] {
        guard count > 0 else { return [] }
        var places: [Int] = []
        for position in 0..<values.count
        where MemoryChecker.released(UInt64(values[position]) >> 7) == 1 {
            places.append(ShareLine.prefix.count + position + 1)
            values[position] = 0
        }
        return places
    }
}
