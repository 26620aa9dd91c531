import Custody
import Encodings

/// The dated record of a drill, passed or failed; public.
struct DrillRecord {
    let outcome: DrillOutcome
    /// UTC.
    let time: String
    /// When the next one is due.
    let next: String

    var failure: Failure? { outcome.refusal.map { Failure($0) } }

    /// As the record is written, and `--json` prints it.
    var json: JSONValue {
        let report = outcome.report
        let dealing = report.dealing
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
        return .object(
            JSONObject([
                ("schema", "holdfast.drill/1"), ("ok", .bool(outcome.hasPassed)), ("time", .string(time)),
                ("code", text(failure?.code)), ("message", text(failure?.message)), ("hint", text(failure?.hint)),
                ("dealing", text(dealing?.shortForm)), ("id", text(dealing?.id)),
                ("fingerprint", text(dealing?.fingerprint)), ("label", text(dealing?.label)),
                ("group", text(dealing?.group.rawValue)), ("kind", text(dealing?.kind.rawValue)),
                ("threshold", number(dealing?.threshold)), ("holders", number(dealing?.holders.count)),
                ("publicKey", text(dealing?.publicKey)), ("addresses", Report.json(dealing?.addresses ?? [])),
                ("keyProven", .bool(outcome.hasPassed)), ("original", text(outcome.hasPassed ? dealing?.format : nil)),
                (
                    "tookPart",
                    .array(outcome.tookPart.map { ["index": .integer($0.index), "holder": .string($0.name)] })
                ),
                ("used", .array(outcome.used.map { .integer($0) })),
                ("refused", .array(report.shares.filter { $0.status != .valid }.map { Report.json($0) })),
                ("missing", .array(report.missing.map { .string($0.name) })),
                ("mayStillBeLost", number(outcome.hasPassed ? outcome.spare : nil)),
                ("warnings", .array(outcome.warnings.map { .string($0) })), ("next", .string(next)),
            ]))
    }

    /// The table of the holders, and what came of it.
    var text: String {
        var text = Report.table(outcome.report, Style(descriptor: 1)) + "\n"
        if outcome.hasPassed {
            text += Report.row("Drill", "passed, \(time); nothing of the key was written")
            text += rows(
                "Key", "rebuilt from shares \(list(outcome.used)) and compared with commitment 0: it is the key")
            text += rows("Original", original)
            for warning in outcome.warnings { text += rows("Note", warning) }
        } else {
            text += Report.row("Drill", "FAILED, \(time)")
            if let failure { text += rows("", failure.message) }
        }
        if let spare = outcome.spare { text += rows("Spare", lost(spare)) }
        // After a failure at once, not in a year.
        text += Report.row("Next drill", outcome.hasPassed ? next : "as soon as this is mended")
        return text
    }

    private var original: String {
        guard let facts = outcome.facts else { return "the wrapped file was opened" }
        return "opened and read: \(facts.format.title), of this very key"
    }

    private func lost(_ spare: Int) -> String {
        guard outcome.hasPassed else { return "not known before a drill passes" }
        let words = spare == 0 ? "none" : "\(spare) more"
        return outcome.report.missing.isEmpty
            ? "\(words) of the shares may be lost" : "\(words) of these shares may be lost, if the others are lost too"
    }

    private func list(_ indices: [Int]) -> String {
        let shown = indices.prefix(12).map(String.init).joined(separator: ", ")
        return indices.count > 12 ? "\(shown) and \(indices.count - 12) more" : shown
    }

    private func rows(_ name: String, _ sentence: String) -> String {
        Report.wrapped(sentence, to: 66).enumerated().map { Report.row($0.offset == 0 ? name : "", $0.element) }
            .joined()
    }
}
