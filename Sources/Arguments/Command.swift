/// A subcommand, which says by one function what it takes: the same one describes it and fills it.
package protocol Command: Sendable {
    static var summary: CommandSummary { get }
    /// With nothing given.
    init()
    /// Names every argument in the order in which the help shows them, and binds it to its property.
    mutating func declare(_ reader: inout ArgumentReader)
}

/// What a command is called, and what its help says of it.
package struct CommandSummary: Sendable {
    package let name: String
    let abstract: String
    let discussion: String

    package init(_ name: String, _ abstract: String, discussion: String = "") {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
    }
}

/// A command's name, summary and arguments, for its help and its completion.
struct CommandDescription {
    let summary: CommandSummary
    let arguments: [Argument]

    init(_ command: any Command.Type) {
        summary = command.summary
        arguments = ArgumentReader.arguments(of: command) + [.version, .help]
    }
}
