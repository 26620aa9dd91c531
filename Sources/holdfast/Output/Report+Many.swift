import Custody
import Encodings

/// The report on many dealings that were checked at once.
extension Report {
    /// A line for each dealing, what is wrong with it below, and how many there are of each kind.
    static func text(_ report: ManyReport) -> String {
        let style = Style(descriptor: 1)
        var text = ""
        for outcome in report.outcomes { text += line(outcome, style) }
        for expected in report.unmet { text += "\(style.red("missing"))   \(expected): no dealing is of it\n" }
        return text + summary(report) + "\n"
    }

    private static func line(_ outcome: DealingOutcome, _ style: Style) -> String {
        let word = word(for: outcome)
        var text = (outcome.fault == nil ? style.green(word) : style.red(word))
        text += String(repeating: " ", count: max(1, 10 - word.count))
        switch outcome.result {
        case .success(let report):
            if let dealing = report.dealing {
                let policy = "any \(dealing.threshold) of \(dealing.holders.count)"
                text += "\(dealing.shortForm)  \(policy), \(report.have) good  \(outcome.name)"
                // `split` of several keys gives folder and dealing the same name.
                let isNamed = dealing.label.isEmpty || outcome.name.hasSuffix(dealing.label)
                text += isNamed ? "\n" : " (\(isolated(dealing.label)))\n"
                text += ownKeys(report, dealing, style)
            } else {
                text += "-          \(outcome.name)\n"
                if report.camps.count > 1 {
                    text +=
                        "     \(report.camps.map(\.dealing.shortForm).joined(separator: " and ")): nothing here says which is right\n"
                }
            }
            let wrong = report.shares.filter { $0.status != .valid && $0.status != .duplicate }
            let width = min(24, wrong.compactMap(\.holder).map(\.terminalWidth).max() ?? 1)
            for share in wrong { text += line(share, width, style) }
        case .failure(let refusal):
            text += "-          \(outcome.name)\n"
            for part in wrapped(refusal.description, to: 68) { text += "     \(part)\n" }
        }
        return text
    }

    /// What there is to tell of a dealing to own keys below its line.
    private static func ownKeys(_ report: CheckReport, _ dealing: DealingFacts, _ style: Style) -> String {
        guard let suite = dealing.ownKeys else { return "" }
        var text = ""
        switch (suite, report.wronglySealed) {
        case (.masked, _): break
        case (.publiclyVerifiable, nil): text += "     the proof of its shares is not here\n"
        case (.publiclyVerifiable, let wrong?) where wrong.isEmpty:
            text += "     every holder can open a good share\n"
        case (.publiclyVerifiable, let wrong?):
            for holder in wrong {
                text += "     \(style.red("the dealer cheated")) holder \(holder.index), \(isolated(holder.name))\n"
            }
        }
        return text + "     acknowledged by \(report.acknowledged.count) of \(dealing.holders.count)\n"
    }

    private static func word(for outcome: DealingOutcome) -> String {
        switch outcome.fault {
        case nil: "good"
        case .answerIsNo: "BAD"
        case .cannotDecrypt: "sealed"
        case .inputOutput: "unread"
        case .damaged, .unsafe, .notEnoughShares, .declined, .internalFault: "damaged"
        @unknown default: "damaged"
        }
    }

    private static func summary(_ report: ManyReport) -> String {
        let words = report.outcomes.map { word(for: $0) }
        let counts = ["good", "BAD", "sealed", "damaged", "unread"].compactMap { word -> String? in
            let count = words.count { $0 == word }
            return count == 0 ? nil : "\(count) \(word)"
        }
        let missing = report.unmet.isEmpty ? "" : ", \(report.unmet.count) missing"
        let count = report.outcomes.count
        return "\(count) \(count == 1 ? "dealing" : "dealings"): \(counts.joined(separator: ", "))\(missing)."
    }

    static func json(_ report: ManyReport) -> JSONValue {
        let results = report.outcomes.map { outcome -> JSONValue in
            var members: [(String, JSONValue)] = [("name", .string(outcome.name))]
            if let twin = outcome.twin { members.append(("sameAs", .string(twin))) }
            if !outcome.unread.isEmpty {
                members.append(("unread", .array(outcome.unread.map { .string($0.message) })))
            }
            let told: JSONValue =
                switch outcome.result {
                case .success(let report): json(report)
                case .failure(let refusal): json(Failure(refusal, also: []))
                }
            guard case .object(var object) = told else { return .null }
            for (name, value) in members { object.append(name, value) }
            return .object(object)
        }
        let isGood = report.unmet.isEmpty && report.outcomes.allSatisfy { $0.fault == nil }
        return [
            "schema": "holdfast.check-each/1", "ok": .bool(isGood), "dealings": .integer(report.outcomes.count),
            "good": .integer(report.outcomes.count { $0.fault == nil }),
            "unmet": .array(report.unmet.map { .string($0) }), "results": .array(results),
        ]
    }
}
