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
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(a.l0, b.l0, &borrow), d1 = subtractWithBorrow(a.l1, b.l1, &borrow)
        let d2 = subtractWithBorrow(a.l2, b.l2, &borrow), d3 = subtractWithBorrow(a.l3, b.l3, &borrow)
        var second: UInt64 = 0
        let r0 = subtractWithBorrow(d0, (0 &- borrow) & fold, &second), r1 = subtractWithBorrow(d1, 0, &second)
        let r2 = subtractWithBorrow(d2, 0, &second), r3 = subtractWithBorrow(d3, 0, &second)
        // A second borrow leaves at least 2²⁵⁶ − `fold`, whose lowest limb is large enough for the third.
        return Limbs(r0 &- ((0 &- second) & fold), r1, r2, r3)
    }
}
