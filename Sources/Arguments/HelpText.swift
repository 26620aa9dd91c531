/// What `--help` prints, in lines of the terminal's width.
struct HelpText {
    private let width: Int
    private(set) var text = ""
    /// Where the text beside the labels begins.
    private static let margin = 26

    init(_ width: Int) { self.width = max(width, HelpText.margin + 10) }

    mutating func overview(_ summary: CommandSummary) {
        text += HelpText.wrapped("OVERVIEW: " + summary.abstract, to: width).joined(separator: "\n") + "\n\n"
        guard !summary.discussion.isEmpty else { return }
        text += HelpText.wrapped(summary.discussion, to: width).joined(separator: "\n") + "\n\n"
    }

    mutating func usage(_ words: [String]) { text += "USAGE: " + words.joined(separator: " ") + "\n\n" }

    mutating func section(_ title: String, _ rows: [(label: String, help: String)]) {
        guard !rows.isEmpty else { return }
        text += title + ":\n"
        for row in rows {
            let label = "  " + row.label
            let margin = String(repeating: " ", count: HelpText.margin)
            let lines = HelpText.wrapped(row.help, to: width - HelpText.margin).map { margin + $0 }
            let fits = label.count < HelpText.margin
            text += (fits ? label + lines[0].dropFirst(label.count) : label + "\n" + lines[0]) + "\n"
            for line in lines.dropFirst() { text += line + "\n" }
        }
        text += "\n"
    }

    mutating func line(_ words: String) { text += words + "\n" }

    /// A sentence in lines: one column stays free, save in the last.
    private static func wrapped(_ sentence: String, to width: Int) -> [String] {
        let words = sentence.split(separator: " ")
        var lines: [String] = []
        var line = ""
        for (place, word) in words.enumerated() {
            let room = place == words.count - 1 ? width : width - 1
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return lines + [line]
    }
}

extension Program {
    /// Of the whole program.
    package func help(width: Int) -> String {
        var help = HelpText(width)
        help.overview(summary)
        help.usage([summary.name, "<subcommand>"])
        help.section("OPTIONS", [Argument.version, .help].map { ($0.label, $0.help) })
        help.section("SUBCOMMANDS", commands.map { ($0.summary.name, $0.summary.abstract) })
        help.line("  See '\(summary.name) help <subcommand>' for detailed help.")
        return help.text
    }

    package func help(of command: any Command.Type, width: Int) -> String {
        let described = CommandDescription(command)
        var help = HelpText(width)
        help.overview(described.summary)
        help.usage([summary.name, described.summary.name] + described.synopsis)
        for (title, isOperand) in [("ARGUMENTS", true), ("OPTIONS", false)] {
            let rows = described.arguments.filter { ($0.kind == .operand) == isOperand }
            help.section(title, rows.map { ($0.label, $0.wholeHelp) })
        }
        return help.text
    }
}

extension CommandDescription {
    /// Every argument; of many only those that must be there, and the operands.
    fileprivate var synopsis: [String] {
        let own = arguments.dropLast(2)
        let isLong = own.count > 12
        let shown = own.filter { !isLong || $0.isRequired || $0.kind == .operand }
        return (isLong ? ["[<options>]"] : [])
            + shown.map { argument in
                if argument.isRequired { return argument.synopsis }
                return "[\(argument.synopsis)]"
            }
    }
}
