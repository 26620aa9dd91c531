/// The integers modulo p = 2²⁵⁶ − 2³² − 977 (SEC 2, section 2.4.1), for public points.
///
/// Any number below 2²⁵⁶ stands for its remainder; only comparing and writing make it canonical. What overflows 2²⁵⁶
/// comes back times 2³² + 977.
package struct Secp256k1Field: PrimeField {
    private var limbs: Limbs

    /// 2²⁵⁶ mod p.
    @inline(__always) private static var fold: UInt64 { 0x1_0000_03D1 }

    package static var modulus: Limbs { Limbs(0xFFFF_FFFE_FFFF_FC2F, .max, .max, .max) }
    package static var zero: Secp256k1Field { Secp256k1Field(.zero) }
    package static var one: Secp256k1Field { Secp256k1Field(.one) }

    @inline(__always) package init(_ number: Limbs) { limbs = number }

    package var canonical: Limbs {
        // A number is p or more exactly when adding 2²⁵⁶ − p overflows, and the sum is then the number less p.
        var carry: UInt64 = 0
        let r0 = addWithCarry(limbs.l0, Secp256k1Field.fold, &carry), r1 = addWithCarry(limbs.l1, 0, &carry)
        let r2 = addWithCarry(limbs.l2, 0, &carry), r3 = addWithCarry(limbs.l3, 0, &carry)
        return carry == 1 ? Limbs(r0, r1, r2, r3) : limbs
    }

    @inline(__always)
    package static func + (a: Secp256k1Field, b: Secp256k1Field) -> Secp256k1Field {
        Secp256k1Field(Limbs.sum(a.limbs, b.limbs, folding: fold))
    }

    @inline(__always)
    package static func - (a: Secp256k1Field, b: Secp256k1Field) -> Secp256k1Field {
        Secp256k1Field(Limbs.difference(a.limbs, b.limbs, folding: fold))
    }

    @inline(__always)
    package static func * (a: Secp256k1Field, b: Secp256k1Field) -> Secp256k1Field {
        Secp256k1Field(reducing: Limbs.product(a.limbs, b.limbs))
    }

    @inline(__always)
    package func squared() -> Secp256k1Field {
        Secp256k1Field(reducing: Limbs.square(limbs))
    }

    @inline(__always)
    private init(reducing wide: WideLimbs) {
        let fold = Secp256k1Field.fold
        var top: UInt64 = 0
        let s0 = multiplyAdd(wide.l4, fold, wide.l0, &top), s1 = multiplyAdd(wide.l5, fold, wide.l1, &top)
        let s2 = multiplyAdd(wide.l6, fold, wide.l2, &top), s3 = multiplyAdd(wide.l7, fold, wide.l3, &top)
        var high: UInt64 = 0
        let r0 = multiplyAdd(top, fold, s0, &high)
        var carry: UInt64 = 0
        let r1 = addWithCarry(s1, high, &carry), r2 = addWithCarry(s2, 0, &carry), r3 = addWithCarry(s3, 0, &carry)
        // An overflow here leaves less than top · (2³² + 977) < 2⁶⁷: the last addition ends in the second limb.
        var last: UInt64 = 0
        let t0 = addWithCarry(r0, (0 &- carry) & fold, &last)
        self.init(Limbs(t0, r1 &+ last, r2, r3))
    }

    /// Powers whose exponents are runs of ones: a^(2²²³ − 1), a^(2²² − 1) and a³, of which p − 2 and (p + 1)/4 are made.
    private var runs: (ones223: Secp256k1Field, ones22: Secp256k1Field, ones2: Secp256k1Field) {
        let x2 = squared() * self
        let x3 = x2.squared() * self
        let x6 = x3.squared(times: 3) * x3
        let x9 = x6.squared(times: 3) * x3
        let x11 = x9.squared(times: 2) * x2
        let x22 = x11.squared(times: 11) * x11
        let x44 = x22.squared(times: 22) * x22
        let x88 = x44.squared(times: 44) * x44
        let x176 = x88.squared(times: 88) * x88
        let x220 = x176.squared(times: 44) * x44
        return (x220.squared(times: 3) * x3, x22, x2)
    }

    // Below 2²⁵⁶ only 0 and p stand for zero.
    @inline(__always) package var isZero: Bool { limbs == .zero || limbs == Secp256k1Field.modulus }

    package var isZeroBit: UInt64 {
        // Below 2²⁵⁶ only 0 and p stand for zero.
        limbs.isZeroBit | limbs.differs(from: Secp256k1Field.modulus).isZeroBit
    }

    @inline(__always)
    package func replaced(by other: Secp256k1Field, where mask: UInt64) -> Secp256k1Field {
        Secp256k1Field(Limbs.choice(limbs, other.limbs, where: mask))
    }

    private static let divisionSteps = DivisionSteps(modulo: modulus)

    package var inverseVariableTime: Secp256k1Field {
        Secp256k1Field(Secp256k1Field.divisionSteps.inverseVariableTime(of: canonical))
    }

    @inline(__always) package var halved: Secp256k1Field {
        Secp256k1Field(Limbs.half(limbs, modulo: Secp256k1Field.modulus))
    }

    /// p − 2 in binary: 223 ones, 0, 22 ones, 0000 1 0 11 0 1.
    package var inverse: Secp256k1Field {
        let (ones223, ones22, ones2) = runs
        let head = ones223.squared(times: 23) * ones22
        return ((head.squared(times: 5) * self).squared(times: 3) * ones2).squared(times: 2) * self
    }

    /// A square root if there is one: a^((p + 1)/4), since p ≡ 3 mod 4. The exponent in binary: 223 ones, 0, 22 ones,
    /// 0000 11 00.
    package var squareRoot: Secp256k1Field? {
        let (ones223, ones22, ones2) = runs
        let head = ones223.squared(times: 23) * ones22
        let root = (head.squared(times: 6) * ones2).squared(times: 2)
        return root.squared() == self ? root : nil
    }
}
