import Groups
import TestSupport
import Testing

/// Arithmetic modulo the group orders: exhaustively modulo 13 and other small primes, by edges and at random modulo the
/// large ones.
@Suite struct ScalarModulusTests {
    @Test(arguments: [3, 5, 7, 13, 251] as [UInt64])
    func computesModuloSmallPrimes(_ q: UInt64) {
        let modulus = ScalarModulus(order: Limbs(q, 0, 0, 0))
        #expect(modulus.bitCount == 64 - q.leadingZeroBitCount)
        for a in 0..<q {
            #expect(unary(modulus.negate, word(a)) == word((q - a) % q))
            let inverse = inverse(modulus, word(a))
            #expect(a == 0 ? inverse == .zero : product(modulus, inverse, word(a)) == .one)
            #expect(word(a).withUnsafeLimbs { modulus.isZeroBit($0) } == (a == 0 ? 1 : 0))
            #expect(word(a).withUnsafeLimbs { modulus.isAboveHalfBit($0) } == (2 * a > q ? 1 : 0))
            for b in 0..<q {
                #expect(binary(modulus.add, word(a), word(b)) == word((a + b) % q))
                #expect(binary(modulus.subtract, word(a), word(b)) == word((a + q - b) % q))
                #expect(product(modulus, word(a), word(b)) == word(a * b % q))
            }
        }
        for a in 0..<4 * q {
            #expect(unary(modulus.reduce, word(a)) == word(a % q))
            #expect(word(a).withUnsafeLimbs { modulus.isBelowOrderBit($0) } == (a < q ? 1 : 0))
        }
    }

    @Test(arguments: CurveName.allCases)
    func agreesWithLibcryptoOnAllPairsOfEdgeNumbers(_ name: CurveName) {
        let modulus = name.group.scalars
        let reference = ReferenceModulus(modulus.order)
        let numbers = EdgeNumbers.around(modulus.order)
        for a in numbers {
            let reduced = unary(modulus.reduce, a)
            #expect(reduced == reference.remainder(a))
            #expect(unary(modulus.negate, reduced) == reference.difference(.zero, a))
            #expect(inverse(modulus, reduced) == reference.inverse(a))
            #expect((a.withUnsafeLimbs { modulus.isBelowOrderBit($0) } == 1) == (reduced == a))
            #expect((a.withUnsafeLimbs { modulus.isZeroBit($0) } == 1) == (a == .zero))
            for b in numbers {
                if let failure = firstFailure(modulus, reference, a, b) {
                    Issue.record("\(failure): \(a) and \(b)")
                    return
                }
            }
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func agreesWithLibcryptoOnRandomNumbers(_ name: CurveName, _ seed: Seed) {
        let modulus = name.group.scalars
        let reference = ReferenceModulus(modulus.order)
        var random = seed.generator
        for _ in 0..<10_000 {
            let a = random.limbs(), b = random.limbs()
            if let failure = firstFailure(modulus, reference, a, b) {
                Issue.record("\(failure): \(a) and \(b), seed \(seed)")
                return
            }
        }
        for _ in 0..<1000 {
            let a = unary(modulus.reduce, random.limbs())
            #expect(inverse(modulus, a) == reference.inverse(a))
        }
    }

    /// A million products in a row, each the factor of the next, come out where libcrypto's do.
    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func multipliesAMillionTimes(_ name: CurveName, _ seed: Seed) {
        let modulus = name.group.scalars
        let reference = ReferenceModulus(modulus.order)
        var random = seed.generator
        var a = unary(modulus.reduce, random.limbs()), expected = a
        for _ in 0..<1000 {
            let b = random.limbs()
            for _ in 0..<1000 { a = product(modulus, a, b) }
            for _ in 0..<1000 { expected = reference.product(expected, b) }
            guard a == expected else {
                Issue.record("seed \(seed)")
                return
            }
            if a == .zero { (a, expected) = (.one, .one) }
        }
    }

    @Test(arguments: CurveName.allCases)
    func writesResultsOverInputs(_ name: CurveName) {
        let modulus = name.group.scalars
        let a = unary(modulus.reduce, Limbs(.max, 1, .max, 2)), b = unary(modulus.reduce, Limbs(5, .max, 0, .max))
        for (operation, label) in [
            (modulus.add, "add"), (modulus.subtract, "subtract"), (modulus.multiply, "multiply"),
        ] {
            let apart = binary(operation, a, b)
            var first = a, second = b, both = a
            first.withMutableLimbs { r in b.withUnsafeLimbs { operation(r, r, $0) } }
            second.withMutableLimbs { r in a.withUnsafeLimbs { operation(r, $0, r) } }
            both.withMutableLimbs { r in operation(r, r, r) }
            #expect(first == apart && second == apart, "\(label)")
            #expect(both == binary(operation, a, a), "\(label)")
        }
    }

    /// The name of the first operation that differs for a and b, which may be q and above.
    private func firstFailure(
        _ modulus: ScalarModulus, _ reference: ReferenceModulus, _ a: Limbs, _ b: Limbs
    ) -> String? {
        let x = unary(modulus.reduce, a), y = unary(modulus.reduce, b)
        if x != reference.remainder(a) { return "reduce" }
        if binary(modulus.add, x, y) != reference.sum(a, b) { return "add" }
        if binary(modulus.subtract, x, y) != reference.difference(a, b) { return "subtract" }
        if product(modulus, x, y) != reference.product(a, b) { return "multiply" }
        // One factor may be q and above.
        if product(modulus, x, b) != reference.product(a, b) { return "multiply, second factor not reduced" }
        if product(modulus, a, y) != reference.product(a, b) { return "multiply, first factor not reduced" }
        let prepared = modulus.preparedFactor(b)
        if binary(modulus.multiplyMontgomery, x, prepared) != reference.product(a, b) { return "prepared factor" }
        var wide = Limbs.zero, scratch = Limbs.zero
        wide.withMutableLimbs { r in
            scratch.withMutableLimbs { s in
                a.withUnsafeLimbs { low in b.withUnsafeLimbs { modulus.reduceWide(r, low: low, high: $0, scratch: s) } }
            }
        }
        return wide == reference.remainder(low: a, high: b) ? nil : "reduceWide"
    }

    private func word(_ value: UInt64) -> Limbs { Limbs(value, 0, 0, 0) }

    private func product(_ modulus: ScalarModulus, _ a: Limbs, _ b: Limbs) -> Limbs { binary(modulus.multiply, a, b) }

    private func unary(_ operation: (ScalarModulus.Output, ScalarModulus.Input) -> Void, _ a: Limbs) -> Limbs {
        var r = Limbs.zero
        r.withMutableLimbs { r in a.withUnsafeLimbs { operation(r, $0) } }
        return r
    }

    private func binary(
        _ operation: (ScalarModulus.Output, ScalarModulus.Input, ScalarModulus.Input) -> Void, _ a: Limbs, _ b: Limbs
    ) -> Limbs {
        var r = Limbs.zero
        r.withMutableLimbs { r in a.withUnsafeLimbs { x in b.withUnsafeLimbs { operation(r, x, $0) } } }
        return r
    }

    private func inverse(_ modulus: ScalarModulus, _ a: Limbs) -> Limbs {
        var r = Limbs.zero, scratch = Limbs.zero
        r.withMutableLimbs { r in
            scratch.withMutableLimbs { s in a.withUnsafeLimbs { modulus.invert(r, $0, scratch: s) } }
        }
        return r
    }
}
