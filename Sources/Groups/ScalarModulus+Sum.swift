extension ScalarModulus {
    /// r = factor · Σ factors[k]·secrets[positions[k]] mod q, in constant time as to the secrets.
    ///
    /// The products are summed unreduced in nine limbs, then reduced once.
    /// - Parameters:
    ///   - factors: Public, any numbers below 2²⁵⁶.
    ///   - secrets: Numbers below q, four limbs each.
    ///   - positions: Which of them, one a factor.
    ///   - factor: Public, below q.
    package func sumOfProducts(
        _ r: Output, _ factors: [Limbs], _ secrets: Input, at positions: [Int], times factor: Limbs
    ) {
        precondition(factors.count == positions.count, "every secret has its factor")
        // What the reduction divides out, 2³²⁰, and what Montgomery's product does, 2²⁵⁶.
        let prepared = PublicModulus(self).montgomery(sumFactor, factor)
        var sum = NineLimbs()
        factors.withUnsafeBufferPointer { factors in
            positions.withUnsafeBufferPointer { positions in
                for k in 0..<factors.count { sum.add(product: factors[k], Limbs(at: secrets + 4 * positions[k])) }
            }
        }
        let reduced = sum.reduced(order, negatedInverse)
        MontgomerySum(reduced, prepared, order, negatedInverse).reduced(order).store(r)
    }
}

/// A sum of up to 2⁶³ products of two numbers below 2²⁵⁶: below 2⁵⁷⁵.
private struct NineLimbs {
    private var l0: UInt64 = 0, l1: UInt64 = 0, l2: UInt64 = 0, l3: UInt64 = 0, l4: UInt64 = 0
    private var l5: UInt64 = 0, l6: UInt64 = 0, l7: UInt64 = 0, l8: UInt64 = 0

    @inline(__always)
    mutating func add(product a: Limbs, _ b: Limbs) {
        let product = Limbs.product(a, b)
        var carry: UInt64 = 0
        l0 = addWithCarry(l0, product.l0, &carry)
        l1 = addWithCarry(l1, product.l1, &carry)
        l2 = addWithCarry(l2, product.l2, &carry)
        l3 = addWithCarry(l3, product.l3, &carry)
        l4 = addWithCarry(l4, product.l4, &carry)
        l5 = addWithCarry(l5, product.l5, &carry)
        l6 = addWithCarry(l6, product.l6, &carry)
        l7 = addWithCarry(l7, product.l7, &carry)
        l8 = l8 &+ carry
    }

    /// The sum times 2⁻³²⁰ modulo q, below q, by five words of Montgomery's reduction.
    ///
    /// Products with one factor below q, 2⁶³ at most, sum up to less than q·2³²⁰; so what comes out is below q + q.
    @inline(__always)
    func reduced(_ q: Limbs, _ negatedInverse: UInt64) -> Limbs {
        var rest = self
        for _ in 0..<5 { rest.divideOutWord(q, negatedInverse) }
        return MontgomerySum(rest.l0, rest.l1, rest.l2, rest.l3, rest.l4).reduced(q)
    }

    /// (t + m·q)/2⁶⁴ for the m below 2⁶⁴ that makes it exact.
    @inline(__always)
    private mutating func divideOutWord(_ q: Limbs, _ negatedInverse: UInt64) {
        let low = WordReduction(l0, l1, l2, l3, l4, q, negatedInverse)
        l0 = low.l0
        l1 = low.l1
        l2 = low.l2
        l3 = low.l3
        var bit = low.l4
        l4 = addWithCarry(l5, 0, &bit)
        l5 = addWithCarry(l6, 0, &bit)
        l6 = addWithCarry(l7, 0, &bit)
        l7 = l8 &+ bit
        l8 = 0
    }
}
