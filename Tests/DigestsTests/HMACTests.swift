import Digests
import Encodings
import TestSupport
import Testing

@Suite struct HMACTests {
    /// RFC 4231, section 4.3 (a key shorter than the output) and 4.7 (one longer than a block).
    @Test func codesOfRFC4231AreTheSame() {
        let question = Array("what do ya want for nothing?".utf8)
        #expect(
            Hex.encode(HMACSHA256.authenticate(question, key: Array("Jefe".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let longKey = [UInt8](repeating: 0xAA, count: 131)
        let longKeyMessage = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        #expect(
            Hex.encode(HMACSHA256.authenticate(longKeyMessage, key: longKey))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        #expect(
            Hex.encode(HMACSHA512.authenticate(longKeyMessage, key: longKey))
                == "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e52"
                + "95e64f73f63f0aec8b915a985d786598")
    }

    @Test func anEmptyKeyAndMessageAreLegal() {
        #expect(
            Hex.encode(HMACSHA256.authenticate([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test(arguments: [("hmac_sha256_test", false), ("hmac_sha512_test", true)])
    func wycheproofCodesAreTheSameAndAlteredOnesDiffer(name: String, is512: Bool) throws {
        guard let tests = try OutsideVectors.value("wycheproof/\(name).json")?.wycheproofTests else { return }
        var (passed, refused) = (0, 0)
        for test in tests {
            let (key, message) = (try #require(test["key"]).hexBytes, try #require(test["msg"]).hexBytes)
            let tag = try #require(test["tag"]).hexBytes
            let code =
                is512 ? HMACSHA512.authenticate(message, key: key) : HMACSHA256.authenticate(message, key: key)
            // Truncated tags are the first bytes (RFC 2104, section 5).
            let agrees = Array(code.prefix(tag.count)) == tag
            #expect(agrees == (test["result"] == "valid"), "case \(test["tcId"]?.number ?? "?")")
            if agrees { passed += 1 } else { refused += 1 }
        }
        OutsideVectors.account("wycheproof/\(name)", passed: passed, refused: refused, reason: "altered tag")
        #expect(passed == 33 && refused == 54)
    }

    @Test func codesOfTheEthersSetAreTheSame() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-hmac.json")?.array else { return }
        for entry in cases {
            let (key, data) = (try #require(entry["key"]).hexBytes, try #require(entry["data"]).hexBytes)
            let code =
                entry["algorithm"] == "sha512"
                ? HMACSHA512.authenticate(data, key: key) : HMACSHA256.authenticate(data, key: key)
            #expect(code == entry["hmac"]?.hexBytes)
        }
        OutsideVectors.account("ethereum/ethers-hmac", passed: cases.count, refused: 0)
        #expect(cases.count == 64)
    }

    @Test(arguments: Seed.fresh(16)) func piecesGiveTheCodeOfTheWhole(seed: Seed) {
        var generator = seed.generator
        let (key, message) = (generator.bytes(generator.int(0...200)), generator.bytes(generator.int(0...300)))
        let cut = generator.int(0...message.count)
        var short = HMACSHA256.Stream(key: key)
        var long = HMACSHA512.Stream(key: key)
        for piece in [Array(message[..<cut]), Array(message[cut...])] {
            short.update(piece)
            long.update(piece)
        }
        let codes = (short.finalize(), long.finalize())
        #expect(codes.0 == HMACSHA256.authenticate(message, key: key))
        #expect(codes.1 == HMACSHA512.authenticate(message, key: key))
        let raw = key.withUnsafeBytes { key in
            message.withUnsafeBytes { message in written(64) { HMACSHA512.authenticate(message, key: key, into: $0) } }
        }
        #expect(raw == codes.1)
    }
}
