/// The integers modulo p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1 (SP 800-186, section 3.2.1.3), in constant time.
///
/// Numbers are kept in Montgomery's form a·2²⁵⁶ mod p, below p. This field carries the multiples of the generator by
/// secret numbers, hence: no branch, no Bool, every mask through the barrier. `==` and `squareRoot` are for public
/// values.
package struct P256Field: PrimeField {
    /// a·2²⁵⁶ mod p, below p.
    var montgomery: Limbs

    @inline(__always) private static var p1: UInt64 { 0xFFFF_FFFF }
    @inline(__always) private static var p3: UInt64 { 0xFFFF_FFFF_0000_0001 }

    package static var modulus: Limbs { Limbs(.max, 0xFFFF_FFFF, 0, 0xFFFF_FFFF_0000_0001) }
    package static var zero: P256Field { P256Field(montgomery: .zero) }
    /// 2²⁵⁶ − p.
    package static var one: P256Field {
        P256Field(montgomery: Limbs(1, 0xFFFF_FFFF_0000_0000, .max, 0xFFFF_FFFE))
    }
    /// 2⁵¹² mod p, by which a product enters Montgomery's form.
    private static var radixSquared: Limbs {
        Limbs(3, 0xFFFF_FFFB_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFE, 0x4_FFFF_FFFD)
    }

    @inline(__always) init(montgomery: Limbs) { self.montgomery = montgomery }

    package init(_ number: Limbs) {
        self.init(reducing: Limbs.product(number, P256Field.radixSquared))
    }

    package var canonical: Limbs {
        let low = montgomery
        return P256Field(
            reducing: WideLimbs(l0: low.l0, l1: low.l1, l2: low.l2, l3: low.l3, l4: 0, l5: 0, l6: 0, l7: 0)
        ).montgomery
    }

    @inline(__always)
    package static func + (a: P256Field, b: P256Field) -> P256Field {
        let x = a.montgomery, y = b.montgomery
        var carry: UInt64 = 0
        let s0 = addWithCarry(x.l0, y.l0, &carry), s1 = addWithCarry(x.l1, y.l1, &carry)
        let s2 = addWithCarry(x.l2, y.l2, &carry), s3 = addWithCarry(x.l3, y.l3, &carry)
        return lessModulusOnce(s0, s1, s2, s3, carry)
    }

    @inline(__always)
    package static func - (a: P256Field, b: P256Field) -> P256Field {
        let x = a.montgomery, y = b.montgomery
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(x.l0, y.l0, &borrow), d1 = subtractWithBorrow(x.l1, y.l1, &borrow)
        let d2 = subtractWithBorrow(x.l2, y.l2, &borrow), d3 = subtractWithBorrow(x.l3, y.l3, &borrow)
        let wrap = maskFromBit(borrow)
        var carry: UInt64 = 0
        let r0 = addWithCarry(d0, wrap, &carry), r1 = addWithCarry(d1, wrap & p1, &carry)
        let r2 = addWithCarry(d2, 0, &carry), r3 = addWithCarry(d3, wrap & p3, &carry)
        return P256Field(montgomery: Limbs(r0, r1, r2, r3))
    }

    @inline(__always)
    package static func * (a: P256Field, b: P256Field) -> P256Field {
        P256Field(reducing: Limbs.product(a.montgomery, b.montgomery))
    }

    @inline(__always)
    package func squared() -> P256Field {
        P256Field(reducing: Limbs.square(montgomery))
    }

    /// s − p if s ≥ p, else s, for s < 2p with a fifth limb of 0 or 1.
    @inline(__always)
    private static func lessModulusOnce(
        _ s0: UInt64, _ s1: UInt64, _ s2: UInt64, _ s3: UInt64, _ s4: UInt64
    ) -> P256Field {
        var borrow: UInt64 = 0
        let d0 = subtractWithBorrow(s0, .max, &borrow), d1 = subtractWithBorrow(s1, p1, &borrow)
        let d2 = subtractWithBorrow(s2, 0, &borrow), d3 = subtractWithBorrow(s3, p3, &borrow)
        _ = subtractWithBorrow(s4, 0, &borrow)
        let keep = maskFromBit(borrow)
        return P256Field(
            montgomery: Limbs(
                (s0 & keep) | (d0 & ~keep), (s1 & keep) | (d1 & ~keep), (s2 & keep) | (d2 & ~keep),
                (s3 & keep) | (d3 & ~keep)))
    }

    /// Adds m·p at the limb where m stands, which makes that limb zero: p ≡ −1 mod 2⁶⁴, so that m is the limb itself.
    ///
    /// m·p = m·(2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1): the next limbs get m·2³² and m·(2⁶⁴ − 2³² + 1) at a distance of three.
    /// - Returns: What belongs to the fourth limb after m.
    @inline(__always)
    private static func clear(_ m: UInt64, _ r1: inout UInt64, _ r2: inout UInt64, _ r3: inout UInt64) -> UInt64 {
        var carry: UInt64 = 0
        r1 = addWithCarry(r1, m &<< 32, &carry)
        r2 = addWithCarry(r2, m &>> 32, &carry)
        r3 = multiplyAdd(m, p3, r3, &carry)
        return carry
    }

    /// wide·2⁻²⁵⁶ mod p, for wide below 2²⁵⁶·p.
    @inline(__always)
    private init(reducing wide: WideLimbs) {
        var s1 = wide.l1, s2 = wide.l2, s3 = wide.l3
        var s4 = P256Field.clear(wide.l0, &s1, &s2, &s3)
        var s5 = P256Field.clear(s1, &s2, &s3, &s4)
        var s6 = P256Field.clear(s2, &s3, &s4, &s5)
        let s7 = P256Field.clear(s3, &s4, &s5, &s6)
        var carry: UInt64 = 0
        let t0 = addWithCarry(s4, wide.l4, &carry), t1 = addWithCarry(s5, wide.l5, &carry)
        let t2 = addWithCarry(s6, wide.l6, &carry), t3 = addWithCarry(s7, wide.l7, &carry)
        self = P256Field.lessModulusOnce(t0, t1, t2, t3, carry)
    }

    /// p − 2 in binary: 32 ones, 31 zeros, 1, 96 zeros, 94 ones, 0, 1.
    package var inverse: P256Field {
        let x2 = squared() * self
        let x4 = x2.squared(times: 2) * x2
        let x8 = x4.squared(times: 4) * x4
        let x16 = x8.squared(times: 8) * x8
        let x24 = x16.squared(times: 8) * x8
        let x28 = x24.squared(times: 4) * x4
        let x30 = x28.squared(times: 2) * x2
        let x32 = x30.squared(times: 2) * x2
        let head = x32.squared(times: 32) * self
        let middle = (head.squared(times: 128) * x32).squared(times: 32) * x32
        return (middle.squared(times: 30) * x30).squared(times: 2) * self
    }

    /// A square root if there is one: a^((p + 1)/4), since p ≡ 3 mod 4. The exponent is ((2³² − 1)·2³² + 1)·2⁹⁶ + 1,
    /// followed by 94 zeros.
    package var squareRoot: P256Field? {
        let x2 = squared() * self
        let x4 = x2.squared(times: 2) * x2
        let x8 = x4.squared(times: 4) * x4
        let x16 = x8.squared(times: 8) * x8
        let x32 = x16.squared(times: 16) * x16
        let head = x32.squared(times: 32) * self
        let root = (head.squared(times: 96) * self).squared(times: 94)
        return root.squared() == self ? root : nil
    }
}
