import CSodium
import Secrets

/// The group of CometBFT and Solana: the prime-order subgroup of −x² + y² = 1 + d·x²·y² (RFC 8032, section 5.1).
///
/// A secret number meets the generator in libsodium only; arithmetic on public points is ours. Scalars are numbers modulo
/// the order, never clamped here.
package enum Ed25519: CurveArithmetic {
    package typealias Point = EdwardsPoint

    package static var curve: CurveName { .ed25519 }

    /// ℓ = 2²⁵² + 27742317777372353535851937790883648493.
    package static let scalars = ScalarModulus(
        order: Limbs(0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000))

    package static var scalarByteOrder: ByteOrder { .littleEndian }
    package static var elementByteCount: Int { 32 }

    package static var identity: AffineEdwardsPoint { AffineEdwardsPoint(x: .zero, y: .one) }

    package static var generator: AffineEdwardsPoint {
        AffineEdwardsPoint(
            x: Curve25519Field(
                Limbs(0xC956_2D60_8F25_D51A, 0x692C_C760_9525_A7B2, 0xC0A4_E231_FDD6_DC5C, 0x2169_36D3_CD6E_53FE)),
            y: Curve25519Field(
                Limbs(0x6666_6666_6666_6658, 0x6666_6666_6666_6666, 0x6666_6666_6666_6666, 0x6666_6666_6666_6666)))
    }

    /// libsodium's `crypto_scalarmult_ed25519_base_noclamp`, which refuses zero. That it did is no secret: the public result
    /// is the neutral element exactly then. The branch on it inside of libsodium is the one report of a memory checker.
    package static func generator(timesLimbs limbs: UnsafePointer<UInt64>) -> AffineEdwardsPoint {
        var encoded = [UInt8](repeating: 0, count: 32)
        let answer = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { bytes in
            storeLimbs(limbs, into: bytes, .littleEndian)
            let answer = crypto_scalarmult_ed25519_base_noclamp(
                &encoded, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self))
            wipe(bytes)
            return MemoryChecker.released(UInt64(bitPattern: Int64(answer)))
        }
        wipeStack()
        guard answer == 0 else { return identity }
        // The point is what was asked for, and is public.
        encoded.withUnsafeBytes { MemoryChecker.markPublic($0) }
        guard let point = AffineEdwardsPoint(onCurve: encoded) else {
            preconditionFailure("libsodium's multiples of the generator are points")
        }
        return point
    }

    /// Reads 32 bytes: y little-endian below p, with the parity of x in the highest bit (RFC 8032, section 5.1.3).
    ///
    /// Stricter than signature verification is elsewhere: small and mixed orders are refused, since a share check in the
    /// whole curve would pass shares that are wrong by a torsion point.
    /// - Throws: `GroupsError.elementLength`; `.elementNotCanonical` for y ≥ p, for x = 0 with its bit set, and where no point
    ///   has this y; `.elementIsIdentity`; `.elementOutsideSubgroup`.
    package static func element(decoding bytes: [UInt8]) throws(GroupsError) -> AffineEdwardsPoint {
        let point = try elementOfCurve(decoding: bytes)
        guard isInSubgroupVariableTime(point) else { throw .elementOutsideSubgroup(curve) }
        return point
    }

    package static func element(
        decodingSecretVariableTime bytes: UnsafeRawBufferPointer
    ) throws(GroupsError) -> AffineEdwardsPoint {
        guard bytes.count == elementByteCount else {
            throw .elementLength(curve, expected: elementByteCount, found: bytes.count)
        }
        guard let point = AffineEdwardsPoint(onCurve: Limbs(reading: bytes, .littleEndian)) else {
            throw .elementNotCanonical(curve)
        }
        guard !point.isIdentity else { throw .elementIsIdentity(curve) }
        guard isInSubgroupOnStackVariableTime(point) else { throw .elementOutsideSubgroup(curve) }
        return point
    }

    /// Reads many, with the subgroup checks in one batch.
    package static func elements(decoding list: [[UInt8]]) throws(ElementListError) -> [AffineEdwardsPoint] {
        let points = try readEach(list, elementOfCurve)
        if !areInSubgroupVariableTime(points), let place = points.firstIndex(where: { !isInSubgroupVariableTime($0) }) {
            throw ElementListError(place: place, reason: .elementOutsideSubgroup(curve))
        }
        return points
    }

    /// A point of the whole curve but the neutral one.
    private static func elementOfCurve(decoding bytes: [UInt8]) throws(GroupsError) -> AffineEdwardsPoint {
        guard bytes.count == elementByteCount else {
            throw .elementLength(curve, expected: elementByteCount, found: bytes.count)
        }
        guard let point = AffineEdwardsPoint(onCurve: bytes) else { throw .elementNotCanonical(curve) }
        guard !point.isIdentity else { throw .elementIsIdentity(curve) }
        return point
    }

    /// Whether 32 bytes are the one form of a point of the whole curve that is not of order 1, 2, 4 or 8: what strict
    /// verification takes as a public key (ed25519-dalek, `verify_strict`). Variable time.
    package static func isStrictKey(_ bytes: [UInt8]) -> Bool {
        guard let point = AffineEdwardsPoint(onCurve: bytes) else { return false }
        return !EdwardsPoint(addend(point)).doubled().doubled().doubled().isIdentity
    }

    /// Few points by Straus's way in Edwards's form, many by buckets in Weierstrass's.
    package static func sumVariableTime(
        _ scalars: [PublicScalar<Ed25519>], _ elements: [AffineEdwardsPoint]
    ) -> EdwardsPoint {
        guard elements.count >= bucketsFrom else {
            return interleavedSum(scalars.map(\.limbs), elements.map(addend))
        }
        var terms = ShortTerms<Wei25519>(capacity: scalars.count)
        for (scalar, image) in zip(scalars, Wei25519.images(of: elements)) { terms.append(scalar.limbs, image) }
        return Wei25519.original(of: BucketSum.sum(terms))
    }

    package static func smallMultiple(_ point: EdwardsPoint, _ digits: SmallDigits) -> EdwardsPoint {
        guard digits.count > 0 else { return .identity }
        let prepared = EdwardsPoint.Prepared(point)
        // The highest digit is 1 and is `result` already.
        var result = point
        for position in (0..<digits.count - 1).reversed() {
            let double = result.doubledSum
            if digits.isPositive(position) || digits.isNegative(position) {
                result = double.point.adding(prepared, negated: digits.isNegative(position))
            } else {
                result = position == 0 ? double.point : double.pointWithoutProduct
            }
        }
        return result
    }

    package static func negatedVariableTime(_ element: AffineEdwardsPoint) -> AffineEdwardsPoint {
        AffineEdwardsPoint(x: element.x.negated, y: element.y)
    }

    package static func addend(_ element: AffineEdwardsPoint) -> EdwardsAddend {
        EdwardsAddend(x: element.x, y: element.y)
    }

    package static func element(_ point: EdwardsPoint) -> AffineEdwardsPoint {
        let inverse = point.z.inverse
        return AffineEdwardsPoint(x: point.x * inverse, y: point.y * inverse)
    }
}
