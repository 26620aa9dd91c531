import Groups
package import Secrets

/// The words of a list that are nearest to words that it does not have, to be shown to whoever typed those, and to nobody else.
///
/// A misspelt word tells the word that was meant: it is handled as the others are. Distances are computed and the least of
/// them found without a branch or an address that depends on a letter or on how many letters there are. Released are the
/// words that are shown, and that no others are as near.
package struct NearestWords: ~Copyable, Sendable {
    /// How many misspelt words get an answer: with more than that it is no mnemonic of this list.
    package static let mostWords = 6
    private static let mostOffered = 3
    /// Changes of a byte at most; of accents, a letter has up to three bytes.
    private static let mostChanges: UInt64 = 3

    /// The places of the misspelt words, counted from 1.
    package let places: [Int]
    /// A line for each place: words of the list, the nearest first, with a comma and a blank between them; empty for none.
    private let lines: LockedBytes

    /// - Parameters:
    ///   - text: The words.
    ///   - places: Of the words that the list does not have, as `KeyFilesError.mnemonicWords` says.
    /// - Throws: `KeyFilesError.memory`.
    package init(
        in text: UnsafeRawBufferPointer, at places: [Int], of list: WordList
    ) throws(KeyFilesError) {
        let words = try WordSlots(text)
        let tables = list.wholeWords, names = list.words(.composed)
        let known = places.prefix(Self.mostWords).filter { (1...min(words.count, WordSlots.most)).contains($0) }
        var writer = try SecretWriter(capacity: known.count * Self.mostOffered * (WordSlot.byteCount + 2) + known.count)
        for place in known {
            let offered = try Self.nearest(to: words, place - 1, in: tables)
            writer.append(offered.map { names[$0] }.joined(separator: ", ") + "\n")
        }
        self.places = Array(known)
        lines = writer.finish()
    }

    /// Of a mnemonic that is refused for words that its list does not have; `nil` for every other file.
    package static func of(_ file: borrowing LockedBytes) throws(KeyFilesError) -> NearestWords? {
        try file.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            guard WalletFile.recognise(bytes) == .bip39 else { return nil }
            do throws(KeyFilesError) {
                _ = try Mnemonic(parsing: bytes)
                return nil
            } catch {
                guard case .mnemonicWords(let places, let list) = error else { return nil }
                return try NearestWords(in: bytes, at: places, of: list)
            }
        }
    }

    /// Lends the words for each place, as UTF-8.
    package borrowing func withLines<E: Error>(_ body: (Int, UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
        try lines.withUnsafeBytes { (bytes) throws(E) in
            var rest = bytes[...]
            for place in places {
                let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
                try body(place, UnsafeRawBufferPointer(rebasing: rest[..<end]))
                rest = rest[end...].dropFirst()
            }
        }
    }

    /// Positions in the list, the nearest first.
    private static func nearest(
        to words: borrowing WordSlots, _ word: Int, in tables: [[UInt64]]
    ) throws(KeyFilesError) -> [Int] {
        var ranks = try locked(8 * WordList.wordCount)
        var rows = try locked(EditDistance.roomCount)
        var found: [UInt64] = []
        ranks.withUnsafeMutableBytes { bytes in
            let ranks = bytes.assumingMemoryBound(to: UInt64.self)
            words.withWord(word) { slot in
                rows.withUnsafeMutableBytes { rows in
                    for candidate in 0..<WordList.wordCount {
                        var least = EditDistance.most
                        for table in tables {
                            least = minimum(least, EditDistance.changes(from: slot, to: table, candidate, rows))
                        }
                        // In the order of the list among equals.
                        ranks[candidate] = least &<< 11 | UInt64(candidate)
                    }
                }
            }
            for _ in 0..<mostOffered { found.append(takeLeast(of: ranks)) }
        }
        let nearest = found[0] >> 11
        return found.filter { $0 >> 11 <= min(mostChanges, nearest + 1) }.map { Int($0 & 2047) }
    }

    /// The least rank, released since it is shown where it is near enough; it is the greatest from then on.
    private static func takeLeast(of ranks: UnsafeMutableBufferPointer<UInt64>) -> UInt64 {
        var least = UInt64(1) << 32
        for rank in ranks { least = minimum(least, rank) }
        for place in ranks.indices {
            let isLeast = maskFromBit(isZeroBit(ranks[place] ^ least))
            ranks[place] |= isLeast & (EditDistance.most &<< 11)
        }
        return MemoryChecker.released(least)
    }
}
