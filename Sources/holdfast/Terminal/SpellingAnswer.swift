import Custody

/// Shows the words that a misspelt mnemonic may have meant, on the terminal itself and only there: they are nearly as secret as
/// the mnemonic. No terminal, or an answer for a program: no words.
struct SpellingAnswer {
    let common: CommonOptions

    /// - Parameter error: Why the file is refused; for every other reason than a misspelt word nothing is shown.
    func show(for file: SecretFile, after error: any Error) {
        guard (error as? Refusal)?.code == "mnemonic-words", !common.json, !common.quiet,
            let terminal = try? PromptTerminal(), let offer = try? SpellingOffer(for: file)
        else { return }
        offer.withLines { place, words in
            guard words.count > 0 else { return terminal.show("word \(place): no word of the list is near\n") }
            terminal.show("word \(place), nearest: ", words)
        }
    }
}
