import Foundation
import Testing

/// Some of what `make check-residue` does for every command.
@Suite(
    "Nothing secret is left in memory", .enabled(if: BuiltCommand.isBuilt),
    .enabled(if: geteuid() == 0, "only root can look into a process that forbids it"))
struct ResidueTests {
    private static let script = BuiltCommand.package.appendingPathComponent("Tests/Residue/check.py").path

    @Test(
        "neither a core nor a page that can reach swap has a secret of the command; a planted canary is found",
        arguments: [
            "sign, EVM, shares", "keygen -t, secp256k1", "keygen, pkcs8-encrypted-pem", "check, masked, key of a",
            "submit",
            "rebuild from nodes' keys",
        ])
    func afterwards(command: String) throws {
        let outcome = try Workspace().run(
            ["python3", "-B", Self.script, BuiltCommand.path, command], timeout: 300)
        print(outcome.stdout)
        #expect(outcome.succeeded, "\(outcome)")
    }
}
