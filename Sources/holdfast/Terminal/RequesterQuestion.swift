import Custody
import Encodings

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
            guard Self.letters(told) == Self.letters(facts.recipient.fingerprint) else { throw otherFingerprint(told) }
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

    /// Both, and how they differ: a mistyped letter is told from another key.
    private func otherFingerprint(_ told: String) -> Failure {
        let own = Array(Self.letters(facts.recipient.fingerprint)), given = Array(Self.letters(told))
        let shown = stride(from: 0, to: given.count, by: 4).map { String(given[$0..<min($0 + 4, given.count)]) }
            .joined(separator: "-")
        let wrong = zip(own, given).enumerated().filter { $0.element.0 != $0.element.1 }.map { $0.offset + 1 }
        let difference: String
        var hint = "somebody else may have sent it: answer nothing, and ask the one you know"
        if given.count != own.count {
            difference = "it has \(given.count) letters and not \(own.count)"
            hint = "type all of it, or let them read it to you again"
        } else if wrong.count <= 2 {
            let places = wrong.map { "letter \(($0 - 1) % 4 + 1) of group \(($0 - 1) / 4 + 1)" }
            difference = "they differ in \(places.joined(separator: " and "))"
            hint = "let them read it to you again; if it stays another, answer nothing"
        } else {
            difference = "they differ in \(wrong.count) of \(own.count) letters"
        }
        return Failure(
            .answerIsNo, code: "other-recipient",
            "the request is sealed to \(facts.recipient.fingerprint), and you were told \(printable(shown, most: 80)): \(difference)",
            hint: hint)
    }

    /// As people write it down: in either case, with or without hyphens and blanks.
    private static func letters(_ text: String) -> String {
        text.uppercased().filter { $0 != "-" && $0 != " " }
    }
}
