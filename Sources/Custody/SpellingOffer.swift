import KeyFiles

/// Words that a misspelt mnemonic may have meant, for the terminal of whoever typed it.
///
/// They are nearly as secret as the mnemonic: not for a log, for standard output, or for a program.
public struct SpellingOffer: ~Copyable {
    private let words: NearestWords

    /// - Returns: `nil` for a file whose refusal has another reason than `mnemonic-words`.
    /// - Throws: `Refusal`: `out-of-memory`.
    public init?(for file: SecretFile) throws(Refusal) {
        guard let words = try refusing(about: file.name, { () throws in try NearestWords.of(file.bytes) }) else {
            return nil
        }
        self.words = words
    }

    /// The places of the words that are spelled wrong, counted from 1, each with up to three words of the list, the nearest
    /// first, in UTF-8 with a comma and a blank between them; with none where none is near.
    public func withLines(_ body: (_ place: Int, _ words: UnsafeRawBufferPointer) -> Void) {
        words.withLines(body)
    }
}
