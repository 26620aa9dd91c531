import Foundation
import Testing

/// Tests/Recovery/recover.py was written from holdfast-share(5) and holdfast-dealing(5) alone: that it brings back what
/// this command split shows that the pages suffice.
@Suite("Without this program", .enabled(if: BuiltCommand.isBuilt))
struct RecoveryTests {
    static let program = BuiltCommand.package.appendingPathComponent("Tests/Recovery/recover.py")
    static let vectors = BuiltCommand.package.appendingPathComponent("Vectors/share-file")

    struct Form: Sendable, CustomTestStringConvertible {
        var group: String
        var format: String
        var testDescription: String { "\(format) of \(group)" }
    }

    static let forms =
        ["secp256k1", "p256", "ed25519"].flatMap { group in
            ["hex", "pkcs8-pem", "pkcs8-encrypted-pem"].map { Form(group: group, format: $0) }
        } + [
            Form(group: "secp256k1", format: "sec1-pem"), Form(group: "ed25519", format: "cometbft-validator"),
            Form(group: "ed25519", format: "cometbft-node"), Form(group: "ed25519", format: "solana"),
        ]

    @Test("any 3 of 5 shares bring the key file back, byte for byte", arguments: forms)
    func recovers(_ form: Form) throws {
        let workspace = try Workspace.withShares(of: form)
        for (number, holders) in [[1, 2, 3], [5, 3, 1], [2, 4, 5]].enumerated() {
            let outcome = try workspace.recover(holders.map { "shares/holder-\($0).share" }, to: "again-\(number)")
            try #require(outcome.succeeded, "\(outcome)")
            #expect(try workspace.bytes("again-\(number)") == workspace.bytes("node.key"))
            #expect(workspace.mode("again-\(number)") == 0o600)
        }
    }

    @Test("a line from paper, in capitals and rows, counts beside the dealing")
    func recoversFromPaper() throws {
        let workspace = try Workspace.withShares(of: Form(group: "p256", format: "hex"))
        let line = Array(try workspace.line(of: 2).uppercased())
        let rows = stride(from: 0, to: 89, by: 20).map { String(line[$0..<min($0 + 20, 89)]) }
        try workspace.write("# from the safe\n\n" + rows.joined(separator: "\n"), to: "paper.txt")
        let files = ["paper.txt", "shares/dealing.json", "shares/holder-4.share", "shares/holder-5.share"]
        let outcome = try workspace.recover(files, to: "again")
        try #require(outcome.succeeded, "\(outcome)")
        #expect(try workspace.bytes("again") == workspace.bytes("node.key"))
    }

    @Test("the rows and codes of printed sheets suffice, and a wrong letter is told by its row")
    func recoversFromSheets() throws {
        let workspace = try Workspace.withShares(of: Form(group: "ed25519", format: "cometbft-validator"))
        let prepared = try workspace.run([
            "sh", "-c",
            """
            for i in 1 2 3; do "$HOLDFAST" print shares/holder-$i.share -o $i.pdf --quiet || exit 1; done
            for i in 1 2; do pdftotext -layout -l 1 $i.pdf - | grep -E '^ *[1-6] +[a-z0-9]{4} ' > $i.rows; done
            pdftoppm -r 300 -gray 3.pdf page && zbarimg -q -Sdisable -Sqrcode.enable --raw page-*.pgm > 3.codes
            sed -E '4s/^( *4 +)q/\\1p/;t;4s/^( *4 +)[a-z0-9]/\\1q/' 2.rows > wrong.rows
            """,
        ])
        try #require(prepared.succeeded, "\(prepared)")
        let refused = try workspace.recover(["1.rows", "wrong.rows", "3.codes"], to: "again")
        #expect(refused.end == .exited(1))
        #expect(refused.stderr.contains("Look at row 4 of 'wrong.rows'"), "\(refused)")
        let outcome = try workspace.recover(["1.rows", "2.rows", "3.codes"], to: "again")
        try #require(outcome.succeeded, "\(outcome)")
        #expect(try workspace.bytes("again") == workspace.bytes("node.key"))
    }

    @Test(
        "too few shares write nothing", arguments: [["holder-1", "holder-2"], ["holder-1", "holder-2", "holder-2"]])
    func refusesTooFew(_ names: [String]) throws {
        let workspace = try Workspace.withShares(of: Form(group: "ed25519", format: "hex"))
        let outcome = try workspace.recover(names.map { "shares/\($0).share" }, to: "again")
        #expect(outcome.end == .exited(1))
        #expect(outcome.stderr.contains("3 good shares are needed, and there are only 2"), "\(outcome)")
        #expect(!workspace.exists("again"))
    }

