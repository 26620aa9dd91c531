import Custody
import Encodings

/// Shares that change hands: sealed to another key, asked for, and submitted.
extension Report {
    /// What anyone can see of a dealing and its share files.
    static func text(_ report: PublicReport) -> String {
        let style = Style(descriptor: 1)
        var text = head(report.dealing)
        for expected in report.expected { text += row("Expected", "\(expected): it fits") }
        let width = min(24, report.dealing.holders.map(\.name.count).max() ?? 1)
        for entry in report.entries.sorted(by: { ($0.holder?.index ?? .max) < ($1.holder?.index ?? .max) })
        where entry.status != .dealing {
            let words: String =
                switch entry.status {
                case .dealing: "dealing"
                case .sealed: style.green("sealed")
                case .open: style.red("not sealed")
                case .otherRecipient: style.red("other recipient")
                case .otherDealing: style.red("other dealing")
                case .damaged: style.red("damaged")
                }
            text += columns(entry.holder?.index, entry.holder?.name ?? "?", width, words, entry.file)
            for line in sealedTo(entry, of: report.dealing) { text += "     \(line)\n" }
            for part in wrapped(entry.reason ?? "", to: 68) where !part.isEmpty { text += "     \(part)\n" }
        }
        if report.missing.count <= 40 {
            for holder in report.missing { text += columns(holder.index, holder.name, width, style.dim("missing"), "") }
        }
        text += "Whether a sealed share is good, only its holder can check.\n"
        return text
    }

    /// To whom a file is sealed, and how much of that shows in it.
    private static func sealedTo(_ entry: PublicReport.Entry, of dealing: DealingFacts) -> [String] {
        guard entry.status == .sealed, let holder = entry.holder, let recipient = holder.recipient else { return [] }
        if recipient == "passphrase" { return ["with a passphrase"] }
        let shows = !recipient.hasPrefix("age1")
        var lines = [shows ? "to \(recipient)" : "to a key of age; the dealing in it says \(recipient)"]
        if let other = dealing.holder(holder.index), other.recipient != recipient {
            lines.append("which was sealed again, or changed: elsewhere it is \(other.recipient ?? "not sealed")")
        }
        return lines.flatMap { wrapped($0, to: 74) }
    }

    static func json(_ report: PublicReport) -> JSONValue {
        let entries = report.entries.map { entry -> JSONValue in
            [
                "file": .string(entry.file), "status": .string(entry.status.rawValue),
                "index": entry.holder.map { .integer($0.index) } ?? .null,
                "holder": entry.holder.map { .string($0.name) } ?? .null,
                "recipient": entry.holder?.recipient.map { .string($0) } ?? .null,
                "code": entry.code.map { .string($0) } ?? .null,
            ]
        }
        return [
            "schema": "holdfast.check-public/1", "ok": .bool(report.fault == nil),
            "dealing": .string(report.dealing.shortForm), "id": .string(report.dealing.id),
            "fingerprint": .string(report.dealing.fingerprint), "threshold": .integer(report.dealing.threshold),
            "publicKey": .string(report.dealing.publicKey), "files": .array(entries),
            "missing": .array(report.missing.map { .string($0.name) }),
        ]
    }

    static func text(_ facts: RequestFacts) -> String {
        let label = facts.dealing.label.isEmpty ? "" : " (\(isolated(facts.dealing.label)))"
        var text = row("Request", "\(facts.shortForm), made \(facts.created)")
        if let members = facts.members {
            let names = members.map { isolated($0.name) }.joined(separator: ", ")
            text += rows(
                "Asks for",
                "the key of dealing \(facts.dealing.shortForm)\(label), blinded: no share shows in the answers")
            text += rows("Asks", "\(names); all of them have to answer")
        } else {
            text += rows("Asks for", "a share of dealing \(facts.dealing.shortForm)\(label), to rebuild its key")
        }
        for address in facts.dealing.addresses { text += row(address.kind.title, address.text) }
        text += rows("Purpose", isolated(facts.purpose))
        text += row("Until", facts.expires ?? "for ever")
        text += row("Sealed to", facts.recipient.text)
        text += row("Fingerprint", "\(facts.recipient.fingerprint) of that key")
        return text
    }

