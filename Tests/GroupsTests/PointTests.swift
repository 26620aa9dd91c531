import Groups
import TestSupport
import Testing

/// Arithmetic on public points against libcrypto (secp256k1, P-256) and libsodium (Ed25519).
@Suite struct PointTests {
    /// The identity, the generator, small multiples and their opposites: every coincidence that addition has to see.
    @Test(arguments: CurveName.allCases)
    func addsEqualOppositeAndNeutralPoints(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            let reference = ReferenceCurve(G.curve)
            var points = [G.identity, G.generator]
            for k in [2, 3, 4, 5, 16] as [UInt64] { points.append(G.productVariableTime(PublicScalar(k), G.generator)) }
            points += points.map { G.negatedVariableTime($0) }
            for a in points {
                #expect(G.sumVariableTime(a, G.negatedVariableTime(a)) == G.identity)
                #expect(G.sumVariableTime(a, a) == G.productVariableTime(PublicScalar(2), a))
                #expect(G.negatedVariableTime(G.negatedVariableTime(a)) == a)
                for b in points {
                    let sum = G.sumVariableTime(a, b)
                    #expect(sum.encoded == reference.sum(a.encoded, b.encoded))
                    #expect(sum.isIdentity == (a == G.negatedVariableTime(b)))
                    #expect(sum == G.sumVariableTime(b, a))
                }
            }
        }
        check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func multipliesByEdgeScalars(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            let reference = ReferenceCurve(G.curve)
            let point = G.productVariableTime(PublicScalar(0xD1CE), G.generator)
            for number in EdgeNumbers.around(G.scalars.order) {
                let scalar = PublicScalar<G>(reducing: number)
                #expect(
                    G.productVariableTime(scalar, point).encoded == reference.product(scalar.limbs, point.encoded),
                    "\(number)")
                #expect(G.productVariableTime(scalar, G.identity).isIdentity)
            }
        }
        check(name.group)
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func sumsProductsLikeTheLibraries(_ name: CurveName, _ seed: Seed) {
        func check<G: Group>(_: G.Type) {
            let reference = ReferenceCurve(G.curve)
            var random = seed.generator
            for count in [0, 1, 2, 3, 7, 20] {
                var scalars: [PublicScalar<G>] = [], points: [G.Element] = []
                for _ in 0..<count {
                    let scalar = PublicScalar<G>(reducing: random.limbs())
                    let point = G.productVariableTime(PublicScalar(reducing: random.limbs()), G.generator)
                    // Coincidences: zero, the identity, the same or the opposite term again.
                    switch random.int(0...7) {
                    case 0: (scalars, points) = (scalars + [.zero], points + [point])
                    case 1: (scalars, points) = (scalars + [scalar], points + [G.identity])
                    case 2: (scalars, points) = (scalars + [scalar, scalar], points + [point, point])
                    case 3: (scalars, points) = (scalars + [scalar, scalar.negated], points + [point, point])
                    case 4: (scalars, points) = (scalars + [.one], points + [point])
                    default: (scalars, points) = (scalars + [scalar], points + [point])
                    }
                }
                var expected = G.identity.encoded
                for (scalar, point) in zip(scalars, points) {
                    expected = reference.sum(expected, reference.product(scalar.limbs, point.encoded))
                }
                #expect(G.linearCombinationVariableTime(scalars, points).encoded == expected, "\(count) terms")
            }
        }
        check(name.group)
    }

    /// Σ Aₖ · iᵏ: by Horner's rule, and by the generator times the polynomial of the discrete logarithms.
    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func evaluatesPolynomialsOverPoints(_ name: CurveName, _ seed: Seed) {
        func check<G: Group>(_: G.Type) {
            let reference = ReferenceCurve(G.curve)
            var random = seed.generator
            for degree in [-1, 0, 1, 2, 5, 16] {
                let logarithms = (0..<degree + 1).map { _ in
                    random.oneIn(6) ? PublicScalar<G>.zero : PublicScalar(reducing: random.limbs())
                }
                let points = logarithms.map { G.productVariableTime($0, G.generator) }
                for x in [0, 1, 2, 3, 7, 255, 667, 21845, 43690, 32768, 65534, 65535, UInt16(random.int(0...65535))] {
                    let value = logarithms.reversed().reduce(PublicScalar<G>.zero) {
                        $0 * PublicScalar(UInt64(x)) + $1
                    }
                    let expected = reference.generatorProduct(value.limbs)
                    #expect(G.polynomialVariableTime(points, at: x).encoded == expected, "degree \(degree) at \(x)")
                }
            }
        }
        check(name.group)
    }

    /// f(1) = 0 where the sum of the coefficients vanishes, and the intermediate values meet their opposites.
    @Test(arguments: CurveName.allCases)
    func evaluatesPolynomialsThatVanish(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            let point = G.generator, opposite = G.negatedVariableTime(G.generator)
            #expect(G.polynomialVariableTime([opposite, point], at: 1).isIdentity)
            #expect(G.polynomialVariableTime([point, opposite, opposite, point], at: 1).isIdentity)
            #expect(G.polynomialVariableTime([G.identity, G.identity], at: 9).isIdentity)
            #expect(G.polynomialVariableTime([point, G.identity, G.identity], at: 9) == point)
            let five = G.productVariableTime(PublicScalar(5), opposite)
            #expect(G.polynomialVariableTime([five, point], at: 5).isIdentity)
        }
        check(name.group)
    }

    /// The toy group is a group, and its exponents are its logarithms.
    @Test func theToyGroupIsAGroupOfOrder13() throws {
        var multiples: [ToyGroup.Element] = []
        for k in 0..<13 as Range<UInt64> {
            multiples.append(ToyGroup.productVariableTime(PublicScalar(k), ToyGroup.generator))
        }
        #expect(Set(multiples).count == 13 && multiples[0] == ToyGroup.identity)
        for a in 0..<13 {
            #expect(ToyGroup.negatedVariableTime(multiples[a]) == multiples[(13 - a) % 13])
            for b in 0..<13 {
                #expect(ToyGroup.sumVariableTime(multiples[a], multiples[b]) == multiples[(a + b) % 13])
                #expect(
                    ToyGroup.linearCombinationVariableTime(
                        [PublicScalar(3), PublicScalar(7)], [multiples[a], multiples[b]])
                        == multiples[(3 * a + 7 * b) % 13])
                for x in 0..<20 {
                    #expect(
                        ToyGroup.polynomialVariableTime([multiples[a], multiples[b]], at: UInt16(x))
                            == multiples[(a + b * x) % 13])
                }
            }
        }
        for byte in 0...255 as ClosedRange<UInt8> {
            let isElement = multiples.dropFirst().contains { $0.encoded == [byte] }
            #expect(((try? ToyGroup.element(decoding: [byte])) != nil) == isElement)
        }
    }
}
