/// Arithmetic modulo a prime p for which 2²⁵⁶ mod p is small, below 2³⁴: `fold`. What overflows 2²⁵⁶ comes back times that.
///
/// Any number below 2²⁵⁶ stands for its remainder, in operands and results alike.
extension Limbs {
    /// A number congruent to a + b.
    @inline(__always)
    static func sum(_ a: Limbs, _ b: Limbs, folding fold: UInt64) -> Limbs {
        var carry: UInt64 = 0
        let s0 = addWithCarry(a.l0, b.l0, &carry), s1 = addWithCarry(a.l1, b.l1, &carry)
        let s2 = addWithCarry(a.l2, b.l2, &carry), s3 = addWithCarry(a.l3, b.l3, &carry)
        var second: UInt64 = 0
        let r0 = addWithCarry(s0, (0 &- carry) & fold, &second), r1 = addWithCarry(s1, 0, &second)
        let r2 = addWithCarry(s2, 0, &second), r3 = addWithCarry(s3, 0, &second)
        // A second overflow leaves less than `fold`, so that the third addition ends in the lowest limb.
        return Limbs(r0 &+ ((0 &- second) & fold), r1, r2, r3)
    }

    /// A number congruent to a − b.
    @inline(__always)
    static func difference(_ a: Limbs, _ b: Limbs, folding fold: UInt64) -> Limbs {
        let (d, reached) = complementSum(a, b)
        let wrap = reached &- 1
        // Where it fell below zero: plus 2²⁵⁶ − fold.
        var carry: UInt64 = 0
        let r0 = addWithCarry(d.l0, (0 &- fold) & wrap, &carry), r1 = addWithCarry(d.l1, wrap, &carry)
        let r2 = addWithCarry(d.l2, wrap, &carry), r3 = addWithCarry(d.l3, wrap, &carry)
        // Still below: what is there is at least 2²⁵⁶ − `fold`, whose lowest limb is large enough for another.
        return Limbs(r0 &- (fold & wrap & (carry &- 1)), r1, r2, r3)
    }

    /// a − b modulo 2²⁵⁶, and 1 where a ≥ b, else 0.
    ///
    /// As a + (2²⁵⁶ − 1 − b) + 1, which compiles to one chain of carries; differences in 128 bits do not.
    @inline(__always)
    static func complementSum(_ a: Limbs, _ b: Limbs) -> (Limbs, UInt64) {
        var carry: UInt64 = 1
        let d0 = addWithCarry(a.l0, ~b.l0, &carry), d1 = addWithCarry(a.l1, ~b.l1, &carry)
        let d2 = addWithCarry(a.l2, ~b.l2, &carry), d3 = addWithCarry(a.l3, ~b.l3, &carry)
        return (Limbs(d0, d1, d2, d3), carry)
    }

    /// A number below 2²⁵⁶ congruent to a/2: a itself where it is even, else a + p, shifted.
    @inline(__always)
    static func half(_ a: Limbs, modulo p: Limbs) -> Limbs {
        let isOdd = 0 &- (a.l0 & 1)
        var carry: UInt64 = 0
        let s0 = addWithCarry(a.l0, p.l0 & isOdd, &carry), s1 = addWithCarry(a.l1, p.l1 & isOdd, &carry)
        let s2 = addWithCarry(a.l2, p.l2 & isOdd, &carry), s3 = addWithCarry(a.l3, p.l3 & isOdd, &carry)
        return Limbs(
            s0 &>> 1 | s1 &<< 63, s1 &>> 1 | s2 &<< 63, s2 &>> 1 | s3 &<< 63, s3 &>> 1 | carry &<< 63)
    }

    /// b where the mask is all ones, a where it is zero.
    @inline(__always)
    static func choice(_ a: Limbs, _ b: Limbs, where mask: UInt64) -> Limbs {
        Limbs(
            (a.l0 & ~mask) | (b.l0 & mask), (a.l1 & ~mask) | (b.l1 & mask), (a.l2 & ~mask) | (b.l2 & mask),
            (a.l3 & ~mask) | (b.l3 & mask))
    }

    /// Zero exactly where both are the same number.
    @inline(__always)
    func differs(from other: Limbs) -> Limbs {
        Limbs(l0 ^ other.l0, l1 ^ other.l1, l2 ^ other.l2, l3 ^ other.l3)
    }

    /// 1 for zero, else 0, in constant time.
    @inline(__always) var isZeroBit: UInt64 { Groups.isZeroBit(l0 | l1 | l2 | l3) }
}
