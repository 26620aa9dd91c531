import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// The fast ways to values and coefficients say what the slow ones say.
@Suite struct InterpolationTests {
    /// Indices on which packing several differences in a word, and counting the absent ones, go wrong first.
    static func nodes(_ random: inout SeededGenerator) -> [Int] {
        // Mostly few of them: the reference takes an inversion for each.
        let count = random.int(0...9) == 0 ? random.int(1...40) : random.int(1...8)
        let first = [1, random.int(1...400), 65535 - count + 1][random.int(0...2)]
        switch random.int(0...4) {
        case 0: return Array(first..<first + count)  // a run
        case 1:  // a run with gaps
            let run = Array(first..<min(first + count + count / 2, 65536))
            return Array(run.shuffled(using: &random).prefix(count)).sorted()
        case 2:  // anywhere, both ends among them
            let inner = (0..<count).map { _ in random.int(2...65534) }
            return Set(inner + [1, 65535]).sorted()
        case 3:  // two runs far apart
            return Array(1...count) + Array(65535 - count...65535)
        default:  // sparse
            return Set((0..<count).map { _ in random.int(1...1000) }).sorted()
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func coefficientsAreLagranges(_ curve: CurveName, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let modulus = PublicModulus(G.scalars)
            for _ in 0..<10_000 {
                let nodes = Self.nodes(&random)
                let holders = try nodes.map { try HolderIndex($0) }
                let atZero = InterpolationCoefficients(variableTimeAtZero: nodes, modulus)
                #expect(
                    expanded(atZero, modulus) == lagrangeCoefficients(holders, at: PublicScalar<G>.zero).map(\.limbs),
                    "at zero from \(nodes), seed \(seed)")
                let point = PublicScalar<G>(reducing: random.anyLimbs())
                guard !nodes.contains(where: { PublicScalar<G>(UInt64($0)) == point }) else { continue }
                let differences = PointDifferences(variableTime: point.limbs, nodes, modulus)
                let low = random.int(0...nodes.count - 1), high = random.int(low...nodes.count - 1)
                let some = InterpolationCoefficients(variableTime: nodes, differences, low..<high + 1, modulus)
                let expected = lagrangeCoefficients(Array(holders[low...high]), at: point)
                #expect(
                    expanded(some, modulus) == expected.map(\.limbs),
                    "at \(point.limbs) from \(nodes[low...high]), seed \(seed)")
            }
        }
        try run(curve.group)
    }

    private func expanded(_ numbers: InterpolationCoefficients, _ modulus: PublicModulus) -> [Limbs] {
        numbers.coefficients.map { modulus.product(numbers.factor, $0) }
    }
}

extension SeededGenerator {
    /// Four random limbs.
    mutating func anyLimbs() -> Limbs { Limbs(next(), next(), next(), next()) }
}
