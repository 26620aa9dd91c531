import Digests
import Encodings
import TestSupport
import Testing

@Suite struct HKDFSHA512Tests {
    private func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8], _ count: Int) -> [UInt8] {
        secret.withUnsafeBytes { secret in
            written(count) { HKDFSHA512.derive(secret: secret, salt: salt, info: info, into: $0) }
        }
    }

    /// The inputs of RFC 5869, appendix A, under the other hash; the keys are Python's (hmac, hashlib).
    @Test func keysOfTheCasesOfRFC5869AreThoseOfPython() {
        #expect(
            Hex.encode(derive([UInt8](repeating: 0x0B, count: 22), salt: Array(0...12), info: Array(0xF0...0xF9), 42))
                == "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb")
        #expect(
            Hex.encode(derive(Array(0...0x4F), salt: Array(0x60...0xAF), info: Array(0xB0...0xFF), 82))
                == "ce6c97192805b346e6161e821ed165673b84f400a2b514b2fe23d84cd189ddf1b695b48cbd1c8388441137b3ce28f16a"
                + "a64ba33ba466b24df6cfcb021ecff235f6a2056ce3af1de44d572097a8505d9e7a93")
        #expect(
            Hex.encode(derive([UInt8](repeating: 0x0B, count: 22), salt: [], info: [], 42))
                == "f5fa02b18298a72a8c23898a8703472c6eb179dc204c03425c970e3b164bf90fff22d04836d0e2343bac")
        let long = derive([UInt8](repeating: 0x0B, count: 22), salt: Array("salt".utf8), info: Array("long".utf8), 200)
        #expect(Hex.encode(long.suffix(32)) == "d12c3d7e30072837b9961b53d182c1006c27d041c3cd684c393f9dd65a4720b4")
    }

    @Test func wycheproofKeysAreTheSameAndTooLongOnesAreBeyondTheLimit() throws {
        guard let tests = try OutsideVectors.value("wycheproof/hkdf_sha512_test.json")?.wycheproofTests else { return }
        var (passed, refused) = (0, 0)
        for test in tests {
            let count = try #require(test["size"]?.integer)
            if test["result"] == "invalid" {
                // A longer output is a broken promise of the caller, not input: the limit is what they look at.
                #expect(count > HKDFSHA512.mostOutput)
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
            "wycheproof/hkdf_sha512", passed: passed, refused: refused, reason: "more than 255 blocks")
        #expect(passed > 30 && refused > 0)
    }

    @Test func piecesMakeNoDifference() {
        let secret = Array(0...200) as [UInt8]
        let whole = derive(secret, salt: [9], info: [1], 64)
        for cut in [0, 1, 64, 127, 128, 129, 200] {
            var extraction = HKDFSHA512.extraction(salt: [9])
            extraction.update(Array(secret[..<cut]))
            extraction.update(Array(secret[cut...]))
            let key: [UInt8] = extraction.finalize()
            #expect(
                written(64) { output in key.withUnsafeBytes { HKDFSHA512.expand($0, info: [1], into: output) } }
                    == whole)
        }
    }
}
