/// A number below 2q of four limbs and a fifth of 0 or 1, as Montgomery's product leaves it.
///
/// For secrets, too: always inlined, so that it lives in registers and where the caller's registers are spilled.
struct MontgomerySum {
    let l0: UInt64, l1: UInt64, l2: UInt64, l3: UInt64, l4: UInt64

    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
    }

    /// a·b·2⁻²⁵⁶ (Koç, Acar, Kaliski 1996, section 5): after each row of the product one word is divided out.
    ///
    /// With one factor below q and the other below 2²⁵⁶ the sum is below (q·2²⁵⁶ + 2²⁵⁶·q)·2⁻²⁵⁶ = 2q.
    @inline(__always)
    init(_ a: Limbs, _ b: Limbs, _ q: Limbs, _ negatedInverse: UInt64) {
        var carry: UInt64 = 0
        let t0 = multiplyAdd(a.l0, b.l0, 0, &carry), t1 = multiplyAdd(a.l1, b.l0, 0, &carry)
        let t2 = multiplyAdd(a.l2, b.l0, 0, &carry), t3 = multiplyAdd(a.l3, b.l0, 0, &carry)
        let first = WordReduction(t0, t1, t2, t3, carry, q, negatedInverse)
        let second = first.adding(a, times: b.l1, q, negatedInverse)
        let third = second.adding(a, times: b.l2, q, negatedInverse)
        let fourth = third.adding(a, times: b.l3, q, negatedInverse)
        self.init(fourth.l0, fourth.l1, fourth.l2, fourth.l3, fourth.l4)
    }

    /// Less q where it is q or more.
    @inline(__always)
    func reduced(_ q: Limbs) -> Limbs {
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(l0, q.l0, &borrow), d1 = subtractWithBorrow(l1, q.l1, &borrow)
        let d2 = subtractWithBorrow(l2, q.l2, &borrow), d3 = subtractWithBorrow(l3, q.l3, &borrow)
        _ = subtractWithBorrow(l4, 0, &borrow)
        let keep = maskFromBit(borrow)
        return Limbs(
            (l0 & keep) | (d0 & ~keep), (l1 & keep) | (d1 & ~keep), (l2 & keep) | (d2 & ~keep),
            (l3 & keep) | (d3 & ~keep))
    }
}

/// (t + m·q)/2⁶⁴ for a number t of five limbs and the m below 2⁶⁴ that makes it exact: one step of Montgomery's reduction.
///
/// t < 2³²⁰ gives a result below 2²⁵⁶ + q, so that the fifth limb is 0 or 1.
struct WordReduction {
    let l0: UInt64, l1: UInt64, l2: UInt64, l3: UInt64, l4: UInt64

    /// A step that was taken elsewhere.
    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
    }

    /// - Parameter top: A sixth limb of t, where the caller knows that the result has no more than five.
    @inline(__always)
    init(
        _ t0: UInt64, _ t1: UInt64, _ t2: UInt64, _ t3: UInt64, _ t4: UInt64, top: UInt64 = 0, _ q: Limbs,
        _ negatedInverse: UInt64
    ) {
        let quotient = t0 &* negatedInverse
        var carry: UInt64 = 0
        // The low word becomes zero: that is what the quotient is for.
        _ = multiplyAdd(quotient, q.l0, t0, &carry)
        l0 = multiplyAdd(quotient, q.l1, t1, &carry)
        l1 = multiplyAdd(quotient, q.l2, t2, &carry)
        l2 = multiplyAdd(quotient, q.l3, t3, &carry)
        var overflow: UInt64 = 0
        l3 = addWithCarry(t4, carry, &overflow)
        l4 = top &+ overflow
    }

    /// A further step, after a·b was added.
    ///
    /// From a number below a + q to one below (a + q + (2⁶⁴ − 1)·(a + q))/2⁶⁴ = a + q, hence below 2²⁵⁷ all along.
    @inline(__always)
    func adding(_ a: Limbs, times b: UInt64, _ q: Limbs, _ negatedInverse: UInt64) -> WordReduction {
        var carry: UInt64 = 0
        let t0 = multiplyAdd(a.l0, b, l0, &carry), t1 = multiplyAdd(a.l1, b, l1, &carry)
        let t2 = multiplyAdd(a.l2, b, l2, &carry), t3 = multiplyAdd(a.l3, b, l3, &carry)
        var top: UInt64 = 0
        let t4 = addWithCarry(l4, carry, &top)
        return WordReduction(t0, t1, t2, t3, t4, top: top, q, negatedInverse)
    }

    /// A number below 2²⁵⁶: less q where the fifth limb is 1.
    @inline(__always)
    func belowRadix(_ q: Limbs) -> Limbs {
        let overflow = maskFromBit(l4)
        var borrow: UInt64 = 0
        let r0 = subtractWithBorrow(l0, q.l0 & overflow, &borrow), r1 = subtractWithBorrow(l1, q.l1 & overflow, &borrow)
        let r2 = subtractWithBorrow(l2, q.l2 & overflow, &borrow), r3 = subtractWithBorrow(l3, q.l3 & overflow, &borrow)
        return Limbs(r0, r1, r2, r3)
    }
}
