import Custody

extension Report {
    /// What a person must see before signing.
    static func text(_ summary: Summary, _ style: Style) -> String {
        var text = ""
        for fact in summary.facts { text += line(fact) }
        for warning in summary.warnings { text += block("Warning", warning.text, style.yellow) }
        return text
    }

    static func text(_ report: VerificationReport, _ style: Style, showsKeys: Bool = false) -> String {
        text(
            report.verification, style, note: report.expected == nil && report.fault == nil, showsKeys: showsKeys)
    }

    /// Each signature, then what was signed.
    /// - Parameters:
    ///   - note: Whether to say that nobody was expected to have signed.
    ///   - showsKeys: Whether to show the public key of each signer, where that is known.
    static func text(
        _ verification: Verification, _ style: Style, note: Bool = false, showsKeys: Bool = false
    ) -> String {
        var text = ""
        for verdict in verification.signatures {
            text += line(verdict, style)
            if showsKeys, let key = verdict.key { text += row("Signer key", NodePublicKey.text(of: key)) }
        }
        if verification.signatures.isEmpty { text += row("Signature", style.red("none")) }
        if note {
            text += row("Note", "nobody was expected to have signed: compare the signer, or give --signer")
        }
        for note in verification.notes { text += block("Note", note, { $0 }) }
        // Who signed stands above already.
        for fact in verification.summary.facts where !["from", "signer"].contains(fact.label) {
            text += line(fact)
        }
        for warning in verification.summary.warnings { text += block("Warning", warning.text, style.yellow) }
        return text + (verification.hash.map { row("Hash", $0) } ?? "")
    }

    private static func line(_ verdict: SignatureVerdict, _ style: Style) -> String {
        let (words, reason): (String, String?) =
            switch verdict.status {
            case .valid: (style.green("good"), nil)
            case .invalid(_, let reason): (style.red("BAD"), reason)
            case .notJudged(_, let reason): (style.yellow("not judged"), reason)
            }
        let title = verdict.place.prefix(1).uppercased() + verdict.place.dropFirst()
        var text = row(title, words)
        if let signer = verdict.signer { text += row("Signed by", signer) }
        for part in wrapped(reason ?? "", to: 66) where !part.isEmpty { text += row("", part) }
        return text
    }

    /// A fact in as many lines as it needs, with every blank of it but those at which a line ends.
    private static func line(_ fact: Summary.Fact) -> String {
        var text = ""
        for (place, part) in folded(fact.text, to: 66).enumerated() { text += row(place == 0 ? fact.label : "", part) }
        return text
    }

    /// Lines of at most so many letters where there is a blank to break at.
    static func folded(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(text)
        while rest.count > width {
            let reach = rest.index(rest.startIndex, offsetBy: width)
            guard let blank = rest[...reach].lastIndex(of: " ") ?? rest[reach...].firstIndex(of: " ") else { break }
            lines.append(String(rest[..<blank]))
            rest = rest[rest.index(after: blank)...]
        }
        return lines + [String(rest)]
    }

    /// A sentence behind a name, in as many lines as it needs.
    private static func block(_ name: String, _ sentence: String, _ paint: (String) -> String) -> String {
        var text = ""
        for (place, part) in wrapped(sentence, to: 66).enumerated() {
            text += paint(String(row(place == 0 ? name : "", part).dropLast())) + "\n"
        }
        return text
    }

    static func text(_ finding: InclusionFinding, _ style: Style) -> String {
        var text = row("Proven", style.green("the transaction is in the block"))
        for fact in finding.facts { text += line(fact) }
        for warning in finding.warnings { text += block("Warning", warning.text, style.yellow) }
        for note in finding.notes { text += block("Note", note, { $0 }) }
        return text
    }

    // MARK: Many at once

    /// One line each, and what they come to.
    static func text(_ outcomes: [VerificationOutcome], _ style: Style, showsKeys: Bool = false) -> String {
        var text = ""
        for outcome in outcomes {
            switch outcome.result {
            case .success(let report):
                let words = report.fault == nil ? style.green("good") : style.red("BAD ")
                let signers = report.verification.signatures.compactMap(\.signer)
                let signer = signers.first.map { signers.count == 1 ? $0 : "\($0) and \(signers.count - 1) more" }
                text += "\(words)  \(outcome.name)  \(signer ?? "")  \(report.verification.hash ?? "")\n"
                if showsKeys {
                    for key in report.verification.signatures.compactMap(\.key) {
                        text += "      key \(NodePublicKey.text(of: key))\n"
                    }
                }
                if let fault = report.fault { text += "      \(fault.message)\n" }
            case .failure(let refusal):
                text += "\(style.red("BAD "))  \(outcome.name)\n      \(refusal.message)\n"
            }
        }
        let good = outcomes.count { $0.fault == nil }
        return text + "\(good) of \(outcomes.count) good.\n"
    }
}
