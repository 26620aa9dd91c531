import Foundation
import Testing

@Suite("On a terminal")
struct TerminalTests {
    static let files = BuiltCommand.files(in: "Terminal", ending: ".py")
        .filter { !["terminal.py", "sheets.py"].contains($0.lastPathComponent) }.map(NamedFile.init)

    @Test("Every terminal test holds", arguments: files)
    func holds(_ file: NamedFile) throws {
        try #require(BuiltCommand.isBuilt, "\(BuiltCommand.path) is not there; run: make")
        let outcome = try Workspace().run(["python3", "-B", file.url.path], timeout: 60)
        #expect(outcome.succeeded, "\(file.testDescription): \(outcome)")
    }
}
