package import Encodings
package import Groups

/// All that a run measured.
package struct SharingReport: Sendable {
    package var rows: [SharingRow] = []
    package var skipped: [SkippedRow] = []
    /// What 1 V took in each group, in microseconds.
    package var units: [(group: CurveName, microseconds: Double)] = []

    package init() {}

    /// How long a work will take at a size in a group, by what the last size took, if each coefficient of each share takes
    /// its time. In microseconds.
    package func expected(_ work: SharingWork, _ group: CurveName, _ size: SharingSize) -> Double? {
        // Of many dealings most of the time is spent on reading them.
        guard work != .checkMany, let last = rows.last(where: { $0.work == work && $0.group == group }) else {
            return nil
        }
        let holders = Double(size.holders) / Double(last.size.holders)
        // What is sealed takes its time for each holder, whatever the threshold.
        if work.isOfSealedShares { return last.microseconds * holders }
        return last.microseconds * holders * Double(size.threshold) / Double(last.size.threshold)
    }

    /// How many goals there were, and which rows missed theirs.
    package var goals: (count: Int, missed: [SharingRow]) {
        let judged = rows.compactMap { row in Goal.of(row, among: rows).map { (row, $0.verdict(on: row)) } }
        return (judged.count, judged.filter { $0.1 != .reached }.map(\.0))
    }

    /// `rows`, each with `work`, `group`, `threshold`, `holders`, `verifications`, and what else is known of it;
    /// `units`, what 1 V took; `skipped`, what was not measured, and why.
    ///
    /// `sign` and `verify` stand at threshold 1 of 1 holder, and their `goal` is for `ofLibrary`; that of `check-many` is for
    /// `timesOneCore`, and there the other figures are those of one core.
    package var json: JSONValue {
        .object(
            JSONObject([
                ("rows", .array(rows.map { $0.json(goal: Goal.of($0, among: rows)) })),
                (
                    "units",
                    .array(
                        units.map {
                            .object(
                                JSONObject([
                                    ("group", .string($0.group.rawValue)), ("microseconds", number($0.microseconds)),
                                ]))
                        })
                ), ("skipped", .array(skipped.map(\.json))),
            ]))
    }
}

extension SharingRow {
    fileprivate func json(goal: Goal?) -> JSONValue {
        var members = identity(work, group, size)
        members += [
            ("verifications", number(verifications.median)), ("lowerQuartile", number(verifications.lowerQuartile)),
            ("upperQuartile", number(verifications.upperQuartile)), ("rounds", .integer(verifications.count)),
            ("microseconds", number(microseconds)),
        ]
        let others: [(String, JSONValue?)] = [
            ("publicKey", publicKey.map(number)), ("ofLibrary", ofLibrary.map(number)),
            ("unverifiedOfLibrary", unverifiedOfLibrary.map(number)), ("peakBytes", peakBytes.map { .integer($0) }),
            ("cores", scaling.map { .integer($0.cores) }),
            ("timesOneCore", scaling.map { number($0.timesOneCore) }), ("goal", goal.map { number($0.limit) }),
            ("verdict", goal.map { .string($0.verdict(on: self).rawValue) }),
        ]
        members += others.compactMap { other in other.1.map { (other.0, $0) } }
        return .object(JSONObject(members))
    }
}

extension SkippedRow {
    fileprivate var json: JSONValue {
        .object(JSONObject(identity(work, group, size) + [("reason", .string(reason))]))
    }
}

private func identity(
    _ work: SharingWork, _ group: CurveName, _ size: SharingSize
) -> [(name: String, value: JSONValue)] {
    [
        ("work", .string(work.rawValue)), ("group", .string(group.rawValue)), ("threshold", .integer(size.threshold)),
        ("holders", .integer(size.holders)),
    ]
}

/// To a hundred-thousandth, which is less than anything here can be told apart by.
private func number(_ value: Double) -> JSONValue {
    let rounded = (value * 100_000).rounded() / 100_000
    // JSON has no other numbers; a description such as 1e-05 is one.
    return rounded.isFinite ? .number(rounded.description) : .null
}
