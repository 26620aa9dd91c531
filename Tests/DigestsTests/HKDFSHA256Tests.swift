import Digests
import Encodings
import TestSupport
import Testing

@Suite struct HKDFSHA256Tests {
    private func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8], _ count: Int) -> [UInt8] {
        secret.withUnsafeBytes { secret in
            written(count) { HKDFSHA256.derive(secret: secret, salt: salt, info: info, into: $0) }
        }
    }

    @Test func keysOfRFC5869AreTheSame() throws {
        guard let file = try OutsideVectors.value("kdf-aead/hkdf-sha256-rfc5869.json") else { return }
        let cases = try #require(file["cases"]?.array)
        for entry in cases {
            let count = try #require(entry["L"]?.string.flatMap { Int($0) })
            let info = try #require(entry["info"]).hexBytes
            let key = derive(
                try #require(entry["IKM"]).hexBytes, salt: try #require(entry["salt"]).hexBytes, info: info, count)
            #expect(key == entry["OKM"]?.hexBytes)
            let expanded = try #require(entry["PRK"]).hexBytes.withUnsafeBytes { prk in
                written(count) { HKDFSHA256.expand(prk, info: info, into: $0) }
            }
            #expect(expanded == key)
        }
        OutsideVectors.account("kdf-aead/hkdf-sha256-rfc5869", passed: cases.count, refused: 0)
        #expect(cases.count == 3)
    }

    @Test func wycheproofKeysAreTheSameAndTooLongOnesAreBeyondTheLimit() throws {
        guard let tests = try OutsideVectors.value("wycheproof/hkdf_sha256_test.json")?.wycheproofTests else { return }
        var (passed, refused) = (0, 0)
        for test in tests {
            let count = try #require(test["size"]?.integer)
            if test["result"] == "invalid" {
                // A longer output is a broken promise of the caller, not input: the limit is what they look at.
                #expect(count > HKDFSHA256.mostOutput)
                refused += 1
                continue
            }
            let key = derive(
                try #require(test["ikm"]).hexBytes, salt: try #require(test["salt"]).hexBytes,
                info: try #require(test["info"]).hexBytes, count)
            #expect(key == test["okm"]?.hexBytes, "case \(test["tcId"]?.number ?? "?")")
            passed += 1
        }
        OutsideVectors.account(
            "wycheproof/hkdf_sha256", passed: passed, refused: refused, reason: "more than 255 blocks")
        #expect(passed == 41 && refused == 2)
    }

    @Test func saltInfoAndSecretEachMatter() {
        let secret = [UInt8](repeating: 7, count: 32)
        let key = derive(secret, salt: [1], info: [2], 32)
        #expect(key != derive(secret, salt: [2], info: [2], 32))
        #expect(key != derive(secret, salt: [1], info: [1], 32))
        #expect(key != derive([UInt8](repeating: 8, count: 32), salt: [1], info: [2], 32))
        #expect(Array(derive(secret, salt: [1], info: [2], 100).prefix(32)) == key)
    }
}
