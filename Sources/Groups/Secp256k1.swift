import CSecp256k1
import Secrets

/// The group of Bitcoin and the EVM chains: y² = x³ + 7 (SEC 2, section 2.4.1).
///
/// A secret number meets the generator in libsecp256k1 only; arithmetic on public points is ours.
package enum Secp256k1: WeierstrassCurve {
    package typealias Field = Secp256k1Field

    package static var curve: CurveName { .secp256k1 }

    package static let scalars = ScalarModulus(
        order: Limbs(0xBFD2_5E8C_D036_4141, 0xBAAE_DCE6_AF48_A03B, 0xFFFF_FFFF_FFFF_FFFE, .max))

    package static var generator: AffinePoint<Secp256k1> {
        AffinePoint(
            x: Field(Limbs(0x59F2_815B_16F8_1798, 0x029B_FCDB_2DCE_28D9, 0x55A0_6295_CE87_0B07, 0x79BE_667E_F9DC_BBAC)),
            y: Field(Limbs(0x9C47_D08F_FB10_D4B8, 0xFD17_B448_A685_5419, 0x5DA4_FBFC_0E11_08A8, 0x483A_DA77_26A3_C465)))
    }

    package static var b: Secp256k1Field { Secp256k1Field(Limbs(7, 0, 0, 0)) }
    package static func timesA(_ x: Secp256k1Field) -> Secp256k1Field { .zero }

    @inline(__always)
    package static func halfTangentNumerator(x: Secp256k1Field, z: Secp256k1Field) -> Secp256k1Field {
        // 3x²/2 = x² + x²/2
        let square = x.squared()
        return square + square.halved
    }

    package static func squareRoot(_ value: Secp256k1Field) -> Secp256k1Field? { value.squareRoot }

    /// x times a point, with additions in affine coordinates.
    ///
    /// A point (x, y, z) is the affine point (x, y) of the curve y² = x³ + 7z⁶, to which this one is isomorphic, and no formula
    /// uses the 7: what is computed there has its z multiplied by the first one in the end. So only where a = 0.
    package static func smallMultiple(
        _ point: JacobianPoint<Secp256k1>, _ digits: SmallDigits
    ) -> JacobianPoint<Secp256k1> {
        guard digits.count > 0, !point.isIdentity else { return .identity }
        let positive = AffinePoint<Secp256k1>(x: point.x, y: point.y), negative = JacobianPoint.negated(positive)
        var result = JacobianPoint<Secp256k1>(x: point.x, y: point.y, z: .one)
        for position in (0..<digits.count - 1).reversed() {
            result = result.doubled()
            if digits.isPositive(position) {
                result = result.adding(positive)
            } else if digits.isNegative(position) {
                result = result.adding(negative)
            }
        }
        result.z = result.z * point.z
        return result
    }

    /// The process's context of libsecp256k1, blinded with fresh randomness when it is first needed.
    // "A constructed context can safely be used from multiple threads simultaneously" (secp256k1.h); only functions
    // that take it without `const` need it alone, and none is called after this.
    package nonisolated(unsafe) static let context: OpaquePointer = {
        guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 finds memory for its context")
        }
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { seed in
            SecureRandom.fill(seed)
            // It fails for no seed; the answer carries nothing to act on.
            _ = secp256k1_context_randomize(context, seed.baseAddress!.assumingMemoryBound(to: UInt8.self))
            wipe(seed)
        }
        return context
    }()

    /// libsecp256k1's `ec_pubkey_create`, which refuses zero. That it did is no secret: the public result is the neutral
    /// element exactly then.
    package static func generator(timesLimbs limbs: UnsafePointer<UInt64>) -> AffinePoint<Secp256k1> {
        // Made first: whoever needs it first asks the system for randomness, and then the number is not on the stack yet.
        let context = Secp256k1.context
        var key = secp256k1_pubkey()
        let isValid = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { bytes in
            storeLimbs(limbs, into: bytes, .bigEndian)
            let answer = secp256k1_ec_pubkey_create(
                context, &key, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self))
            wipe(bytes)
            return MemoryChecker.released(UInt64(truncatingIfNeeded: answer))
        }
        wipeStack()
        guard isValid == 1 else {
            precondition(MemoryChecker.released(scalars.isZeroBit(limbs)) == 1, "a scalar is below the order")
            return identity
        }
        // A public key is public.
        withUnsafeBytes(of: &key) { MemoryChecker.markPublic($0) }
        return element(key)
    }

    /// A point of libsecp256k1's as one of ours.
    private static func element(_ key: secp256k1_pubkey) -> AffinePoint<Secp256k1> {
        var key = key
        var bytes = [UInt8](repeating: 0, count: 65)
        var count = 65
        // It cannot fail: the key is the library's own and the room suffices.
        _ = secp256k1_ec_pubkey_serialize(context, &bytes, &count, &key, UInt32(SECP256K1_EC_UNCOMPRESSED))
        return AffinePoint(
            x: Field(Limbs(bytes: Array(bytes[1..<33]), .bigEndian)),
            y: Field(Limbs(bytes: Array(bytes[33...]), .bigEndian)))
    }
}
