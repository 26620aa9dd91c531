import Custody
import Foundation
import Testing

// README.md, section "As a library", shows what stands between the two marks, letter for letter.
// readme-example-begins
/// Splits a key among three, checks what two of them bring back, and signs with it.
func signWithTwoOfThree(keyFile: SecretFile, transaction: SecretFile) throws -> String {
    let key = try readKey(keyFile, group: .secp256k1)
    let plan = try SplitPlan(
        threshold: 2, holderNames: ["Aino", "Bram", "Eli"], label: "energy-bridge", created: "2026-11-25T10:00:00Z")
    let dealt = try split(key, plan)

    var brought: [SecretFile] = []
    for position in [0, 2] {
        try dealt.withShareFile(at: position) { bytes in
            brought.append(SecretFile(name: plan.holderNames[position], bytes: try LockedBytes(copying: bytes)))
        }
    }

    let collection = try check(brought)
    for share in collection.report.shares where share.status != .valid {
        print(share.holder ?? share.file, share.reason ?? "")
    }

    let terms = Terms(chain: "energy-web")
    let unsigned = try readTransaction(transaction)
    let signer = try Signer(rebuilding: collection)
    try unsigned.requireSignable(by: signer.verifyingKey, under: terms)
    return try sign(unsigned, with: signer, under: terms).text
}
// readme-example-ends

@Suite("The example of README.md")
struct ReadmeExampleTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func example(_ name: String) throws -> SecretFile {
        let file = Self.package.appendingPathComponent("Vectors/examples/\(name)")
        let data = try Data(contentsOf: file)
        var bytes = try LockedBytes(count: data.count)
        bytes.withUnsafeMutableBytes { _ = data.copyBytes(to: $0) }
        return SecretFile(name: name, bytes: bytes)
    }

    @Test("signs what the key file signs")
    func signs() throws {
        let signed = try signWithTwoOfThree(keyFile: example("node.key"), transaction: example("payout.json"))
        let key = try readKey(example("node.key"), group: .secp256k1)
        let alone = try sign(readTransaction(example("payout.json")), with: Signer(key))
        #expect(signed == alone.text)
        #expect(alone.signer == "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1")
    }

    @Test("is what README.md shows")
    func isShown() throws {
        let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let code = try #require(
            source.components(separatedBy: "// readme-example-begins\n").dropFirst().first?
                .components(separatedBy: "// readme-example-ends\n").first)
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(readme.contains(code))
    }
}
