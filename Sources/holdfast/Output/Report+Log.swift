import Custody
import Encodings

/// A log that was audited.
extension Report {
    static func text(_ audit: LogAudit, file: String, _ style: Style) -> String {
        var text = row("Log", "\(printable(file, most: 4096)), \(count(audit.lineCount, "line"))")
        let width = min(12, audit.entries.map { user(of: $0).count }.max() ?? 0)
        for entry in audit.entries { text += line(entry, width) }
        if let fault = audit.fault {
            for (place, part) in wrapped("BROKEN: " + fault.message, to: 66).enumerated() {
                text += row(place == 0 ? "Chain" : "", part.replacing("BROKEN:", with: style.red("BROKEN") + ":"))
            }
            if fault.kind != .shortened {
                text += row("", "what follows there is not shown, and proves nothing")
            }
            return text
        }
        if let following = audit.following {
            text += row("Chain", style.green("whole") + ": up to the expected one, no line was edited or removed")
            text += row("Expected", "it is there; \(count(following, "line")) came after it")
        } else {
            text += row("Chain", style.green("whole") + ": each line fits the one before it")
            text += row("Note", "who can write the file can cut it off or make it anew: keep the")
            text += row("", "last hash, and give it next time with --expect-last")
        }
        if let last = audit.entries.last { text += row("Last hash", last.hash) }
        return text
    }

    static func json(_ audit: LogAudit, file: String) -> JSONValue {
        let fault = audit.fault.map { fault -> JSONValue in
            ["code": .string(fault.code), "line": .integer(fault.line), "message": .string(fault.message)]
        }
        return [
            "file": .string(file), "lines": .integer(audit.lineCount), "good": .integer(audit.entries.count),
            "lastHash": audit.entries.last.map { .string($0.hash) } ?? .null,
            "following": audit.following.map { .integer($0) } ?? .null, "fault": fault ?? .null,
            "acts": .array(audit.entries.map { json($0) }),
        ]
    }

    /// A log of several that cannot be read.
    static func json(unread failure: Failure, file: String) -> JSONValue {
        [
            "file": .string(file),
            "fault": ["code": .string(failure.code), "line": .null, "message": .string(failure.message)],
        ]
    }

    private static func json(_ entry: LogEntry) -> JSONValue {
        .object(
            JSONObject(
                [("number", .integer(entry.number))] + entry.act.members + [
                    ("previous", .string(entry.previous)), ("hash", .string(entry.hash)),
                ]))
    }

    /// Number, time, who, how it ended, and the command line as far as 80 columns have room.
    private static func line(_ entry: LogEntry, _ width: Int) -> String {
        let act = entry.act
        let name = String(user(of: entry).prefix(width))
        let start =
            padded(String(entry.number), 4) + " \(act.time)  " + name
            + String(repeating: " ", count: width - name.count) + padded(String(act.exit), 5) + "  "
        let words = printable(act.arguments.joined(separator: " "), most: max(20, 78 - start.count))
        return start + words + "\n"
    }

    private static func user(of entry: LogEntry) -> String {
        printable(entry.act.user ?? String(entry.act.uid), most: 32)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func count(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
}
