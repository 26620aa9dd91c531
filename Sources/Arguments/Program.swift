/// A program of several commands, for its help and its completion.
package struct Program: Sendable {
    let summary: CommandSummary
    let commands: [any Command.Type]

    package init(_ summary: CommandSummary, commands: [any Command.Type]) {
        self.summary = summary
        self.commands = commands
    }
}

/// What stands where a command's name is expected.
package enum FirstWord {
    case command(Int)
    case help(Int?)
    case version
}

extension Program {
    /// - Returns: Which command is named, or what is asked for instead.
    /// - Throws: Where the words are none of this.
    package func first(of words: [String]) throws(UsageFault) -> FirstWord {
        if let index = index(of: words.first) { return .command(index) }
        if words.first == "help" { return .help(index(of: words.dropFirst().first)) }
        let matched = MatchedWords(words, [.version, .help])
        if matched.wantsHelp { return .help(nil) }
        if matched.wantsVersion { return .version }
        if let fault = matched.fault ?? matched.unknown ?? matched.unexpected { throw fault }
        return .help(nil)
    }

    private func index(of name: String?) -> Int? { commands.firstIndex { $0.summary.name == name } }
}