    static func text(made facts: RequestFacts, file: String) -> String {
        var text = self.text(facts) + row("Written", "\(file); it is public")
        text += row("Next", "send it to the holders, and read the fingerprint above to")
        text += row("", "each of them by voice; with their answers run")
        text += row("", "holdfast rebuild --request \(file) ANSWER... --identity KEY")
        return text
    }

    static func json(_ facts: RequestFacts, file: String) -> JSONValue {
        .object(JSONObject([("schema", "holdfast.request/1"), ("ok", true), ("file", .string(file))] + members(facts)))
    }

    static func members(_ facts: RequestFacts) -> [(String, JSONValue)] {
        [
            ("request", .string(facts.shortForm)), ("id", .string(facts.id)),
            ("dealing", .string(facts.dealing.shortForm)), ("dealingId", .string(facts.dealing.id)),
            ("recipient", .string(facts.recipient.text)),
            ("recipientFingerprint", .string(facts.recipient.fingerprint)), ("purpose", .string(facts.purpose)),
            ("created", .string(facts.created)), ("expires", facts.expires.map { .string($0) } ?? .null),
        ] + (facts.members.map { [("blinded", .array($0.map { .string($0.name) }))] } ?? [])
    }

    static func text(_ submission: Submission, file: String) -> String {
        row(
            "Share",
            "\(submission.holder.index), of \(isolated(submission.holder.name)): "
                + (submission.isGood ? "good" : "NOT what the dealer promised"))
            + row("Written", "\(file), sealed to whoever asks; for request \(submission.request.shortForm) alone")
            + row("Next", "send it back; your share stays as it is")
    }

    static func json(_ submission: Submission, file: String) -> JSONValue {
        .object(
            JSONObject(
                [("schema", "holdfast.submit/1"), ("ok", true), ("file", .string(file))] + members(submission.request)
                    + [
                        ("index", .integer(submission.holder.index)), ("holder", .string(submission.holder.name)),
                        ("share", submission.isGood ? "good" : "dealer-cheated"),
                    ]))
    }

    static func text(_ resealed: ResealedShare, file: String, old: String) -> String {
        var text = row(
            "Share",
            "\(resealed.holder.index), of \(isolated(resealed.holder.name)), dealing \(resealed.dealing.shortForm): good"
        )
        text += row("Before", resealed.before.map { "sealed to \($0)" } ?? "not sealed")
        text += row("Sealed to", resealed.holder.recipient ?? "")
        text += row("Written", file)
        text += row("Next", "check that it opens, then delete \(old): it opens as before")
        return text
    }

    static func json(_ resealed: ResealedShare, file: String) -> JSONValue {
        [
            "schema": "holdfast.reseal/1", "ok": true, "file": .string(file),
            "dealing": .string(resealed.dealing.shortForm), "id": .string(resealed.dealing.id),
            "index": .integer(resealed.holder.index), "holder": .string(resealed.holder.name),
            "before": resealed.before.map { .string($0) } ?? .null,
            "recipient": resealed.holder.recipient.map { .string($0) } ?? .null,
        ]
    }
}

/// The report on a holder's word that a share is good.
extension Report {
    static func text(_ word: AcknowledgedShare, file: String) -> String {
        row("Dealing", word.dealing.shortForm) + row("Share", "of \(isolated(word.holder.name)), good")
            + row("Written", "\(file); it is public, and says so to everyone")
    }

    static func json(_ word: AcknowledgedShare, file: String) -> JSONValue {
        [
            "schema": "holdfast.acknowledge/1", "ok": true, "file": .string(file),
            "dealing": .string(word.dealing.shortForm), "id": .string(word.dealing.id),
            "index": .integer(word.holder.index), "holder": .string(word.holder.name),
        ]
    }
}
