import Foundation

/// The commands of one document, README.md or a man page, with what it shows of their output.
struct Transcript: Sendable {
    var commands: [Command]

    struct Command: Sendable {
        /// A line of shell; lines that end with `\` are joined to it.
        var text: String
        /// What the document shows, every line ended by a newline.
        var output: String
        /// Where that is: a range of lines, the first line of the document is 0.
        var outputLines: Range<Int>
        /// Not shown to readers: run to prepare what follows.
        var isHidden: Bool
    }

    /// README.md: blocks fenced by ```` ```console ````, and hidden lines `<!-- $ command -->`.
    static func ofMarkdown(_ text: String) -> Transcript {
        var transcript = Transcript(commands: [])
        var isInside = false
        for (number, line) in lines(of: text) {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside {
                transcript.take(line, number)
            } else if line.hasPrefix("<!-- $ "), line.hasSuffix(" -->") {
                transcript.hide(line.dropFirst(7).dropLast(4), number)
            }
        }
        return transcript
    }

    /// A man page in mdoc: literal displays in which a line begins with `$ `, and hidden lines `.\" $ command`.
    static func ofManual(_ text: String) -> Transcript {
        var transcript = Transcript(commands: [])
        var isInside = false
        for (number, line) in lines(of: text) {
            if line.hasPrefix(".\\\" $ ") {
                transcript.hide(line.dropFirst(6), number)
            } else if line.hasPrefix(".Bd ") {
                isInside = line.contains("-literal") || line.contains("-unfilled")
                transcript.endsBlock = true
            } else if line.hasPrefix(".Ed") {
                isInside = false
            } else if isInside {
                transcript.take(plain(line), number)
            }
        }
        return transcript
    }

    /// Between blocks, so that a line of another block is not output of the last command.
    private var endsBlock = true

    private init(commands: [Command]) { self.commands = commands }

    private static func lines(of text: String) -> some Sequence<(Int, String)> {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated().lazy
            .map { ($0.offset, $0.element) }
    }

    /// What a reader sees of a line of mdoc.
    private static func plain(_ line: String) -> String {
        line.replacingOccurrences(of: "\\&", with: "").replacingOccurrences(of: "\\-", with: "-")
            .replacingOccurrences(of: "\\(aq", with: "'").replacingOccurrences(of: "\\(dq", with: "\"")
            .replacingOccurrences(of: "\\e", with: "\\")
    }

    /// A line of output as a man page in mdoc has it.
    static func roff(_ line: String) -> String {
        let escaped = line.replacingOccurrences(of: "\\", with: "\\e")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    private mutating func hide(_ command: some StringProtocol, _ number: Int) {
        commands.append(
            Command(text: String(command), output: "", outputLines: number + 1..<number + 1, isHidden: true))
        endsBlock = true
    }

    private mutating func take(_ line: String, _ number: Int) {
        if line.hasPrefix("$ ") {
            let next = number + 1
            commands.append(
                Command(text: String(line.dropFirst(2)), output: "", outputLines: next..<next, isHidden: false))
            endsBlock = false
        } else if !endsBlock, let last = commands.indices.last {
            if commands[last].output.isEmpty, commands[last].text.hasSuffix("\\") {
                commands[last].text += "\n" + line
                commands[last].outputLines = number + 1..<number + 1
            } else {
                commands[last].output += line + "\n"
                commands[last].outputLines = commands[last].outputLines.lowerBound..<number + 1
            }
        }
    }
}

extension Transcript {
    /// What one command shows, standard output and error as they come, and its status.
    struct Shown: Sendable {
        var output: String
        var status: Int
    }

    /// Runs all commands in one shell, so that `cd`, variables and `$?` work as a reader expects.
    ///
    /// `$SCRIPTS` is the folder of what hidden commands may need, such as `forge.py`.
    func run(in workspace: Workspace) throws -> [Shown] {
        let mark = "-----\(UUID().uuidString)-----"
        var shell = "exec 2>&1\n"
        for command in commands {
            shell += "\(command.text)\nstatus=$?; printf '\\n\(mark) %s\\n' \"$status\"; (exit \"$status\")\n"
        }
        let file = workspace.url.appendingPathExtension("sh")
        try Data(shell.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let scripts = BuiltCommand.tests.appendingPathComponent("Scripts").path
        let outcome = try workspace.run(["sh", file.path], environment: ["SCRIPTS": scripts], timeout: 300)
        var shown: [Shown] = []
        var rest = outcome.stdout[...]
        while let found = rest.range(of: "\n\(mark) ") {
            let end = rest[found.upperBound...].firstIndex(of: "\n") ?? rest.endIndex
            // The newline before the mark is ours, unless the output did not end its own last line.
            var output = String(rest[..<found.lowerBound])
            if !output.isEmpty, !output.hasSuffix("\n") { output += "\n" }
            shown.append(Shown(output: output, status: Int(rest[found.upperBound..<end]) ?? -1))
            rest = rest[end...].dropFirst()
        }
        guard shown.count == commands.count else {
            throw ScriptRunner.Failure(description: "the shell ended early: \(outcome)")
        }
        return shown
    }
}
