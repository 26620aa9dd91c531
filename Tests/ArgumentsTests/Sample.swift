import Arguments

/// A command with an argument of every kind.
struct Sample: Command {
    static let summary = CommandSummary("sample", "Show what there is.", discussion: "Nothing comes of it.")

    var first = ""
    var others: [String] = []
    var output = ""
    var isVerbose = false
    var count: Int?
    var shell = Shell.bash
    var added: [String] = []

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&first, "first", help: "The first file.")
        reader.operands(&others, "other", isRequired: false, help: "Others.")
        reader.required(&output, "-o", "--output", value: "file", help: "Where it goes.")
        reader.flag(&isVerbose, "-v", "--verbose", help: "Say more: [all] that's there.")
        reader.option(&count, "--count", value: "n", help: "How many.")
        reader.option(&shell, "--shell", value: "shell", help: "For whom.")
        reader.option(&added, "--add", value: "word", help: "Another; may be repeated.")
        reader.require(count != 7, "seven is too many")
    }
}

/// A command that takes nothing.
struct Bare: Command {
    static let summary = CommandSummary("bare", "Do nothing.")

    mutating func declare(_ reader: inout ArgumentReader) {}
}

extension Command {
    static func read(_ words: [String]) throws -> Self {
        guard case .command(let command) = try ArgumentReader.read(Self.self, words) else { throw NoCommand() }
        return command
    }

    /// The message; nil where nothing is wrong.
    static func fault(_ words: [String]) -> String? {
        do throws(UsageFault) {
            _ = try ArgumentReader.read(Self.self, words)
            return nil
        } catch {
            return error.message
        }
    }
}

struct NoCommand: Error {}
