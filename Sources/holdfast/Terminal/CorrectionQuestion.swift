import Custody

/// Offers the correction of a mistyped share, on the terminal and only there; it is never applied unasked.
struct CorrectionQuestion {
    let showsLetters: Bool
    let common: CommonOptions

    /// - Returns: Whether the person takes the correction. No terminal, no correction: `--yes` does not stand in for it.
    func ask(_ offer: borrowing CorrectionOffer) -> Bool {
        guard !common.json, let terminal = try? PromptTerminal() else { return false }
        let places = offer.places.map { place in
            let (row, letter) = TypedRow.position(of: place)
            return "\(place) (row \(row), letter \(letter))"
        }.joined(separator: ", ")
        var question =
            "\(offer.file): \(offer.places.count == 1 ? "letter" : "letters") \(places) of the share \(offer.places.count == 1 ? "seems" : "seem") wrong.\n"
        question += "With \(offer.places.count == 1 ? "another letter" : "other letters") there it fits the dealing.\n"
        do {
            if showsLetters { try offer.withLine { terminal.show("The share should read:\n", $0) } }
            return try terminal.readText(question + "Use it so? [y/N] ").lowercased().hasPrefix("y")
        } catch {
            return false
        }
    }
}
