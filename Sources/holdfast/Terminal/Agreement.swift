import Custody

/// Shows what will be signed, refuses what is unsafe, and asks once for all of it.
struct Agreement {
    private let unsigned: [UnsignedContent]
    private let terms: Terms
    private let common: CommonOptions

    init(_ unsigned: [UnsignedContent], _ terms: Terms, _ common: CommonOptions) {
        self.unsigned = unsigned
        self.terms = terms
        self.common = common
    }

    /// - Throws: `Failure` for the first refusal, with the others beside it, or where the person declines.
    func ask(for signer: VerifyingKey) throws {
        let talk = common.talk
        var summaries: [Summary] = []
        var refusals: [Refusal] = []
        for content in unsigned {
            summaries.append(try content.summary(signer: signer, under: terms))
            refusals += content.refusals(signer: signer, under: terms)
        }
        talk.say(String(shown(summaries, talk.style).dropLast()))
        if let first = refusals.first {
            throw Failure(first, also: refusals.dropFirst().map(\.message))
        }
        guard !common.yes else { return }
        try confirm(summaries, talk)
    }

    /// Each summary, under a line that says which file it is of where there are several.
    private func shown(_ summaries: [Summary], _ style: Style) -> String {
        guard summaries.count > 1 else { return summaries.map { Report.text($0, style) }.joined() }
        var text = ""
        for (place, summary) in summaries.enumerated() {
            let title = "\(place + 1) of \(summaries.count): \(unsigned[place].name)"
            text += (place == 0 ? "" : "\n") + style.bold(title) + "\n" + Report.text(summary, style)
        }
        return text
    }

    private func confirm(_ summaries: [Summary], _ talk: Talk) throws {
        let terminal: PromptTerminal
        do {
            terminal = try PromptTerminal()
        } catch {
            throw Failure(
                .usage, code: "no-terminal", "signing has to be confirmed and there is no terminal to ask on",
                hint: "read what is shown, then add --yes")
        }
        let (wanted, words) = question(summaries)
        // With --quiet, --json or standard error elsewhere it was not seen yet.
        let unseen = talk.quiet || !talk.style.isTerminal ? shown(summaries, talk.style) : ""
        let typed = try terminal.readText("\(unseen)Type \(words) to sign: ")
        guard typed.trimmingBlanks() == wanted else {
            throw Failure(
                .declined, code: "declined", "the answer was not \(words), so nothing was signed",
                hint: "compare what is shown with what you were told, and run the same command again")
        }
    }

    /// Of several, their number: whoever types it counted them.
    private func question(_ summaries: [Summary]) -> (wanted: String, words: String) {
        if summaries.count == 1 { return (summaries[0].confirmation.wanted, summaries[0].confirmation.words) }
        return ("sign all \(summaries.count)", "the words: sign all \(summaries.count)")
    }
}
