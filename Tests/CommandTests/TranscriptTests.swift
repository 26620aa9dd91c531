import Foundation
import Testing

@Suite("Transcripts in the documents are what the command shows")
struct TranscriptTests {
    static let pages = BuiltCommand.manualPages.map(NamedFile.init)

    @Test("README.md", .enabled(if: FileManager.default.fileExists(atPath: BuiltCommand.readme.path)))
    func readme() throws {
        try check(BuiltCommand.readme, Transcript.ofMarkdown, needsOutput: true) { $0 }
    }

    @Test("Man pages", arguments: pages)
    func manual(_ page: NamedFile) throws {
        try check(page.url, Transcript.ofManual, needsOutput: false, writing: Transcript.roff)
    }

    /// Compares one document with what its commands show, or writes that into it where the person asked for it.
    private func check(
        _ document: URL, _ read: (String) -> Transcript, needsOutput: Bool, writing line: (String) -> String
    ) throws {
        let text = String(decoding: try Data(contentsOf: document), as: UTF8.self)
        let transcript = read(text)
        let (shown, differences) = try compare(transcript, needsOutput: needsOutput)
        if !differences.isEmpty, ProcessInfo.processInfo.environment["HOLDFAST_UPDATE_TRANSCRIPTS"] == "1" {
            try Data(transcript.updated(text, with: shown, everywhere: needsOutput, line).utf8).write(to: document)
            print("\(document.lastPathComponent): its transcripts are rewritten")
        } else {
            for difference in differences { Issue.record("\(document.lastPathComponent): \(difference)") }
        }
    }

    /// Runs a document's commands beside the example files, and tells where the document shows something else.
    /// - Parameter needsOutput: A command shown without output must have none.
    private func compare(_ transcript: Transcript, needsOutput: Bool) throws -> ([Transcript.Shown], [String]) {
        guard !transcript.commands.isEmpty else { return ([], []) }
        try #require(BuiltCommand.isBuilt, "\(BuiltCommand.path) is not there; run: make")
        let workspace = try Workspace()
        let examples = BuiltCommand.package.appendingPathComponent("Vectors/examples")
        for name in try FileManager.default.contentsOfDirectory(atPath: examples.path) where name != "README.md" {
            try FileManager.default.copyItem(at: examples.appendingPathComponent(name), to: workspace.url(name))
        }
        let shown = try transcript.run(in: workspace)
        var renaming = Renaming()
        var differences: [String] = []
        for (index, (command, shown)) in zip(transcript.commands, shown).enumerated() {
            let isStatusShown = transcript.commands.dropFirst(index + 1).first?.text == "echo $?"
            if shown.status != 0, !isStatusShown {
                differences.append("status \(shown.status) of: \(command.text)\n\(shown.output)")
            } else if !command.isHidden, needsOutput || !command.output.isEmpty,
                !renaming.matches(
                    RandomParts(of: shown.output, workspace: workspace.path), RandomParts(of: command.output))
            {
                differences.append("\(command.text)\nshows\n\(shown.output)and the document says\n\(command.output)")
            }
        }
        return (shown, differences)
    }
}

extension BuiltCommand {
    static let readme = package.appendingPathComponent("README.md")

    static let manualPages: [URL] = {
        let folder = package.appendingPathComponent("man")
        let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (found ?? []).filter { Int($0.pathExtension) != nil }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()
}

extension Transcript {
    /// The document with what was shown in place of what it said.
    /// - Parameters:
    ///   - everywhere: Also below commands that stood without their output.
    ///   - written: A line as the document's language writes it.
    func updated(
        _ document: String, with shown: [Shown], everywhere: Bool = true, _ written: (String) -> String = { $0 }
    ) -> String {
        var lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // From the end, so that the places before stay right.
        for (command, shown) in zip(commands, shown).reversed()
        where !command.isHidden && (everywhere || !command.output.isEmpty) {
            lines.replaceSubrange(
                command.outputLines,
                with: shown.output.split(separator: "\n", omittingEmptySubsequences: false)
                    .map { written(String($0)) }.dropLast(shown.output.isEmpty ? 0 : 1)
                    .filter { _ in !shown.output.isEmpty })
        }
        return lines.joined(separator: "\n")
    }
}

@Suite("The transcript runner")
struct TranscriptRunnerTests {
    private let markdown = """
        # Title
        <!-- $ echo hidden > f -->
        ```console
        $ cat f
        hidden
        $ printf 'a\\n' \\
          'b'
        old
        ```
        ```
        $ not run
        ```
        """

    @Test("reads, runs and updates a document")
    func updates() throws {
        let transcript = Transcript.ofMarkdown(markdown)
        #expect(transcript.commands.map(\.text) == ["echo hidden > f", "cat f", "printf 'a\\n' \\\n  'b'"])
        #expect(transcript.commands.map(\.output) == ["", "hidden\n", "old\n"])
        let shown = try transcript.run(in: Workspace())
        #expect(shown.map(\.output) == ["", "hidden\n", "a\n"])
        #expect(shown.allSatisfy { $0.status == 0 })
        let updated = transcript.updated(markdown, with: shown)
        #expect(updated == markdown.replacingOccurrences(of: "\nold\n", with: "\na\n"))
    }

    @Test("reads the literal displays of a man page")
    func readsManual() {
        let page =
            ".Sh EXAMPLES\n.\\\" $ true\n.Bd -literal\n$ echo a\\-b \\e\n> c\nout\n.Ed\nno\n.Bd -literal\nno\n.Ed\n"
        let transcript = Transcript.ofManual(page)
        #expect(transcript.commands.map(\.text) == ["true", "echo a-b \\\n> c"])
        #expect(transcript.commands.map(\.output) == ["", "out\n"])
    }

    @Test("updates a man page in its own language, and leaves commands without output as they are")
    func updatesManual() throws {
        let page = ".Bd -literal\n$ echo .x \\e\\e.\nold\n$ echo y\n.Ed\n"
        let transcript = Transcript.ofManual(page)
        let shown = try transcript.run(in: Workspace())
        let updated = transcript.updated(page, with: shown, everywhere: false, Transcript.roff)
        #expect(updated == page.replacingOccurrences(of: "\nold\n", with: "\n\\&.x \\e.\n"))
    }

    @Test("lets names differ, but one to one")
    func renames() {
        let (a, b) = (String(repeating: "ab", count: 16), String(repeating: "cd", count: 16))
        func matches(_ shown: [String], _ documented: [String]) -> Bool {
            var renaming = Renaming()
            return zip(shown, documented).allSatisfy { renaming.matches(RandomParts(of: $0), RandomParts(of: $1)) }
        }
        #expect(matches(["key \(a)", "key \(a)"], ["key \(b)", "key \(b)"]))
        #expect(!matches(["key \(a)", "key \(b)"], ["key \(b)", "key \(b)"]))
        #expect(!matches(["key \(a)", "key \(a)"], ["key \(a)", "key \(b)"]))
        #expect(matches(["K7QF-2M9X at 2026-01-02T03:04:05Z"], ["AAAA-2222 at 2027-01-02T03:04:05Z"]))
        #expect(!matches(["1500000000000000000 wei"], ["1500000000000000001 wei"]))
        #expect(!matches(["3 of 5"], ["4 of 5"]))
    }
}
