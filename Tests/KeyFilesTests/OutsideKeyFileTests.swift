import Digests
import Encodings
import Foundation
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// Key files that others made (see Tests/README.md).
@Suite struct OutsideKeyFileTests {
    @Test func readsAndRefusesAllNodeKeyFiles() throws {
        let path = "key-formats/keyfiles.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        var passed = 0
        for row in try #require(file["cases"] as? [[String: Any]]) {
            let content = try row.text("text")
            let curve = (row["curve"] as? String).flatMap(CurveName.init(rawValue:))
            let form = try row.text("format")
            let told = form == "hex" ? curve : nil
            if try row.text("expect") == "accept" {
                let key = try read(content, told)
                #expect(try Hex.encode(key.verifyingKey.encoded) == row.text("public_key"))
                #expect(try Hex.encode(plain(key.key.encoded())) == row.text("secret"))
                #expect(key.verifyingKey.curve == curve)
                #expect(key.notes.isEmpty)
                if ["wif", "solana-base58"].contains(form) {
                    #expect(text(try written(key.key, key.format)).dropLast() == content)
                }
            } else {
                let found = refusal(content, told)
                #expect(found != nil, "\(content)")
                if let expected = Self.reason(row["reason"] as? String, of: form) { #expect(found == expected) }
            }
            passed += 1
        }
        OutsideVectors.account(path, passed: passed, refused: 0)
    }

    /// What is wrong, where it is one thing.
    private static func reason(_ words: String?, of form: String) -> KeyFilesError? {
        switch (form, words) {
        case ("wif", "one character changed (checksum)"): .wrongChecksum(.wif)
        case ("wif", "compression byte is 02"): .malformed(.wif, facts: "the byte behind the key is not 01")
        case ("wif", "unknown version byte"): .malformed(.wif, facts: "its first byte is that of no private key")
        case ("wif", "scalar zero"): .keyOutOfRange(.secp256k1, .scalarIsZero(.secp256k1))
        case ("wif", "scalar equal to n"), ("wif", "scalar above n"):
            .keyOutOfRange(.secp256k1, .scalarNotBelowOrder(.secp256k1))
        case ("solana-base58", _): .publicHalfNotItsOwn(.solanaBase58)
        default: nil
        }
    }

