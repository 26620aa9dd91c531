import Groups
import Secrets
import TestSupport
import Testing

@Suite struct GeneratorTests {
    /// Multiples of the generator by every path: the constant-time one, ours in variable time, and the other library's.
    @Test(arguments: CurveName.allCases)
    func multipliesLikeTheLibrariesOnEdgeScalars(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            for number in EdgeNumbers.around(G.scalars.order) where number.isBelow(G.scalars.order) {
                try expectEqualMultiples(number, G.self)
            }
            for shift in 0..<256 {
                var words: [UInt64] = [0, 0, 0, 0]
                words[shift / 64] = 1 << UInt64(shift % 64)
                let number = Limbs(words[0], words[1], words[2], words[3])
                if number.isBelow(G.scalars.order) { try expectEqualMultiples(number, G.self) }
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func multipliesLikeTheLibrariesOnRandomScalars(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            for _ in 0..<50 {
                try expectEqualMultiples(PublicScalar<G>(reducing: random.limbs()).limbs, G.self)
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func zeroTimesTheGeneratorIsTheIdentity(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let zero = try SecretScalar<G>()
            #expect(G.generator(times: zero) == G.identity)
            #expect(G.generator(times: zero).isIdentity)
        }
        try check(name.group)
    }

    private func expectEqualMultiples<G: Group>(_ number: Limbs, _: G.Type) throws {
        let reference = ReferenceCurve(G.curve).generatorProduct(number)
        let secret = number.withUnsafeLimbs { G.generator(timesLimbs: $0) }
        let open = G.productVariableTime(PublicScalar(reducing: number), G.generator)
        #expect(secret.encoded == reference, "\(number) in constant time")
        #expect(open.encoded == reference, "\(number) in variable time")
        #expect(secret == open && secret.hashValue == open.hashValue)
        if number != .zero {
            let decoded = try G.element(decoding: reference)
            #expect(decoded == secret)
        }
    }
}
