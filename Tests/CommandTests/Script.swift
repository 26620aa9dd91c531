import Foundation
import Testing

/// One behaviour of the command, as a text file: what to run and what must then hold, and after that the files it
/// starts with, each below a line `-- name --`. Tests/README.md lists the words.
struct Script: Sendable, CustomTestStringConvertible {
    var name: String
    var lines: [Line]
    var files: [File]

    var testDescription: String { name }

    struct Line: Sendable {
        var number: Int
        var text: String
        /// The line begins with `!`: what it says must not hold.
        var isNegated: Bool
        var words: [Word]
    }

    /// A word, and whether `$NAME` in it stands for a variable: not so where it was quoted.
    struct Word: Sendable, Equatable {
        var pieces: [(text: String, isQuoted: Bool)]

        static func == (left: Word, right: Word) -> Bool {
            left.pieces.elementsEqual(right.pieces) { $0.text == $1.text && $0.isQuoted == $1.isQuoted }
        }
    }

    struct File: Sendable {
        var name: String
        var content: String
    }

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    /// All scripts in Tests/CommandTests/Scripts.
    static let all: [URL] = BuiltCommand.files(in: "Scripts", ending: ".txt")

    init(contentsOf file: URL) throws {
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try self.init(name: file.deletingPathExtension().lastPathComponent, text: text)
    }

    init(name: String, text: String) throws {
        self.name = name
        lines = []
        files = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                files.append(File(name: String(line.dropFirst(3).dropLast(3)), content: ""))
            } else if !files.isEmpty {
                files[files.count - 1].content += line + "\n"
            } else if let parsed = try Line(number: index + 1, text: String(line)) {
                lines.append(parsed)
            }
        }
        // The text ends with a newline, after which the split finds one more, empty line.
        if let last = files.indices.last, text.hasSuffix("\n") { files[last].content.removeLast() }
    }
}

extension Script.Line {
    /// - Returns: `nil` for an empty line or a comment.
    init?(number: Int, text: String) throws {
        self.number = number
        self.text = text
        words = try Self.words(in: text)
        isNegated = words.first == Script.Word(pieces: [("!", false)])
        if isNegated { words.removeFirst() }
        if words.isEmpty { return nil }
    }

    /// Words are divided by blanks; `'…'` keeps blanks, `#` and `$`, and `''` inside it is one quote.
    private static func words(in text: String) throws -> [Script.Word] {
        var words: [Script.Word] = []
        var pieces: [(text: String, isQuoted: Bool)] = []
        var rest = text[...]
        func finished() -> [Script.Word] { pieces.isEmpty ? words : words + [Script.Word(pieces: pieces)] }
        while let letter = rest.first {
            if letter == " " || letter == "\t" {
                words = finished()
                pieces = []
                rest = rest.dropFirst()
            } else if letter == "#", pieces.isEmpty {
                break
            } else if letter == "'" {
                var quoted = ""
                repeat {
                    rest = rest.dropFirst()
                    guard let end = rest.firstIndex(of: "'") else {
                        throw Script.Malformed(description: "a quote is not closed: \(text)")
                    }
                    quoted += (quoted.isEmpty ? "" : "'") + rest[..<end]
                    rest = rest[end...].dropFirst()
                } while rest.first == "'"
                pieces.append((quoted, true))
            } else {
                let end = rest.firstIndex { " \t'".contains($0) } ?? rest.endIndex
                pieces.append((String(rest[..<end]), false))
                rest = rest[end...]
            }
        }
        return finished()
    }
}
