import Foundation
import Glibc

/// Runs one script in a folder of its own.
struct ScriptRunner {
    private let script: Script
    private let workspace: Workspace
    private var variables: [String: String]
    private var last: ChildProcess.Outcome?
    private var nextInput = "/dev/null"
    private var nextClosed: Set<Int32> = []
    private var isUnprivileged = false

    /// What a line asked for and did not get, with the output of the program that ran last.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Thrown by `skip-root`, which ends a script where it cannot say anything.
    private struct Skipped: Error {}

    /// A line's own reason, before the place is added.
    private struct Unmet: Error {
        var reason: String
    }

    init(_ script: Script) throws {
        self.script = script
        workspace = try Workspace()
        variables = BuiltCommand.environment(home: workspace.path)
        for file in script.files { try workspace.write(file.content, to: file.name) }
    }

    mutating func run() throws {
        for line in script.lines {
            do {
                try perform(line)
            } catch is Skipped {
                print("script \(script.name): the rest is skipped, since this is root")
                return
            } catch {
                let reason = (error as? Unmet)?.reason ?? String(describing: error)
                let output = last.map { "\nthe last program: \($0)" } ?? ""
                throw Failure(description: "\(script.name).txt:\(line.number): \(line.text)\n\(reason)\(output)")
            }
        }
    }

