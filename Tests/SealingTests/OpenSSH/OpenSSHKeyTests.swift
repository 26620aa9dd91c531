import Encodings
import Foundation
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct OpenSSHKeyTests {
    /// What a test wants to know of a key, out of locked memory.
    struct Read: Equatable {
        let publicKey: OpenSSHPublicKey
        let secret: [UInt8]
        let comment: String
        let isEncrypted: Bool
    }

    static func read(
        _ text: [UInt8], passphrase: [UInt8]? = nil, mostRounds: UInt32 = 2048
    ) throws(SealingError) -> Read {
        let bytes: LockedBytes = try kept(text)
        let secret: LockedBytes? = try kept(passphrase)
        let file = try bytes.withUnsafeBytes { (text) throws(SealingError) in try OpenSSHKeyFile(parsing: text) }
        let key = try file.unlock(passphrase: secret, mostRounds: mostRounds)
        return Read(
            publicKey: key.publicKey, secret: revealed(key.secret), comment: key.comment, isEncrypted: file.isEncrypted)
    }

    private func refusal(_ text: [UInt8], passphrase: [UInt8]? = nil, mostRounds: UInt32 = 2048) -> SealingError? {
        caught { () throws(SealingError) in
            _ = try OpenSSHKeyTests.read(text, passphrase: passphrase, mostRounds: mostRounds)
        }
    }

    @Test func readsAPlainKey() throws {
        let key = try Self.read(Array(SSHKeys.plain.utf8))
        #expect(key.secret == (try Hex.decode(SSHKeys.seed)))
        #expect(key.comment == "alice@example" && !key.isEncrypted)
        #expect(key.publicKey == (try OpenSSHPublicKey(line: SSHKeys.plainLine)))
        #expect(key.publicKey.line + " alice@example" == SSHKeys.plainLine)
    }

    @Test func readsAKeyOnP256() throws {
        let key = try Self.read(Array(SSHKeys.ecdsa.utf8))
        #expect(key.secret == (try Hex.decode(SSHKeys.scalar)))
        #expect(key.publicKey == (try OpenSSHPublicKey(line: SSHKeys.ecdsaLine)))
    }

    @Test func opensAnEncryptedKeyWithItsPassphraseAlone() throws {
        let text = Array(SSHKeys.encrypted.utf8)
        let key = try Self.read(text, passphrase: SSHKeys.passphrase)
        #expect(key.secret == (try Hex.decode(SSHKeys.seed)) && key.isEncrypted)
        #expect(refusal(text, passphrase: Array("correct house".utf8)) == .wrongPassphrase)
        #expect(refusal(text) == .passphraseMissing)
        #expect(refusal(text, passphrase: []) == .passphraseEmpty)
        #expect(
            refusal(text, passphrase: SSHKeys.passphrase, mostRounds: 1) == .openSSH(.tooManyRounds(found: 2, most: 1)))
    }

    @Test func readsCRLFAndTextAroundTheBlock() throws {
        let text = "\u{FEFF}a note\n" + SSHKeys.plain.replacingOccurrences(of: "\n", with: "\r\n") + "\r\nmore\r\n"
        #expect(try Self.read(Array(text.utf8)) == (try Self.read(Array(SSHKeys.plain.utf8))))
    }

    // MARK: Refusals

    /// The content of the plain key, altered and framed again.
    private func framed(_ content: [UInt8]) -> [UInt8] {
        Array(PEM.encode(label: OpenSSHKeyFile.label, content).utf8)
    }

    private static func content(_ text: String) throws -> [UInt8] {
        try Base64.decode(text.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined())
    }

    private static func string(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    private static func string(_ text: String) -> [UInt8] { string(Array(text.utf8)) }

    /// A file of these parts; what is not given is that of a right key.
    private func file(
        cipher: String = "none", derivation: String = "none", options: [UInt8] = [], count: UInt32 = 1,
        publicKey: [UInt8]? = nil, body: [UInt8]? = nil, after: [UInt8] = []
    ) throws -> [UInt8] {
        let wire = try OpenSSHPublicKey(line: SSHKeys.plainLine).wire
        return framed(
            Array("openssh-key-v1\0".utf8) + Self.string(cipher) + Self.string(derivation) + Self.string(options)
                + withUnsafeBytes(of: count.bigEndian) { Array($0) } + Self.string(publicKey ?? wire)
                + Self.string(try body ?? self.body()) + after)
    }

    private func body(
        checks: [UInt8] = [1, 2, 3, 4, 1, 2, 3, 4], kind: String = "ssh-ed25519", point: [UInt8]? = nil,
        secret: [UInt8]? = nil, comment: String = "abcd", padding: [UInt8]? = nil
    ) throws -> [UInt8] {
        let own = try OpenSSHPublicKey(line: SSHKeys.plainLine).point
        let fields =
            checks + Self.string(kind) + Self.string(point ?? own)
            + Self.string(try secret ?? Hex.decode(SSHKeys.seed) + own) + Self.string(comment)
        return fields + (padding ?? (0..<(8 - fields.count % 8) % 8).map { UInt8($0 + 1) })
    }

    @Test func refusesEachWrongPart() throws {
        #expect(refusal(try file()) == nil)
        #expect(refusal(try file(count: 2)) == .openSSH(.severalKeys(count: 2)))
        #expect(refusal(try file(count: 0)) == .openSSH(.severalKeys(count: 0)))
        #expect(refusal(try file(cipher: "aes256-ctr")) == .openSSH(.cipherWithoutPassphrase))
        #expect(refusal(try file(derivation: "bcrypt")) == .openSSH(.cipherWithoutPassphrase))
        #expect(
            refusal(try file(cipher: "3des-cbc", derivation: "bcrypt")) == .openSSH(.unsupportedCipher("3des-cbc")))
        #expect(
            refusal(try file(cipher: "aes256-ctr", derivation: "argon2"))
                == .openSSH(.unsupportedKeyDerivation("argon2")))
        #expect(refusal(try file(options: [1])) == .openSSH(.field("kdf options")))
        #expect(refusal(try file(body: [])) == .openSSH(.field("private part")))
        #expect(refusal(try file(body: [UInt8](repeating: 0, count: 9))) == .openSSH(.field("private part")))
        let whole = 15 + 8 + 8 + 4 + 4 + 4 + 51 + 4 + (try body().count)
        #expect(refusal(try file(after: [0])) == .openSSH(.trailing(offset: whole)))
    }

    @Test func refusesEachWrongFieldOfThePrivatePart() throws {
        let other = [UInt8](repeating: 9, count: 32)
        #expect(refusal(try file(body: body(checks: [1, 2, 3, 4, 1, 2, 3, 5]))) == .openSSH(.checkIntegers))
        #expect(refusal(try file(body: body(kind: "ssh-rsa"))) == .openSSH(.unsupportedKind("ssh-rsa")))
        #expect(refusal(try file(body: body(kind: "ecdsa-sha2-nistp256"))) == .openSSH(.publicHalfNotItsOwn))
        #expect(refusal(try file(body: body(point: other))) == .openSSH(.publicHalfNotItsOwn))
        #expect(
            refusal(try file(body: body(secret: Hex.decode(SSHKeys.seed) + other))) == .openSSH(.publicHalfNotItsOwn))
        #expect(
            refusal(try file(body: body(secret: other + OpenSSHPublicKey(line: SSHKeys.plainLine).point)))
                == .openSSH(.publicHalfNotItsOwn))
        #expect(refusal(try file(body: body(secret: [1, 2]))) == .openSSH(.field("private key")))
        #expect(refusal(try file(body: body(comment: "a"))) == nil)
        let unpadded = try body(comment: "a", padding: [])
        let missing = 8 - unpadded.count % 8
        #expect(refusal(try file(body: unpadded + [UInt8](repeating: 0, count: missing))) == .openSSH(.padding))
        let long = unpadded + (0..<missing + 16).map { UInt8($0 + 1) }
        #expect(refusal(try file(body: long)) == .openSSH(.trailing(offset: unpadded.count)))
        #expect(
            refusal(try file(body: [UInt8](repeating: 0xFF, count: 16))) == .openSSH(.truncated(offset: 8)))
    }

    @Test func namesKindsThatAreNotRead() throws {
        for kind in ["ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp384", "sk-ssh-ed25519@openssh.com", "a\u{1b}[2J"] {
            let error = refusal(try file(publicKey: Self.string(kind) + Self.string("x")))
            #expect(error == .openSSH(.unsupportedKind(kind)))
            #expect(error?.description.contains("\u{1b}") == false)
            #expect(error?.code == "not-supported")
        }
    }

    /// An mpint has no more bytes than it needs, and is not negative.
    @Test func readsScalarsOfAllLengthsInOneSpellingEach() throws {
        let key = try OpenSSHPublicKey(line: SSHKeys.ecdsaLine)
        func file(_ scalar: [UInt8]) throws -> [UInt8] {
            let fields =
                [0, 0, 0, 0, 0, 0, 0, 0] + Self.string("ecdsa-sha2-nistp256") + Self.string("nistp256")
                + Self.string(key.point) + Self.string(scalar) + Self.string("")
            return try self.file(
                publicKey: key.wire, body: fields + (0..<(8 - fields.count % 8) % 8).map { UInt8($0 + 1) })
        }
        for scalar in [
            [1], [0, 0x80], [0x7F] + [UInt8](repeating: 0xFF, count: 31), [0] + [UInt8](repeating: 0xFF, count: 32),
        ] {
            let read = try Self.read(try file(scalar))
            let digits = scalar.count == 33 || scalar.first == 0 ? Array(scalar.dropFirst()) : scalar
            #expect(read.secret == [UInt8](repeating: 0, count: 32 - digits.count) + digits)
        }
        for scalar in [
            [], [0], [0, 0x7F], [0x80], [1] + [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 34),
        ] {
            #expect(refusal(try file(scalar)) == .openSSH(.field("private key")), "\(scalar)")
        }
    }

    @Test func saysWhereTheTextIsWrong() throws {
        var lines = SSHKeys.plain.split(separator: "\n").map(String.init)
        lines[2] = "QyN*" + lines[2].dropFirst(4)
        let error = refusal(Array(lines.joined(separator: "\n").utf8))
        #expect(error == .openSSH(.text(.pem(.foreignLetter(column: 4), line: 3))))
        #expect(refusal(Array("nothing".utf8)) == .openSSH(.noBlock))
        #expect(refusal(Array((SSHKeys.plain + "\n" + SSHKeys.ecdsa).utf8)) == .openSSH(.severalKeys(count: 2)))
        #expect(refusal([UInt8](repeating: 0, count: 70000)) == .openSSH(.tooLong(found: 70000, most: 65536)))
        #expect(refusal(framed(Array("openssh-key-v2\0".utf8))) == .openSSH(.notOpenSSH))
    }

    /// Every bit of every byte: what is still read is the same key.
    @Test func noDamageGivesAnotherKey() throws {
        let right = try Self.read(Array(SSHKeys.plain.utf8))
        let content = try Self.content(SSHKeys.plain)
        var accepted = 0
        for place in content.indices {
            for bit in 0..<8 {
                var altered = content
                altered[place] ^= 1 << UInt8(bit)
                guard let read = try? Self.read(framed(altered)) else { continue }
                accepted += 1
                #expect(read.secret == right.secret && read.publicKey == right.publicKey, "byte \(place), bit \(bit)")
            }
        }
        // The letters of the comment, which nothing protects.
        #expect(accepted == 8 * "alice@example".utf8.count)
        for length in 0..<content.count { #expect(refusal(framed(Array(content.prefix(length)))) != nil) }
    }

    @Test(arguments: Seed.fresh(200)) func survivesWhateverComes(seed: Seed) throws {
        var generator = seed.generator
        for text in [SSHKeys.plain, SSHKeys.ecdsa] {
            let right = try Self.read(Array(text.utf8))
            let mutated = generator.mutated(try Self.content(text))
            guard let read = try? Self.read(framed(mutated)) else { continue }
            #expect(read.publicKey == right.publicKey)
        }
        _ = try? Self.read(generator.mutated(Array(SSHKeys.plain.utf8)))
    }

    // MARK: Public keys

    @Test func readsLinesOfPublicKeys() throws {
        let key = try OpenSSHPublicKey(line: SSHKeys.plainLine)
        #expect(key.kind == .ed25519 && key.point.count == 32)
        #expect(try OpenSSHPublicKey(line: key.line) == key)
        #expect(try OpenSSHPublicKey(wire: key.wire) == key)
        #expect(try OpenSSHPublicKey(line: "\(key.line)\tsome comment with  blanks") == key)
    }

    @Test func refusesWrongLinesOfPublicKeys() throws {
        func refusal(_ line: String) -> SealingError? {
            caught { () throws(SealingError) in _ = try OpenSSHPublicKey(line: line) }
        }
        let (ed25519, ecdsa) = (SSHKeys.plainLine.split(separator: " "), SSHKeys.ecdsaLine.split(separator: " "))
        #expect(refusal("") == .openSSH(.publicLine))
        #expect(refusal("ssh-ed25519") == .openSSH(.publicLine))
        #expect(refusal("ssh-rsa AAAAB3NzaC1yc2E=") == .openSSH(.unsupportedKind("ssh-rsa")))
        #expect(
            refusal("ssh-ed25519 \(ecdsa[1])")
                == .openSSH(.kindsDisagree(line: "ssh-ed25519", inside: "ecdsa-sha2-nistp256")))
        #expect(refusal("ssh-ed25519 \(ed25519[1].dropLast(4))") != nil)
        #expect(refusal("ssh-ed25519 \(ed25519[1])AAAA") != nil)
        let short = Base64.encode(Self.string("ssh-ed25519") + Self.string([UInt8](repeating: 1, count: 31)))
        #expect(refusal("ssh-ed25519 \(short)") == .openSSH(.field("public key")))
    }
}
