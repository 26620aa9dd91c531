import Foundation
import Testing

@Suite("Scripts drive the built command")
struct ScriptTests {
    @Test("Every script holds", arguments: Script.all.map(NamedFile.init))
    func holds(_ file: NamedFile) throws {
        try #require(BuiltCommand.isBuilt, "\(BuiltCommand.path) is not there; run: make")
        var runner = try ScriptRunner(Script(contentsOf: file.url))
        try runner.run()
    }
}

/// A file that shows itself in the test runner's output by its name alone.
struct NamedFile: Sendable, CustomTestStringConvertible {
    var url: URL
    var testDescription: String { url.deletingPathExtension().lastPathComponent }
}
