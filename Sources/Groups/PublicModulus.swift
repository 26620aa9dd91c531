/// Arithmetic modulo a group order q on *public* numbers by value: indices, weights, challenges, Lagrange coefficients.
///
/// What `ScalarModulus` does in place for secrets, this does in registers, without a look for a memory place or at a
/// global in a loop. Numbers are four limbs; `below q` is said where it is asked for or promised.
package struct PublicModulus: Sendable {
    /// q: odd, 3 ≤ q < 2²⁵⁶.
    package let order: Limbs
    /// −q⁻¹ mod 2⁶⁴.
    let negatedInverse: UInt64
    /// 2²⁵⁶ mod q, which is one in Montgomery's form, and 2⁵¹² mod q, which brings a number into it.
    package let one: Limbs
    let radixSquared: Limbs
    /// 2³²⁰ mod q: 2⁶⁴ in Montgomery's form.
    private let word: Limbs
    private let scalars: ScalarModulus

    package init(_ scalars: ScalarModulus) {
        self.scalars = scalars
        order = scalars.order
        negatedInverse = scalars.negatedInverse
        one = scalars.radix
        radixSquared = scalars.radixSquared
        word = scalars.wordRadix
    }

    /// a·b·2⁻²⁵⁶, below q. One factor is below q, the other may be any number below 2²⁵⁶.
    @inline(__always)
    package func montgomery(_ a: Limbs, _ b: Limbs) -> Limbs {
        MontgomerySum(a, b, order, negatedInverse).reduced(order)
    }

    /// A number below 2²⁵⁶ congruent to a·w·2⁻⁶⁴, for any a below 2²⁵⁶.
    @inline(__always)
    func times(_ a: Limbs, word w: UInt64) -> Limbs { wordStep(a, w).belowRadix(order) }

    /// a·w·2⁻⁶⁴, below q, for a below q: a·w + m·q is then below 2⁶⁴·2q.
    @inline(__always)
    package func productBelowOrder(_ a: Limbs, word w: UInt64) -> Limbs {
        let step = wordStep(a, w)
        return MontgomerySum(step.l0, step.l1, step.l2, step.l3, step.l4).reduced(order)
    }

    @inline(__always)
    private func wordStep(_ a: Limbs, _ w: UInt64) -> WordReduction {
        var carry: UInt64 = 0
        let t0 = multiplyAdd(a.l0, w, 0, &carry), t1 = multiplyAdd(a.l1, w, 0, &carry)
        let t2 = multiplyAdd(a.l2, w, 0, &carry), t3 = multiplyAdd(a.l3, w, 0, &carry)
        return WordReduction(t0, t1, t2, t3, carry, order, negatedInverse)
    }

    /// a + b, all below q.
    @inline(__always)
    package func sum(_ a: Limbs, _ b: Limbs) -> Limbs {
        var carry: UInt64 = 0
        let s0 = addWithCarry(a.l0, b.l0, &carry), s1 = addWithCarry(a.l1, b.l1, &carry)
        let s2 = addWithCarry(a.l2, b.l2, &carry), s3 = addWithCarry(a.l3, b.l3, &carry)
        return MontgomerySum(s0, s1, s2, s3, carry).reduced(order)
    }

    /// a − b, all below q.
    @inline(__always)
    package func difference(_ a: Limbs, _ b: Limbs) -> Limbs {
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(a.l0, b.l0, &borrow), d1 = subtractWithBorrow(a.l1, b.l1, &borrow)
        let d2 = subtractWithBorrow(a.l2, b.l2, &borrow), d3 = subtractWithBorrow(a.l3, b.l3, &borrow)
        let wrap = 0 &- borrow
        var carry: UInt64 = 0
        let r0 = addWithCarry(d0, order.l0 & wrap, &carry), r1 = addWithCarry(d1, order.l1 & wrap, &carry)
        let r2 = addWithCarry(d2, order.l2 & wrap, &carry), r3 = addWithCarry(d3, order.l3 & wrap, &carry)
        return Limbs(r0, r1, r2, r3)
    }

    /// −a; all below q.
    @inline(__always)
    package func negated(_ a: Limbs) -> Limbs { difference(.zero, a) }

    /// a·b, below q. One factor is below q, the other may be any number below 2²⁵⁶.
    package func product(_ a: Limbs, _ b: Limbs) -> Limbs { montgomery(montgomery(a, b), radixSquared) }

    /// a·2²⁵⁶, below q, for any number below 2²⁵⁶: Montgomery's form.
    package func form(_ a: Limbs) -> Limbs { montgomery(radixSquared, a) }

    /// The Montgomery form of a word.
    @inline(__always)
    package func form(word: UInt64) -> Limbs { productBelowOrder(self.word, word: word) }

    /// The Montgomery form of 1/a for a in that form, below q and not zero: 2⁵¹²·a⁻¹.
    package func inverseVariableTime(_ a: Limbs) -> Limbs {
        if let steps = scalars.divisionSteps { return form(form(steps.inverseVariableTime(of: a))) }
        var result = Limbs.zero, scratch = Limbs.zero
        result.withMutableLimbs { r in
            scratch.withMutableLimbs { s in a.withUnsafeLimbs { scalars.invert(r, $0, scratch: s) } }
        }
        return form(form(result))
    }

    /// 2⁶⁴ᵏ in Montgomery's form, for k ≥ 0.
    package func powerOfWordVariableTime(_ k: Int) -> Limbs {
        var result = one
        guard k > 0 else { return result }
        for bit in stride(from: Int.bitWidth - 1 - k.leadingZeroBitCount, through: 0, by: -1) {
            result = montgomery(result, result)
            if k &>> bit & 1 == 1 { result = montgomery(result, word) }
        }
        return result
    }

    /// z⁰, z¹, … z^(count − 1), below q, for z below q.
    func powersVariableTime(of point: Limbs, count: Int) -> [Limbs] {
        let factor = form(point)
        var powers = [Limbs](repeating: montgomery(one, .one), count: count)
        powers.withUnsafeMutableBufferPointer { powers in
            for k in stride(from: 1, to: powers.count, by: 1) { powers[k] = montgomery(powers[k &- 1], factor) }
        }
        return powers
    }

    /// Σⱼ weights[j]·numbers[j]ᵏ, below q, for k = 0, 1, … count − 1 and weights below q.
    func powerSumsVariableTime(of numbers: [Int], weights: [Limbs], count: Int) -> [Limbs] {
        var terms = weights, correction = word
        return (0..<count).map { _ in
            let sum = terms.withUnsafeMutableBufferPointer { terms in
                numbers.withUnsafeBufferPointer { sumAndAdvance(terms, $0) }
            }
            defer { correction = montgomery(correction, word) }
            return montgomery(correction, sum)
        }
    }

    /// A number below 2²⁵⁶ congruent to Σ terms·2⁻⁶⁴; then each term becomes itself times its number times 2⁻⁶⁴.
    @inline(__always)
    private func sumAndAdvance(
        _ terms: UnsafeMutableBufferPointer<Limbs>, _ numbers: UnsafeBufferPointer<Int>
    ) -> Limbs {
        var s0: UInt64 = 0, s1: UInt64 = 0, s2: UInt64 = 0, s3: UInt64 = 0, s4: UInt64 = 0
        for j in 0..<terms.count {
            let term = terms[j]
            var carry: UInt64 = 0
            s0 = addWithCarry(s0, term.l0, &carry)
            s1 = addWithCarry(s1, term.l1, &carry)
            s2 = addWithCarry(s2, term.l2, &carry)
            s3 = addWithCarry(s3, term.l3, &carry)
            s4 = s4 &+ carry
            terms[j] = times(term, word: UInt64(truncatingIfNeeded: numbers[j]))
        }
        return WordReduction(s0, s1, s2, s3, s4, order, negatedInverse).belowRadix(order)
    }

    /// Π of small numbers, in Montgomery's form: as many factors in a word as fit.
    package func formOfProductVariableTime(_ numbers: [Int]) -> Limbs {
        var product = one, word: UInt64 = 1, wordCount = 1
        for number in numbers {
            let (next, overflows) = word.multipliedReportingOverflow(by: UInt64(number))
            if overflows {
                product = times(product, word: word)
                wordCount += 1
            }
            word = overflows ? UInt64(number) : next
        }
        return montgomery(powerOfWordVariableTime(wordCount), times(product, word: word))
    }

    /// The inverses of non-zero numbers in Montgomery's form, at the price of one inversion and three products each
    /// (Montgomery 1987, section 10.3.1).
    ///
    /// Beside each, the product of all numbers before it and the inverse of that, so that the product of a run of
    /// neighbours costs nothing more: both have one entry more than there are numbers.
    package func inversesVariableTime(_ numbers: [Limbs]) -> RunningInverses {
        let count = numbers.count
        var products = [Limbs](repeating: one, count: count + 1)
        var inverseProducts = products, inverses = numbers
        numbers.withUnsafeBufferPointer { numbers in
            products.withUnsafeMutableBufferPointer { products in
                for k in 0..<count { products[k &+ 1] = montgomery(products[k], numbers[k]) }
            }
            let last = inverseVariableTime(products[count])
            inverseProducts.withUnsafeMutableBufferPointer { inverseProducts in
                inverseProducts[count] = last
                for k in stride(from: count - 1, through: 0, by: -1) {
                    inverses[k] = montgomery(inverseProducts[k &+ 1], products[k])
                    inverseProducts[k] = montgomery(inverseProducts[k &+ 1], numbers[k])
                }
            }
        }
        return RunningInverses(inverses: inverses, products: products, inverseProducts: inverseProducts)
    }
}

/// What `PublicModulus.inversesVariableTime` gives, all in Montgomery's form.
package struct RunningInverses: Sendable {
    package let inverses: [Limbs]
    private let products: [Limbs], inverseProducts: [Limbs]

    fileprivate init(inverses: [Limbs], products: [Limbs], inverseProducts: [Limbs]) {
        self.inverses = inverses
        self.products = products
        self.inverseProducts = inverseProducts
    }

    /// The product of the numbers at these places.
    package func product(of range: Range<Int>, _ modulus: PublicModulus) -> Limbs {
        modulus.montgomery(products[range.upperBound], inverseProducts[range.lowerBound])
    }
}
