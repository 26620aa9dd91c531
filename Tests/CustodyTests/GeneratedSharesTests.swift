import Custody
import Groups
import KeyFiles
import Testing

@Suite("A key that is drawn and split at once")
struct GeneratedSharesTests {
    private func plan(_ threshold: Int, of count: Int) throws -> SplitPlan {
        try SplitPlan(
            threshold: threshold, holderNames: (1...count).map { "holder-\($0)" }, label: "validator-7",
            created: "2026-11-22T10:02:33Z")
    }

    private func files(_ dealt: borrowing DealtShares, _ positions: [Int]) throws -> [SecretFile] {
        var files: [SecretFile] = []
        for position in positions {
            try dealt.withShareFile(at: position) {
                files.append(SecretFile(name: "holder-\(position + 1).share", bytes: try LockedBytes(copying: $0)))
            }
        }
        return files
    }

    @Test("any t shares give a file in its form, and the key in it is the dealing's", arguments: KeyForm.all)
    func rebuilds(_ form: KeyForm) throws {
        let dealt = try generateShares(
            group: form.group, format: form.format, try plan(2, of: 3), passphrase: form.passphrase)
        #expect(dealt.facts.group == form.group)
        #expect(dealt.facts.format == form.format.rawValue)
        #expect(dealt.facts.kind == .nodeKey)
        #expect(dealt.proof.coversEverySet)
        #expect(dealt.proof.setCount == 3)
        var contents: Set<[UInt8]> = []
        for positions in everySet(of: 2, among: [0, 1, 2]) {
            let rebuilt = try rebuild(try check(files(dealt, positions)), passphrase: form.passphrase)
            #expect(rebuilt.isOriginal)
            let key = try readKey(rebuilt.file, group: form.group, passphrase: form.passphrase)
            #expect(key.facts.publicKey == dealt.facts.publicKey)
            #expect(key.facts.format == form.format)
            #expect(key.facts.addresses == dealt.facts.addresses)
            contents.insert(rebuilt.file.content)
        }
        #expect(contents.count == 1)
    }

    @Test("the seed of an Ed25519 key comes back, so that every other form does")
    func seed() throws {
        let dealt = try generateShares(group: .ed25519, format: .pkcs8PEM, try plan(3, of: 3))
        let collection = try check(files(dealt, [2, 0, 1]))
        for format in KeyFormat.allCases where format.curves.contains(.ed25519) && format.isWritten {
            let source = format.isEncrypted ? passphrase("correct horse") : nil
            let file = try rebuild(collection, as: format, newPassphrase: source).file
            let key = try readKey(file, group: .ed25519, passphrase: source)
            #expect(key.facts.publicKey == dealt.facts.publicKey)
        }
    }

    @Test("no two keys are the same", arguments: CurveName.allCases)
    func fresh(_ group: CurveName) throws {
        var keys: Set<String> = []
        for _ in 0..<8 {
            let dealt = try generateShares(group: group, format: .usual(for: group), try plan(2, of: 2))
            #expect(keys.insert(dealt.facts.publicKey).inserted)
        }
    }

    @Test("one share fewer gives nothing")
    func tooFew() throws {
        let dealt = try generateShares(group: .p256, format: .pkcs8PEM, try plan(3, of: 5))
        let collection = try check(files(dealt, [0, 4]))
        #expect(refusal { _ = try rebuild(collection) }?.code == "not-enough-shares")
    }

    @Test("a form that the group has not, one that is only read, and a passphrase that is missing are refused")
    func refusals() throws {
        let cases: [(CurveName, KeyFormat, PassphraseSource?, String)] = [
            (.secp256k1, .solana, nil, "format-cannot-carry"), (.p256, .wif, nil, "format-cannot-carry"),
            (.ed25519, .sec1PEM, nil, "format-cannot-carry"), (.ed25519, .horcrux, nil, "format-only-read"),
            (.p256, .encryptedPKCS8PEM, nil, "passphrase-missing"),
            (.secp256k1, .ethereumKeystore, passphrase(""), "passphrase-empty"),
        ]
        for (group, format, source, code) in cases {
            let refused = refusal {
                _ = try generateShares(group: group, format: format, try plan(2, of: 3), passphrase: source)
            }
            #expect(refused?.code == code)
            #expect(refused?.advice.isEmpty == false)
        }
    }
}
