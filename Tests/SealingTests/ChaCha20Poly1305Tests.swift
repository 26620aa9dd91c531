import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct ChaCha20Poly1305Tests {
    private func open(
        _ sealed: [UInt8], _ key: borrowing LockedBytes, _ nonce: [UInt8], _ data: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        let count = max(0, sealed.count - ChaCha20Poly1305.tagCount)
        var plaintext: LockedBytes = try kept([UInt8](repeating: 0, count: count))
        try sealed.withUnsafeBufferPointer { (sealed) throws(SealingError) in
            try plaintext.withUnsafeMutableBytes { (output) throws(SealingError) in
                try ChaCha20Poly1305.open(
                    UnsafeRawBufferPointer(sealed), key: key, nonce: nonce, associatedData: data, into: output)
            }
        }
        return revealed(plaintext)
    }

    private func seal(_ text: [UInt8], _ key: borrowing LockedBytes, _ nonce: [UInt8], _ data: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { ChaCha20Poly1305.seal($0, key: key, nonce: nonce, associatedData: data) }
    }

    @Test func wycheproofTextsAreSealedAndOpenedOrRefused() throws {
        guard let tests = try OutsideVectors.value("wycheproof/chacha20_poly1305_test.json")?.wycheproofTests else {
            return
        }
        var (passed, refused) = (0, 0)
        for test in tests {
            let key = try locked(try #require(test["key"]).hexBytes)
            let (nonce, data) = (try #require(test["iv"]).hexBytes, try #require(test["aad"]).hexBytes)
            let text = try #require(test["msg"]).hexBytes
            let sealed = try #require(test["ct"]).hexBytes + (try #require(test["tag"]).hexBytes)
            guard nonce.count == ChaCha20Poly1305.nonceCount else {
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
            "wycheproof/chacha20_poly1305", passed: passed, refused: refused,
            reason: "altered tag, nonce of another length")
        #expect(passed + refused == tests.count && passed > 100)
    }

    @Test func sealsAndOpensTheTextsOfRFC7539() throws {
        let path = "kdf-aead/chacha20poly1305.json"
        guard let cases = try OutsideVectors.value(path)?["cases"]?.array else { return }
        for row in cases {
            func bytes(_ name: String) -> [UInt8] { row[name]?.hexBytes ?? [] }
            let key = try locked(bytes("Key")), nonce = bytes("IV"), data = bytes("AAD")
            let sealed = bytes("Ciphertext") + bytes("Tag")
            #expect(seal(bytes("Plaintext"), key, nonce, data) == sealed)
            #expect(try open(sealed, key, nonce, data) == bytes("Plaintext"))
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account(path, passed: cases.count, refused: 0)
    }

    @Test func nothingIsWrittenWhereTheTagIsWrong() throws {
        let key = try locked([UInt8](repeating: 7, count: 32))
        let nonce = [UInt8](repeating: 1, count: 12)
        var sealed = seal(Array("attack at dawn".utf8), key, nonce, [])
        sealed[sealed.count - 1] ^= 1
        var output = try locked([UInt8](repeating: 0xAA, count: 14))
        let bytes = sealed
        let error = caught { () throws(SealingError) in
            try bytes.withUnsafeBufferPointer { (bytes) throws(SealingError) in
                try output.withUnsafeMutableBytes { (output) throws(SealingError) in
                    try ChaCha20Poly1305.open(UnsafeRawBufferPointer(bytes), key: key, nonce: nonce, into: output)
                }
            }
        }
        #expect(error == .notAuthentic)
        #expect(revealed(output) == [UInt8](repeating: 0xAA, count: 14))
    }

    @Test func refusesWhatIsShorterThanATag() throws {
        let key = try locked([UInt8](repeating: 0, count: 32))
        let error = caught { () throws(SealingError) in
            _ = try open([UInt8](repeating: 0, count: 15), key, [UInt8](repeating: 0, count: 12), [])
        }
        #expect(error == .tooShort(count: 15, least: 16))
    }
}
