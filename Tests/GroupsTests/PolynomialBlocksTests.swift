import Groups
import Secrets
import TestSupport
import Testing

/// Values in blocks and sums of products say what libcrypto says, one product after the other.
@Suite struct PolynomialBlocksTests {
    /// Coefficients at the edges of the modulus and of the limbs, or anything below q.
    private func coefficient(_ random: inout SeededGenerator, _ reference: ReferenceModulus) -> Limbs {
        switch random.int(0...5) {
        case 0: .zero
        case 1: .one
        case 2: reference.difference(.zero, .one)  // q − 1
        default: reference.remainder(random.limbs())
        }
    }

    private func table<G: Group>(_ numbers: [Limbs], in group: G.Type) throws -> ScalarTable<G> {
        var table = try ScalarTable<G>(count: numbers.count)
        for (k, number) in numbers.enumerated() { table.withMutableLimbs(at: k) { number.store($0) } }
        return table
    }

    private func horner(_ coefficients: [Limbs], _ x: UInt16, _ reference: ReferenceModulus) -> Limbs {
        let x = Limbs(UInt64(x), 0, 0, 0)
        return coefficients.reversed().reduce(.zero) { reference.sum(reference.product($0, x), $1) }
    }

    /// 10,000 values a group. The largest index fixes the length of the blocks: each length occurs, at its last index and
    /// the one after.
    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func valuesAreHorners(_ curve: CurveName, _ seed: Seed) throws {
        let edges: [UInt16] = [1, 2, 15, 16, 255, 256, 565, 566, 1623, 1624, 7131, 7132, 65534, 65535]
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let reference = ReferenceModulus(G.scalars.order)
            for round in 0..<1250 {
                let largest = round % 3 == 0 ? UInt16(random.int(1...65535)) : edges[round % edges.count]
                let points = [largest, 1] + (0..<6).map { _ in UInt16(random.int(1...Int(largest))) }
                let extreme = reference.difference(.zero, .one)
                let coefficients = (0..<random.int(1...40)).map { _ in
                    round % 10 == 0 ? extreme : coefficient(&random, reference)
                }
                let blocks = try PolynomialBlocks(try table(coefficients, in: G.self), largest: largest)
                var values = try ScalarTable<G>(count: points.count)
                values.withAllMutableLimbs { blocks.evaluate(at: points[...], into: $0) }
                for (k, x) in points.enumerated() {
                    let value = values.withLimbs(at: k) { Limbs(at: $0) }
                    #expect(value == horner(coefficients, x, reference), "\(coefficients) at \(x), seed \(seed)")
                }
            }
        }
        try run(curve.group)
    }

    /// Modulo 13 and other small primes: every polynomial of three coefficients, at every index of some.
    @Test func valuesModuloThirteenAreExhaustive() throws {
        let points: [UInt16] = Array(1...14) + [255, 65535]
        for a in 0..<13 as Range<UInt64> {
            for b in 0..<13 as Range<UInt64> {
                for c in 0..<13 as Range<UInt64> {
                    let coefficients = try table([a, b, c].map { Limbs($0, 0, 0, 0) }, in: ToyGroup.self)
                    for largest in [14, 65535] as [UInt16] {
                        let blocks = try PolynomialBlocks(coefficients, largest: largest)
                        let asked = points.filter { $0 <= largest }
                        var values = try ScalarTable<ToyGroup>(count: asked.count)
                        values.withAllMutableLimbs { blocks.evaluate(at: asked[...], into: $0) }
                        for (k, x) in asked.enumerated() {
                            let x = UInt64(x), value = values.withLimbs(at: k) { Limbs(at: $0) }
                            #expect(value == Limbs((a + b * x + c * (x * x % 13)) % 13, 0, 0, 0))
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func sumsOfProductsAreLibcryptos(_ curve: CurveName, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let reference = ReferenceModulus(G.scalars.order)
            let extreme = Limbs(.max, .max, .max, .max), last = reference.difference(.zero, .one)
            // Mostly short ones: ten thousand of them see more than a few hundred long ones.
            for round in 0..<10_000 {
                let most = round % 10 == 0 ? 40 : 6
                let secrets = (0..<random.int(1...most)).map { _ in
                    round % 5 == 0 ? last : coefficient(&random, reference)
                }
                let positions = (0..<random.int(0...most)).map { _ in random.int(0...secrets.count - 1) }
                let factors = positions.map { _ in round % 5 == 0 ? extreme : random.limbs() }
                let factor = coefficient(&random, reference)
                var result = Limbs.zero
                try table(secrets, in: G.self).withAllLimbs { secrets in
                    result.withMutableLimbs {
                        G.scalars.sumOfProducts($0, factors, secrets, at: positions, times: factor)
                    }
                }
                let sum = zip(positions, factors).reduce(Limbs.zero) {
                    reference.sum($0, reference.product(secrets[$1.0], $1.1))
                }
                #expect(result == reference.product(sum, factor), "round \(round), seed \(seed)")
            }
        }
        try run(curve.group)
    }
}
