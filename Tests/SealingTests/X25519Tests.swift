import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

@Suite struct X25519Tests {
    private func product(_ scalar: [UInt8], _ point: [UInt8]) throws(SealingError) -> [UInt8] {
        let locked: LockedBytes = try kept(scalar)
        let secretPoint: LockedBytes = try kept(point)
        let product = try X25519.product(locked, point)
        let other = try X25519.product(locked, secretPoint)
        let same = product.matches(other)
        #expect(same)
        return revealed(product)
    }

    @Test func wycheproofProducts() throws {
        guard let tests = try OutsideVectors.value("wycheproof/x25519_test.json")?.wycheproofTests else { return }
        var (passed, refused) = (0, 0)
        for test in tests {
            let scalar = try #require(test["private"]).hexBytes
            let point = try #require(test["public"]).hexBytes
            let shared = try #require(test["shared"]).hexBytes
            guard scalar.count == 32, point.count == 32 else {
                refused += 1
                continue
            }
            if shared.allSatisfy({ $0 == 0 }) {
                let error = caught { () throws(SealingError) in _ = try product(scalar, point) }
                #expect(error == .pointOfSmallOrder, "case \(test["tcId"]?.number ?? "?")")
                refused += 1
            } else {
                // "acceptable" are points on the twist and of other spellings, which RFC 7748 computes with.
                let found = try product(scalar, point)
                #expect(found == shared, "case \(test["tcId"]?.number ?? "?")")
                passed += 1
            }
        }
        OutsideVectors.account("wycheproof/x25519", passed: passed, refused: refused, reason: "the product is zero")
        #expect(passed + refused == tests.count && passed > 200 && refused > 0)
    }

    @Test func productsOfTheRFC() throws {
        guard let cases = try OutsideVectors.value("kdf-aead/x25519-rfc7748.json")?["cases"]?.array else { return }
        for test in cases {
            let scalar = try #require(test["INPUT_SCALAR"]).hexBytes
            let point = try #require(test["INPUT_U"]).hexBytes
            let expected = try #require(test["OUTPUT_U"]).hexBytes
            let found = try product(scalar, point)
            #expect(found == expected)
            // The base point has the coordinate 9.
            if point.first == 9, point.dropFirst().allSatisfy({ $0 == 0 }) {
                let publicKey = X25519.publicKey(of: try locked(scalar))
                #expect(publicKey == expected)
            }
        }
        OutsideVectors.account("kdf-aead/x25519-rfc7748", passed: cases.count, refused: 0)
    }
}
