import Encodings
import Foundation
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// OpenSSH's own program beside ours, where it is installed.
@Suite(.serialized) struct OpenSSHTests {
    private static let program = "/usr/bin/ssh-keygen"
    private static let isHere = FileManager.default.isExecutableFile(atPath: program)

    /// Runs `ssh-keygen` in a folder of its own, and gives what it wrote.
    private func sshKeygen(_ words: [String], _ file: [UInt8]? = nil) throws -> (file: [UInt8], output: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ssh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("key")
        if let file {
            try Data(file).write(to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path.path)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = words + ["-f", path.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "ssh-keygen \(words)")
        return (Array(try Data(contentsOf: path)), text)
    }

    /// The end of `KIND BASE64`: 32 bytes, or 65.
    private func point(_ line: String, _ curve: CurveName) throws -> [UInt8] {
        let bytes = try Base64.decode(
            String(try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first)))
        return Array(bytes.suffix(curve == .ed25519 ? 32 : 65))
    }

    @Test(arguments: [("ed25519", CurveName.ed25519), ("ecdsa", .p256)], ["", "geheim"])
    func readsWhatItMakes(kind: (String, CurveName), passphrase: String) throws {
        guard Self.isHere else { return print("ssh-keygen is not here; skipped") }
        let (name, curve) = kind
        let made = try sshKeygen(["-q", "-t", name, "-N", passphrase, "-C", "peer0", "-a", "2"])
        let key = try read(made.file, passphrase: passphrase.isEmpty ? nil : passphrase)
        #expect(key.format == (passphrase.isEmpty ? .openSSH : .encryptedOpenSSH))
        #expect(key.notes.isEmpty)
        let recognised = made.file.withUnsafeBytes { KeyFile.recognise($0) }
        #expect(recognised == key.format)
        let line = try sshKeygen(["-y", "-P", passphrase], made.file).output
        #expect(try VerifyingKey(curve: curve, encoded: try point(line, curve)) == key.verifyingKey)
        if !passphrase.isEmpty {
            #expect(refusal(made.file, passphrase: "geheimer") == .passphraseWrong)
            #expect(refusal(made.file, passphrase: "") == .passphraseWrong)
            #expect(refusal(made.file) == .passphraseMissing)
        }
    }

    @Test(arguments: [CurveName.ed25519, .p256], ["", "geheim"])
    func writesWhatItReads(curve: CurveName, passphrase: String) throws {
        guard Self.isHere else { return print("ssh-keygen is not here; skipped") }
        let key = try PrivateKey.random(curve)
        let expected = try key.verifyingKey()
        let file =
            passphrase.isEmpty
            ? try written(key, .openSSH) : try written(key, .encryptedOpenSSH, passphrase: passphrase)
        let line = try sshKeygen(["-y", "-P", passphrase], file).output
        #expect(try VerifyingKey(curve: curve, encoded: try point(line, curve)) == expected)
    }

    @Test(arguments: ["aes128-cbc", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"])
    func readsOtherCiphers(cipher: String) throws {
        guard Self.isHere else { return print("ssh-keygen is not here; skipped") }
        let made = try sshKeygen(["-q", "-t", "ed25519", "-N", "geheim", "-Z", cipher, "-a", "2"])
        #expect(try read(made.file, passphrase: "geheim").format == .encryptedOpenSSH)
        #expect(refusal(made.file, passphrase: "geheimer") == .passphraseWrong)
    }

    @Test(arguments: [("rsa", "1024", ForeignKey.rsa), ("ecdsa", "384", .otherCurve("P-384"))])
    func namesOtherKinds(kind: String, bits: String, expected: ForeignKey) throws {
        guard Self.isHere else { return print("ssh-keygen is not here; skipped") }
        let made = try sshKeygen(["-q", "-t", kind, "-b", bits, "-N", ""])
        #expect(refusal(made.file) == .notSupported(expected))
    }

    @Test func refusesTheirPublicHalvesExchanged() throws {
        let one = try key([UInt8](repeating: 1, count: 32), .ed25519)
        let other = try key([UInt8](repeating: 2, count: 32), .ed25519)
        let lines = text(try written(one, .openSSH)).split(separator: "\n")
        let content = try Base64.decode(lines.dropFirst().dropLast().joined())
        let altered = content.replacing(
            try one.verifyingKey().encoded, with: try other.verifyingKey().encoded)
        let letters = Array(Base64.encode(altered))
        let body = stride(from: 0, to: letters.count, by: 70)
            .map { String(letters[$0..<min($0 + 70, letters.count)]) }
        let file = ([String(lines[0])] + body + [String(lines[lines.count - 1]), ""]).joined(separator: "\n")
        #expect(refusal(file) == .publicHalfNotItsOwn(.openSSH))
    }
}
