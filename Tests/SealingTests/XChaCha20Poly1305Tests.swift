import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct XChaCha20Poly1305Tests {
    private func seal(_ text: [UInt8], _ key: borrowing LockedBytes, _ nonce: [UInt8], _ data: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes {
            XChaCha20Poly1305.seal($0, key: key, nonce: nonce, associatedData: data)
        }
    }

    private func open(
        _ sealed: [UInt8], _ key: borrowing LockedBytes, _ nonce: [UInt8], _ data: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        revealed(try XChaCha20Poly1305.open(sealed, key: key, nonce: nonce, associatedData: data))
    }

    @Test func wycheproofTextsAreSealedAndOpenedOrRefused() throws {
        guard let tests = try OutsideVectors.value("wycheproof/xchacha20_poly1305_test.json")?.wycheproofTests else {
            return
        }
        var (passed, refused) = (0, 0)
        for test in tests {
            let key = try locked(try #require(test["key"]).hexBytes)
            let (nonce, data) = (try #require(test["iv"]).hexBytes, try #require(test["aad"]).hexBytes)
            let text = try #require(test["msg"]).hexBytes
            let sealed = try #require(test["ct"]).hexBytes + (try #require(test["tag"]).hexBytes)
            guard nonce.count == XChaCha20Poly1305.nonceCount else {
                // Another length is a broken promise of the caller, who looks at the count.
                #expect(test["result"] == "invalid")
                refused += 1
                continue
            }
            if test["result"] == "valid" {
                let opened = try open(sealed, key, nonce, data)
                let again = seal(text, key, nonce, data)
                #expect(opened == text && again == sealed, "case \(test["tcId"]?.number ?? "?")")
                passed += 1
            } else {
                let result = Result { () throws(SealingError) in try open(sealed, key, nonce, data) }
                #expect(throws: SealingError.notAuthentic) { try result.get() }
                refused += 1
            }
        }
        OutsideVectors.account(
            "wycheproof/xchacha20_poly1305", passed: passed, refused: refused,
            reason: "altered tag, nonce of another length")
        #expect(passed == 123 && refused == 35)
    }

    @Test(arguments: Seed.fresh(8)) func whatWasSealedIsOpenedAndNothingElse(seed: Seed) throws {
        var generator = seed.generator
        let key = try locked(generator.bytes(32))
        for length in [0, 1, 15, 16, 17, 63, 64, 65, 256] {
            let (text, nonce, data) = (generator.bytes(length), generator.bytes(24), generator.bytes(length % 7))
            let sealed = seal(text, key, nonce, data)
            let opened = try open(sealed, key, nonce, data)
            #expect(opened == text && sealed.count == length + 16)
            var altered = sealed
            altered[generator.int(0...altered.count - 1)] ^= 1 << UInt8(generator.int(0...7))
            for (sealed, nonce, data) in [
                (altered, nonce, data), (sealed, generator.bytes(24), data), (sealed, nonce, data + [0]),
                (sealed + [0], nonce, data), (Array(sealed.dropFirst()), nonce, data),
            ] {
                let result = Result { () throws(SealingError) in try open(sealed, key, nonce, data) }
                #expect(throws: SealingError.self) { try result.get() }
            }
        }
    }

    @Test func refusesWhatIsShorterThanATag() throws {
        let key = try locked([UInt8](repeating: 0, count: 32))
        let result = Result { () throws(SealingError) in
            try open([UInt8](repeating: 0, count: 15), key, [UInt8](repeating: 0, count: 24), [])
        }
        #expect(throws: SealingError.tooShort(count: 15, least: 16)) { try result.get() }
    }
}
