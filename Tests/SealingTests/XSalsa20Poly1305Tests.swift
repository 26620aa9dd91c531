import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct XSalsa20Poly1305Tests {
    private func seal(_ text: [UInt8], _ key: borrowing LockedBytes, _ nonce: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { XSalsa20Poly1305.seal($0, key: key, nonce: nonce) }
    }

    /// Sealing is libsodium's, opening is put together here: each is held against the other.
    @Test(arguments: [0, 1, 31, 32, 33, 64, 117, 1000])
    func opensWhatLibsodiumSeals(_ count: Int) throws {
        let key = try locked((0..<32).map { $0 &* 7 &+ 3 }), nonce = [UInt8](40..<64)
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sealed = seal(text, key, nonce)
        #expect(sealed.count == count + XSalsa20Poly1305.tagCount)
        #expect(revealed(try XSalsa20Poly1305.open(sealed, key: key, nonce: nonce)) == text)
        for place in [0, 15, 16, sealed.count - 1] where place < sealed.count {
            var altered = sealed
            altered[place] ^= 0x80
            let bytes = altered
            let error = caught { () throws(SealingError) in
                _ = try XSalsa20Poly1305.open(bytes, key: key, nonce: nonce)
            }
            #expect(error == .notAuthentic)
        }
    }

    @Test func refusesWhatIsShorterThanATag() throws {
        let key = try locked([UInt8](repeating: 0, count: 32))
        let error = caught { () throws(SealingError) in
            _ = try XSalsa20Poly1305.open(
                [UInt8](repeating: 0, count: 15), key: key, nonce: [UInt8](repeating: 0, count: 24))
        }
        #expect(error == .tooShort(count: 15, least: 16))
    }
}
