import Encodings
import Foundation
import Sealing
import Secrets
import TestSupport
import Testing

/// Recipients, identities, and files of them.
@Suite struct AgeKeyTextTests {
    static let scalar = [UInt8](1...32)

    private func recipientRefusal(_ text: String) -> SealingError? {
        caught { () throws(SealingError) in _ = try AgeRecipient(text) }
    }

    private func identityRefusal(_ text: String, passphrase: String? = nil) -> SealingError? {
        caught { () throws(SealingError) in _ = try identities(text, passphrase: passphrase) }
    }

    @Test(arguments: Seed.fresh(20)) func recipientsAreReadAsTheyAreWritten(seed: Seed) throws {
        var generator = seed.generator
        let identity = try #require(try identities(identityText(generator.bytes(32))).first)
        let text = identity.recipient.text
        #expect(text.hasPrefix("age1") && text.utf8.count == 62)
        #expect(try AgeRecipient(text) == identity.recipient)
        #expect(try AgeRecipient(" \(text)\t") == identity.recipient)
    }

    @Test func sshKeysAreRecipients() throws {
        let recipient = try AgeRecipient(SSHKeys.plainLine)
        #expect(recipient.text + " alice@example" == SSHKeys.plainLine)
        #expect(try identities(SSHKeys.plain).map(\.recipient) == [recipient])
        #expect(try identities(SSHKeys.encrypted, passphrase: "correct horse").map(\.recipient) == [recipient])
    }

    @Test func everyWrongLetterOfARecipientIsRefused() throws {
        let text = Array(try AgeIdentity.random().recipient.text.utf8)
        for place in text.indices {
            for letter in Bech32.alphabet + Array("1bioAZ \u{7F}".utf8) where letter != text[place] {
                var altered = text
                altered[place] = letter
                #expect(recipientRefusal(String(decoding: altered, as: UTF8.self)) != nil)
            }
        }
    }

