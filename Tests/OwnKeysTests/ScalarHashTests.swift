import Encodings
import Groups
import OwnKeys
import Secrets
import TestSupport
import Testing

/// H2S against Python, and that each of its parts matters.
@Suite struct ScalarHashTests {
    private func hash<G: Group>(_ domain: String, _: G.Type) throws -> [UInt8] {
        var hash = ScalarHash(domain: domain)
        hash.append(field: Array(0..<32))
        hash.append(7)
        let secret = [2] + [UInt8](repeating: 0xAA, count: 32)
        secret.withUnsafeBytes { hash.append(field: $0) }
        return try hash.publicScalar(in: G.self).encoded
    }

    /// field(00 … 1f) u32(7) field(02 aa … aa) under the domain "mask" (hmac, hashlib, and % of Python).
    @Test(arguments: [
        (CurveName.secp256k1, "ed6274f255fc9ebea3c39093d1438a8cb84d3b4f1b98baeef39715b9a6e5f65f"),
        (.p256, "d7cd0f4943e46e8fe02530e16faa0ac5daab386124e610655eb0a07db4ab8100"),
        (.ed25519, "3a428f10fc1fc80022e49446b17210414a326df3454f5a1c19d21befa982bd05"),
    ])
    func numbersArePythons(_ name: CurveName, _ expected: String) throws {
        func check<G: Group>(_: G.Type) throws {
            let number = try hash("mask", G.self)
            #expect(Hex.encode(number) == expected)
            let other = try hash("pair", G.self)
            #expect(other != number)
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func theSecretFormGivesTheSameNumber(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let scalar = try SecretScalar<G>.random(), other = try SecretScalar<G>.random()
            let element = try SecretElement<G>(scalar, times: G.generator(times: other))
            var secret = ScalarHash(domain: "test"), open = ScalarHash(domain: "test")
            secret.append(field: element)
            try secret.append(field: scalar)
            open.append(field: element.withUnsafeBytes { Array($0) })
            open.append(field: try scalar.encoded().withUnsafeBytes { Array($0) })
            let number = try secret.scalar(in: G.self).encoded().withUnsafeBytes { Array($0) }
            let expected = try open.publicScalar(in: G.self).encoded
            #expect(number == expected)
        }
        try check(name.group)
    }

    /// The same bytes cut at another place are other fields.
    @Test func fieldsAreInjective() throws {
        var numbers: Set<PublicScalar<P256>> = []
        for cut in 0...8 {
            var hash = ScalarHash(domain: "cut")
            hash.append(field: [UInt8](repeating: 1, count: cut))
            hash.append(field: [UInt8](repeating: 1, count: 8 - cut))
            numbers.insert(try hash.publicScalar(in: P256.self))
        }
        #expect(numbers.count == 9)
    }
}
