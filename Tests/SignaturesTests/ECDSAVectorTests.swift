import Digests
import Foundation
import Groups
import Signatures
import TestSupport
import Testing

/// The outside vectors of ECDSA: RFC 6979 nonces, and Wycheproof.
@Suite struct ECDSAVectorTests {
    @Test(arguments: ["rfc6979/rfc6979-p256.json", "rfc6979/rfc6979-p256-rejection.json"])
    func signsP256AsPublished(path: String) throws {
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        let key = try key(file.hex("private_key"), .p256)
        let owner = try VerifyingKey(curve: .p256, encoded: file.hex("public_key_uncompressed"))
        #expect(try key.verifyingKey() == owner)
        var passed = 0, refused = 0
        for row in try #require(file["cases"] as? [[String: Any]]) {
            let message = Array(try row.text("message_text").utf8)
            let r = try row.hex("r"), s = try row.hex("s")
            switch try row.text("hash") {
            case "sha256":
                let digest = SHA256.hash(message)
                let signature = try key.signECDSA(digest: digest)
                #expect(signature.r == r)
                #expect(try signature.s == (row["s_low"] == nil ? s : row.hex("s_low")))
                try ECDSA.verify(ECDSASignature(.p256, r: r, s: s), digest: digest, by: owner, lowS: .accepted)
                passed += 1
            case "sha512":
                // Nonces are made with SHA-256 here; that the published signature verifies can still be seen.
                let digest = Array(SHA512.hash(message)[..<32])
                try ECDSA.verify(ECDSASignature(.p256, r: r, s: s), digest: digest, by: owner, lowS: .accepted)
                passed += 1
            default: refused += 1
            }
        }
        OutsideVectors.account(
            path, passed: passed, refused: refused, reason: refused > 0 ? "SHA-384 is not among the digests" : nil)
    }

    @Test func signsSecp256k1AsBitcoinCore() throws {
        let path = "rfc6979/secp256k1-core.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        var passed = 0
        for (name, isDER) in [("cases", false), ("der", true)] {
            for row in try #require(file[name] as? [[String]]) {
                let key = try key(bytes(row[0]), .secp256k1)
                let signature = try key.signECDSA(digest: SHA256.hash(Array(row[1].utf8)))
                #expect((isDER ? signature.der : signature.compact) == bytes(row[2]))
                passed += 1
            }
        }
        OutsideVectors.account(path, passed: passed, refused: 0)
    }

    @Test func signsSecp256k1AsTrustWallet() throws {
        let path = "rfc6979/trust-secp256k1.json"
        var passed = 0
        for row in try rows(path) {
            let key = try key(row.hex("secret"), .secp256k1)
            let signature = try key.signRecoverable(digest: row.hex("hash"))
            #expect(try signature.signature.compact + [signature.yParity] == row.hex("signature"))
            passed += 1
        }
        if passed > 0 { OutsideVectors.account(path, passed: passed, refused: 0) }
    }

    @Test func signsAndRefusesAsBitcoinJS() throws {
        let path = "rfc6979/bitcoinjs-ecdsa.json"
        guard let file = try OutsideVectors.json(path) as? [String: Any] else { return }
        let known = try #require(file["ecdsa"] as? [[String: Any]])
        let nonces = try #require(file["rfc6979"] as? [[String: Any]])
        let wrong = try #require(file["invalid_verify"] as? [[String: Any]])
        for row in known {
            let key = try key(padded(row.hex("d")), .secp256k1)
            let numbers = try #require(row["signature"] as? [String: String])
            let signature = try key.signECDSA(digest: SHA256.hash(Array(try row.text("message").utf8)))
            #expect(digits(signature.r) == numbers["r"])
            #expect(digits(signature.s) == numbers["s"])
        }
        // r is x of k·G, so that the first nonce shows in it.
        for row in nonces {
            let secret = try key(row.hex("d"), .secp256k1)
            let nonce = try key(row.hex("k0"), .secp256k1)
            let signature = try secret.signECDSA(digest: SHA256.hash(Array(try row.text("message").utf8)))
            #expect(try signature.r == Array(nonce.verifyingKey().encoded[1...]))
        }
        for row in wrong {
            let key = try key(padded(row.hex("d")), .secp256k1)
            let verifyingKey = try key.verifyingKey()
            let numbers = try #require(row["signature"] as? [String: String])
            let digest = SHA256.hash(Array(try row.text("message").utf8))
            #expect(throws: (any Error).self, "\(row["description"] ?? "")") {
                let r = try number(numbers["r"]), s = try number(numbers["s"])
                try ECDSA.verify(
                    ECDSASignature(.secp256k1, r: r, s: s), digest: digest, by: verifyingKey, lowS: .accepted)
            }
        }
        OutsideVectors.account(path, passed: known.count + nonces.count + wrong.count, refused: 0)
    }

    @Test(arguments: [
        ("ecdsa_secp256k1_sha256_test", CurveName.secp256k1, true, ECDSA.LowS.accepted),
        ("ecdsa_secp256k1_sha256_bitcoin_test", .secp256k1, true, .required),
        ("ecdsa_secp256k1_sha256_p1363_test", .secp256k1, false, .accepted),
        ("ecdsa_secp256r1_sha256_test", .p256, true, .accepted),
        ("ecdsa_secp256r1_sha256_p1363_test", .p256, false, .accepted),
    ])
    func verifiesAsWycheproof(name: String, curve: CurveName, isDER: Bool, lowS: ECDSA.LowS) throws {
        let path = "wycheproof/\(name).json"
        var passed = 0
        for group in try rows(path, "testGroups") {
            let owner = try #require(group["publicKey"] as? [String: Any])
            let key = try VerifyingKey(curve: curve, encoded: owner.hex("uncompressed"))
            for row in try #require(group["tests"] as? [[String: Any]]) {
                let digest = SHA256.hash(try row.hex("msg"))
                let encoded = try row.hex("sig")
                let isValid: Bool
                do {
                    let signature =
                        try isDER ? ECDSASignature(curve, der: encoded) : ECDSASignature(curve, compact: encoded)
                    try ECDSA.verify(signature, digest: digest, by: key, lowS: lowS)
                    if isDER { #expect(signature.der == encoded) }
                    isValid = true
                } catch { isValid = false }
                #expect(try isValid == (row.text("result") == "valid"), "tcId \(row["tcId"] ?? 0)")
                passed += 1
            }
        }
        if passed > 0 { OutsideVectors.account(path, passed: passed, refused: 0) }
    }

    private func padded(_ number: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: 32 - number.count) + number
    }

    /// A number of a row that may have a sign, which no encoding of 32 bytes has.
    private func number(_ text: String?) throws -> [UInt8] {
        let text = try #require(text)
        guard !text.hasPrefix("-") else { throw SignaturesError.signatureOutOfRange(.secp256k1) }
        return padded(bytes(text))
    }
}
