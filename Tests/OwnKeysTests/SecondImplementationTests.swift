import Encodings
import Foundation
import Groups
import OwnKeys
import SecretSharing
import Testing

/// What is sealed here is verified and opened by `Tests/Recovery/own_keys_proof.py`, which was written from the text of the
/// format alone.
@Suite struct SecondImplementationTests {
    /// Reads a dealing, a proof and the holders' private keys, and writes what it opened.
    private static let program = """
        from sys import argv, path, stdin
        from json import load
        path.insert(0, argv[1])
        own, sealed = __import__("own_keys"), __import__("own_keys_proof")
        given = load(stdin)
        data = bytes.fromhex
        shared = own.GROUPS[given["group"]]
        holders = [own.Holder(h["index"], own.GROUPS[h["group"]], own.decode(own.GROUPS[h["group"]], data(h["key"]), "key"))
                   for h in given["holders"]]
        points = [own.decode(shared, data(point), "point") for point in given["commitments"]]
        dealing = own.Dealing("publicly-verifiable", shared, given["epoch"], holders, points, {})
        N, v = sealed.parameters(len(holders))
        sealed.verify_proof(dealing, data(given["proof"]), N, v)
        for holder, h in zip(holders, given["holders"]):
            d = own.read_scalar(holder.group, data(h["secret"]), "secret")
            share = sealed.open_proof(dealing, data(given["proof"]), holder.index, d, N, v)
            print(own.scalar_bytes(shared, share).hex())
        """

    @Test(arguments: CurveName.allCases)
    func whatIsSealedHereIsOpenedThere(_ shared: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let dealer = try TestDealer<G>([.ed25519, .secp256k1, .p256], indices: [1, 2, 700])
            let given = try input(dealer, try dealer.proof())
            let opened = try run(given).split(separator: "\n").map(String.init)
            #expect(opened == (0..<3).map { Hex.encode(dealer.share($0)) })
        }
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else {
            print("python3 is not here; skipped")
            return
        }
        try check(shared.group)
    }

    private func input<G: Group>(_ dealer: TestDealer<G>, _ proof: [UInt8]) throws -> String {
        let context = dealer.dealing.context
        let holders = zip(context.holders, dealer.nodeKeys).map { holder, secret in
            """
            {"index":\(holder.index.value),"group":"\(holder.key.curve.rawValue)","key":"\(Hex.encode(holder.key.encoded))",\
            "secret":"\(Hex.encode(secret))"}
            """
        }
        let points = context.commitment.elements.map { "\"\(Hex.encode($0.encoded))\"" }
        return """
            {"group":"\(G.curve.rawValue)","epoch":\(context.epoch),"holders":[\(holders.joined(separator: ","))],\
            "commitments":[\(points.joined(separator: ","))],"proof":"\(Hex.encode(proof))"}
            """
    }

    private func run(_ input: String) throws -> String {
        let recovery = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Recovery")
        // A file rather than a pipe: the input is longer than a pipe takes before anybody reads.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sealed-\(UUID().uuidString).json")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-B", "-c", Self.program, recovery.path]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self)
    }
}
