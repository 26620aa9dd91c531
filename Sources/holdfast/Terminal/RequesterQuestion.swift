import Custody

/// Whether the one who asks for a share is who they seem to be: only the holder can find out, by another way.
struct RequesterQuestion {
    let facts: RequestFacts
    let common: CommonOptions

    /// - Parameter told: The fingerprint that the requester told the holder; it stands for the answer.
    /// - Throws: `Failure` where it is another, there is no terminal to ask on, or the holder declines. `--yes` does not
    ///   answer this.
    func confirm(told: String?) throws {
        common.talk.say(String(Report.text(facts).dropLast()))
        if let told {
            guard Self.letters(told) == Self.letters(facts.recipient.fingerprint) else {
                throw Failure(
                    .answerIsNo, code: "other-recipient",
                    "the request is sealed to \(facts.recipient.fingerprint), not to the fingerprint that you were told",
                    hint: "somebody else may have sent it: answer nothing, and ask the one you know")
            }
            return
        }
        let terminal: PromptTerminal
        do {
            terminal = try PromptTerminal()
        } catch {
            throw Failure(
                .usage, code: "no-terminal", "whoever asks has to be confirmed and there is no terminal to ask on",
                hint: "let them tell you their fingerprint by voice, then give it with --recipient-fingerprint")
        }
        let unseen = common.talk.quiet || !common.talk.style.isTerminal ? Report.text(facts) : ""
        let question = """
            \(unseen)Whoever has the private key of this fingerprint \(facts.members == nil ? "will see your share" : "gets the key from these answers").
            Call the one who asks, and let them read their fingerprint to you.
            Type yes if it is the same:\u{20}
            """
        guard try terminal.readText(question).trimmingBlanks() == "yes" else {
            throw Failure(
                .declined, code: "declined", "the answer was not yes, so nothing was submitted",
                hint: "find out who asks first")
        }
    }

    /// As people write it down: in either case, with or without hyphens and blanks.
    private static func letters(_ text: String) -> String {
        text.uppercased().filter { $0 != "-" && $0 != " " }
    }
}
