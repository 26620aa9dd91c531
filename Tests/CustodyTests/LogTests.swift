import Custody
import Encodings
import TestSupport
import Testing

/// A log of so many lines, as text.
private func log(_ count: Int) -> [LogEntry] {
    var entries: [LogEntry] = []
    for number in 1...count {
        entries.append(LogEntry(act(number), after: entries.last))
    }
    return entries
}

private func act(
    _ number: Int, arguments: [String] = ["check", "aino.share"], result: LoggedAct.Result = .none
) -> LoggedAct {
    LoggedAct(
        time: "2026-11-30T10:00:0\(number % 10)Z", user: number % 2 == 0 ? nil : "aino", uid: 1000, version: "0.1.0",
        command: arguments[0], arguments: arguments, exit: number % 3, code: number % 3 == 0 ? nil : "exists",
        result: result)
}

private func file(_ lines: [String]) -> PublicFile {
    PublicFile(name: "acts.log", bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
}

private func file(_ entries: [LogEntry]) -> PublicFile { file(entries.map(\.line)) }

@Suite struct LogTests {
    @Test func everyLineReadsBack() throws {
        let result: JSONValue = ["schema": "holdfast.check/1", "ok": true, "names": ["Äinö", "a\"b\\c\n\u{1}\u{7f}"]]
        for value in [LoggedAct.Result.none, .whole(result), .digest(String(repeating: "a", count: 64))] {
            let entry = LogEntry(act(1, arguments: ["split", "ключ.key", "a b"], result: value), after: nil)
            let again = try LogEntry(parsing: Array(entry.line.utf8))
            #expect(again == entry)
            #expect(entry.previous == LogEntry.noHash)
        }
    }

    /// The hash is that of the line without it (holdfast-log(5)); computed with another program.
    @Test func hashIsOfTheLineWithoutIt() throws {
        let line = LogEntry(act(1), after: nil).line
        #expect(
            line == """
                {"schema":"holdfast.log/1","number":1,"time":"2026-11-30T10:00:01Z","user":"aino","uid":1000,\
                "version":"0.1.0","command":"check","arguments":["check","aino.share"],"exit":1,"code":"exists",\
                "result":null,"resultHash":null,"previous":"\(LogEntry.noHash)",\
                "hash":"13b8c4c5c2bc183fa4c7f37ca7fddc226716642527f0e58892f7b534cf2b0b5b"}
                """)
    }

    @Test func longResultIsHashed() {
        let short: JSONValue = .string(String(repeating: "a", count: LoggedAct.Result.mostBytes - 2))
        let long: JSONValue = .string(String(repeating: "a", count: LoggedAct.Result.mostBytes - 1))
        #expect(LoggedAct.Result(short) == .whole(short))
        guard case .digest(let hash) = LoggedAct.Result(long) else {
            Issue.record("a long result stands in the line")
            return
        }
        #expect(hash.utf8.count == 64)
        #expect(LoggedAct.Result(nil) == .none)
    }

    @Test func wholeLogHolds() throws {
        let entries = log(5)
        let audit = try LogAudit(of: file(entries))
        #expect(audit.fault == nil)
        #expect(audit.entries == entries)
        let empty = try LogAudit(of: PublicFile(name: "empty", bytes: []))
        #expect(empty.fault == nil && empty.lineCount == 0)
    }

    /// Any letter of any line changed to another, and the line is named.
    @Test(arguments: Seed.fresh(8))
    func namesTheEditedLine(_ seed: Seed) throws {
        var random = seed.generator
        let lines = log(4).map(\.line)
        for place in lines.indices {
            for _ in 0..<40 {
                var bytes = Array(lines[place].utf8)
                let letter = Int.random(in: bytes.indices, using: &random)
                let new = UInt8.random(in: 0x20...0x7E, using: &random)
                guard bytes[letter] != new else { continue }
                bytes[letter] = new
                var changed = lines
                changed[place] = String(decoding: bytes, as: UTF8.self)
                let audit = try LogAudit(of: file(changed))
                #expect(audit.fault?.kind == .edited, "letter \(letter) of line \(place + 1)")
                #expect(audit.fault?.line == place + 1)
                #expect(audit.entries.count == place)
            }
        }
    }

    /// Whoever edits a line and makes its hash anew is seen in the next one.
    @Test func namesTheLineWithANewHash() throws {
        let entries = log(4)
        let forged = LogEntry(act(2, arguments: ["inspect", "x"]), after: entries[0])
        let audit = try LogAudit(of: file([entries[0], forged, entries[2], entries[3]]))
        #expect(audit.fault?.kind == .edited)
        #expect(audit.fault?.line == 2)
        #expect(audit.entries == [entries[0]])
    }

    @Test func namesWhereLinesWereRemoved() throws {
        let entries = log(6)
        let between = try LogAudit(of: file([entries[0], entries[1], entries[4], entries[5]]))
        #expect(between.fault?.kind == .removed)
        #expect(between.fault?.line == 3)
        #expect(between.fault?.message.contains("2 lines were removed between line 2 and line 3") == true)
        let start = try LogAudit(of: file(Array(entries[1...])))
        #expect(start.fault?.kind == .removed)
        #expect(start.fault?.message.contains("1 line was removed before line 1") == true)
    }

    /// An inserted line has a right hash and follows the one before; the one behind it does not follow it.
    @Test func namesTheInsertedLine() throws {
        let entries = log(4)
        let forged = LogEntry(act(3), after: entries[1])
        let other = LogEntry(act(9, arguments: ["keygen"]), after: entries[1])
        let audit = try LogAudit(of: file([entries[0], entries[1], other, entries[2], entries[3]]))
        #expect(audit.fault?.kind == .inserted)
        #expect(audit.fault?.line == 3)
        #expect(audit.entries == [entries[0], entries[1]])
        let twice = try LogAudit(of: file([entries[0], entries[1], entries[1], entries[2]]))
        #expect(twice.fault?.kind == .inserted)
        // The same act again makes the same line: nothing was changed.
        #expect(forged == entries[2])
    }

    @Test func namesTheCutLine() throws {
        let entries = log(3)
        var bytes = file(entries).bytes
        bytes.removeLast(20)
        #expect(try LogAudit(of: PublicFile(name: "l", bytes: bytes)).fault?.kind == .cut)
        var unended = file(entries).bytes
        unended.removeLast()
        let audit = try LogAudit(of: PublicFile(name: "l", bytes: unended))
        #expect(audit.fault?.kind == .cut)
        #expect(audit.fault?.line == 3)
    }

    @Test func onlyAKnownHashShowsACutEnd() throws {
        let entries = log(5)
        let cut = file(Array(entries.prefix(3)))
        #expect(try LogAudit(of: cut).fault == nil)
        let shortened = try LogAudit(of: cut, expecting: ExpectedLast(entries[4].hash))
        #expect(shortened.fault?.kind == .shortened)
        #expect(try LogAudit(of: cut, expecting: ExpectedLast("4")).fault?.kind == .shortened)
        let grown = try LogAudit(of: file(entries), expecting: ExpectedLast(entries[2].hash.uppercased()))
        #expect(grown.fault == nil)
        #expect(grown.following == 2)
        #expect(try LogAudit(of: file(entries), expecting: ExpectedLast("5")).following == 0)
        for wrong in ["", "0", "-1", "abc", String(repeating: "g", count: 64), "99999999999999999999"] {
            #expect(refusal { _ = try ExpectedLast(wrong) }?.code == "expectation-not-recognised", "\(wrong)")
        }
    }

    @Test func anotherFileIsNoLog() {
        let found = refusal { _ = try LogAudit(of: PublicFile(name: "x", bytes: Array("hello\nworld\n".utf8))) }
        #expect(found?.code == "not-a-log")
    }

    /// A member more, another order, a blank, a carriage return: the hash is of one text only.
    @Test func aLineIsWrittenInOneWayOnly() throws {
        let line = LogEntry(act(1), after: nil).line
        for changed in [
            line + "\r", " " + line, line.replacing(#","exit""#, with: #", "exit""#),
            line.replacing(#""uid":1000"#, with: #""uid":1000,"host":"a""#),
            line.replacing("check\",\"arg", with: "\\u0063heck\",\"arg"), line + line, "[]", "", "{}",
        ] {
            #expect(throws: LogLineFault.self, "\(changed)") { try LogEntry(parsing: Array(changed.utf8)) }
        }
    }
}
