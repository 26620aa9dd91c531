import Encodings
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

@Suite struct EncryptedKeyFileTests {
    @Test(arguments: KeyFormat.allCases.filter(\.isEncrypted))
    func opensWithItsPassphraseOnly(format: KeyFormat) throws {
        let curve = try #require(format.curves.last)
        let key = try PrivateKey.random(curve)
        let expected = try key.verifyingKey()
        let file = try written(key, format, passphrase: "correct horse")
        let again = try read(file, passphrase: "correct horse")
        #expect(again.format == format)
        #expect(again.verifyingKey == expected)
        #expect(refusal(file, passphrase: "wrong horse") == .passphraseWrong)
        #expect(refusal(file, passphrase: "") == .passphraseWrong)
        #expect(refusal(file) == .passphraseMissing)
        let told: CurveName = curve == .p256 ? .ed25519 : .p256
        #expect(refusal(file, told, passphrase: "correct horse") == .otherGroup(told: told, found: curve))
        let recognised = file.withUnsafeBytes { KeyFile.recognise($0) }
        #expect(recognised == format)
    }

    @Test func encryptsAnewEachTime() throws {
        let key = try PrivateKey.random(.p256)
        let first = try written(key, .encryptedPKCS8DER, passphrase: "p")
        let second = try written(key, .encryptedPKCS8DER, passphrase: "p")
        #expect(first != second)
        #expect(throws: KeyFilesError.passphraseMissing) { _ = try written(key, .encryptedPKCS8PEM) }
    }

    @Test func asksForAPassphraseOnlyWhereOneIsNeeded() throws {
        struct Declined: Error {}
        let key = try PrivateKey.random(.p256)
        let plain = try locked(written(key, .pkcs8PEM))
        let asked = try KeyFile.read(plain, group: nil) { () throws(Declined) in throw Declined() }
        #expect(asked.format == .pkcs8PEM)
        let encrypted = try locked(written(key, .encryptedPKCS8PEM, passphrase: "p"))
        #expect(throws: Declined.self) {
            _ = try KeyFile.read(encrypted, group: nil) { () throws(Declined) in throw Declined() }
        }
        let opened = try KeyFile.read(encrypted, group: nil) { try locked(Array("p".utf8)) }
        #expect(opened.format == .encryptedPKCS8PEM)
    }

    @Test func refusesACostThatIsAnAttack() throws {
        // 2⁴⁰ iterations would keep the machine busy for days.
        let derivation = DER.sequence(
            DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.1.5.12")),
            DER.sequence(DER.octetString([UInt8](repeating: 1, count: 16)), DER.integer(1 << 40)))
        let cipher = DER.sequence(
            DER.objectIdentifier(ObjectIdentifier("2.16.840.1.101.3.4.1.42")),
            DER.octetString([UInt8](repeating: 2, count: 16)))
        let algorithm = DER.sequence(
            DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.1.5.13")), DER.sequence(derivation, cipher))
        let file = DER.sequence(algorithm, DER.octetString([UInt8](repeating: 3, count: 64)))
        guard case .encryption(.encryptedPKCS8DER, _) = refusal(file, passphrase: "p") else {
            Issue.record("the cost is above every limit")
            return
        }
    }

    @Test(arguments: Seed.fresh(2))
    func neverCrashesOnAlteredFiles(seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(.secp256k1)
        let file = try written(key, .encryptedPKCS8DER, passphrase: "p")
        for _ in 0..<6 { _ = refusal(random.mutated(file), passphrase: "p") }
    }
}
