import Custody
import Encodings
import Groups
import KeyFiles
import Testing

/// A key format with a group that it can carry.
struct KeyForm: CustomStringConvertible, Sendable {
    let group: CurveName
    let format: KeyFormat

    var description: String { "\(group.rawValue) as \(format.rawValue)" }
    var passphrase: PassphraseSource? { format.isEncrypted ? CustodyTests.passphrase("correct horse") : nil }

    static let all = CurveName.allCases.flatMap { group in
        KeyFormat.allCases.filter { $0.curves.contains(group) && $0.isWritten }.map {
            KeyForm(group: group, format: $0)
        }
    }
    static let plain = all.filter { !$0.format.isEncrypted }
    static let encrypted = all.filter(\.format.isEncrypted)
}

@Suite("The life of a key: file, shares, file")
struct KeyLifeTests {
    @Test("any t shares give the same file, in any order", arguments: KeyForm.plain)
    func sameFile(_ form: KeyForm) throws {
        let key = try generateKey(group: form.group, format: form.format)
        let read = try readKey(key.file, group: form.group)
        #expect(read.facts == key.facts)
        #expect(read.facts.format == form.format)
        let dealt = try DealtKey(read)
        #expect(dealt.facts.publicKey == key.facts.publicKey)
        #expect(dealt.facts.addresses == key.facts.addresses)
        #expect(dealt.facts.format == form.format.rawValue)
        for positions in everySet(of: 3, among: [0, 1, 2, 3, 4]) {
            for order in [positions, positions.reversed()] {
                let rebuilt = try rebuild(try check(order.map { dealt.shares[$0] }))
                #expect(rebuilt.file.content == dealt.original)
                #expect(rebuilt.isOriginal)
                #expect(rebuilt.used == order.map { $0 + 1 })
                #expect(rebuilt.facts == key.facts)
            }
        }
        let all = try rebuild(try check(dealt.shares))
        #expect(all.file.content == dealt.original)
        #expect(all.used == [1, 2, 3])
    }

    @Test("an encrypted file comes back encrypted, and its passphrase is asked for", arguments: KeyForm.encrypted)
    func encryptedFile(_ form: KeyForm) throws {
        let key = try generateKey(group: form.group, format: form.format, passphrase: form.passphrase)
        let dealt = try DealtKey(key, threshold: 2, of: 3)
        let collection = try check(dealt.shares(2, 0))
        var purposes: [String] = []
        let right = passphrase("correct horse")
        let rebuilt = try rebuild(
            collection,
            passphrase: { (purpose: String) throws(Refusal) in
                purposes.append(purpose)
                return try right(purpose)
            })
        #expect(purposes == ["the original key file"])
        #expect(rebuilt.file.content == dealt.original)
        #expect(rebuilt.facts == key.facts)
        for (source, code) in [
            (passphrase("wrong"), "passphrase-wrong"), (passphrase(""), "passphrase-wrong"),
            (nil, "passphrase-missing"),
        ] as [(PassphraseSource?, String)] {
            for refused in [
                refusal { _ = try rebuild(collection, passphrase: source) },
                refusal { _ = try readKey(key.file, passphrase: source) },
            ] {
                #expect(refused?.code == code)
                #expect(refused?.kind == .cannotDecrypt)
            }
        }
        guard case .encryptedKey(form.format) = try inspect(key.file) else {
            Issue.record("it was not recognised")
            return
        }
    }

    @Test("a plain file never asks for a passphrase", arguments: KeyForm.plain)
    func asksForNothing(_ form: KeyForm) throws {
        let never: PassphraseSource = { (_: String) throws(Refusal) in
            throw Refusal(.declined, code: "asked", "a passphrase was asked for")
        }
        let key = try readKey(
            try generateKey(group: form.group, format: form.format, passphrase: never).file, group: form.group,
            passphrase: never)
        let dealt = try DealtKey(key, threshold: 2, of: 2)
        #expect(try rebuild(try check(dealt.shares), passphrase: never).file.content == dealt.original)
    }

