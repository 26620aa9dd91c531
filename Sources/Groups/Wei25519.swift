/// Curve25519 in Weierstrass's form, y² = x³ + a·x + b, for sums of many points in affine coordinates, where an addition by
/// chord costs less than one of Edwards's.
///
/// The map is that of draft-ietf-lwig-curve-representations, appendix D.2, by way of Montgomery's form
/// v² = u³ + A·u² + u with A = 486662 (RFC 7748, section 4.1):
/// ```
/// u = (1 + y)/(1 − y),  v = √(−486664)·u/x;   x′ = u + A/3,  y′ = v
/// ```
/// It is an isomorphism of whole groups of order 8ℓ: torsion survives it. Either root may be taken. The neutral element has
/// no image and stays apart as `AffinePoint.identity`; the point of order 2 is (A/3, 0).
enum Wei25519: WeierstrassEquation {
    typealias Field = Curve25519Field

    /// b = (2A³ − 9A)/27.
    static var b: Curve25519Field {
        Field(Limbs(0x260B_5E9C_7710_C864, 0xED09_7B42_5ED0_97B4, 0x097B_425E_D097_B425, 0x7B42_5ED0_97B4_25ED))
    }
    /// a = 1 − A²/3.
    static var a: Curve25519Field {
        Field(Limbs(0xAAAA_AA98_4914_A144, 0xAAAA_AAAA_AAAA_AAAA, 0xAAAA_AAAA_AAAA_AAAA, 0x2AAA_AAAA_AAAA_AAAA))
    }
    /// A/3.
    private static var shift: Curve25519Field {
        Field(Limbs(0xAAAA_AAAA_AAAD_2451, 0xAAAA_AAAA_AAAA_AAAA, 0xAAAA_AAAA_AAAA_AAAA, 0x2AAA_AAAA_AAAA_AAAA))
    }
    /// √(−486664), the even one.
    private static var root: Curve25519Field {
        Field(Limbs(0xCC6E_04AA_FF45_7E06, 0xC5A1_D3D1_4B7D_1A82, 0xD27B_08DC_03FC_4F7E, 0x0F26_EDF4_60A0_06BB))
    }

    static func timesA(_ x: Curve25519Field) -> Curve25519Field { a * x }

    @inline(__always)
    static func halfTangentNumerator(x: Curve25519Field, z: Curve25519Field) -> Curve25519Field {
        (x.squared().tripled + a * z.squared().squared()).halved
    }

    static func squareRoot(_ value: Curve25519Field) -> Curve25519Field? {
        Curve25519Field.squareRoot(of: value, over: .one)
    }

    /// The images of public points, for the price of one inversion.
    static func images(of points: [AffineEdwardsPoint]) -> [AffinePoint<Wei25519>] {
        let inverses = Field.inversesVariableTime(points.map { (.one - $0.y) * $0.x })
        return zip(points, inverses).map { point, inverse in
            if point.isIdentity { return .identity }
            // x = 0 otherwise only for the point of order 2, and the inverse of zero is zero: (A/3, 0).
            let numerator = (Field.one + point.y) * inverse
            return AffinePoint(x: numerator * point.x + shift, y: numerator * root)
        }
    }

    /// The points of Edwards's form that public points are images of, for the price of one inversion.
    static func originals(of images: [AffinePoint<Wei25519>]) -> [AffineEdwardsPoint] {
        let points = images.map { original(of: JacobianPoint($0)) }
        return zip(points, Field.inversesVariableTime(points.map(\.z))).map { point, inverse in
            AffineEdwardsPoint(x: point.x * inverse, y: point.y * inverse)
        }
    }

    /// The point of Edwards's form whose image this is: x = √(−486664)·u/v, y = (u − 1)/(u + 1).
    static func original(of point: JacobianPoint<Wei25519>) -> EdwardsPoint {
        if point.z.isZero { return .identity }
        // Over z: u = U/z², v = V/z³ with U = x′ − z²·A/3 and V = y′, so that x = √·U·z/V and y = (U − z²)/(U + z²).
        let zz = point.z.squared()
        let u = point.x - zz * shift
        let xNumerator = root * u * point.z, xDenominator = point.y
        let yNumerator = u - zz, yDenominator = u + zz
        // Order 2: U = V = 0, where x is 0/0 and must be 0. u = −1 has no point: −1 + A − 1 is no square.
        guard !xDenominator.isZero else { return EdwardsPoint(x: .zero, y: Field.one.negated, z: .one, t: .zero) }
        return EdwardsPoint(
            x: xNumerator * yDenominator, y: yNumerator * xDenominator, z: xDenominator * yDenominator,
            t: xNumerator * yNumerator)
    }
}
