/// One of the ten lists of words that BIP-39 has ("Wordlists"; bitcoin/bips, folder bip-0039).
public enum WordList: String, CaseIterable, Hashable, Sendable {
    case english
    case japanese
    case korean
    case spanish
    case chineseSimplified = "chinese-simplified"
    case chineseTraditional = "chinese-traditional"
    case french
    case italian
    case czech
    case portuguese

    /// Words of a list: 2¹¹.
    package static let wordCount = 2048

    /// How a word is written: the letters with their accents as one character each, as people type them, or apart from them
    /// (NFKD), as the seed takes them.
    package enum Form: Sendable {
        case composed, decomposed
    }

    /// The forms that differ.
    var forms: [Form] {
        switch self {
        case .japanese, .korean, .spanish, .french: [.composed, .decomposed]
        case .english, .chineseSimplified, .chineseTraditional, .italian, .czech, .portuguese: [.composed]
        }
    }

    /// What people call it.
    public var title: String {
        switch self {
        case .english: "English"
        case .japanese: "Japanese"
        case .korean: "Korean"
        case .spanish: "Spanish"
        case .chineseSimplified: "Chinese (simplified)"
        case .chineseTraditional: "Chinese (traditional)"
        case .french: "French"
        case .italian: "Italian"
        case .czech: "Czech"
        case .portuguese: "Portuguese"
        }
    }

    private func text(_ form: Form) -> StaticString {
        switch (self, form) {
        case (.english, _): Self.englishWords
        case (.japanese, .composed): Self.japaneseWords
        case (.japanese, .decomposed): Self.japaneseWordsDecomposed
        case (.korean, .composed): Self.koreanWords
        case (.korean, .decomposed): Self.koreanWordsDecomposed
        case (.spanish, .composed): Self.spanishWords
        case (.spanish, .decomposed): Self.spanishWordsDecomposed
        case (.chineseSimplified, _): Self.chineseSimplifiedWords
        case (.chineseTraditional, _): Self.chineseTraditionalWords
        case (.french, .composed): Self.frenchWords
        case (.french, .decomposed): Self.frenchWordsDecomposed
        case (.italian, _): Self.italianWords
        case (.czech, _): Self.czechWords
        case (.portuguese, _): Self.portugueseWords
        }
    }

    /// The words in their order, as text.
    package func words(_ form: Form) -> [String] {
        text(form).withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split { $0.isWhitespace }.map(String.init)
    }

    /// The words in their order, each as its UTF-8 bytes and zero bytes up to `WordSlot.byteCount`, eight bytes to a number,
    /// the first byte lowest.
    /// - Parameters:
    ///   - withoutAccents: Only the letters of ASCII; of the decomposed form.
    ///   - mostLetters: Of each word only so many, with what is combined with them.
    func table(_ form: Form, withoutAccents: Bool = false, mostLetters: Int = .max) -> [UInt64] {
        var table = [UInt64](repeating: 0, count: Self.wordCount * WordSlot.limbCount)
        text(form).withUTF8Buffer { bytes in
            var word = 0
            var place = 0
            var letters = 0
            for byte in bytes {
                if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
                    word += 1
                    place = 0
                    letters = 0
                    continue
                }
                // A combining mark (U+0300 … U+036F) is CC or CD and one byte more.
                letters += byte & 0xC0 == 0x80 || byte == 0xCC || byte == 0xCD ? 0 : 1
                guard letters <= mostLetters, !withoutAccents || byte < 0x80 else { continue }
                table[word * WordSlot.limbCount + place / 8] |= UInt64(byte) << (8 * UInt64(place % 8))
                place += 1
            }
        }
        return table
    }

    /// Whether words may be given by their first four letters, and without accents: of these lists no two words are then the
    /// same (BIP-39, "Wordlist"; "Wordlists", on Spanish and French).
    private var hasLatinLetters: Bool {
        switch self {
        case .english, .spanish, .french, .italian, .czech, .portuguese: true
        case .japanese, .korean, .chineseSimplified, .chineseTraditional: false
        }
    }

    /// Tables of whole words, one for each way of writing them.
    package var wholeWords: [[UInt64]] {
        let tables = forms.map { table($0) }
        guard hasLatinLetters, forms.count > 1 else { return tables }
        return tables + [table(.decomposed, withoutAccents: true)]
    }

    /// Tables of everything that stands for a word: whole words, and where that is enough their first four letters.
    package var wordsAndStarts: [[UInt64]] {
        guard hasLatinLetters else { return wholeWords }
        var starts = forms.map { table($0, mostLetters: 4) }
        if forms.count > 1 { starts.append(table(.decomposed, withoutAccents: true, mostLetters: 4)) }
        return wholeWords + starts
    }
}

/// The room of one word: the longest of any list has 33 bytes (Korean, decomposed).
enum WordSlot {
    static let limbCount = 5
    static let byteCount = 8 * limbCount
}
