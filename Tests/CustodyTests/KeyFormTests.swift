import Custody
import Digests
import Encodings
import Groups
import KeyFiles
import Signatures
import Testing

/// What the form of a key file says beside the key: addresses, names, what another form would lose.
@Suite("What a key's file says of it")
struct KeyFormTests {
    private func file(_ text: String, name: String = "a key") throws -> SecretFile {
        try SecretFile(name, Array(text.utf8))
    }

    /// Ganache's first account as Bitcoin has it, and the first seed of RFC 8032.
    private static let compressed = "KyskgcRvyZAZksBmd9xWsRb4MQsy1sdkywNU3vUTQSMpk2P8Bzsy"
    private static let uncompressed = "5JRBoarbtL4yp6UpGSbL16a6HrpLwaDrqhQttsBJJzraUVBSKdr"
    private static let test = "cQEk9XRnQcrpvJf31ZmeEk67yeBNgKjT3yWwALvxuZ1pzmRPmf7F"
    private static let stellar = "SCOWDMM5576VUYF2QRFPJEXMFTCEISOFNF5TE2IZOA52YAY4VZ7WBQNO"

    @Test("addresses are those that the file means")
    func addressesFollow() throws {
        #expect(
            try addresses(Self.compressed) == [
                .bitcoinP2WPKH: "bc1qatr3f7st7tugrg5mgp5ga6yap37f9x9kcftvx4",
                .bitcoinP2TR: "bc1p7m20kwrlca8lwe9l2hp20lajey0rqz46pfppt0cnzdfdyx6xm3nqmz0hws",
                .bitcoinP2PKH: "1NQPcLxLmHjwD3zuH15eQg3BSRRZepRngb",
            ])
        #expect(try addresses(Self.uncompressed) == [.bitcoinP2PKH: "1CzbwQp6CfeyqH2cktDw7jUX4qZhvFyNG9"])
        #expect(
            try addresses(Self.test) == [
                .bitcoinP2WPKH: "tb1qatr3f7st7tugrg5mgp5ga6yap37f9x9kj0slax",
                .bitcoinP2TR: "tb1p7m20kwrlca8lwe9l2hp20lajey0rqz46pfppt0cnzdfdyx6xm3nqv2ec5l",
                .bitcoinP2PKH: "n2vLuQ3KaKBBzAUWza42EbFWJR2GWxtZYo",
            ])
        #expect(
            try addresses(Self.stellar) == [.stellar: "GDLVVGABQKYQVN6VJP7NHSLEA45A5YLS6PNKMIZFV4BBU2HXA5IRVHUR"])
    }

    private func addresses(_ text: String) throws -> [LedgerAddress.Kind: String] {
        Dictionary(
            uniqueKeysWithValues: try readKey(try file(text)).facts.addresses.map { ($0.kind, $0.text) })
    }

    @Test("a key is expected by any address that it has in any form", arguments: [compressed, uncompressed, test])
    func expectedByAnyAddress(_ content: String) throws {
        let key = try file(content)
        for text in [
            "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1", "bc1qatr3f7st7tugrg5mgp5ga6yap37f9x9kcftvx4",
            "1NQPcLxLmHjwD3zuH15eQg3BSRRZepRngb", "1CzbwQp6CfeyqH2cktDw7jUX4qZhvFyNG9",
            "tb1qatr3f7st7tugrg5mgp5ga6yap37f9x9kj0slax",
        ] {
            _ = try readKey(key, expected: try Expectation(text))
        }
        let other = try Expectation("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
        #expect(refusal { _ = try readKey(key, expected: other) }?.code == "unexpected-key")
    }

    @Test("a dealing shows the addresses of its format", arguments: [compressed, uncompressed, test, stellar])
    func dealingShowsThem(_ content: String) throws {
        let key = try readKey(try file(content))
        let expected = key.facts
        let dealt = try DealtKey(key, threshold: 2, of: 2)
        #expect(dealt.facts.addresses == expected.addresses)
        #expect(dealt.facts.format == expected.format.rawValue)
        let report = try check(dealt.shares).report
        #expect(report.dealing?.addresses == expected.addresses)
    }

    @Test("a message is signed for the address that the file means")
    func messageFollows() throws {
        let message = try file("I own this account", name: "a message")
        for (content, address) in [
            (Self.compressed, "bc1qatr3f7st7tugrg5mgp5ga6yap37f9x9kcftvx4"),
            (Self.uncompressed, "1CzbwQp6CfeyqH2cktDw7jUX4qZhvFyNG9"),
            (Self.test, "tb1qatr3f7st7tugrg5mgp5ga6yap37f9x9kj0slax"),
        ] {
            let key = try readKey(try file(content))
            let format = key.facts.format
            let unsigned = try readMessage(message, ledger: .bitcoin).following(format, under: Terms())
            let signed = try sign(unsigned, with: try Signer(key), under: Terms().following(format))
            #expect(signed.signer == address)
            // What is said goes before.
            let told = Terms(network: "mainnet", addressForm: "p2tr")
            let other = try readMessage(message, ledger: .bitcoin, under: told).following(format, under: told)
            let twin = try readKey(try file(content))
            #expect(try sign(other, with: try Signer(twin), under: told.following(format)).signer.hasPrefix("bc1p"))
        }
        #expect(Terms().following(.hex) == Terms())
        #expect(Terms().following(nil) == Terms())
    }

    @Test("another form says what is lost")
    func losses() throws {
        let dealt = try DealtKey(try readKey(try file(Self.uncompressed)), threshold: 2, of: 2)
        let collection = try check(dealt.shares)
        #expect(try rebuild(collection).losses.isEmpty)
        #expect(try rebuild(collection, as: .wifUncompressed).losses.isEmpty)
        #expect(try rebuild(collection, as: .wif).losses.count == 1)
        #expect(try rebuild(collection, as: .hex).losses.count == 2)
        let encrypted = try generateKey(group: .p256, format: .encryptedPKCS8PEM, passphrase: passphrase("p"))
        let shares = try DealtKey(encrypted, threshold: 2, of: 2).shares
        let plain = try rebuild(try check(shares), as: .sec1PEM).losses
        #expect(plain.contains("the new file is not encrypted, as the original is"))
        let old = try rebuild(try check(shares), as: .encryptedSEC1PEM, newPassphrase: passphrase("p")).losses
        #expect(old.contains { $0.contains("MD5") })
    }

    private static let shards = [
        #"{"pubKey":"CiDyfLgUAuaGDJJv+B85PRQ0DkGnC8CwGVz2SpCzSMsvxA==","privateShard":"l1g/iaAzlNuYbjG6u4VDzDBEavmcUHu8hPRlNIWLSQg=","id":1}"#,
        #"{"pubKey":"CiDyfLgUAuaGDJJv+B85PRQ0DkGnC8CwGVz2SpCzSMsvxA==","privateShard":"kzSN/piNNbVs19TBbaQ/MLsB5fkkJagGUGhU41ooSgU=","id":2}"#,
    ]

    @Test("shards of Horcrux are split, come back, and sign")
    func horcrux() throws {
        let content = Self.shards.joined(separator: "\n")
        let dealt = try DealtKey(try readKey(try file(content)), threshold: 2, of: 3)
        let collection = try check(dealt.shares(2, 0))
        let rebuilt = try rebuild(collection)
        #expect(rebuilt.file.content == Array(content.utf8))
        #expect(rebuilt.facts?.notes.count == 1)
        for format in [KeyFormat.solana, .cometBFTNode, .pkcs8PEM, .raw] {
            #expect(refusal { _ = try rebuild(collection, as: format) }?.code == "seed-not-known")
        }
        #expect(refusal { _ = try rebuild(collection, as: .horcrux) }?.code == "format-only-read")
        let signer = try Signer(rebuilding: collection)
        let usesBareScalar = signer.usesBareScalar
        #expect(usesBareScalar)
        let signature = try signer.key.signEdDSA(message: [1, 2, 3])
        try EdDSA.verify(signature, message: [1, 2, 3], by: signer.verifyingKey)
    }

    @Test("a file of Fabric's key store has the name of its key")
    func fabricNames() throws {
        let key = try generateKey(group: .p256, format: .pkcs8PEM)
        let identifier = key.facts.addresses[0].text
        let content = key.file.content
        for name in [
            "msp/keystore/\(identifier)_sk", "priv_sk", "\(identifier)", "msp/keystore/\(identifier.uppercased())_sk",
        ] {
            #expect(try readKey(try SecretFile(name, content)).facts == key.facts)
        }
        let other = String(identifier.reversed())
        let refused = refusal { _ = try readKey(try SecretFile("msp/keystore/\(other)_sk", content)) }
        #expect(refused?.code == "address-not-its-own")
        #expect(refused?.kind == .damaged)
        let node = try generateKey(group: .ed25519, format: .pkcs8PEM)
        let name = Hex.encode(SHA256.hash(try Hex.decode(node.facts.publicKey))) + "_sk"
        #expect(try readKey(try SecretFile(name, node.file.content)).facts == node.facts)
    }

    @Test("of several key files the one is taken that is expected")
    func severalKeys() throws {
        let keys = [
            try generateKey(group: .p256, format: .pkcs8PEM).file, try generateKey(group: .p256, format: .sec1PEM).file,
        ]
        let second = try Expectation(try readKey(keys[1]).facts.publicKey)
        #expect(try keys.keyFile(of: second) === keys[1])
        #expect(try [keys[1]].keyFile(of: second) === keys[1])
        #expect(refusal { _ = try [keys[0]].keyFile(of: second) }?.code == "unexpected-key")
        let third = try Expectation(try generateKey(group: .p256, format: .hex).facts.publicKey)
        #expect(refusal { _ = try keys.keyFile(of: third) }?.code == "unexpected-key")
    }
}
