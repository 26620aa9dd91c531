extension Gathering {
    /// The dealing that everything is checked against; nil where several came and nothing decides, or none came.
    /// - Throws: `Refusal` with code `unexpected-key`.
    func decide() throws(Refusal) -> KnownDealing? {
        let candidates = candidates
        guard !options.expected.isEmpty else { return candidates.count == 1 ? candidates[0] : nil }
        var matching: [KnownDealing] = []
        for dealing in candidates {
            var fits = true
            for expected in options.expected where try !expected.matches(dealing) { fits = false }
            if fits { matching.append(dealing) }
        }
        guard !matching.isEmpty || candidates.isEmpty else { throw unexpected(candidates) }
        return matching.count == 1 ? matching[0] : nil
    }

    /// The dealings that can be the right one: the one that was given, else those that came, else those of binary forms.
    var candidates: [KnownDealing] {
        if let given { return [given] }
        return dealings.isEmpty
            ? binaryForms.reduce(into: []) { known, form in
                if !known.contains(where: { $0.id == form.dealing.id }) { known.append(form.dealing) }
            } : dealings
    }

    func unexpected(_ candidates: [KnownDealing]) -> Refusal {
        let wanted = options.expected.map(\.text).joined(separator: " and ")
        let found = candidates.map { dealing in
            options.expected.contains(where: \.isFingerprint)
                ? dealing.facts.fingerprint : dealing.facts.subject
        }
        if let text = options.expected.first(where: \.mayBeID)?.text, options.expected.count == 1 {
            return Refusal(
                .answerIsNo, code: "unexpected-key",
                "the shares are of \(found.joined(separator: " and ")), and \(text) is neither that key nor the id of their dealing",
                advice: "look for the shares of the dealing that you mean, and ask the dealer where these come from")
        }
        return Refusal(
            .answerIsNo, code: "unexpected-key",
            "the shares are of \(found.joined(separator: " and ")), not of \(wanted)",
            advice: "look for the shares of the dealing that you mean, and ask the dealer where these come from")
    }
}
