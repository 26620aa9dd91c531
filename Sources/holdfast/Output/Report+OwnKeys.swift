import Custody
import Encodings

/// What there is to tell of dealings to the holders' own keys.
extension Report {
    /// What the proof beside a dealing shows to everyone.
    static func proven(_ wrong: [HolderFacts], _ dealing: DealingFacts, _ style: Style) -> String {
        guard !wrong.isEmpty else {
            return rows("Proof", "all \(dealing.holders.count) holders can open a good share with their node's key")
        }
        let names = wrong.prefix(20).map { isolated($0.name) }.joined(separator: ", ")
        return style.red(
            String(
                rows(
                    "Proof",
                    "WRONG for \(wrong.count) of \(dealing.holders.count) holders: \(names): the dealer cheated; do not rely on this dealing"
                ).dropLast())) + "\n"
    }

    /// Who said, by their own key, that their share opened and is good, and who did not yet.
    static func acknowledged(_ report: CheckReport, _ dealing: DealingFacts) -> String {
        let count = report.acknowledged.count, all = dealing.holders.count
        if count == 0 {
            let sentence =
                dealing.ownKeys == .masked
                ? "by nobody yet: that a share is good, only its holder can see"
                : "by nobody yet: that holders have their keys is not shown"
            return rows("Acknowledged", sentence) + unacknowledged(report, dealing)
        }
        let names = report.acknowledged.map { isolated($0.name) }.joined(separator: ", ")
        return rows("Acknowledged", count == all ? "by all: \(names)" : "by \(count) of \(all): \(names)")
            + unacknowledged(report, dealing)
    }

    /// A word for each holder who did not acknowledge; of very many, how many they are.
    private static func unacknowledged(_ report: CheckReport, _ dealing: DealingFacts) -> String {
        let words = Set(report.acknowledged.map(\.index))
        let others = dealing.holders.filter { !words.contains($0.index) }
        guard !others.isEmpty else { return "" }
        let named = others.prefix(20).map { isolated($0.name) }.joined(separator: ", ")
        let more = others.count > 20 ? " and \(others.count - 20) more" : ""
        return rows("", "not-acknowledged: \(named)\(more)")
    }

    /// The same for programs: every holder with a word.
    static func acknowledgements(_ report: CheckReport, _ dealing: DealingFacts) -> JSONValue {
        let words = Set(report.acknowledged.map(\.index))
        return .array(
            dealing.holders.map { holder in
                [
                    "index": .integer(holder.index), "holder": .string(holder.name),
                    "status": words.contains(holder.index) ? "acknowledged" : "not-acknowledged",
                ]
            })
    }

    /// To which keys a dealing deals, for those who compare.
    static func keys(of dealing: DealingFacts) -> String {
        var text = ""
        for holder in dealing.holders.prefix(100) {
            guard let key = holder.nodeKey else { continue }
            if dealing.isBinaryForm {
                text += row("Holder \(holder.index)", key)
            } else {
                text += row("Holder \(holder.index)", isolated(holder.name)) + row("", key)
            }
        }
        return text
    }

    /// What evidence against a dealer shows.
    static func text(_ conviction: Conviction, file: String) -> String {
        let name = isolated(conviction.holder.name)
        var text = head(conviction.dealing)
        for expected in conviction.expected { text += row("Expected", "\(expected): it fits") }
        text += rows(
            "Evidence",
            "\(printable(file, most: 4096)) proves it: the dealer CHEATED \(name) (holder \(conviction.holder.index))")
        text += rows("", "what was dealt to \(name) is not the share that the commitments promise")
        text += rows("Next", "do not rely on this dealing; keep the evidence secret, since it opens what was dealt")
        return text
    }

    static func json(_ conviction: Conviction, file: String) -> JSONValue {
        let dealing = conviction.dealing
        return [
            "schema": "holdfast.evidence/1", "ok": true, "file": .string(file), "verdict": "dealer-cheated",
            "index": .integer(conviction.holder.index), "holder": .string(conviction.holder.name),
            "dealing": .string(dealing.shortForm), "id": .string(dealing.id),
            "fingerprint": .string(dealing.fingerprint), "kind": .string(dealing.kind.rawValue),
            "publicKey": .string(dealing.publicKey), "expected": .array(conviction.expected.map { .string($0) }),
        ]
    }
}