    @Test("an altered letter, a forged share and an unreadable file are named, and the others suffice")
    func leavesOutWhatIsBad() throws {
        let workspace = try Workspace.withShares(of: Form(group: "secp256k1", format: "hex"))
        let line = try workspace.line(of: 1)
        let altered = line.prefix(50) + (line.dropFirst(50).first == "q" ? "p" : "q") + line.dropFirst(51)
        try workspace.write(
            workspace.text("shares/holder-1.share").replacingOccurrences(of: line, with: altered), to: "altered")
        let script = BuiltCommand.tests.appendingPathComponent("Scripts/forge.py").path
        try workspace.write(workspace.run(["python3", script, "shares/holder-2.share"]).stdout, to: "forged")

        let bad = ["altered", "forged", "nowhere", "shares"]
        let good = ["shares/holder-3.share", "shares/holder-4.share"]
        let refused = try workspace.recover(bad + good, to: "again")
        #expect(refused.end == .exited(1), "\(refused)")
        #expect(!workspace.exists("again"))

        let outcome = try workspace.recover(bad + good + ["shares/holder-5.share"], to: "again")
        try #require(outcome.succeeded, "\(outcome)")
        for words in [
            "'altered': a letter of its share line is wrong", "'forged': the share of 'holder-2' is forged",
            "'nowhere': No such file", "'shares': Is a directory",
        ] { #expect(outcome.stderr.contains("Left out: \(words)"), "\(outcome)") }
        #expect(try workspace.bytes("again") == workspace.bytes("node.key"))
    }

    @Test("what a dealing says of itself cannot be altered")
    func refusesAnAlteredDealing() throws {
        let workspace = try Workspace.withShares(of: Form(group: "p256", format: "hex"))
        let names = (1...3).map { "altered-\($0)" }
        for (place, name) in names.enumerated() {
            let text = try workspace.text("shares/holder-\(place + 1).share")
            try workspace.write(
                text.replacingOccurrences(of: "\"threshold\": 3", with: "\"threshold\": 2"), to: name)
        }
        let outcome = try workspace.recover(names, to: "again")
        #expect(outcome.end == .exited(1))
        #expect(outcome.stderr.contains("its dealing was altered"), "\(outcome)")
    }

    @Test("it says of every set of vectors what the index says")
    func agreesWithTheVectors() throws {
        let index = try JSONSerialization.jsonObject(
            with: Data(contentsOf: Self.vectors.appendingPathComponent("index.json")))
        let cases = try #require((index as? [String: Any])?["cases"] as? [[String: Any]])
        let sets = cases.filter { $0["act"] as? String == "rebuild" }
        #expect(sets.count > 40)
        let workspace = try Workspace()
        for (number, vector) in sets.enumerated() {
            let name = try #require(vector["name"] as? String)
            let files = try #require(vector["files"] as? [String])
            let outcome = try workspace.recover(
                files.map { Self.vectors.appendingPathComponent($0).path }, to: "\(number)")
            if let original = vector["original"] as? String, vector["expect"] as? String == "accept" {
                try #require(outcome.succeeded, "\(name): \(outcome)")
                let digits = try workspace.bytes("\(number)").map { String(format: "%02x", $0) }.joined()
                #expect(digits == original, "\(name)")
            } else {
                #expect(outcome.end == .exited(1) && !workspace.exists("\(number)"), "\(name): \(outcome)")
            }
        }
    }

    @Test("it fits on a few sheets of paper: at most 240 lines")
    func isShort() throws {
        let text = try String(contentsOf: Self.program, encoding: .utf8)
        #expect(
            text.split(separator: "\n", omittingEmptySubsequences: false).count <= 241, "a last newline ends line 240")
    }
}

extension Workspace {
    /// A folder with a fresh `node.key` and `shares`, any 3 of 5.
    fileprivate static func withShares(of form: RecoveryTests.Form) throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write("correct horse battery staple\n", to: "passphrase")
        for arguments in [
            ["keygen", "--group", form.group, "--format", form.format, "-o", "node.key"],
            ["split", "node.key", "--group", form.group, "-t", "3", "-n", "5", "-o", "shares"],
        ] {
            let outcome = try workspace.run([BuiltCommand.path] + arguments + ["--passphrase-file", "passphrase"])
            try #require(outcome.succeeded, "\(outcome)")
        }
        return workspace
    }

    fileprivate func recover(_ files: [String], to output: String) throws -> ChildProcess.Outcome {
        try run(["python3", RecoveryTests.program.path] + files + ["-o", output])
    }

    fileprivate func line(of holder: Int) throws -> String {
        let text = try text("shares/holder-\(holder).share")
        return String(text[try #require(text.range(of: "hfs1[a-z0-9]{85}", options: .regularExpression))])
    }
}
