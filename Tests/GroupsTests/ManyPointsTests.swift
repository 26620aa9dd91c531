import Encodings
import Groups
import TestSupport
import Testing

/// Sums of many products, which go through buckets, against the generator times the sum of the logarithms, and against the
/// way that few products go.
@Suite struct ManyPointsTests {
    /// Points with known logarithms, and what the sum of the products then is.
    private struct Terms<G: Group> {
        var scalars: [PublicScalar<G>] = []
        var points: [G.Element] = []
        var logarithm = PublicScalar<G>.zero

        mutating func append(_ scalar: PublicScalar<G>, _ exponent: PublicScalar<G>) {
            scalars.append(scalar)
            points.append(exponent.limbs.withUnsafeLimbs { G.generator(timesLimbs: $0) })
            logarithm = logarithm + scalar * exponent
        }

        func expectSum(_ note: String) {
            let expected = ReferenceCurve(G.curve).generatorProduct(logarithm.limbs)
            #expect(G.linearCombinationVariableTime(scalars, points).encoded == expected, "\(note)")
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func sumsManyProducts(_ name: CurveName, _ seed: Seed) {
        func check<G: Group>(_: G.Type) {
            var random = seed.generator
            for count in [15, 16, 17, 31, 32, 33, 70, 300, 900] {
                var terms = Terms<G>()
                for _ in 0..<count {
                    let scalar = PublicScalar<G>(reducing: random.limbs())
                    let exponent = PublicScalar<G>(reducing: random.limbs())
                    switch random.int(0...9) {
                    case 0: terms.append(.zero, exponent)
                    case 1: terms.append(scalar, .zero)
                    case 2: terms.append(.one, exponent)
                    case 3: terms.append(.zero - .one, exponent)
                    case 4: terms.append(scalar, .one)
                    default: terms.append(scalar, exponent)
                    }
                }
                terms.expectSum("\(count) terms")
            }
        }
        check(name.group)
    }

    /// In buckets, equal and opposite points meet: all the same, in pairs, in runs, and sums that vanish on the way.
    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func sumsPointsThatMeet(_ name: CurveName, _ seed: Seed) {
        func check<G: Group>(_: G.Type) {
            var random = seed.generator
            let scalar = PublicScalar<G>(reducing: random.limbs()), exponent = PublicScalar<G>(reducing: random.limbs())
            var same = Terms<G>(), opposite = Terms<G>(), scaled = Terms<G>(), runs = Terms<G>(), small = Terms<G>()
            for k in 0..<200 as Range<UInt64> {
                same.append(scalar, exponent)
                opposite.append(k % 2 == 0 ? scalar : scalar.negated, exponent)
                scaled.append(scalar, k % 2 == 0 ? exponent : exponent.negated)
                runs.append(k / 20 % 2 == 0 ? scalar : .one, k / 30 % 2 == 0 ? exponent : PublicScalar(k / 7))
                small.append(PublicScalar(k % 5), PublicScalar(k % 3))
            }
            same.expectSum("the same product")
            opposite.expectSum("opposite scalars")
            #expect(opposite.logarithm.isZero)
            scaled.expectSum("opposite points")
            runs.expectSum("runs")
            small.expectSum("small numbers")
        }
        check(name.group)
    }

    /// Numbers whose windows carry: long runs of ones, single bits, both ends of every window.
    @Test(arguments: CurveName.allCases)
    func sumsEdgeScalars(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            var terms = Terms<G>()
            for (k, number) in EdgeNumbers.around(G.scalars.order).enumerated() {
                terms.append(PublicScalar(reducing: number), PublicScalar(UInt64(k + 1)))
            }
            for bit in 0..<255 {
                var limbs = [UInt64](repeating: 0, count: 4)
                limbs[bit / 64] = 1 << UInt64(bit % 64)
                terms.append(
                    PublicScalar(reducing: Limbs(limbs[0], limbs[1], limbs[2], limbs[3])), PublicScalar(UInt64(bit)))
            }
            terms.expectSum("edges")
        }
        check(name.group)
    }

    /// Points outside of the prime-order group, all small orders among them, keep their torsion.
    @Test(arguments: Seed.fresh(2)) func keepsTorsion(_ seed: Seed) throws {
        var random = seed.generator
        let torsion = try DecodingTests.torsion.map { try #require(AffineEdwardsPoint(onCurve: bytes($0))) }
        var scalars: [PublicScalar<Ed25519>] = [], points: [AffineEdwardsPoint] = []
        var expected = Ed25519.identity
        for k in 0..<120 {
            let scalar = PublicScalar<Ed25519>(reducing: random.limbs())
            let pure = Ed25519.productVariableTime(PublicScalar(reducing: random.limbs()), Ed25519.generator)
            let point =
                k % 3 == 0 ? torsion[k / 3 % 7] : Ed25519.sumVariableTime(pure, torsion[random.int(0...6)])
            scalars.append(scalar)
            points.append(point)
            expected = Ed25519.sumVariableTime(expected, Ed25519.productVariableTime(scalar, point))
            guard Ed25519.linearCombinationVariableTime(scalars, points) == expected else {
                Issue.record("\(k + 1) points, seed \(seed)")
                return
            }
        }
        // Small orders alone, where every addition meets a special case.
        let ones = [PublicScalar<Ed25519>](repeating: .one, count: 64)
        for order in torsion {
            let sum = Ed25519.linearCombinationVariableTime(ones, [AffineEdwardsPoint](repeating: order, count: 64))
            #expect(sum.isIdentity)
        }
    }
}

/// The endomorphism of secp256k1.
@Suite struct EndomorphismTests {
    @Test func multipliesByLambda() {
        for k in 1...20 as ClosedRange<UInt64> {
            let point = Secp256k1.productVariableTime(PublicScalar(k), Secp256k1.generator)
            let image = Secp256k1.productVariableTime(Secp256k1.lambda, point)
            let x = Secp256k1Field(bytes: point.xBytes, .bigEndian).map { $0 * Secp256k1.beta }
            #expect(x?.canonical.bytes(.bigEndian) == image.xBytes && image.yIsOdd == point.yIsOdd)
        }
    }

    @Test(arguments: Seed.fresh(1)) func splitsIntoShortHalves(_ seed: Seed) {
        var random = seed.generator
        let edges = EdgeNumbers.around(Secp256k1.scalars.order)
        for k in 0..<20_000 {
            let number = k < edges.count ? edges[k] : random.limbs()
            let scalar = PublicScalar<Secp256k1>(reducing: number)
            let (first, second) = Secp256k1.halves(of: scalar)
            func value(_ half: Secp256k1.HalfScalar) -> PublicScalar<Secp256k1> {
                let magnitude = PublicScalar<Secp256k1>(reducing: half.magnitude)
                return half.isNegative ? magnitude.negated : magnitude
            }
            guard first.magnitude.l2 | first.magnitude.l3 | second.magnitude.l2 | second.magnitude.l3 == 0,
                value(first) + value(second) * Secp256k1.lambda == scalar
            else {
                Issue.record("\(number), seed \(seed)")
                return
            }
        }
    }
}
