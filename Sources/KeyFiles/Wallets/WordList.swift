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
    func table(_ form: Form) -> [UInt64] {
        var table = [UInt64](repeating: 0, count: Self.wordCount * WordSlot.limbCount)
        text(form).withUTF8Buffer { letters in
            var word = 0
            var place = 0
            for letter in letters {
                if letter == UInt8(ascii: " ") || letter == UInt8(ascii: "\n") {
                    word += 1
                    place = 0
                } else {
                    table[word * WordSlot.limbCount + place / 8] |= UInt64(letter) << (8 * UInt64(place % 8))
                    place += 1
                }
            }
        }
        return table
    }
}

/// The room of one word: the longest of any list has 33 bytes (Korean, decomposed).
enum WordSlot {
    static let limbCount = 5
    static let byteCount = 8 * limbCount
}
