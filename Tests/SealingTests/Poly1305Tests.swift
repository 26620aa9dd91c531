import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct Poly1305Tests {
    @Test func givesTheTagsOfTheOutsideVectors() throws {
        let path = "kdf-aead/poly1305-rfc7539.json"
        guard let cases = try OutsideVectors.value(path)?["cases"]?.array else { return }
        for row in cases {
            let key = try locked(try #require(row["KEY"]).hexBytes), message = try #require(row["MSG"]).hexBytes
            let tag = message.withUnsafeBytes { Poly1305.tag(key: key, $0) }
            #expect(tag == (try #require(row["TAG"]).hexBytes))
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account(path, passed: cases.count, refused: 0)
    }
}
