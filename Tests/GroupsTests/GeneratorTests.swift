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

    /// Many at once, few and many enough for either way of adding, with the edges among them.
    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func multipliesManyAtOnce(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            let edges = EdgeNumbers.around(G.scalars.order).filter { $0 != .zero && $0.isBelow(G.scalars.order) }
            try expectMultiples(of: edges, G.self)
            for count in [30, 1, 2, 16, 17, 63, 64, 65, 300] {
                let numbers = (0..<count).map { _ in PublicScalar<G>(reducing: random.limbs()).limbs }
                try expectMultiples(of: numbers.map { $0 == .zero ? .one : $0 }, G.self)
            }
            try expectMultiples(of: [Limbs](repeating: edges[7], count: 100), G.self)
        }
        try check(name.group)
    }

    /// Zero, and the numbers 2d·2²⁵², among which is the one whose last addition meets its own point, in either company.
    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func multipliesTheNumbersThatMeetThemselves(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            let company = (0..<70).map { _ in PublicScalar<G>(reducing: random.limbs()).limbs }
            let top = PublicScalar<G>(reducing: Limbs(0, 0, 0, 1 << 61))
            for digit in stride(from: 1 as UInt64, through: 63, by: 2) {
                let number = top * PublicScalar(digit)
                try expectMultiples(of: [company[0], number.limbs, number.negated.limbs], G.self)
                if digit % 16 == 1 { try expectMultiples(of: company + [number.limbs], G.self) }
            }
            try expectMultiples(of: [company[0], .zero, company[1]], G.self)
            try expectMultiples(of: company + [.zero] + company, G.self)
        }
        try check(name.group)
    }

    private func expectMultiples<G: Group>(of numbers: [Limbs], _: G.Type) throws {
        var table = try ScalarTable<G>(count: numbers.count)
        for (index, number) in numbers.enumerated() {
            table.withMutableLimbs(at: index) { limbs in
                number.withUnsafeLimbs { limbs.update(from: $0, count: 4) }
            }
        }
        let reference = ReferenceCurve(G.curve)
        let multiples = try G.generator(timesAll: table)
        #expect(multiples.map(\.encoded) == numbers.map { reference.generatorProduct($0) })
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
