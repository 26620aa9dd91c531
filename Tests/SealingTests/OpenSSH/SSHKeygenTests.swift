import Foundation
import Sealing
import Testing

/// What `ssh-keygen` writes is read, in all its ciphers.
@Suite(.enabled("the ssh-keygen command is not here; skipped") { Tool.isHere("ssh-keygen") })
struct SSHKeygenTests {
    private func make(_ options: [String], passphrase: String = "") throws -> (key: [UInt8], line: String) {
        try Tool.inFolder { folder in
            let place = folder.appendingPathComponent("key")
            try Tool.run("ssh-keygen", ["-q", "-N", passphrase, "-C", "a b", "-f", place.path] + options)
            let line = try String(contentsOf: place.appendingPathExtension("pub"), encoding: .utf8)
            return (Array(try Data(contentsOf: place)), line.trimmingCharacters(in: .newlines))
        }
    }

    @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"]])
    func readsPlainKeys(options: [String]) throws {
        // The length of a P-256 scalar varies.
        for _ in 0..<6 {
            let (file, line) = try make(options)
            let key = try OpenSSHKeyTests.read(file)
            #expect(key.publicKey.line + " a b" == line && key.comment == "a b")
        }
    }

    @Test(arguments: [
        "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
    ])
    func opensEveryCipher(cipher: String) throws {
        for kind in ["ed25519", "ecdsa"] {
            let (file, line) = try make(["-t", kind, "-Z", cipher, "-a", "1"], passphrase: "geheim €")
            let key = try OpenSSHKeyTests.read(file, passphrase: Array("geheim €".utf8))
            #expect(key.publicKey.line + " a b" == line)
            let wrong = caught { () throws(SealingError) in
                _ = try OpenSSHKeyTests.read(file, passphrase: Array("geheim".utf8))
            }
            #expect(wrong == .wrongPassphrase)
        }
    }

    @Test func namesWhatIsNotRead() throws {
        let (rsa, _) = try make(["-t", "rsa", "-b", "2048"])
        let error = caught { () throws(SealingError) in _ = try OpenSSHKeyTests.read(rsa) }
        #expect(error == .openSSH(.unsupportedKind("ssh-rsa")))
        let (triple, _) = try make(["-t", "ed25519", "-Z", "3des-cbc"], passphrase: "geheim")
        let other = caught { () throws(SealingError) in _ = try OpenSSHKeyTests.read(triple, passphrase: [1]) }
        #expect(other == .openSSH(.unsupportedCipher("3des-cbc")))
    }

    @Test func fingerprintsAreThoseOfSSHKeygen() throws {
        let key = try OpenSSHPublicKey(line: SSHKeys.plainLine)
        let shown = try Tool.inFolder { folder in
            let place = folder.appendingPathComponent("key.pub")
            try Tool.write(Array(SSHKeys.plainLine.utf8), to: place)
            return String(decoding: try Tool.run("ssh-keygen", ["-l", "-f", place.path]), as: UTF8.self)
        }
        #expect(shown.contains(" \(key.fingerprint) "))
    }
}
