import Encodings
import Foundation
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct AgeFileTests {
    private static let text = Array("hfs1 a share line".utf8)

    private func sshIdentity() throws -> AgeIdentity {
        try #require(try identities(SSHKeys.plain).first)
    }

    private func refusal(_ file: [UInt8], _ identities: [AgeIdentity], limits: AgeFile.Limits = .usual) -> SealingError?
    {
        caught { () throws(SealingError) in _ = try opened(file, identities, limits: limits) }
    }

    @Test(arguments: [0, 1, 100, 65535, 65536, 65537, 131_072, 200_000])
    func whatWasSealedIsOpenedByEachRecipientAndNobodyElse(length: Int) throws {
        var generator = Seed.fresh(1)[0].generator
        let text = generator.bytes(length)
        let (one, two, ssh, other) = (
            try AgeIdentity.random(), try AgeIdentity.random(), try sshIdentity(), try AgeIdentity.random()
        )
        for armored in [false, true] {
            let file = try sealed(text, to: [one.recipient, ssh.recipient, two.recipient], armored: armored)
            for identity in [one, two, ssh] {
                #expect(try opened(file, [other, identity]) == text)
            }
            let tag = try AgeFile(parsing: file).addressees[1]
            #expect(
                refusal(file, [other])
                    == .age(.noIdentityMatches(identities: 1, addressees: [.x25519, tag, .x25519])))
            #expect(refusal(file, []) == .age(.wantsIdentity([.x25519, tag, .x25519])))
        }
    }

    @Test func saysToWhomItIsSealed() throws {
        let ssh = try sshIdentity()
        let key = try OpenSSHPublicKey(line: SSHKeys.plainLine)
        let file = try AgeFile(parsing: try sealed(Self.text, to: [ssh.recipient]))
        #expect(file.isAddressed(to: key) && !file.wantsPassphrase)
        #expect(!file.isAddressed(to: try OpenSSHPublicKey(line: SSHKeys.ecdsaLine)))
        guard case .sshEd25519(let tag) = file.addressees.first else { throw SealingError.outOfMemory }
        // The tag is the start of the fingerprint.
        let fingerprint = try Base64.decode(String(key.fingerprint.dropFirst(7)), padding: .absent)
        #expect(try Base64.decode(tag, padding: .absent) == Array(fingerprint.prefix(4)))
        let other = try AgeIdentity.random()
        let error = try #require(refusal(try sealed(Self.text, to: [ssh.recipient]), [other]))
        #expect(
            error.description.contains(tag) && error.nature == .cannotDecrypt && error.code == "no-identity-matches")
    }

    @Test func passphrasesOpenAndWrongOnesDoNot() throws {
        let file = try AgeFile.seal(
            try locked(Self.text), passphrase: try locked(Array("correct horse".utf8)), workFactor: 10, armored: true)
        #expect(try opened(file, passphrase: "correct horse") == Self.text)
        let wrong = caught { () throws(SealingError) in _ = try opened(file, passphrase: "correct house") }
        #expect(wrong == .wrongPassphrase)
        let empty = caught { () throws(SealingError) in _ = try opened(file, passphrase: "") }
        #expect(empty == .wrongPassphrase)
        #expect(refusal(file, [try AgeIdentity.random()]) == .age(.wantsPassphrase))
        var limits = AgeFile.Limits()
        limits.mostWorkFactor = 9
        let costly = caught { () throws(SealingError) in
            _ = try opened(file, passphrase: "correct horse", limits: limits)
        }
        #expect(costly == .age(.workFactor(found: "10", most: 9)))
        let toKey = try sealed(Self.text, to: [try AgeIdentity.random().recipient])
        let none = caught { () throws(SealingError) in _ = try opened(toKey, passphrase: "x") }
        #expect(none == .age(.wantsIdentity([.x25519])))
        let unsealed = caught { () throws(SealingError) in
            let nothing: LockedBytes = try kept([UInt8]())
            _ = try AgeFile.seal(nothing, passphrase: nothing, workFactor: 1, armored: false)
        }
        #expect(unsealed == .passphraseEmpty)
    }

    /// The limit is looked at before scrypt is asked for anything: these would take days, or overflow.
    @Test(arguments: ["21", "22", "63", "64", "99", "18446744073709551616", String(repeating: "9", count: 1000)])
    func refusesAbsurdWorkFactors(factor: String) throws {
        let file = try AgeFile.seal(
            try locked(Self.text), passphrase: try locked([1]), workFactor: 1, armored: false)
        let header = "age-encryption.org/v1\n-> scrypt "
        let text = String(decoding: file.prefix(header.utf8.count + 24), as: UTF8.self)
        #expect(text.hasPrefix(header) && text.hasSuffix(" 1"))
        let altered = Array((text.dropLast() + factor).utf8) + file.dropFirst(header.utf8.count + 24)
        let error = caught { () throws(SealingError) in _ = try opened(altered, passphrase: "\u{1}") }
        #expect(error == .age(.workFactor(found: factor, most: 20)))
    }

    @Test func noRecipientIsNoSealing() throws {
        let text = try locked(Self.text)
        let error = caught { () throws(SealingError) in _ = try AgeFile.seal(text, to: [], armored: false) }
        #expect(error == .age(.noRecipients) && error?.nature == .refused)
    }

    @Test func refusesWhatIsLargerThanTheLimit() throws {
        let identity = try AgeIdentity.random()
        var limits = AgeFile.Limits()
        limits.mostContent = 100
        let file = try sealed([UInt8](repeating: 1, count: 101), to: [identity.recipient])
        #expect(refusal(file, [identity], limits: limits) == .age(.tooLarge(found: 101, most: 100)))
        limits.mostContent = 101
        #expect(refusal(file, [identity], limits: limits) == nil)
    }

    /// Two files of one text have nothing in common but their form.
    @Test func everySealingIsNew() throws {
        let identity = try AgeIdentity.random()
        let files = try (0..<8).map { _ in try sealed(Self.text, to: [identity.recipient]) }
        let count = files[0].count
        #expect(files.allSatisfy { $0.count == count } && Set(files).count == 8)
        // Behind the header: nonce and ciphertext.
        for place in (count - 16 - Self.text.count - 16)..<count {
            #expect(Set(files.map { $0[place] }).count > 1, "byte \(place)")
        }
        #expect(Set(try (0..<8).map { _ in try AgeIdentity.random().recipient }).count == 8)
    }

    // MARK: Damage

    @Test func everyAlteredBitIsRefused() throws {
        let (identity, ssh) = (try AgeIdentity.random(), try sshIdentity())
        let file = try sealed(Self.text, to: [identity.recipient, ssh.recipient])
        for place in file.indices {
            for bit in 0..<8 {
                var altered = file
                altered[place] ^= 1 << UInt8(bit)
                for key in [identity, ssh] { #expect(refusal(altered, [key]) != nil, "byte \(place), bit \(bit)") }
            }
        }
        for length in 0..<file.count { #expect(refusal(Array(file.prefix(length)), [identity]) != nil, "\(length)") }
        #expect(refusal(file + [0], [identity]) == .age(.payload(.notAuthentic(chunk: 1, of: 1))))
        #expect(refusal(file + file, [identity]) != nil)
    }

    /// Of armor, what is still opened gives the same text: a line end of another kind changes nothing.
    @Test func noAlteredArmorGivesAnotherText() throws {
        let identity = try AgeIdentity.random()
        let file = try sealed(Self.text, to: [identity.recipient], armored: true)
        var accepted = 0
        for place in file.indices {
            for byte in [0x00, 0x09, 0x0A, 0x0D, 0x20, 0x2D, 0x3D, 0x41, 0x7E, 0xFF] as [UInt8]
            where byte != file[place] {
                var altered = file
                altered[place] = byte
                guard let text = try? opened(altered, [identity]) else { continue }
                accepted += 1
                #expect(text == Self.text)
            }
        }
        // A CR instead of the last LF.
        #expect(accepted == 1)
    }

    @Test(arguments: Seed.fresh(200)) func survivesWhateverComes(seed: Seed) throws {
        var generator = seed.generator
        let identity = try AgeIdentity.random()
        for armored in [false, true] {
            let file = try sealed(Self.text, to: [identity.recipient], armored: armored)
            guard let text = try? opened(generator.mutated(file), [identity]) else { continue }
            #expect(text == Self.text)
        }
        _ = try? AgeFile(parsing: Array("age-encryption.org/v1\n-> ".utf8) + generator.bytes(40))
    }

    @Test func saysWhichPartIsDamaged() throws {
        let identity = try AgeIdentity.random()
        let file = try sealed([UInt8](repeating: 7, count: 140_000), to: [identity.recipient])
        func altered(at place: Int) -> [UInt8] {
            var altered = file
            altered[place] ^= 1
            return altered
        }
        #expect(refusal(altered(at: file.count - 1), [identity]) == .age(.payload(.notAuthentic(chunk: 3, of: 3))))
        #expect(refusal(altered(at: file.count - 70_000), [identity]) == .age(.payload(.notAuthentic(chunk: 2, of: 3))))
        let first = try #require(file.firstRange(of: Array("--- ".utf8)))
        #expect(refusal(altered(at: first.upperBound), [identity])?.nature == .damaged)
        // A chunk left out, and two exchanged.
        let start = file.count - (140_000 + 3 * 16)
        let chunk = 65_552
        #expect(
            refusal(Array(file[..<start] + file[(start + chunk)...]), [identity])
                == .age(.payload(.notAuthentic(chunk: 1, of: 2))))
        let exchanged = Array(
            file[..<start] + file[(start + chunk)..<(start + 2 * chunk)] + file[start..<(start + chunk)]
                + file[(start + 2 * chunk)...])
        #expect(refusal(exchanged, [identity]) == .age(.payload(.notAuthentic(chunk: 1, of: 3))))
    }

    /// What is sealed to one's own tag and does not open is damage, and not somebody else's.
    @Test func anAlteredStanzaOfOnesOwnTagIsDamage() throws {
        let ssh = try sshIdentity()
        let file = try sealed(Self.text, to: [ssh.recipient])
        let lines = String(decoding: file.prefix { $0 != 0xFF }, as: UTF8.self).split(separator: "\n")
        let place = lines[0].utf8.count + lines[1].utf8.count + 4
        var altered = file
        altered[place] = altered[place] == 0x41 ? 0x42 : 0x41
        let error = refusal(altered, [ssh])
        guard case .age(.header(.sealedKey, line: 2)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.nature == .damaged)
    }

    @Test(arguments: [
        ("hello", AgeFault.notAge), ("", .notAge), ("age-encryption.org/v1", .header(.cut, line: 1)),
        ("age-encryption.org/v2\n-> X\n\n--- \n", .version("age-encryption.org/v2")),
        ("age-encryption.org/v1\r\n", .header(.unexpectedLine, line: 1)),
        ("age-encryption.org/v1\n", .header(.cut, line: 2)),
        ("age-encryption.org/v1\n--- AAAA\n", .header(.noStanza, line: 2)),
        ("age-encryption.org/v1\n->\n\n", .header(.unexpectedLine, line: 2)),
        ("age-encryption.org/v1\n-> a  b\n\n", .header(.arguments, line: 2)),
        ("age-encryption.org/v1\n-> a \n\n", .header(.arguments, line: 2)),
        ("age-encryption.org/v1\n-> \u{e4}\n\n", .header(.arguments, line: 2)),
        ("age-encryption.org/v1\n-> a\nAA==\n", .header(.body, line: 3)),
        ("age-encryption.org/v1\n-> a\n\n---\n", .header(.code, line: 4)),
        ("age-encryption.org/v1\n-> X25519\n\n--- \n", .header(.code, line: 4)),
    ])
    func saysWhereTheHeaderIsWrong(text: String, fault: AgeFault) {
        let error = caught { () throws(SealingError) in _ = try AgeFile(parsing: Array(text.utf8)) }
        #expect(error == .age(fault), "\(text)")
        #expect(error?.nature == .damaged)
    }

    @Test func aHeaderWithoutAnEndIsNotReadForever() {
        let text =
            "age-encryption.org/v1\n-> a\n" + String(repeating: String(repeating: "A", count: 64) + "\n", count: 20_000)
        let error = caught { () throws(SealingError) in _ = try AgeFile(parsing: Array(text.utf8)) }
        guard case .age(.header(.tooLong(most: 1 << 20), _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
