import ArgumentParser

/// Where a command that makes a key puts it.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the key goes; - is standard output.", valueName: "file"))
    var output: String

    @Flag(help: "Replace an existing file.")
    var force = false

    /// The place, found writable before any work is done.
    /// - Throws: `Failure` where the key and `--json` both want standard output; `FileError`.
    func target(_ common: CommonOptions) throws -> OutputTarget {
        let target = OutputTarget(path: output, force: force)
        guard !(target.isStandardOutput && common.json) else {
            throw Failure(
                .usage, code: "usage", "--json and -o - both want standard output", hint: "write the key to a file")
        }
        try target.requireWritable()
        return target
    }
}
