import Foundation
import Testing

@Suite struct ManPageTests {
    /// `holdfast-bitcoin.7` is where a user looks a code up.
    @Test(
        arguments: ["BitcoinError.swift", "SpendFault.swift"]
    )
    func everyCodeStandsInTheManPage(_ file: String) throws {
        // Tests/BitcoinTests/ManPageTests.swift, three levels below the package.
        let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: package.appendingPathComponent("man/holdfast-bitcoin.7"), encoding: .utf8)
        let source = try String(
            contentsOf: package.appendingPathComponent("Sources/Ledgers/Bitcoin/\(file)"), encoding: .utf8)
        let codes = source.matches(of: /case [^"\n]*: "([a-z0-9]+(?:-[a-z0-9]+)*)"\n/).map { String($0.1) }
        #expect(codes.count > 15)
        for code in codes {
            let words = page.matches(of: try Regex("(^|[ ,])\(code)($|[ ,\n])").anchorsMatchLineEndings())
            #expect(!words.isEmpty, "\(code) of \(file)")
        }
    }
}
