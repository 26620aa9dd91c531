/// The integers modulo p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1 (SP 800-186, section 3.2.1.3), in constant time.
///
/// Numbers are kept in Montgomery's form a·2²⁵⁶; any number below 2²⁵⁶ stands for its remainder, and only comparing and
/// writing make it canonical. This field carries the multiples of the generator by secret numbers, hence: no branch, no
/// Bool, every mask through the barrier. `==`, `isZero` and `squareRoot` are for public values.
package struct P256Field: PrimeField {
    /// A number congruent to a·2²⁵⁶.
    var montgomery: Limbs

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
        // Below p, or p itself where this is a multiple of p.
        return P256Field(
            reducing: WideLimbs(l0: low.l0, l1: low.l1, l2: low.l2, l3: low.l3, l4: 0, l5: 0, l6: 0, l7: 0)
        ).remainder
    }

    /// The number kept, less p where it is p or more.
    private var remainder: Limbs {
        let (difference, reached) = Limbs.complementSum(montgomery, P256Field.modulus)
        return Limbs.choice(difference, montgomery, where: maskFromBit(1 ^ reached))
    }

    /// An overflow of 2²⁵⁶ comes back as 2²⁵⁶ − p. It may overflow again, and what is left then is below 2²²⁵.
    @inline(__always)
    package static func + (a: P256Field, b: P256Field) -> P256Field {
        var sum = a.montgomery
        let overflow = sum.add(b.montgomery)
        let second = sum.addFold(maskFromBit(overflow))
        _ = sum.addFold(maskFromBit(second))
        return P256Field(montgomery: sum)
    }

    /// What falls below zero gets p. It may still be below, by less than 2²²⁵, and then gets p again.
    @inline(__always)
    package static func - (a: P256Field, b: P256Field) -> P256Field {
        var (difference, reached) = Limbs.complementSum(a.montgomery, b.montgomery)
        let wrap = maskFromBit(1 ^ reached)
        reached = difference.addModulus(wrap)
        _ = difference.addModulus(wrap & maskFromBit(1 ^ reached))
        return P256Field(montgomery: difference)
    }

    @inline(__always)
    package static func * (a: P256Field, b: P256Field) -> P256Field {
        P256Field(reducing: Limbs.product(a.montgomery, b.montgomery))
    }

    @inline(__always)
    package func squared() -> P256Field {
        P256Field(reducing: Limbs.square(montgomery))
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

    /// A number congruent to wide·2⁻²⁵⁶.
    ///
    /// wide + m·p with m < 2²⁵⁶ is below 2²⁵⁶·(2²⁵⁶ + p), so that an overflow leaves less than p and 2²⁵⁶ − p more fit.
    @inline(__always)
    private init(reducing wide: WideLimbs) {
        var s1 = wide.l1, s2 = wide.l2, s3 = wide.l3
        var s4 = P256Field.clear(wide.l0, &s1, &s2, &s3)
        var s5 = P256Field.clear(s1, &s2, &s3, &s4)
        var s6 = P256Field.clear(s2, &s3, &s4, &s5)
        let s7 = P256Field.clear(s3, &s4, &s5, &s6)
        montgomery = Limbs(s4, s5, s6, s7)
        let overflow = montgomery.add(Limbs(wide.l4, wide.l5, wide.l6, wide.l7))
        _ = montgomery.addFold(maskFromBit(overflow))
    }

    // Below 2²⁵⁶ only 0 and p stand for zero.
    @inline(__always) package var isZero: Bool { montgomery == .zero || montgomery == P256Field.modulus }

    package var isZeroBit: UInt64 {
        montgomery.isZeroBit | montgomery.differs(from: P256Field.modulus).isZeroBit
    }

    @inline(__always)
    package func replaced(by other: P256Field, where mask: UInt64) -> P256Field {
        P256Field(montgomery: Limbs.choice(montgomery, other.montgomery, where: mask))
    }

    private static let divisionSteps = DivisionSteps(modulo: modulus)

    /// The steps give a⁻¹·2⁻²⁵⁶ for a·2²⁵⁶; two products by 2⁵¹² make a⁻¹·2²⁵⁶ of it.
    package var inverseVariableTime: P256Field {
        P256Field(P256Field(P256Field.divisionSteps.inverseVariableTime(of: remainder)).montgomery)
    }

    @inline(__always) package var halved: P256Field {
        P256Field(montgomery: Limbs.half(montgomery, modulo: P256Field.modulus))
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

extension Limbs {
    /// Adds 2²⁵⁶ − p, where the mask is all ones.
    /// - Returns: The carry.
    @inline(__always)
    fileprivate mutating func addFold(_ mask: UInt64) -> UInt64 {
        add(Limbs(mask & 1, mask & 0xFFFF_FFFF_0000_0000, mask, mask & 0xFFFF_FFFE))
    }

    /// Adds p, where the mask is all ones.
    /// - Returns: The carry.
    @inline(__always)
    fileprivate mutating func addModulus(_ mask: UInt64) -> UInt64 {
        add(Limbs(mask, mask & 0xFFFF_FFFF, 0, mask & 0xFFFF_FFFF_0000_0001))
    }
}
