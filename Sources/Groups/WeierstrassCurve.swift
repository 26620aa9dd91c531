/// A curve y² = x³ + a·x + b over a prime field.
package protocol WeierstrassEquation: Sendable {
    associatedtype Field: PrimeField

    /// The b of the equation, not zero.
    static var b: Field { get }
    /// a·x, for the right side of the equation.
    static func timesA(_ x: Field) -> Field
    /// (3x² + a·z⁴)/2: half the numerator of a tangent's slope in Jacobian coordinates, whose denominator is 2yz.
    static func halfTangentNumerator(x: Field, z: Field) -> Field
    /// One of the two roots, whichever; `nil` where there is none.
    static func squareRoot(_ value: Field) -> Field?
}

/// A group that is all points of such a curve, of odd prime order, with the encodings of SEC 1: secp256k1 and P-256.
package protocol WeierstrassCurve: CurveArithmetic, WeierstrassEquation
where Element == AffinePoint<Self>, Point == JacobianPoint<Self> {
    /// The products of a sum, by more products with shorter scalars where the curve has such.
    static func shortTerms(
        _ scalars: [PublicScalar<Self>], _ elements: [AffinePoint<Self>]
    ) -> ShortTerms<Self>
}

/// From how many points on buckets are faster than Straus's way.
let bucketsFrom = 32

extension WeierstrassCurve {
    package static var scalarByteOrder: ByteOrder { .bigEndian }
    package static var elementByteCount: Int { 33 }
    package static var identity: AffinePoint<Self> { .identity }

    @inline(__always)
    package static func addend(_ element: AffinePoint<Self>) -> AffinePoint<Self> { element }

    /// The neutral element gives (0, 0), since the inverse of its z is 0. Nothing reaches the heap.
    package static func element(_ point: JacobianPoint<Self>) -> AffinePoint<Self> {
        let zInverse = point.z.inverseVariableTime
        let square = zInverse.squared()
        return AffinePoint(x: point.x * square, y: point.y * (square * zInverse))
    }

    /// Few points by Straus's way, many by buckets.
    package static func sumVariableTime(
        _ scalars: [PublicScalar<Self>], _ elements: [AffinePoint<Self>]
    ) -> JacobianPoint<Self> {
        let terms = shortTerms(scalars, elements)
        return terms.points.count < bucketsFrom
            ? interleavedSum(terms.scalars, terms.points)
            : BucketSum.sum(terms)
    }

    package static func smallMultiple(_ point: JacobianPoint<Self>, _ digits: SmallDigits) -> JacobianPoint<Self> {
        guard digits.count > 0 else { return .identity }
        let prepared = JacobianPoint.Prepared(point)
        // The highest digit is 1 and is `result` already.
        var result = point
        for position in (0..<digits.count - 1).reversed() {
            result = result.doubled()
            if digits.isPositive(position) || digits.isNegative(position) {
                result = result.adding(prepared, negated: digits.isNegative(position))
            }
        }
        return result
    }

    package static func shortTerms(
        _ scalars: [PublicScalar<Self>], _ elements: [AffinePoint<Self>]
    ) -> ShortTerms<Self> {
        var terms = ShortTerms<Self>(capacity: scalars.count)
        for (scalar, element) in zip(scalars, elements) { terms.append(scalar.limbs, element) }
        return terms
    }

    package static func negatedVariableTime(_ element: AffinePoint<Self>) -> AffinePoint<Self> {
        JacobianPoint.negated(element)
    }

    /// Reads the compressed form: 02 or 03 for an even or odd y, then x in 32 bytes, big-endian (SEC 1, section 2.3.4).
    /// - Throws: `GroupsError.elementLength`, `.elementIsIdentity` for 33 zero bytes, else `.elementNotCanonical`.
    package static func element(decoding bytes: [UInt8]) throws(GroupsError) -> AffinePoint<Self> {
        guard bytes.count == elementByteCount else {
            throw .elementLength(curve, expected: elementByteCount, found: bytes.count)
        }
        guard bytes.contains(where: { $0 != 0 }) else { throw .elementIsIdentity(curve) }
        guard bytes[0] == 2 || bytes[0] == 3 else { throw .elementNotCanonical(curve) }
        return try element(x: Array(bytes[1...]), yIsOdd: bytes[0] == 3)
    }

    package static func element(
        decodingSecretVariableTime bytes: UnsafeRawBufferPointer
    ) throws(GroupsError) -> AffinePoint<Self> {
        guard bytes.count == elementByteCount else {
            throw .elementLength(curve, expected: elementByteCount, found: bytes.count)
        }
        guard bytes.contains(where: { $0 != 0 }) else { throw .elementIsIdentity(curve) }
        guard bytes[0] == 2 || bytes[0] == 3 else { throw .elementNotCanonical(curve) }
        return try element(
            x: Limbs(reading: UnsafeRawBufferPointer(rebasing: bytes[1...]), .bigEndian), yIsOdd: bytes[0] == 3)
    }

    /// The point with this x, 32 bytes big-endian, and the y of the given parity.
    /// - Throws: `GroupsError.elementNotCanonical` where x is p or more, or no point has it.
    package static func element(x bytes: [UInt8], yIsOdd: Bool) throws(GroupsError) -> AffinePoint<Self> {
        guard bytes.count == 32 else { throw .elementNotCanonical(curve) }
        return try element(x: Limbs(bytes: bytes, .bigEndian), yIsOdd: yIsOdd)
    }

    private static func element(x number: Limbs, yIsOdd: Bool) throws(GroupsError) -> AffinePoint<Self> {
        guard number.isBelow(Field.modulus) else { throw .elementNotCanonical(curve) }
        let x = Field(number)
        guard let y = squareRoot(x.squared() * x + timesA(x) + b) else { throw .elementNotCanonical(curve) }
        // y is never zero, which would be its own opposite: a point of order 2 on a curve of odd order.
        return AffinePoint(x: x, y: y.isOdd == yIsOdd ? y : y.negated)
    }

    /// Reads the uncompressed form that certificates and old key files carry: 04, then x and y in 32 bytes each, big-endian.
    /// - Throws: `GroupsError.elementLength`; `.elementNotCanonical` for the hybrid prefixes 06 and 07 too.
    package static func element(decodingUncompressed bytes: [UInt8]) throws(GroupsError) -> AffinePoint<Self> {
        guard bytes.count == 65 else { throw .elementLength(curve, expected: 65, found: bytes.count) }
        guard bytes[0] == 4, let x = Field(bytes: Array(bytes[1..<33]), .bigEndian),
            let y = Field(bytes: Array(bytes[33...]), .bigEndian),
            y.squared() == x.squared() * x + timesA(x) + b
        else { throw .elementNotCanonical(curve) }
        return AffinePoint(x: x, y: y)
    }
}
