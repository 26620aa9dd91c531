import Encodings
import Foundation
import Sealing
import Testing

/// What is sealed here, the `age` command opens, and the other way round.
@Suite(.enabled("the age command is not here; skipped") { Tool.isHere("age", "age-keygen", "ssh-keygen") })
struct AgeCommandTests {
    private static let lengths = [0, 1, 500, 65536, 65537, 200_000]

    private func text(_ length: Int) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

    /// Identity files of both kinds, with the recipient that each tool writes.
    private func keys(in folder: URL) throws -> [(path: String, recipient: String)] {
        let (age, ssh) = (folder.appendingPathComponent("age.txt"), folder.appendingPathComponent("ssh"))
        try Tool.run("age-keygen", ["-o", age.path])
        try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", ssh.path])
        let recipient = String(decoding: try Tool.run("age-keygen", ["-y", age.path]), as: UTF8.self)
        return [
            (age.path, recipient.trimmingCharacters(in: .newlines)),
            (ssh.path, try String(contentsOfFile: ssh.path + ".pub", encoding: .utf8)),
        ]
    }

    @Test(arguments: lengths) func eachOpensWhatTheOtherSeals(length: Int) throws {
        let text = text(length)
        try Tool.inFolder { folder in
            for (path, line) in try keys(in: folder) {
                let recipient = try #require(try AgeRecipient.list(in: Array(line.utf8)).first)
                let own = try identities(try String(contentsOfFile: path, encoding: .utf8))
                #expect(own.map(\.recipient) == [recipient])
                for armored in [false, true] {
                    let file = try sealed(text, to: [try AgeIdentity.random().recipient, recipient], armored: armored)
                    #expect(try Tool.run("age", ["-d", "-i", path], input: file) == text)
                    let flags = armored ? ["-a"] : []
                    let theirs = try Tool.run(
                        "age", ["-r", line.trimmingCharacters(in: .newlines)] + flags, input: text)
                    #expect(try opened(theirs, own) == text)
                }
            }
        }
    }

    @Test func theCommandRefusesWhatIsRefusedHere() throws {
        try Tool.inFolder { folder in
            let (path, line) = try keys(in: folder)[0]
            let file = try sealed(text(100), to: [try AgeRecipient(line)])
            var altered = file
            altered[altered.count - 1] ^= 1
            #expect(throws: Tool.Failed.self) { try Tool.run("age", ["-d", "-i", path], input: altered) }
        }
    }

    /// age asks on a terminal, which Python makes.
    private func onTerminal(_ passphrase: String, _ command: [String]) throws {
        let script = """
            from os import execv, read, waitpid, waitstatus_to_exitcode, write
            from pty import fork
            from sys import argv, exit
            passphrase, command = argv[1], argv[2:]
            child, terminal = fork()
            if child == 0:
                execv(command[0], command)
            seen = b""
            while True:
                try:
                    part = read(terminal, 4096)
                except OSError:
                    break
                if not part:
                    break
                seen += part
                if seen.rstrip().endswith(b":"):
                    write(terminal, passphrase.encode() + b"\\n")
                    seen = b""
            exit(waitstatus_to_exitcode(waitpid(child, 0)[1]))
            """
        let path = try #require(Tool.find(command[0]))
        try Tool.run("python3", ["-c", script, passphrase, path] + command.dropFirst())
    }

    @Test(.enabled("python3 is not here; skipped") { Tool.isHere("python3") })
    func passphrasesBothWays() throws {
        try Tool.inFolder { folder in
            let (plain, theirs) = (folder.appendingPathComponent("plain"), folder.appendingPathComponent("theirs"))
            let (ours, again) = (folder.appendingPathComponent("ours"), folder.appendingPathComponent("again"))
            try Tool.write(text(1000), to: plain)
            try onTerminal("correct horse", ["age", "-p", "-a", "-o", theirs.path, plain.path])
            #expect(try opened(Array(try Data(contentsOf: theirs)), passphrase: "correct horse") == text(1000))
            let file = try AgeFile.seal(
                try locked(text(1000)), passphrase: try locked(Array("correct horse".utf8)), workFactor: 12,
                armored: false)
            try Tool.write(file, to: ours)
            try onTerminal("correct horse", ["age", "-d", "-o", again.path, ours.path])
            #expect(Array(try Data(contentsOf: again)) == text(1000))
        }
    }
}
