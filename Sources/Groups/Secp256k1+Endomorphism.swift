/// The endomorphism φ(x, y) = (β·x, y) = λ·(x, y) of secp256k1, by which a scalar is two of half its length.
///
/// Gallant, Lambert, Vanstone, "Faster point multiplication on elliptic curves with efficient endomorphisms" (CRYPTO 2001).
/// β is a cube root of one modulo p, λ the one modulo q that belongs to it. With the short lattice vectors (a₁, b₁) and
/// (a₂, b₂), aₖ + bₖ·λ ≡ 0 (mod q), which the Euclidean algorithm on q and λ gives, k less the nearest lattice point is
/// k₁ + k₂·λ with |k₁|, |k₂| < 2¹²⁸. For public numbers.
extension Secp256k1 {
    package static var beta: Secp256k1Field {
        Field(Limbs(0xC139_6C28_7195_01EE, 0x9CF0_4975_12F5_8995, 0x6E64_479E_AC34_34E9, 0x7AE9_6A2B_657C_0710))
    }

    package static var lambda: PublicScalar<Secp256k1> {
        PublicScalar(
            reducing: Limbs(
                0xDF02_967C_1B23_BD72, 0x122E_22EA_2081_6678, 0xA526_1C02_8812_645A, 0x5363_AD4C_C05C_30E0))
    }

    /// A number of half length with its sign.
    package struct HalfScalar: Hashable, Sendable {
        /// Below 2¹²⁸.
        package let magnitude: Limbs
        package let isNegative: Bool
    }

    /// low + high·λ: the two halves of a weight are its halves as a scalar, and so they are of small multiples and sums. No two
    /// weights are the same number, since no lattice vector but zero is shorter than 2¹²⁵.
    package static func weight(_ high: UInt64, _ low: UInt64) -> Limbs {
        (PublicScalar(low) + PublicScalar(high) * lambda).limbs
    }

    package static var scalarWork: (full: Int, weight: Int) { (128, 64) }

    /// k₁ and k₂ with k ≡ k₁ + k₂·λ (mod q).
    package static func halves(of scalar: PublicScalar<Secp256k1>) -> (HalfScalar, HalfScalar) {
        let k = scalar.limbs
        // c₁ = round(b₂·k/q) and c₂ = round(−b₁·k/q), by the factors round(2³⁸⁴·b₂/q) and round(−2³⁸⁴·b₁/q).
        let c1 = roundedTop(
            Limbs.product(
                k, Limbs(0xE893_209A_45DB_B031, 0x3DAA_8A14_71E8_CA7F, 0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD)))
        let c2 = roundedTop(
            Limbs.product(
                k, Limbs(0x1571_B4AE_8AC4_7F71, 0x2212_08AC_9DF5_06C6, 0x6F54_7FA9_0ABF_E4C4, 0xE443_7ED6_010E_8828)))
        // a₁ = b₂, −b₁ and a₂: k₁ = k − c₁·a₁ − c₂·a₂ and k₂ = c₁·(−b₁) − c₂·b₂, both short, hence exact modulo 2²⁵⁶.
        let a1 = Limbs(0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD, 0, 0)
        let minusB1 = Limbs(0x6F54_7FA9_0ABF_E4C3, 0xE443_7ED6_010E_8828, 0, 0)
        let a2 = Limbs(0x57C1_108D_9D44_CFD8, 0x14CA_50F7_A8E2_F3F6, 1, 0)
        var k1 = k
        _ = k1.subtract(lowProduct(c1, a1))
        _ = k1.subtract(lowProduct(c2, a2))
        var k2 = lowProduct(c1, minusB1)
        _ = k2.subtract(lowProduct(c2, a1))
        return (HalfScalar(signed: k1), HalfScalar(signed: k2))
    }

    package static func shortTerms(
        _ scalars: [PublicScalar<Secp256k1>], _ elements: [AffinePoint<Secp256k1>]
    ) -> ShortTerms<Secp256k1> {
        var terms = ShortTerms<Secp256k1>(capacity: 2 * scalars.count)
        for (scalar, element) in zip(scalars, elements) where !element.isIdentity {
            let (first, second) = halves(of: scalar)
            terms.append(first, element)
            terms.append(second, AffinePoint(x: element.x * beta, y: element.y))
        }
        return terms
    }

    /// round(wide/2³⁸⁴).
    private static func roundedTop(_ wide: WideLimbs) -> Limbs {
        var carry = wide.l5 &>> 63
        let low = addWithCarry(wide.l6, 0, &carry)
        return Limbs(low, wide.l7 &+ carry, 0, 0)
    }

    private static func lowProduct(_ a: Limbs, _ b: Limbs) -> Limbs {
        let wide = Limbs.product(a, b)
        return Limbs(wide.l0, wide.l1, wide.l2, wide.l3)
    }
}

extension ShortTerms<Secp256k1> {
    fileprivate mutating func append(_ half: Secp256k1.HalfScalar, _ point: AffinePoint<Secp256k1>) {
        append(half.magnitude, half.isNegative ? JacobianPoint.negated(point) : point)
    }
}

extension Secp256k1.HalfScalar {
    /// Reads a number modulo 2²⁵⁶ whose absolute value is below 2¹²⁸.
    fileprivate init(signed number: Limbs) {
        isNegative = number.l3 >> 63 == 1
        var absolute = number
        if isNegative {
            absolute = .zero
            _ = absolute.subtract(number)
        }
        assert(absolute.l3 | absolute.l2 == 0, "a half is below 2¹²⁸")
        magnitude = absolute
    }
}
