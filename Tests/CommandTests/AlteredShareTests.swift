import Foundation
import Testing

@Suite("A mistyped share", .enabled(if: BuiltCommand.isBuilt))
struct AlteredShareTests {
    @Test("is refused with 4 for a wrong letter at each of its 89 places, and no correction leaves in JSON")
    func everyLetter() throws {
        let workspace = try Workspace()
        let keygen = try workspace.holdfast("keygen", "--group", "p256", "-o", "node.key")
        try #require(keygen.succeeded, "\(keygen)")
        let split = try workspace.holdfast("split", "node.key", "-t", "2", "-n", "2", "-o", "shares")
        try #require(split.succeeded, "\(split)")
        let file = try workspace.text("shares/holder-1.share")
        let found = try #require(file.range(of: "hfs1[a-z0-9]{85}", options: .regularExpression))
        let line = Array(file[found])
        #expect(line.count == 89)

        for place in line.indices {
            var altered = line
            altered[place] = line[place] == "q" ? "p" : "q"
            try workspace.write(file.replacingCharacters(in: found, with: String(altered)), to: "altered.share")
            let check = try workspace.holdfast("check", "altered.share", "--json")
            #expect(check.end == .exited(4), "letter \(place + 1): \(check)")
            #expect(!(check.stdout + check.stderr).contains(String(line)), "the right line is shown: \(check)")
            #expect(try workspace.names() == ["altered.share", "node.key", "shares"])
        }
    }
}