    @Test func refusesRecipientsByName() throws {
        let good = try AgeIdentity.random().recipient.text
        func fault(_ fault: KeyTextFault) -> SealingError { .age(.recipient(fault, line: nil)) }
        #expect(recipientRefusal("") == fault(.notRecognised))
        #expect(recipientRefusal("alice") == fault(.notRecognised))
        #expect(recipientRefusal("some words here") == fault(.notRecognised))
        #expect(recipientRefusal(good.uppercased()) == fault(.wrongCase))
        #expect(recipientRefusal("A" + good.dropFirst()) == fault(.wrongCase))
        #expect(
            recipientRefusal("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t")
                == fault(.plugin(name: "yubikey")))
        #expect(recipientRefusal("age1pq1" + String(repeating: "q", count: 1950)) == fault(.postQuantum))
        #expect(recipientRefusal(identityText(Self.scalar)) == fault(.identityAsRecipient))
        #expect(
            recipientRefusal(Bech32.encode(prefix: "age", values: Bech32.values(of: [1, 2]), .bech32))
                == fault(.length(2)))
        #expect(
            recipientRefusal(Bech32.encode(prefix: "age", values: Bech32.values(of: Self.scalar), .bech32m))
                == fault(.encoding(.wrongChecksum(.bech32))))
        // The point zero, of order one.
        let zero = Bech32.encode(prefix: "age", values: Bech32.values(of: [UInt8](repeating: 0, count: 32)), .bech32)
        #expect(recipientRefusal(zero) == fault(.pointOfSmallOrder))
        #expect(recipientRefusal(SSHKeys.ecdsaLine) == .age(.unsuitableSSHKey(kind: "ecdsa-sha2-nistp256")))
        #expect(recipientRefusal("ssh-rsa AAAA") == .age(.unsuitableSSHKey(kind: "ssh-rsa")))
        #expect(recipientRefusal("ssh-ed25519 AAAA") != nil)
    }

    /// Other bytes for a key than those that its owner hashes: what is sealed to them, nobody opens.
    @Test func refusesAnotherFormOfAPublicKey() throws {
        func recipient(_ point: [UInt8]) -> String {
            Bech32.encode(prefix: "age", values: Bech32.values(of: point), .bech32)
        }
        let good = X25519.publicKey(of: try locked(Self.scalar))
        #expect(try AgeRecipient(recipient(good)).text == recipient(good))
        var withHighBit = good
        withHighBit[31] |= 0x80
        // u = 9 and u = 18 in their second form, u + 2²⁵⁵ − 19; and the highest number of 255 bits.
        let top = [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        for point in [withHighBit, [0xF6] + top, [0xFF] + top, [0xEE] + top] {
            #expect(recipientRefusal(recipient(point)) == .age(.recipient(.pointNotCanonical, line: nil)))
        }
        // p − 2 is the last number but one below p.
        #expect(recipientRefusal(recipient([0xEB] + top)) == nil)
    }

    /// Every point of small order, and a point with a small component: nobody has made such a key.
    @Test func refusesSSHKeysOutsideOfTheGroup() throws {
        let identity = [1] + [UInt8](repeating: 0, count: 31)
        let orderTwo = [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        let orderFour = [UInt8](repeating: 0, count: 32)
        for point in [identity, orderTwo, orderFour] {
            let wire = [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32] + point
            let line = "ssh-ed25519 " + Base64.encode(wire)
            #expect(recipientRefusal(line) == .age(.recipient(.ssh(.field("public key")), line: nil)))
        }
    }

    @Test func filesOfRecipients() throws {
        let (one, two) = (try AgeIdentity.random().recipient, try AgeRecipient(SSHKeys.plainLine))
        let text = "# a comment\r\n\(one.text)\r\n\r\n  \n\(SSHKeys.plainLine)\r\n"
        #expect(try AgeRecipient.list(in: Array(text.utf8)) == [one, two])
        #expect(try AgeRecipient.list(in: Array("\u{FEFF}\(one.text)".utf8)) == [one])
        func refusal(_ text: String) -> SealingError? {
            caught { () throws(SealingError) in _ = try AgeRecipient.list(in: Array(text.utf8)) }
        }
        #expect(refusal("# nobody\n") == .age(.noRecipientInFile))
        #expect(refusal("\(one.text)\nalice\n") == .age(.recipient(.notRecognised, line: 2)))
        #expect(refusal("\n\nage1yubikey1qqqq\n") == .age(.recipient(.plugin(name: "yubikey"), line: 3)))
        #expect(refusal("ssh-rsa AAAA x\n") == .age(.unsuitableSSHKey(kind: "ssh-rsa")))
        #expect(
            refusal([String](repeating: one.text, count: 4097).joined(separator: "\n"))
                == .age(.tooManyKeys(most: 4096)))
    }

    // MARK: Identities

    @Test func filesOfIdentities() throws {
        let (one, two) = (identityText(Self.scalar), identityText([UInt8](2...33)))
        let text = "# created: 2026-11-30\r\n# public key: age1…\r\n\(one)\r\n\r\n\(two)"
        let found = try identities(text)
        #expect(found.count == 2 && found[0].recipient != found[1].recipient)
        #expect(try identities(one)[0].recipient == found[0].recipient)
        #expect(identityRefusal("# nobody\n") == .age(.noIdentityInFile))
        #expect(identityRefusal("") == .age(.noIdentityInFile))
        #expect(
            identityRefusal([String](repeating: one, count: 257).joined(separator: "\n"))
                == .age(.tooManyKeys(most: 256)))
        #expect(identityRefusal(String(repeating: "#", count: 70_000)) == .age(.tooLarge(found: 70_000, most: 65_536)))
    }

    @Test func everyWrongLetterOfAnIdentityIsRefusedAndNotShown() throws {
        let text = Array(identityText(Self.scalar).utf8)
        for place in text.indices {
            for letter in Array("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L1BIOq- \u{7F}".utf8) where letter != text[place] {
                var altered = text
                altered[place] = letter
                let error = identityRefusal(String(decoding: altered, as: UTF8.self))
                guard case .age(.identity(_, line: 1)) = error else {
                    Issue.record("letter \(place): \(String(describing: error))")
                    continue
                }
                #expect(error?.description.contains(String(decoding: text[20..<30], as: UTF8.self)) == false)
            }
        }
        for length in 0..<text.count {
            #expect(identityRefusal(String(decoding: text.prefix(length), as: UTF8.self)) != nil)
        }
    }

    @Test func refusesIdentitiesByName() throws {
        func fault(_ fault: KeyTextFault, _ line: Int = 1) -> SealingError { .age(.identity(fault, line: line)) }
        let good = identityText(Self.scalar)
        #expect(identityRefusal("\(good)\nnonsense") == fault(.notRecognised, 2))
        #expect(identityRefusal(good.lowercased()) == fault(.wrongCase))
        #expect(identityRefusal(good.dropLast() + "l") == fault(.wrongCase))
        #expect(identityRefusal(" \(good)") == fault(.notRecognised))
        #expect(identityRefusal("\(good) ") == fault(.encoding(.foreignLetter(.bech32, position: 75))))
        #expect(
            identityRefusal("AGE-SECRET-KEY-1\(String(good.dropFirst(16).reversed()))")
                == fault(.encoding(.wrongChecksum(.bech32))))
        #expect(identityRefusal("AGE-SECRET-KEY-PQ-1QQQQ") == fault(.postQuantum))
        #expect(identityRefusal("AGE-PLUGIN-YUBIKEY-1QQQQ") == fault(.plugin(name: "yubikey")))
        #expect(identityRefusal(try identities(good)[0].recipient.text) == fault(.recipientAsIdentity))
        #expect(identityRefusal(SSHKeys.plainLine) == fault(.recipientAsIdentity))
        #expect(identityRefusal(identityText([1, 2, 3])) == fault(.length(3)))
        #expect(identityRefusal(SSHKeys.ecdsa) == .age(.unsuitableSSHKey(kind: "ecdsa-sha2-nistp256")))
        let pkcs8 =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
        #expect(identityRefusal(pkcs8) == .age(.foreignKeyFile(label: "PRIVATE KEY")))
    }

    @Test func encryptedIdentityFiles() throws {
        let text = "# two\n\(identityText(Self.scalar))\n\(identityText([UInt8](2...33)))\n"
        let plain = try identities(text)
        for armored in [true, false] {
            let file = try AgeFile.seal(
                try locked(Array(text.utf8)), passphrase: try locked(Array("geheim".utf8)), workFactor: 8,
                armored: armored)
            let read = try AgeIdentityFile.read(try locked(file), passphrase: try locked(Array("geheim".utf8)))
            #expect(read.map(\.recipient) == plain.map(\.recipient))
            let bytes = try locked(file)
            let wants = try AgeIdentityFile.wantsPassphrase(bytes)
            #expect(wants)
            let missing = caught { () throws(SealingError) in _ = try AgeIdentityFile.read(bytes, passphrase: nil) }
            #expect(missing == .passphraseMissing && missing?.nature == .cannotDecrypt)
            let wrongPassphrase: LockedBytes? = try locked([1])
            let wrong = caught { () throws(SealingError) in
                _ = try AgeIdentityFile.read(bytes, passphrase: wrongPassphrase)
            }
            #expect(wrong == .wrongPassphrase)
        }
        let toKey = try sealed(Array(text.utf8), to: [plain[0].recipient], armored: true)
        #expect(
            identityRefusal(String(decoding: toKey, as: UTF8.self), passphrase: "x") == .age(.identityFileSealedToKeys))
    }

    @Test func knowsWhatNeedsAPassphrase() throws {
        for (text, needs) in [(identityText(Self.scalar), false), (SSHKeys.plain, false), (SSHKeys.encrypted, true)] {
            let bytes = try locked(Array(text.utf8))
            let wants = try AgeIdentityFile.wantsPassphrase(bytes)
            #expect(wants == needs)
        }
        #expect(identityRefusal(SSHKeys.encrypted) == .passphraseMissing)
        #expect(identityRefusal(SSHKeys.encrypted, passphrase: "wrong") == .wrongPassphrase)
    }

    @Test(arguments: Seed.fresh(200)) func survivesWhateverComes(seed: Seed) throws {
        var generator = seed.generator
        for text in [identityText(Self.scalar), SSHKeys.plain, "age1pq1q", SSHKeys.plainLine] {
            let mutated = String(decoding: generator.mutated(Array(text.utf8)), as: UTF8.self)
            _ = try? identities(mutated)
            _ = try? AgeRecipient.list(in: Array(mutated.utf8))
        }
    }
}
