import Foundation
import Testing

@Suite("Nothing secret is left in memory", .enabled(if: BuiltCommand.isBuilt))
struct ResidueTests {
    /// No byte and no group of five bits is zero, since environment variables end there.
    private static let canary = "9d3b5ac7e1f2486d95b3a7c9e5d1f36b8a4ce7d2b9f5836ea1d7c4b8e6f3925b"

    @Test("after sign, neither the key nor a share is in a core; a planted canary is found")
    func afterSigning() throws {
        let workspace = try Workspace()
        let keygen = try workspace.holdfast("keygen", "--group", "secp256k1", "--format", "hex", "-o", "node.key")
        try #require(keygen.succeeded, "\(keygen)")
        let split = try workspace.holdfast("split", "node.key", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", "s")
        try #require(split.succeeded, "\(split)")
        let key = try workspace.text("node.key").trimmingCharacters(in: .whitespacesAndNewlines)
        let hex = key.hasPrefix("0x") ? String(key.dropFirst(2)) : key
        let example = BuiltCommand.package.appendingPathComponent("Vectors/examples/payout.json").path
        let script = BuiltCommand.tests.appendingPathComponent("Scripts/residue.py").path
        let outcome = try workspace.run([
            "python3", "-B", script, BuiltCommand.path, hex, Self.canary, "s/holder-1.share", "s/holder-2.share", "--",
            "sign",
            example, "s/holder-1.share", "s/holder-2.share", "--yes",
        ])
        print(outcome.stdout)
        #expect(outcome.succeeded, "\(outcome)")
    }

    @Test("after keygen -t, the key that was in no file is in no core either")
    func afterMakingShares() throws {
        let script = BuiltCommand.tests.appendingPathComponent("Scripts/residue-of-keygen.py").path
        let outcome = try Workspace().run(["python3", "-B", script, BuiltCommand.path, Self.canary])
        print(outcome.stdout)
        #expect(outcome.succeeded, "\(outcome)")
    }

    @Test("no act with a dealing to nodes' own keys leaves a node's key or the shared one in a core")
    func afterUsingNodeKeys() throws {
        let script = BuiltCommand.tests.appendingPathComponent("Scripts/residue-of-own-keys.py").path
        let outcome = try Workspace().run(["python3", "-B", script, BuiltCommand.path, Self.canary], timeout: 300)
        print(outcome.stdout)
        #expect(outcome.succeeded, "\(outcome)")
    }
}