    @Test func readsAndWritesValidatorKeysOfCometBFT() throws {
        let path = "cometbft/votes-generated.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        var passed = 0
        for row in try #require(file["cases"] as? [[String: Any]]) {
            let fields = try #require(row["priv_validator_key"] as? [String: Any])
            let privateKey = try #require(fields["priv_key"] as? [String: String])
            let publicKey = try #require(fields["pub_key"] as? [String: String])
            let content = """
                {
                  "address": "\(try fields.text("address"))",
                  "pub_key": {
                    "type": "\(publicKey["type"]!)",
                    "value": "\(publicKey["value"]!)"
                  },
                  "priv_key": {
                    "type": "\(privateKey["type"]!)",
                    "value": "\(privateKey["value"]!)"
                  }
                }
                """
            let key = try read(content)
            #expect(key.format == .cometBFTValidator)
            #expect(try CometBFTAddress(key.verifyingKey).text == fields.text("address"))
            #expect(text(try written(key.key, .cometBFTValidator)) == content)
            let signature = try key.key.signEdDSA(message: Hex.decode(row.text("sign_bytes")))
            #expect(try Base64.encode(signature.bytes) == row.text("signature"))
            passed += 1
        }
        OutsideVectors.account(path, passed: passed, refused: 0)
    }

    @Test func readsThePrivateKeysOfBitcoinCore() throws {
        let path = "bitcoin-core/key_io_valid.json"
        guard let rows = try OutsideVectors.json(path) as? [[Any]] else { return }
        var passed = 0
        for row in rows {
            let content = try #require(row[0] as? String), facts = try #require(row[2] as? [String: Any])
            guard facts["isPrivkey"] as? Bool == true else { continue }
            let key = try read(content)
            #expect(try Hex.encode(plain(key.key.encoded())) == #require(row[1] as? String))
            let form = try #require(key.format.bitcoinForm)
            #expect(try form.isCompressed == #require(facts["isCompressed"] as? Bool))
            #expect(try (form.network == .main) == (#require(facts["chain"] as? String) == "main"))
            #expect(text(try written(key.key, key.format)).dropLast() == content)
            passed += 1
        }
        OutsideVectors.account("\(path), private keys", passed: passed, refused: 0)
        let invalid = "bitcoin-core/key_io_invalid.json"
        guard let texts = try OutsideVectors.json(invalid) as? [[String]] else { return }
        for row in texts { #expect(refusal(row[0]) != nil, "\(row[0])") }
        OutsideVectors.account("\(invalid), none is a key", passed: texts.count, refused: 0)
    }

    @Test func readsTheKeysOfBitcoinJS() throws {
        let path = "bitcoinjs/ecpair.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        let valid = try #require(file["valid"] as? [[String: Any]])
        for row in valid {
            let content = try row.text("WIF")
            let key = try read(content)
            #expect(try Hex.encode(plain(key.key.encoded())) == row.text("d"))
            let isCompressed = try #require(row["compressed"] as? Bool)
            #expect(key.format.bitcoinForm?.isCompressed == isCompressed)
            if isCompressed { #expect(try Hex.encode(key.key.verifyingKey().encoded) == row.text("Q")) }
            #expect(text(try written(key.key, key.format)).dropLast() == content)
        }
        let invalid = try #require(file["invalid"] as? [String: [[String: Any]]])
        var refused = 0
        for row in try #require(invalid["fromPrivateKey"]) where row["options"] == nil {
            #expect(try refusal(row.text("d"), .secp256k1) != nil)
            refused += 1
        }
        for row in try #require(invalid["fromWIF"]) {
            let content = try row.text("WIF")
            // That the first is of the test network is no fault of the key's: it is read as what it is.
            if (row["network"] as? String) == "bitcoin" { continue }
            #expect(refusal(content) != nil, "\(content)")
            refused += 1
        }
        #expect(refused == 4)
        OutsideVectors.account(
            path, passed: valid.count + refused, refused: 4,
            reason: "public keys alone, and networks that the caller of bitcoinjs names")
    }

    @Test func opensKeystoresOfTheSpecification() throws {
        let path = "ethereum/keystore-v3.json"
        guard let file = try OutsideVectors.json(path) as? [String: [String: Any]] else { return }
        for (name, row) in file {
            let content = try JSONSerialization.data(withJSONObject: try #require(row["json"]))
            let key = try read(Array(content), passphrase: try row.text("password"))
            #expect(try Hex.encode(plain(key.key.encoded())) == row.text("priv"), "\(name)")
            #expect(key.format == .ethereumKeystore)
            #expect(key.notes.isEmpty)
            #expect(refusal(Array(content), passphrase: "another") == .passphraseWrong)
        }
        OutsideVectors.account(path, passed: file.count, refused: 0)
    }

    @Test func opensKeystoresOfEthers() throws {
        let path = "ethereum/ethers-wallets.json"
        guard let rows = try OutsideVectors.json(path) as? [[String: Any]] else { return }
        for row in rows {
            let passphrase = try Hex.decode(String(row.text("password").dropFirst(2)))
            let content = try row.text("content")
            let key = try read(content, passphrase: text(passphrase))
            let point = try key.verifyingKey.uncompressed()
            let address = Hex.encode(Keccak256.hash(Array(point.dropFirst())).suffix(20))
            #expect(try address == row.text("address").dropFirst(2).lowercased())
            let others: [KeyFileNote] = content.contains("x-ethers") ? [.otherField(name: "x-ethers")] : []
            #expect(key.notes == others)
        }
        OutsideVectors.account(path, passed: rows.count, refused: 0)
    }

    @Test func refusesTheKeystoreOfAValidator() throws {
        let path = "ethereum/erc2335-keystore.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        let rows = try #require(file["cases"] as? [[String: Any]])
        for row in rows {
            let content = try JSONSerialization.data(withJSONObject: try #require(row["keystore"]))
            #expect(refusal(Array(content)) == .notSupported(.eip2335))
        }
        OutsideVectors.account(path, passed: 0, refused: rows.count, reason: "BLS12-381")
    }
}
