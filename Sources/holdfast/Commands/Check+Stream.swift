import Custody
import Encodings

/// Dealings in a pipe, one in each line, in constant memory: a line of JSON goes out for each that comes in.
extension Check {
    func checkStream() throws -> ExitStatus {
        guard files.count == 1 else {
            throw Failure(
                .usage, code: "usage", "--stream reads one file or pipe, and \(files.count) are named",
                hint: "give - for standard input, and the dealings one in each line")
        }
        let expected = try shareOptions.checkOptions(common).expected
        var lines = try PublicLines(files[0])
        Sandbox.current.close()
        var good = 0, bad = 0, worst: [ExitStatus] = []
        while true {
            let batch = try lines.next(most: 4096, mostBytes: 8 << 20).map { StreamedDealing($0) }
            if batch.isEmpty { break }
            var told = ""
            for (dealing, result) in zip(batch, checkDealings(batch.map(\.text), expected: expected)) {
                told += JSONWriter.text(Report.json(result, of: dealing), .compact) + "\n"
                switch result {
                case .success: good += 1
                case .failure(let refusal):
                    bad += 1
                    let status = ExitStatus(refusal.kind)
                    if !worst.contains(status) { worst.append(status) }
                }
            }
            try StandardOutput.write(told)
            talk.progress("\(good + bad) dealings …")
        }
        talk.progress("")
        guard good + bad > 0 else {
            throw Failure(
                .damaged, code: "no-dealing", "no line holds anything",
                hint: "give the dealings one in each line, as JSON")
        }
        let end: JSONValue = [
            "schema": "holdfast.check-stream/1", "ok": .bool(bad == 0), "good": .integer(good),
            "refused": .integer(bad),
        ]
        note(json: end)
        talk.say("\(good + bad) \(good + bad == 1 ? "dealing" : "dealings"): \(good) good, \(bad) refused.")
        return .worst(worst)
    }
}

/// One line of the pipe: a dealing, with the name before it that it may have.
private struct StreamedDealing {
    let line: Int
    /// What stands before the first tabulator; the sender's word for it, given back.
    let name: String?
    let text: PublicFile

    init(_ line: PublicLine) {
        self.line = line.number
        var content = line.bytes[...]
        // JSON has no tabulator before its first brace but as white space, which names nothing.
        if let tab = content.firstIndex(of: 0x09), !content[..<tab].contains(UInt8(ascii: "{")),
            content[..<tab].contains(where: { $0 != 0x20 })
        {
            name = String(decoding: content[..<tab].prefix(256), as: UTF8.self)
            content = content[(tab + 1)...]
        } else {
            name = nil
        }
        text = PublicFile(name: name ?? "line \(line.number)", bytes: Array(content))
    }
}

extension Report {
    /// One line of `check --stream`.
    fileprivate static func json(_ result: Result<DealingFacts, Refusal>, of dealing: StreamedDealing) -> JSONValue {
        let line =
            [("line", JSONValue.integer(dealing.line))] + (dealing.name.map { [("name", .string($0))] } ?? [])
        switch result {
        case .success(let dealing):
            // Of a million dealings nobody reads the points, and they are in what came in.
            let members = members(dealing).filter { $0.0 != "commitments" }
            return .object(JSONObject(line + [("ok", true)] + members))
        case .failure(let refusal):
            return .object(
                JSONObject(
                    line + [
                        ("ok", false), ("code", .string(refusal.code)), ("message", .string(refusal.message)),
                        ("hint", .string(refusal.advice)),
                    ]))
        }
    }
}