    @Test("the key is written in every form that can carry it", arguments: CurveName.allCases)
    func otherForms(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .pkcs8PEM)
        let dealt = try DealtKey(key, threshold: 2, of: 3)
        let collection = try check(dealt.shares(1, 2))
        #expect(refusal { _ = try generateKey(group: .ed25519, format: .horcrux) }?.code == "format-only-read")
        for format in KeyFormat.allCases where format.isWritten {
            let source = format.isEncrypted ? passphrase("correct horse") : nil
            guard format.curves.contains(group) else {
                let refused = refusal { _ = try rebuild(collection, as: format) }
                #expect(refused?.code == "format-cannot-carry")
                #expect(refused?.kind == .unsafe)
                continue
            }
            let rebuilt = try rebuild(collection, as: format, newPassphrase: source)
            #expect(!rebuilt.isOriginal)
            let read = try readKey(rebuilt.file, group: group, passphrase: source)
            #expect(read.facts.publicKey == key.facts.publicKey)
            #expect(read.facts.format == format)
            if format.isEncrypted {
                let refused = refusal { _ = try rebuild(collection, as: format) }
                #expect(refused?.code == "passphrase-missing")
                let empty = refusal { _ = try rebuild(collection, as: format, newPassphrase: passphrase("")) }
                #expect(empty?.code == "passphrase-empty")
                #expect(empty?.kind == .unsafe)
            }
        }
    }

    /// The order of the group, big-endian.
    private static let orders: [CurveName: String] = [
        .secp256k1: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        .p256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ]

    /// The order with something added to its last byte, which leaves all others as they are.
    private static func nearOrder(_ group: CurveName, _ difference: Int) throws -> [UInt8] {
        var bytes = try Hex.decode(orders[group]!)
        bytes[31] = UInt8(Int(bytes[31]) + difference)
        return bytes
    }

    @Test("the smallest, the largest and a key with leading zeros", arguments: [CurveName.secp256k1, .p256])
    func extremeKeys(_ group: CurveName) throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let leadingZeros = [0] + [UInt8](repeating: 0xFF, count: 31)
        for bytes in [one, leadingZeros, try Self.nearOrder(group, -1)] {
            let first = try DealtKey(
                try readKey(try SecretFile("node.key", bytes), group: group), threshold: 2, of: 3)
            let collection = try check(first.shares(2, 1))
            #expect(try rebuild(collection).file.content == bytes)
            // From each form, the same again.
            for form in KeyForm.plain where form.group == group {
                let file = try rebuild(collection, as: form.format).file
                let dealt = try DealtKey(try readKey(file, group: group), threshold: 2, of: 2)
                #expect(dealt.facts.publicKey == first.facts.publicKey)
                #expect(try rebuild(try check(dealt.shares)).file.content == file.content)
                #expect(try rebuild(try check(dealt.shares), as: .raw).file.content == bytes)
            }
        }
    }

    @Test("a seed may be anything", arguments: [UInt8(0), 1, 0xFF])
    func extremeSeeds(_ byte: UInt8) throws {
        let seed = [UInt8](repeating: byte, count: 32)
        let dealt = try DealtKey(try readKey(try SecretFile("seed", seed), group: .ed25519), threshold: 2, of: 2)
        #expect(try rebuild(try check(dealt.shares)).file.content == seed)
    }

    @Test("zero, the order and above are no keys", arguments: [CurveName.secp256k1, .p256])
    func outOfRange(_ group: CurveName) throws {
        let zero = [UInt8](repeating: 0, count: 32)
        for bytes in [
            zero, try Self.nearOrder(group, 0), try Self.nearOrder(group, 1), [UInt8](repeating: 0xFF, count: 32),
        ] {
            let hex = Array(Hex.encode(bytes).utf8)
            for content in [bytes, hex] {
                let refused = refusal { _ = try readKey(try SecretFile("node.key", content), group: group) }
                #expect(refused?.code == "key-out-of-range")
                #expect(refused?.kind == .damaged)
            }
        }
    }

    @Test("the group of a bare key is told or decided, never guessed")
    func neverGuessed() throws {
        let key = try generateKey(group: .p256, format: .hex)
        let refused = refusal { _ = try readKey(key.file) }
        #expect(refused?.code == "group-not-told")
        #expect(refused?.kind == .unsafe)
        for text in [key.facts.publicKey] + key.facts.addresses.map(\.text) {
            #expect(try readKey(key.file, expected: try Expectation(text)).facts == key.facts)
        }
        let other = try generateKey(group: .secp256k1, format: .hex).facts.addresses[0].text
        for group in [nil, CurveName.p256] {
            let refused = refusal { _ = try readKey(key.file, group: group, expected: try Expectation(other)) }
            #expect(refused?.code == "unexpected-key")
            #expect(refused?.kind == .answerIsNo)
        }
        let pem = try generateKey(group: .p256, format: .pkcs8PEM)
        #expect(refusal { _ = try readKey(pem.file, group: .secp256k1) }?.code == "other-group")
        #expect(refusal { _ = try generateKey(group: .p256, format: .solana) }?.code == "format-cannot-carry")
        #expect(refusal { _ = try generateKey(group: .p256, format: .encryptedPKCS8PEM) }?.code == "passphrase-missing")
    }
}