    private mutating func perform(_ line: Script.Line) throws {
        let words = try line.words.map(expanded)
        let (verb, arguments) = (words[0], Array(words.dropFirst()))
        let wanted = !line.isNegated
        func need(_ counts: ClosedRange<Int>, _ form: String) throws {
            guard counts.contains(arguments.count) else { throw Unmet(reason: "the form is: \(form)") }
        }
        switch verb {
        case "exec":
            try need(1...1000, "exec PROGRAM [ARGUMENT…]")
            try execute(arguments, succeeds: wanted)
        case "exit":
            try need(1...1, "exit STATUS")
            guard let end = last?.end, "\(end)" == "exit status \(arguments[0])" else {
                throw Unmet(reason: "the status is another")
            }
        case "stdin":
            try need(1...1, "stdin FILE|closed")
            if arguments[0] == "closed" { nextClosed.insert(STDIN_FILENO) } else { nextInput = try file(arguments[0]) }
        case "closed":
            try need(1...1, "closed stdout|stderr")
            nextClosed.insert(arguments[0] == "stderr" ? STDERR_FILENO : STDOUT_FILENO)
        case "stdout", "stderr":
            try need(1...1, "\(verb) REGEX")
            try match(arguments[0], in: try text(verb), wanted: wanted)
        case "grep":
            try need(2...2, "grep REGEX FILE")
            try match(arguments[0], in: try text(arguments[1]), wanted: wanted)
        case "json":
            try need(wanted ? 2...2 : 1...1, "json PATH VALUE, or ! json PATH")
            let value = try jsonValue(at: arguments[0])
            guard value == (wanted ? arguments[1] : nil) else { throw Unmet(reason: "it is \(value ?? "absent")") }
        case "capture":
            try need(2...2, "capture NAME REGEX")
            variables[arguments[0]] = try captured(arguments[1], in: try text("stdout"))
        case "capture-json":
            try need(2...2, "capture-json NAME PATH")
            guard let value = try jsonValue(at: arguments[1]) else { throw Unmet(reason: "it is absent") }
            variables[arguments[0]] = value
        case "cmp":
            try need(2...2, "cmp FILE FILE")
            guard (try content(arguments[0]) == content(arguments[1])) == wanted else {
                throw Unmet(reason: wanted ? "they differ" : "they are the same")
            }
        case "exists":
            try need(1...1000, "exists FILE…")
            for name in arguments where workspace.exists(name) != wanted {
                throw Unmet(reason: "\(name) \(wanted ? "is not there" : "is there")")
            }
        case "files":
            try need(1...1000, "files FOLDER [NAME…]")
            let names = try workspace.names(in: arguments[0])
            guard (names == arguments.dropFirst().sorted()) == wanted else { throw Unmet(reason: "there are \(names)") }
        case "mode":
            try need(2...1000, "mode OCTAL FILE…")
            for name in arguments.dropFirst() {
                guard let mode = workspace.mode(name) else { throw Unmet(reason: "\(name) is not there") }
                let text = "0" + String(mode, radix: 8)
                guard (text == arguments[0]) == wanted else { throw Unmet(reason: "\(name) is \(text)") }
            }
        case "chmod":
            try need(2...1000, "chmod OCTAL FILE…")
            guard let mode = UInt32(arguments[0], radix: 8) else { throw Unmet(reason: "that is no mode") }
            for name in arguments.dropFirst() where !workspace.setMode(mode, of: name) {
                throw Unmet(reason: "\(name) cannot be changed")
            }
        case "cp":
            try need(2...2, "cp FILE|stdout|stderr FILE")
            try Data(content(arguments[0])).write(to: workspace.url(arguments[1]))
        case "rm":
            try need(1...1000, "rm FILE…")
            for name in arguments { try FileManager.default.removeItem(at: workspace.url(name)) }
        case "mkdir":
            try need(1...1000, "mkdir FOLDER…")
            for name in arguments {
                try FileManager.default.createDirectory(at: workspace.url(name), withIntermediateDirectories: true)
            }
        case "edit":
            try need(2...2, "edit FILE s/REGEX/TEXT/[g]")
            try edit(arguments[0], arguments[1])
        case "env":
            try need(1...1000, "env NAME=VALUE…")
            for setting in arguments {
                let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw Unmet(reason: "\(setting) is not NAME=VALUE") }
                variables[String(parts[0])] = String(parts[1])
            }
        case "skip-root":
            if geteuid() == 0 { throw Skipped() }
        case "unprivileged":
            isUnprivileged = true
        default:
            throw Unmet(reason: "\(verb) is not a word of scripts; Tests/README.md lists them")
        }
    }

    /// A program must succeed, or, after `!`, fail with a status of its own: a crash is never what a script wants.
    private mutating func execute(_ arguments: [String], succeeds: Bool) throws {
        var arguments = arguments
        if arguments[0] == "holdfast" { arguments[0] = BuiltCommand.path }
        // Root may write everywhere. Without its capabilities it may write only what the modes of files let it.
        if isUnprivileged, geteuid() == 0 { arguments = ["setpriv", "--bounding-set", "-all"] + arguments }
        let outcome = try ChildProcess(
            arguments: arguments, environment: variables, directory: workspace.path, input: nextInput,
            closed: nextClosed
        ).run()
        (last, nextInput, nextClosed) = (outcome, "/dev/null", [])
        switch outcome.end {
        case .exited(0) where succeeds: return
        case .exited(70): throw Unmet(reason: "the command reports a bug of its own")
        case .exited(let status) where !succeeds && status != 0: return
        case .exited, .signalled, .timedOut: throw Unmet(reason: "it should have \(succeeds ? "succeeded" : "failed")")
        }
    }

    private func expanded(_ word: Script.Word) throws -> String {
        try word.pieces.map { text, isQuoted in
            guard !isQuoted, text.contains("$") else { return text }
            var result = ""
            var rest = text[...]
            while let dollar = rest.firstIndex(of: "$") {
                result += rest[..<dollar]
                rest = rest[dollar...].dropFirst()
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                guard let value = variables[String(name)] else { throw Unmet(reason: "$\(name) is not set") }
                result += value
                rest = rest.dropFirst(name.count)
            }
            return result + rest
        }.joined()
    }

    private func outcome() throws -> ChildProcess.Outcome {
        guard let last else { throw Unmet(reason: "no program ran before this line") }
        return last
    }

    private func file(_ name: String) throws -> String {
        guard workspace.exists(name) else { throw Unmet(reason: "\(name) is not there") }
        return workspace.url(name).path
    }

    /// A file's bytes; the names `stdout` and `stderr` are what the last program wrote.
    private func content(_ name: String) throws -> [UInt8] {
        switch name {
        case "stdout": return Array(try outcome().stdout.utf8)
        case "stderr": return Array(try outcome().stderr.utf8)
        default: return try workspace.bytes(try file(name))
        }
    }

    private func text(_ name: String) throws -> String { String(decoding: try content(name), as: UTF8.self) }

    private func regex(_ pattern: String) throws -> NSRegularExpression {
        do { return try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines]) } catch {
            throw Unmet(reason: "\(pattern) is no regular expression")
        }
    }

    private func match(_ pattern: String, in text: String, wanted: Bool) throws {
        let found = try regex(pattern).firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        guard found == wanted else { throw Unmet(reason: wanted ? "it is not there" : "it is there") }
    }

    private func captured(_ pattern: String, in text: String) throws -> String {
        let match = try regex(pattern).firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
        guard let match, match.numberOfRanges == 2, let range = Range(match.range(at: 1), in: text) else {
            throw Unmet(reason: "it is not there, or has not one group")
        }
        return String(text[range])
    }

    private func edit(_ name: String, _ change: String) throws {
        let parts = change.dropFirst(2).split(
            separator: change.dropFirst().first ?? "/", omittingEmptySubsequences: false)
        guard change.first == "s", parts.count == 3 else { throw Unmet(reason: "\(change) is not s/REGEX/TEXT/") }
        let before = try text(name)
        let pattern = try regex(String(parts[0]))
        let whole = NSRange(before.startIndex..., in: before)
        let range = parts[2] == "g" ? whole : pattern.firstMatch(in: before, range: whole)?.range ?? whole
        let after = pattern.stringByReplacingMatches(in: before, range: range, withTemplate: String(parts[1]))
        guard after != before else { throw Unmet(reason: "nothing changed") }
        // In place, so that the mode stays.
        let handle = try FileHandle(forWritingTo: workspace.url(name))
        defer { try? handle.close() }
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(after.utf8))
    }

    /// One value of the last standard output: `shares.0.status`; `shares.#` is how many there are.
    /// - Returns: `nil` where it is absent; a text as it is, anything else as JSON writes it.
    private func jsonValue(at path: String) throws -> String? {
        let data = Data(try content("stdout"))
        guard var value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) else {
            throw Unmet(reason: "standard output is not one JSON value")
        }
        for key in path.split(separator: ".") {
            if let list = value as? [Any] {
                if key == "#" { return String(list.count) }
                guard let index = Int(key), list.indices.contains(index) else { return nil }
                value = list[index]
            } else {
                guard let next = (value as? [String: Any])?[String(key)] else { return nil }
                value = next
            }
        }
        if let text = value as? String { return text }
        let written = try JSONSerialization.data(
            withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: written, as: UTF8.self)
    }
}
