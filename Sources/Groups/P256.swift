/// The group of Hyperledger Fabric and of TLS: y² = x³ − 3x + b (SP 800-186, section 3.2.1.3; secp256r1 in SEC 2).
///
/// All of its arithmetic is ours: libcrypto's shows leading zero bytes of a secret number in its running time.
package enum P256: WeierstrassCurve {
    package typealias Field = P256Field

    package static var curve: CurveName { .p256 }

    package static let scalars = ScalarModulus(
        order: Limbs(0xF3B9_CAC2_FC63_2551, 0xBCE6_FAAD_A717_9E84, .max, 0xFFFF_FFFF_0000_0000))

    package static let generator = AffinePoint<P256>(
        x: Field(Limbs(0xF4A1_3945_D898_C296, 0x7703_7D81_2DEB_33A0, 0xF8BC_E6E5_63A4_40F2, 0x6B17_D1F2_E12C_4247)),
        y: Field(Limbs(0xCBB6_4068_37BF_51F5, 0x2BCE_3357_6B31_5ECE, 0x8EE7_EB4A_7C0F_9E16, 0x4FE3_42E2_FE1A_7F9B)))

    /// b = 0x5ac635d8 aa3a93e7 b3ebbd55 769886bc 651d06b0 cc53b0f6 3bce3c3e 27d2604b.
    package static let b = Field(
        Limbs(0x3BCE_3C3E_27D2_604B, 0x651D_06B0_CC53_B0F6, 0xB3EB_BD55_7698_86BC, 0x5AC6_35D8_AA3A_93E7))

    package static func timesA(_ x: P256Field) -> P256Field { x.tripled.negated }

    /// 3x² − 3z⁴ = 3(x − z²)(x + z²).
    @inline(__always)
    package static func halfTangentNumerator(x: P256Field, z: P256Field) -> P256Field {
        let zz = z.squared()
        let product = (x - zz) * (x + zz)
        return product + product.halved
    }

    package static func squareRoot(_ value: P256Field) -> P256Field? { value.squareRoot }
}
