import Digests
import Encodings
import Foundation
import Sealing
import TestSupport
import Testing

/// The testkit of C2SP: files with what must become of them.
@Suite struct AgeVectorTests {
    private struct Case {
        let name: String
        var expect = ""
        var payload: String?
        var passphrase: String?
        var identities: [String] = []
        var isCompressed = false
        let file: [UInt8]

        /// Lines `key: value`, an empty line, the file.
        init?(_ name: String) {
            guard let bytes = OutsideVectors.bytes("age/testkit/\(name)"),
                let end = bytes.firstRange(of: [0x0A, 0x0A])
            else { return nil }
            (self.name, file) = (name, Array(bytes[end.upperBound...]))
            for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\n") {
                let value = String(line.drop { $0 != ":" }.dropFirst(2))
                switch line.prefix(while: { $0 != ":" }) {
                case "expect": expect = value
                case "payload": payload = value
                case "passphrase": passphrase = value
                case "identity": identities.append(value)
                case "compressed": isCompressed = true
                default: break
                }
            }
        }

        /// What the testkit would call the error.
        static func word(_ error: SealingError) -> String {
            switch error {
            case .wrongPassphrase, .age(.noIdentityMatches): "no match"
            case .age(.headerCode): "HMAC failure"
            case .age(.armor): "armor failure"
            // The testkit counts the nonce as a part of the header.
            case .age(.payload(.noNonce)): "header failure"
            case .age(.payload): "payload failure"
            case .age(.header), .age(.notAge), .age(.version), .age(.workFactor): "header failure"
            default: "\(error)"
            }
        }
    }

    private func inflated(_ bytes: [UInt8]) throws -> [UInt8]? {
        guard Tool.isHere("python3") else { return nil }
        return try Tool.run(
            "python3",
            ["-c", "import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))"], input: bytes)
    }

    /// The testkit's identities of age itself; `nil` where one is post-quantum, which is refused by name.
    private func keys(of test: Case) throws -> [AgeIdentity]? {
        var keys: [AgeIdentity] = []
        for text in test.identities {
            do {
                keys += try identities(text)
            } catch {
                guard error == .age(.identity(.postQuantum, line: 1)) else { throw error }
                if !test.name.contains("x25519_arg") { return nil }
            }
        }
        return keys
    }

    @Test func allFilesOfTheTestkitAreJudged() throws {
        var limits = AgeFile.Limits()
        // The largest has 258 chunks.
        limits.mostContent = 32 << 20
        var counts: [String: Int] = [:]
        let names = OutsideVectors.files(in: "age/testkit")
        for name in names {
            let test = try #require(Case(name))
            guard let file = test.isCompressed ? try inflated(test.file) : test.file else {
                counts["not unpacked", default: 0] += 1
                continue
            }
            guard let keys = try keys(of: test) else {
                if test.expect == "success" { try namesThePostQuantumKey(file) }
                counts["post-quantum", default: 0] += 1
                continue
            }
            let result = Result { () throws(SealingError) in try opened(file, test, keys, limits) }
            switch result {
            case .success(let text):
                #expect(test.expect == "success" && Hex.encode(SHA256.hash(text)) == test.payload, "\(name)")
                counts["opened", default: 0] += 1
            case .failure(let error):
                #expect(Case.word(error) == test.expect, "\(name): \(error)")
                counts[test.expect, default: 0] += 1
            }
        }
        guard !names.isEmpty else { return }
        print(
            "outside vectors: age/testkit: \(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
        )
        OutsideVectors.account(
            "age/testkit", passed: names.count - counts["post-quantum", default: 0],
            refused: counts["post-quantum", default: 0], reason: "post-quantum identities, refused by name")
        #expect(counts.values.reduce(0, +) == names.count)
        #expect(counts["not unpacked"] != nil || counts["opened"] == 9, "\(counts)")
    }

    private func opened(
        _ file: [UInt8], _ test: Case, _ keys: [AgeIdentity], _ limits: AgeFile.Limits
    ) throws(SealingError) -> [UInt8] {
        if let passphrase = test.passphrase, test.identities.isEmpty { return try judged(file, passphrase, limits) }
        return try SealingTests.opened(file, keys, limits: limits)
    }

    /// Somebody with another identity reads in words to what it is sealed.
    private func namesThePostQuantumKey(_ file: [UInt8]) throws {
        let other = try AgeIdentity.random()
        let error = caught { () throws(SealingError) in _ = try SealingTests.opened(file, [other]) }
        #expect(error?.code == "no-identity-matches" && error?.description.contains("post-quantum") == true)
    }

    /// A passphrase for a file without a passphrase matches nothing.
    private func judged(_ file: [UInt8], _ passphrase: String, _ limits: AgeFile.Limits) throws(SealingError) -> [UInt8]
    {
        do {
            return try SealingTests.opened(file, passphrase: passphrase, limits: limits)
        } catch {
            guard case .age(.wantsIdentity(let addressees)) = error else { throw error }
            throw .age(.noIdentityMatches(identities: 0, addressees: addressees))
        }
    }
}
