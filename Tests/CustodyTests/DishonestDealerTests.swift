import Custody
import Encodings
import Groups
import KeyFiles
import ShareFiles
import Testing

/// The shares are good and the commitments right; what the dealer sealed is not what the dealing says.
@Suite("A dishonest dealer's original")
struct DishonestDealerTests {
    private func expectWithheld(
        _ crafted: CraftedDealing, of key: borrowing NodeKey, passphrase: PassphraseSource? = nil
    ) throws {
        let collection = try check(crafted.shares)
        // Nothing can be seen of it before it is opened.
        #expect(collection.report.have == 3)
        #expect(collection.report.fault == nil)
        let refused = refusal { _ = try rebuild(collection, passphrase: passphrase) }
        #expect(refused?.code == "original-other-key")
        #expect(refused?.kind == .answerIsNo)
        #expect(refused?.message.hasSuffix("so it is withheld") == true)
        switch key.facts.group {
        case .secp256k1, .p256:
            for format in [KeyFormat.raw, .hex, .pkcs8PEM, .sec1DER] {
                let rebuilt = try rebuild(collection, as: format)
                #expect(!rebuilt.isOriginal)
                #expect(try readKey(rebuilt.file, group: key.facts.group).facts.publicKey == key.facts.publicKey)
            }
        case .ed25519:
            // Without the seed there is no key file of any form.
            for format in KeyFormat.allCases
            where format.curves.contains(.ed25519) && !format.isEncrypted && format.isWritten {
                let refused = refusal { _ = try rebuild(collection, as: format) }
                #expect(refused?.code == "original-other-key")
            }
            // It signs all the same, from the bare scalar, and says so.
            let signer = try Signer(rebuilding: collection)
            let usesBareScalar = signer.usesBareScalar
            #expect(usesBareScalar)
            let publicKey = Hex.encode(signer.verifyingKey.encoded)
            #expect(publicKey == key.facts.publicKey)
        }
    }

    @Test("the file of another key is withheld", arguments: CurveName.allCases)
    func otherKey(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .hex)
        let other = try generateKey(group: group, format: .hex)
        let crafted = try CraftedDealing(key, original: other.file.content, format: "hex")
        try expectWithheld(crafted, of: key)
    }

    @Test("the file of a key of another group is withheld", arguments: CurveName.allCases)
    func otherGroup(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .pkcs8PEM)
        let other = try generateKey(group: group == .p256 ? .ed25519 : .p256, format: .pkcs8PEM)
        let crafted = try CraftedDealing(key, original: other.file.content, format: "pkcs8-pem")
        try expectWithheld(crafted, of: key)
    }

    @Test("what is no key file is withheld", arguments: CurveName.allCases)
    func garbage(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .hex)
        for original in [
            Array("not a key\n".utf8), [0], [UInt8](repeating: 0, count: 1000),
            Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8),
        ] {
            try expectWithheld(try CraftedDealing(key, original: original, format: "hex"), of: key)
        }
    }

    @Test("the right key in another form than the dealing says is withheld", arguments: CurveName.allCases)
    func otherFormat(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .hex)
        try expectWithheld(try CraftedDealing(key, original: key.file.content, format: "pkcs8-pem"), of: key)
    }

    @Test("an encrypted file of another key is withheld once it is open", arguments: CurveName.allCases)
    func encryptedOtherKey(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .hex)
        let source = passphrase("correct horse")
        let other = try generateKey(group: group, format: .encryptedPKCS8PEM, passphrase: source)
        let crafted = try CraftedDealing(key, original: other.file.content, format: "pkcs8-encrypted-pem")
        let collection = try check(crafted.shares)
        #expect(refusal { _ = try rebuild(collection) }?.code == "passphrase-missing")
        #expect(refusal { _ = try rebuild(collection, passphrase: passphrase("x")) }?.code == "passphrase-wrong")
        #expect(refusal { _ = try rebuild(collection, passphrase: source) }?.code == "original-other-key")
    }

    @Test("a changed original is not opened", arguments: CurveName.allCases)
    func changedOriginal(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let honest = try dealt.dealingFile
        var sealed = honest.original.sealed
        sealed[40] ^= 1
        let changed = try honest.with(
            original: try SealedOriginal(salt: honest.original.salt, nonce: honest.original.nonce, sealed: sealed),
            provenBy: dealt.original)
        let collection = try check(try dealt.shares.map { try remade($0, in: changed) })
        #expect(collection.report.have == 5)
        let refused = refusal { _ = try rebuild(collection) }
        #expect(refused?.code == "original-sealed")
        #expect(refused?.kind == .damaged)
    }

    @Test("what a wrapping dealing holds comes back as it was", arguments: CurveName.allCases)
    func wrapping(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .hex)
        let words = Array("legal winner thank year wave sausage\n".utf8)
        let crafted = try CraftedDealing(key, original: words, format: "mnemonic", kind: .wrapping)
        let collection = try check(crafted.shares)
        #expect(collection.report.dealing?.kind == .wrapping)
        #expect(collection.report.dealing?.addresses == [])
        let rebuilt = try rebuild(collection)
        #expect(rebuilt.file.content == words)
        #expect(rebuilt.facts == nil)
        #expect(rebuilt.isOriginal)
        for refused in [
            refusal { _ = try rebuild(collection, as: .hex) }, refusal { _ = try collection.requireSigner() },
            refusal { _ = try Signer(rebuilding: collection) },
        ] {
            #expect(refused?.code == "wrapping-key")
            #expect(refused?.kind == .unsafe)
        }
        // Its key is no node's, so an expectation of it is not met.
        let expected = CheckOptions(expected: [try Expectation(key.facts.publicKey)])
        #expect(refusal { _ = try check(crafted.shares, expected) }?.code == "unexpected-key")
    }
}
