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
        var passed = 0, refused = 0
        for row in try #require(file["cases"] as? [[String: Any]]) {
            let content = try row.text("text")
            let curve = (row["curve"] as? String).flatMap(CurveName.init(rawValue:))
            let isBare = try row.text("format") == "hex"
            let isOurs = try !["wif", "solana-base58"].contains(row.text("format"))
            let isGood = try row.text("expect") == "accept"
            if isOurs && isGood {
                let key = try read(content, isBare ? curve : nil)
                #expect(try Hex.encode(key.verifyingKey.encoded) == row.text("public_key"))
                #expect(try Hex.encode(plain(key.key.encoded())) == row.text("secret"))
                #expect(key.verifyingKey.curve == curve)
                #expect(key.notes.isEmpty)
                passed += 1
            } else {
                let reason = refusal(content, isBare ? curve : nil)
                #expect(reason != nil, "\(row["reason"] ?? "")")
                if isOurs { passed += 1 } else { refused += 1 }
                if !isOurs && isGood {
                    let isWIF = try row.text("format") == "wif"
                    #expect(reason == .notSupported(isWIF ? .walletImportFormat : .solanaBase58))
                }
            }
        }
        OutsideVectors.account(
            path, passed: passed, refused: refused, reason: "WIF and Base58 are recognised, not supported")
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
}
