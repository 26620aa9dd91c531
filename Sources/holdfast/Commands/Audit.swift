import Arguments
import Custody
import Encodings

struct Audit: Act {
    static let summary = CommandSummary(
        "audit", "Check that a log is as it was written, and show the acts in it.",
        discussion: "Lines that were cut off at the end cannot be seen from the file alone: give --expect-last.")

    var files: [String] = []
    var expectLast: String?
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(&files, "file", help: "Logs that --log made; - is standard input.")
        reader.option(
            &expectLast, "--expect-last", value: "hash-or-number",
            help: "The hash of a line that must still be in the log, or how many lines there must be at least.")
        common.declare(&reader)
        reader.require(expectLast == nil || files.count == 1, "--expect-last goes with one log")
        reader.require(files.count(where: { $0 == "-" }) <= 1, "standard input can be read once")
    }

    func perform() throws -> ExitStatus {
        Sandbox.current.close(readsMore: true)
        let expected = try expectLast.map { try ExpectedLast($0) }
        var values: [JSONValue] = []
        var texts: [String] = []
        var statuses: [ExitStatus] = []
        for path in files {
            do {
                let audit = try LogAudit(of: try LogContent.read(path), expecting: expected)
                values.append(Report.json(audit, file: path))
                texts.append(Report.text(audit, file: path, Style(descriptor: 1)))
                statuses.append(audit.fault == nil ? .done : .answerIsNo)
            } catch {
                let failure = Failure(error)
                guard files.count > 1 else { throw failure }
                talk.error(failure.message, hint: failure.hint)
                values.append(Report.json(unread: failure, file: path))
                statuses.append(failure.status)
            }
        }
        let status = ExitStatus.worst(statuses)
        try answer(
            json: ["schema": "holdfast.audit/1", "ok": .bool(status == .done), "logs": .array(values)],
            text: texts.joined(separator: "\n"))
        return status
    }
}
