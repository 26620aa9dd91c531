/// A group order q, and arithmetic modulo q on four-limb numbers in place, in constant time.
///
/// Numbers are below q, in ordinary (not Montgomery) form, four 64-bit limbs, least significant first. They stay where
/// the caller keeps them, which is locked memory when they are secret: limbs passed by value stay behind on the stack.
/// Results may overlap the inputs. Products are Montgomery's (Math. Comp. 44, 1985), in the form of coarsely
/// integrated operand scanning (Koç, Acar, Kaliski, IEEE Micro 16(3), 1996, section 5).
package struct ScalarModulus: Sendable {
    package typealias Input = UnsafePointer<UInt64>
    package typealias Output = UnsafeMutablePointer<UInt64>

    /// q itself: odd, 3 ≤ q < 2²⁵⁶.
    package let order: Limbs
    /// How many bits q has.
    package let bitCount: Int
    /// q − 2, the exponent of Fermat's inverse.
    private let inverseExponent: Limbs
    /// −q⁻¹ mod 2⁶⁴.
    let negatedInverse: UInt64
    /// 2²⁵⁶ mod q and 2⁵¹² mod q.
    let radix: Limbs
    let radixSquared: Limbs
    /// 2³²⁰ mod q and 2⁸³² mod q.
    let wordRadix: Limbs
    let sumFactor: Limbs
    /// Inverses of public numbers; nil for the small orders of tests.
    let divisionSteps: DivisionSteps?

    /// - Parameter order: A prime, 3 ≤ q < 2²⁵⁶.
    package init(order: Limbs) {
        precondition(order.l0 & 1 == 1, "Montgomery's product wants an odd modulus")
        self.order = order
        var bits = 0
        for limb in [order.l0, order.l1, order.l2, order.l3].enumerated() where limb.element != 0 {
            bits = 64 * limb.offset + 64 - limb.element.leadingZeroBitCount
        }
        self.bitCount = bits
        var borrow: UInt64 = 0
        self.inverseExponent = Limbs(
            subtractWithBorrow(order.l0, 2, &borrow), subtractWithBorrow(order.l1, 0, &borrow),
            subtractWithBorrow(order.l2, 0, &borrow), subtractWithBorrow(order.l3, 0, &borrow))
        // Newton's iteration doubles the number of right bits: 3, 6, 12, 24, 48, 96.
        var inverse = order.l0
        for _ in 0..<5 { inverse = inverse &* (2 &- order.l0 &* inverse) }
        self.negatedInverse = 0 &- inverse
        // 2ᵏ mod q by doubling.
        var powers = [Limbs.one]
        for k in 0..<832 { powers.append(ScalarModulus.doubled(powers[k], modulo: order)) }
        self.radix = powers[256]
        self.radixSquared = powers[512]
        self.wordRadix = powers[320]
        self.sumFactor = powers[832]
        self.divisionSteps = bits > 252 ? DivisionSteps(modulo: order) : nil
    }

    private static func doubled(_ a: Limbs, modulo q: Limbs) -> Limbs {
        var result = a
        withUnsafeMutablePointer(to: &result) { pointer in
            pointer.withMemoryRebound(to: UInt64.self, capacity: 4) { add($0, $0, $0, q) }
        }
        return result
    }

    /// r = a + b mod q.
    @inline(__always)
    private static func add(_ r: Output, _ a: Input, _ b: Input, _ q: Limbs) {
        var carry: UInt64 = 0
        let s0 = addWithCarry(a[0], b[0], &carry), s1 = addWithCarry(a[1], b[1], &carry)
        let s2 = addWithCarry(a[2], b[2], &carry), s3 = addWithCarry(a[3], b[3], &carry)
        MontgomerySum(s0, s1, s2, s3, carry).reduced(q).store(r)
    }

    /// r = a + b mod q.
    package func add(_ r: Output, _ a: Input, _ b: Input) {
        ScalarModulus.add(r, a, b, order)
    }

    /// r = a − b mod q.
    package func subtract(_ r: Output, _ a: Input, _ b: Input) {
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(a[0], b[0], &borrow), d1 = subtractWithBorrow(a[1], b[1], &borrow)
        let d2 = subtractWithBorrow(a[2], b[2], &borrow), d3 = subtractWithBorrow(a[3], b[3], &borrow)
        let wrap = maskFromBit(borrow)
        var carry: UInt64 = 0
        r[0] = addWithCarry(d0, order.l0 & wrap, &carry)
        r[1] = addWithCarry(d1, order.l1 & wrap, &carry)
        r[2] = addWithCarry(d2, order.l2 & wrap, &carry)
        r[3] = addWithCarry(d3, order.l3 & wrap, &carry)
    }

    /// r = −a mod q.
    package func negate(_ r: Output, _ a: Input) {
        Limbs.zero.withUnsafeLimbs { subtract(r, $0, a) }
    }

    /// r = a·b·2⁻²⁵⁶ mod q. One factor is below q, the other may be any number below 2²⁵⁶.
    package func multiplyMontgomery(_ r: Output, _ a: Input, _ b: Input) {
        MontgomerySum(Limbs(at: a), Limbs(at: b), order, negatedInverse).reduced(order).store(r)
    }

    /// r = a·b mod q. One factor is below q, the other may be any number below 2²⁵⁶.
    package func multiply(_ r: Output, _ a: Input, _ b: Input) {
        multiplyMontgomery(r, a, b)
        radixSquared.withUnsafeLimbs { multiplyMontgomery(r, r, $0) }
    }

    /// The number b·2²⁵⁶ mod q of a *public* b, with which `multiplyMontgomery` gives the ordinary product a·b.
    package func preparedFactor(_ b: Limbs) -> Limbs {
        var result = b
        withUnsafeMutablePointer(to: &result) { pointer in
            pointer.withMemoryRebound(to: UInt64.self, capacity: 4) { limbs in
                radixSquared.withUnsafeLimbs { multiplyMontgomery(limbs, limbs, $0) }
            }
        }
        return result
    }

    /// r = a mod q for any a below 2²⁵⁶.
    package func reduce(_ r: Output, _ a: Input) {
        radixSquared.withUnsafeLimbs { multiplyMontgomery(r, $0, a) }
        Limbs.one.withUnsafeLimbs { multiplyMontgomery(r, r, $0) }
    }

    /// r = (high·2²⁵⁶ + low) mod q for any two numbers below 2²⁵⁶. `r` must not overlap `low`.
    package func reduceWide(_ r: Output, low: Input, high: Input, scratch: Output) {
        reduce(scratch, low)
        radixSquared.withUnsafeLimbs { multiplyMontgomery(r, $0, high) }  // high·2⁵¹²·2⁻²⁵⁶
        add(r, r, scratch)
    }

    /// r = a⁻¹ mod q by Fermat's little theorem; zero gives zero. The exponent q − 2 is public.
    /// - Parameter scratch: Four limbs that belong to the caller, since they hold what is as secret as `a`.
    package func invert(_ r: Output, _ a: Input, scratch: Output) {
        radixSquared.withUnsafeLimbs { multiplyMontgomery(scratch, a, $0) }
        withUnsafeBytes(of: radix) { bytes in
            let one = bytes.baseAddress!.assumingMemoryBound(to: UInt64.self)
            for k in 0..<4 { r[k] = one[k] }
        }
        let exponent = [inverseExponent.l0, inverseExponent.l1, inverseExponent.l2, inverseExponent.l3]
        for bit in stride(from: bitCount - 1, through: 0, by: -1) {
            multiplyMontgomery(r, r, r)
            if exponent[bit / 64] &>> UInt64(bit % 64) & 1 == 1 { multiplyMontgomery(r, r, scratch) }
        }
        Limbs.one.withUnsafeLimbs { multiplyMontgomery(r, r, $0) }
    }

    /// 1 if a < q, else 0. The caller releases the verdict.
    package func isBelowOrderBit(_ a: Input) -> UInt64 {
        var borrow: UInt64 = 0
        _ = subtractWithBorrow(a[0], order.l0, &borrow)
        _ = subtractWithBorrow(a[1], order.l1, &borrow)
        _ = subtractWithBorrow(a[2], order.l2, &borrow)
        _ = subtractWithBorrow(a[3], order.l3, &borrow)
        return borrow
    }

    /// 1 if a > q/2, else 0.
    package func isAboveHalfBit(_ a: Input) -> UInt64 {
        var borrow: UInt64 = 0  // of (q − 1)/2 − a
        _ = subtractWithBorrow(order.l0 &>> 1 | order.l1 &<< 63, a[0], &borrow)
        _ = subtractWithBorrow(order.l1 &>> 1 | order.l2 &<< 63, a[1], &borrow)
        _ = subtractWithBorrow(order.l2 &>> 1 | order.l3 &<< 63, a[2], &borrow)
        _ = subtractWithBorrow(order.l3 &>> 1, a[3], &borrow)
        return borrow
    }

    /// 1 if a = 0, else 0.
    package func isZeroBit(_ a: Input) -> UInt64 {
        Groups.isZeroBit(a[0] | a[1] | a[2] | a[3])
    }
}
