/// The integers modulo p = 2²⁵⁵ − 19 (RFC 8032, section 5.1), for public points.
///
/// Any number below 2²⁵⁶ = 2p + 38 stands for its remainder; only comparing and writing make it canonical. What
/// overflows 2²⁵⁶ comes back times 38.
package struct Curve25519Field: PrimeField {
    private var limbs: Limbs

    /// 2²⁵⁶ mod p.
    @inline(__always) private static var fold: UInt64 { 38 }

    package static var modulus: Limbs { Limbs(0xFFFF_FFFF_FFFF_FFED, .max, .max, 0x7FFF_FFFF_FFFF_FFFF) }
    private static var doubledModulus: Limbs { Limbs(0xFFFF_FFFF_FFFF_FFDA, .max, .max, .max) }
    package static var zero: Curve25519Field { Curve25519Field(.zero) }
    package static var one: Curve25519Field { Curve25519Field(.one) }

    @inline(__always) package init(_ number: Limbs) { limbs = number }

    package var canonical: Limbs {
        // A number below 2²⁵⁶ is p or more exactly when adding 19 reaches bit 255. It holds p at most twice.
        var value = limbs
        for _ in 0..<2 {
            var carry: UInt64 = 0
            let r0 = addWithCarry(value.l0, 19, &carry), r1 = addWithCarry(value.l1, 0, &carry)
            let r2 = addWithCarry(value.l2, 0, &carry), r3 = addWithCarry(value.l3, 0, &carry)
            if r3 &>> 63 | carry == 0 { break }
            value = Limbs(r0, r1, r2, r3 &- (1 &<< 63))
        }
        return value
    }

    @inline(__always)
    package static func + (a: Curve25519Field, b: Curve25519Field) -> Curve25519Field {
        Curve25519Field(Limbs.sum(a.limbs, b.limbs, folding: fold))
    }

    @inline(__always)
    package static func - (a: Curve25519Field, b: Curve25519Field) -> Curve25519Field {
        Curve25519Field(Limbs.difference(a.limbs, b.limbs, folding: fold))
    }

    @inline(__always)
    package static func * (a: Curve25519Field, b: Curve25519Field) -> Curve25519Field {
        Curve25519Field(reducing: Limbs.product(a.limbs, b.limbs))
    }

    @inline(__always)
    package func squared() -> Curve25519Field {
        Curve25519Field(reducing: Limbs.square(limbs))
    }

    @inline(__always)
    private init(reducing wide: WideLimbs) {
        let fold = Curve25519Field.fold
        var top: UInt64 = 0
        let s0 = multiplyAdd(wide.l4, fold, wide.l0, &top), s1 = multiplyAdd(wide.l5, fold, wide.l1, &top)
        let s2 = multiplyAdd(wide.l6, fold, wide.l2, &top), s3 = multiplyAdd(wide.l7, fold, wide.l3, &top)
        var carry: UInt64 = 0
        let r0 = addWithCarry(s0, top &* fold, &carry), r1 = addWithCarry(s1, 0, &carry)
        let r2 = addWithCarry(s2, 0, &carry), r3 = addWithCarry(s3, 0, &carry)
        // top ≤ 38, so that an overflow here leaves less than 38² and the last addition ends in the lowest limb.
        self.init(Limbs(r0 &+ ((0 &- carry) & fold), r1, r2, r3))
    }

    /// a^(2²⁵⁰ − 1), and a³.
    private var runs: (ones250: Curve25519Field, ones2: Curve25519Field) {
        let x2 = squared() * self
        let x4 = x2.squared(times: 2) * x2
        let x5 = x4.squared() * self
        let x10 = x5.squared(times: 5) * x5
        let x20 = x10.squared(times: 10) * x10
        let x40 = x20.squared(times: 20) * x20
        let x50 = x40.squared(times: 10) * x10
        let x100 = x50.squared(times: 50) * x50
        let x200 = x100.squared(times: 100) * x100
        return (x200.squared(times: 50) * x50, x2)
    }

    // Below 2²⁵⁶ only 0, p and 2p stand for zero.
    @inline(__always) package var isZero: Bool {
        limbs == .zero || limbs == Curve25519Field.modulus || limbs == Curve25519Field.doubledModulus
    }

    package var isZeroBit: UInt64 {
        limbs.isZeroBit | limbs.differs(from: Curve25519Field.modulus).isZeroBit
            | limbs.differs(from: Curve25519Field.doubledModulus).isZeroBit
    }

    @inline(__always)
    package func replaced(by other: Curve25519Field, where mask: UInt64) -> Curve25519Field {
        Curve25519Field(Limbs.choice(limbs, other.limbs, where: mask))
    }

    private static let divisionSteps = DivisionSteps(modulo: modulus)

    package var inverseVariableTime: Curve25519Field {
        Curve25519Field(Curve25519Field.divisionSteps.inverseVariableTime(of: canonical))
    }

    @inline(__always) package var halved: Curve25519Field {
        Curve25519Field(Limbs.half(limbs, modulo: Curve25519Field.modulus))
    }

    /// p − 2 in binary: 250 ones, 01011.
    package var inverse: Curve25519Field {
        let (ones250, ones2) = runs
        return ones250.squared(times: 5) * (squared(times: 3) * ones2)
    }

    /// √−1 = 2^((p − 1)/4) (RFC 8032, section 5.1.3).
    private static var squareRootOfMinusOne: Curve25519Field {
        Curve25519Field(
            Limbs(0xC4EE_1B27_4A0E_A0B0, 0x2F43_1806_AD2F_E478, 0x2B4D_0099_3DFB_D7A7, 0x2B83_2480_4FC1_DF0B))
    }

    /// A square root of u/v if there is one, with a single power (RFC 8032, section 5.1.3, step 3).
    /// - Parameter v: Not zero.
    package static func squareRoot(of u: Curve25519Field, over v: Curve25519Field) -> Curve25519Field? {
        let v3 = v.squared() * v
        let base = u * v3.squared() * v
        // base^((p − 5)/8); the exponent in binary: 250 ones, 01.
        let power = base.runs.ones250.squared(times: 2) * base
        let candidate = u * v3 * power
        let check = v * candidate.squared()
        if check == u { return candidate }
        if check == u.negated { return candidate * squareRootOfMinusOne }
        return nil
    }
}
