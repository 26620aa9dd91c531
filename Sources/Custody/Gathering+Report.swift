import Groups
import SecretSharing
import ShareFiles

extension Gathering {
    func report(_ dealing: KnownDealing, besides refused: [ShareVerdict] = []) -> CheckReport {
        let words = acknowledgements.map { $0.judged(by: dealing) }
        let foreign = binaryForms.filter { $0.dealing.id != dealing.id }.map { $0.refused(beside: dealing) }
        var report = CheckReport(
            of: dealing.facts, entries.map(\.verdict), besides: words.compactMap(\.refused) + foreign + refused,
            expected: options.expected.map(\.text))
        report.binaryForms = binaryForms.filter { $0.dealing.id == dealing.id }.map(\.file)
        let acknowledged = Set(words.compactMap(\.holder))
        report.acknowledged = dealing.facts.holders.filter { acknowledged.contains($0.index) }
        if let members = options.request?.facts.members {
            report.members = members
            report.missing = members.filter { member in report.missing.contains(member) }
        }
        return report
    }

    /// Several dealings and nothing to decide, or none at all: every share is checked against the dealing it brings.
    mutating func reportOfCamps() throws(Refusal) -> CheckReport {
        var camps: [Camp] = []
        var verdicts = entries.map(\.verdict)
        for dealing in candidates {
            var own = self
            func check<G: Group>(_ group: G.Type) throws(Refusal) -> Int {
                try own.checked(against: dealing, in: G.self).table.count
            }
            let good = try refusing { () throws in try check(dealing.group.group) }
            var files = binaryForms.filter { $0.dealing.id == dealing.id }.map(\.file)
            for position in entries.indices {
                if own.entries[position].line == nil {
                    if entries[position].dealing?.id == dealing.id {
                        files.append(entries[position].file.name)
                    }
                } else if own.entries[position].verdict.status != .otherDealing {
                    verdicts[position] = own.entries[position].verdict
                    files.append(entries[position].file.name)
                }
            }
            camps.append(Camp(dealing: dealing.facts, files: files, goodShares: good))
        }
        for position in entries.indices where entries[position].line != nil && verdicts[position].status == .damaged {
            verdicts[position] = ShareVerdict(
                file: entries[position].file.name,
                refused: Refusal(
                    .damaged, code: "dealing-missing", "the share line came without its dealing",
                    advice: "bring the dealing.json of the split, or a whole share file beside it"),
                status: .dealingMissing)
            verdicts[position].index = entries[position].line.map { Int($0.line.holder.value) }
        }
        for word in acknowledgements {
            verdicts.append(
                ShareVerdict(
                    file: word.file,
                    refused: Refusal(
                        .damaged, code: "dealing-missing", "the acknowledgement came without its dealing",
                        advice: "bring the dealing.json that it is of"),
                    status: .dealingMissing))
        }
        return CheckReport(dealing: nil, camps: camps, shares: verdicts, expected: [], missing: [])
    }
}
