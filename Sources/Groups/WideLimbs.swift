/// A number below 2⁵¹², the least significant limb first: a product before its reduction.
struct WideLimbs {
    let l0: UInt64, l1: UInt64, l2: UInt64, l3: UInt64, l4: UInt64, l5: UInt64, l6: UInt64, l7: UInt64
}

extension Limbs {
    /// a·b, row by row.
    @inline(__always)
    static func product(_ a: Limbs, _ b: Limbs) -> WideLimbs {
        var carry: UInt64 = 0
        let r0 = multiplyAdd(a.l0, b.l0, 0, &carry)
        var r1 = multiplyAdd(a.l0, b.l1, 0, &carry), r2 = multiplyAdd(a.l0, b.l2, 0, &carry)
        var r3 = multiplyAdd(a.l0, b.l3, 0, &carry), r4 = carry
        carry = 0
        r1 = multiplyAdd(a.l1, b.l0, r1, &carry)
        r2 = multiplyAdd(a.l1, b.l1, r2, &carry)
        r3 = multiplyAdd(a.l1, b.l2, r3, &carry)
        r4 = multiplyAdd(a.l1, b.l3, r4, &carry)
        var r5 = carry
        carry = 0
        r2 = multiplyAdd(a.l2, b.l0, r2, &carry)
        r3 = multiplyAdd(a.l2, b.l1, r3, &carry)
        r4 = multiplyAdd(a.l2, b.l2, r4, &carry)
        r5 = multiplyAdd(a.l2, b.l3, r5, &carry)
        var r6 = carry
        carry = 0
        r3 = multiplyAdd(a.l3, b.l0, r3, &carry)
        r4 = multiplyAdd(a.l3, b.l1, r4, &carry)
        r5 = multiplyAdd(a.l3, b.l2, r5, &carry)
        r6 = multiplyAdd(a.l3, b.l3, r6, &carry)
        return WideLimbs(l0: r0, l1: r1, l2: r2, l3: r3, l4: r4, l5: r5, l6: r6, l7: carry)
    }

    /// a², with each mixed product taken once and doubled.
    @inline(__always)
    static func square(_ a: Limbs) -> WideLimbs {
        var carry: UInt64 = 0
        let m1 = multiplyAdd(a.l0, a.l1, 0, &carry), m2 = multiplyAdd(a.l0, a.l2, 0, &carry)
        var m3 = multiplyAdd(a.l0, a.l3, 0, &carry), m4 = carry
        carry = 0
        m3 = multiplyAdd(a.l1, a.l2, m3, &carry)
        m4 = multiplyAdd(a.l1, a.l3, m4, &carry)
        var m5 = carry
        carry = 0
        m5 = multiplyAdd(a.l2, a.l3, m5, &carry)
        let m6 = carry
        // Doubled by adding: shifts across limbs are slower.
        carry = 0
        let d1 = addWithCarry(m1, m1, &carry), d2 = addWithCarry(m2, m2, &carry), d3 = addWithCarry(m3, m3, &carry)
        let d4 = addWithCarry(m4, m4, &carry), d5 = addWithCarry(m5, m5, &carry), d6 = addWithCarry(m6, m6, &carry)
        let d7 = carry
        var h0: UInt64 = 0, h1: UInt64 = 0, h2: UInt64 = 0, h3: UInt64 = 0
        let s0 = multiplyAdd(a.l0, a.l0, 0, &h0), s2 = multiplyAdd(a.l1, a.l1, 0, &h1)
        let s4 = multiplyAdd(a.l2, a.l2, 0, &h2), s6 = multiplyAdd(a.l3, a.l3, 0, &h3)
        carry = 0
        let r1 = addWithCarry(d1, h0, &carry), r2 = addWithCarry(d2, s2, &carry), r3 = addWithCarry(d3, h1, &carry)
        let r4 = addWithCarry(d4, s4, &carry), r5 = addWithCarry(d5, h2, &carry), r6 = addWithCarry(d6, s6, &carry)
        let r7 = addWithCarry(d7, h3, &carry)
        return WideLimbs(l0: s0, l1: r1, l2: r2, l3: r3, l4: r4, l5: r5, l6: r6, l7: r7)
    }
}
