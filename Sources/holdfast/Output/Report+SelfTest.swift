import Custody
import Encodings

extension Report {
    /// A line for each thing that was tried, and how many were good.
    static func text(_ outcomes: [SelfTestOutcome], _ seconds: Double) -> String {
        let lines = outcomes.map { outcome in
            outcome.fault.map { "BAD    \(outcome.name): \($0)" } ?? "good   \(outcome.name)"
        }
        let good = outcomes.count(where: \.isGood)
        let end =
            good == outcomes.count
            ? "All \(good) good, in \(hundredths(of: seconds)) s."
            : "\(outcomes.count - good) of \(outcomes.count) bad: trust this program on this machine with no key."
        return (lines + ["", end]).joined(separator: "\n") + "\n"
    }

    static func json(_ outcomes: [SelfTestOutcome], _ seconds: Double) -> JSONValue {
        [
            "schema": "holdfast.selftest/1", "ok": .bool(outcomes.allSatisfy(\.isGood)),
            "seconds": .number(hundredths(of: seconds)),
            "trials": .array(
                outcomes.map { outcome in
                    ["name": .string(outcome.name), "fault": outcome.fault.map { .string($0) } ?? .null]
                }),
        ]
    }

    private static func hundredths(of seconds: Double) -> String {
        let hundredths = Int((seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
