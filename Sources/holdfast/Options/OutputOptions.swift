import Arguments
import Glibc

/// Where a command puts what it makes.
struct OutputOptions {
    var output = ""
    var force = false

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.required(&output, "-o", "--output", value: "file", help: "Where the result goes; - is standard output.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
    }

    /// The place, found writable before any work is done.
    /// - Throws: `Failure` where the key and `--json` both want standard output; `FileError`.
    /// - Parameters:
    ///   - inputs: Files that are read, none of which may be the target.
    ///   - place: Where in the folder that was named.
    ///   - isSecret: Whether what is written is a key, which no terminal shows.
    ///   - isBinary: Whether it is no text, which would spoil a terminal.
    func target(
        _ common: CommonOptions, besides inputs: [String] = [], at place: String? = nil, isSecret: Bool = true,
        isBinary: Bool = false
    ) throws -> OutputTarget {
        let target = OutputTarget(path: place ?? output, force: force)
        guard !(target.isStandardOutput && common.json) else {
            throw Failure(
                .usage, code: "usage", "--json and -o - both want standard output", hint: "write the result to a file")
        }
        guard !(isSecret && target.isStandardOutput && isatty(STDOUT_FILENO) == 1) else {
            throw Failure(
                .usage, code: "usage", "standard output is a terminal, and a private key is not shown there",
                hint: "name a file, or send the output on to the program that takes the key")
        }
        guard !(isBinary && target.isStandardOutput && isatty(STDOUT_FILENO) == 1) else {
            throw Failure(
                .usage, code: "usage", "standard output is a terminal, and the binary form is no text to show there",
                hint: "name a file with -o, or send the output on to the program that takes it")
        }
        try target.requireWritable(besides: inputs + common.files)
        return target
    }
}
