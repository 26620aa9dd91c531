import Custody
import Foundation
import Groups
import Testing

/// The examples in the doc comments of Sources/Custody, letter for letter, with what they take for given around them.
@Suite("The examples in the documentation of the library")
struct LibraryExampleTests {
    /// What an embedding program does with bytes; here they are kept by name.
    private final class Written {
        var files: [String: [UInt8]] = [:]
    }

    @Test("reading a key")
    func reading() throws {
        let bytes = try locked([UInt8](repeating: 7, count: 32))
        // begin
        let key = try readKey(SecretFile(name: "nodekey", bytes: bytes), group: .secp256k1)
        print(key.facts.addresses[0].text)
        // end
        #expect(key.facts.addresses.count == 3)
    }

    @Test("making a key")
    func making() throws {
        let written = Written()
        func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws { written.files[name] = Array(bytes) }
        // begin
        let key = try generateKey(group: .ed25519, format: .cometBFTValidator)
        try key.file.bytes.withUnsafeBytes { bytes in try write(bytes, to: "priv_validator_key.json") }
        // end
        #expect(written.files["priv_validator_key.json"] == key.file.content)
    }

    @Test("inspecting a file")
    func inspecting() throws {
        let file = try generateKey(group: .secp256k1, format: .hex).file
        // begin
        if case .key(let facts) = try inspect(file, group: .secp256k1) { print(facts.addresses) }
        // end
        guard case .key = try inspect(file, group: .secp256k1) else {
            Issue.record("the file is a key")
            return
        }
    }

    @Test("splitting, checking and rebuilding")
    func splitting() throws {
        let written = Written()
        func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws { written.files[name] = Array(bytes) }
        let key = try generateKey(group: .secp256k1, format: .hex)
        // begin
        let plan = try SplitPlan(
            threshold: 3, holderNames: ["Aino", "Bram", "Chiara", "Dev", "Eli"], label: "validator-7",
            created: "2026-11-22T10:02:33Z")
        let dealt = try split(key, plan)
        for (position, name) in plan.holderNames.enumerated() {
            try dealt.withShareFile(at: position) { bytes in try write(bytes, to: name + ".share") }
        }
        // end
        #expect(written.files.count == 5)
        let files = try written.files.sorted { $0.key < $1.key }.map { try SecretFile($0.key, $0.value) }
        // begin
        let collection = try check(files)
        for share in collection.report.shares { print(share.holder ?? share.file, share.status) }
        // end
        #expect(collection.report.have == 5)
        // begin
        let rebuilt = try rebuild(try check(files))
        try rebuilt.file.bytes.withUnsafeBytes { bytes in try write(bytes, to: "node.key") }
        // end
        #expect(written.files["node.key"] == key.file.content)
    }

    @Test("making a key that is in shares only")
    func makingShares() throws {
        // begin
        let plan = try SplitPlan(
            threshold: 2, holderNames: ["Aino", "Bram", "Eli"], label: "validator-7", created: "2026-11-22T10:02:33Z")
        let dealt = try generateShares(group: .ed25519, format: .pkcs8PEM, plan)
        print(dealt.facts.publicKey, dealt.facts.fingerprint)
        // end
        #expect(dealt.facts.holders.map(\.name) == ["Aino", "Bram", "Eli"])
    }

    @Test("collecting")
    func collecting() throws {
        let dealt = try DealtKey.fresh(.ed25519)
        var files = dealt.shares[...]
        var shown: [ShareVerdict] = []
        func nextFile() -> SecretFile? { files.popFirst() }
        func show(_ verdicts: [ShareVerdict]) { shown += verdicts }
        // begin
        var collecting = try ShareCollecting()
        while !collecting.isEnough, let file = nextFile() { show(try collecting.take(file)) }
        let rebuilt = try rebuild(try collecting.checked())
        // end
        #expect(shown.map(\.status) == [.valid, .valid, .valid])
        #expect(rebuilt.file.content == dealt.original)
    }

    @Test("signing and verifying")
    func signing() throws {
        func example(_ name: String) throws -> SecretFile {
            let folder = Self.package.appendingPathComponent("Vectors/examples")
            return try SecretFile(name, Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
        let signer = try Signer(readKey(example("node.key"), group: .secp256k1))
        let terms = Terms(chain: "energy-web")
        let signed: SecretFile
        do {
            let file = try example("payout.json")
            // begin
            let unsigned = try readTransaction(file)
            try unsigned.requireSignable(by: signer.verifyingKey, under: terms)
            let result = try sign(unsigned, with: signer, under: terms)
            // end
            signed = try SecretFile("signed", Array(result.text.utf8))
        }
        let file = try PublicFile(signed)
        // begin
        let report = try verify(SignedInput(file), signer: Expectation("0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"))
        if let fault = report.fault { throw fault }
        // end
        #expect(report.expected != nil)
    }

    @Test("publishing on a board")
    func publishing() throws {
        let nodes = try CurveName.allCases.map { try OwnKeyRound.nodes([$0])[0].key }
        let dealt = try split(try generateKey(group: .p256, format: .pkcs8PEM), try OwnKeyRound.plan(nodes))
        let bytes = try locked(dealt.dealingFile)
        // begin
        let call = try PublishingCall(of: SecretFile(name: "dealing.json", bytes: bytes), on: .evm)
        print(call.text)
        // end
        #expect(call.text.hasPrefix("0xfbd40354"))
    }

    @Test("every example of the sources is among them, letter for letter")
    func nothingElse() throws {
        let own = Set(
            Self.blocks(
                of: try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8), from: "// begin",
                to: "// end", prefix: ""))
        let folder = Self.package.appendingPathComponent("Sources/Custody")
        var count = 0
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        for name in names.sorted() {
            let source = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for block in Self.blocks(of: source, from: "/// ```swift", to: "/// ```", prefix: "///") {
                count += 1
                #expect(own.contains(block), "\(name):\n\(block)")
            }
        }
        #expect(count == own.count)
        #expect(count == 11)
    }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The lines between two marks, without the prefix and without what the marks are indented by.
    private static func blocks(of source: String, from begin: String, to end: String, prefix: String) -> [String] {
        var blocks: [String] = []
        var block: [String]?
        var indent = 0
        for line in source.components(separatedBy: "\n") {
            let bare = line.trimmingCharacters(in: .whitespaces)
            if bare == begin {
                block = []
                indent = line.prefix { $0 == " " }.count + (prefix.isEmpty ? 0 : prefix.count + 1)
            } else if bare == end {
                if let block { blocks.append(block.joined(separator: "\n")) }
                block = nil
            } else {
                block?.append(String(line.dropFirst(indent)))
            }
        }
        return blocks
    }
}
