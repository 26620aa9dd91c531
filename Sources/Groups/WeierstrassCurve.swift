/// A curve y² = x³ + a·x + b over a prime field.
package protocol WeierstrassEquation: Sendable {
    associatedtype Field: PrimeField

    /// The b of the equation, not zero.
    static var b: Field { get }
    /// a·x, for the right side of the equation.
    static func timesA(_ x: Field) -> Field
    /// 3x² + a·z⁴: the numerator of a tangent's slope in Jacobian coordinates.
    static func tangentNumerator(x: Field, z: Field) -> Field
    static func squareRoot(_ value: Field) -> Field?
}

/// A group that is all points of such a curve, of odd prime order, with the encodings of SEC 1: secp256k1 and P-256.
package protocol WeierstrassCurve: CurveArithmetic, WeierstrassEquation
where Element == AffinePoint<Self>, Point == JacobianPoint<Self> {}

extension WeierstrassCurve {
    package static var scalarByteOrder: ByteOrder { .bigEndian }
    package static var elementByteCount: Int { 33 }
    package static var identity: AffinePoint<Self> { .identity }

    @inline(__always)
    package static func addend(_ element: AffinePoint<Self>) -> AffinePoint<Self> { element }

    package static func element(_ point: JacobianPoint<Self>) -> AffinePoint<Self> {
        JacobianPoint.addends([point])[0]
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

    /// The point with this x, 32 bytes big-endian, and the y of the given parity.
    /// - Throws: `GroupsError.elementNotCanonical` where x is p or more, or no point has it.
    package static func element(x bytes: [UInt8], yIsOdd: Bool) throws(GroupsError) -> AffinePoint<Self> {
        guard bytes.count == 32, let x = Field(bytes: bytes, .bigEndian),
            let y = squareRoot(x.squared() * x + timesA(x) + b)
        else { throw .elementNotCanonical(curve) }
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

/// A public point (x, y); the neutral element is written (0, 0), which is on no curve with b ≠ 0.
package struct AffinePoint<Curve: WeierstrassEquation>: GroupElement {
    let x: Curve.Field
    let y: Curve.Field

    @inline(__always)
    init(x: Curve.Field, y: Curve.Field) {
        self.x = x
        self.y = y
    }

    package static var identity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

    @inline(__always) package var isIdentity: Bool { x.isZero && y.isZero }

    /// SEC 1, section 2.3.3, compressed; 33 zero bytes for the neutral element.
    package var encoded: [UInt8] {
        isIdentity ? [UInt8](repeating: 0, count: 33) : [y.isOdd ? 3 : 2] + xBytes
    }

    /// SEC 1, section 2.3.3, uncompressed, 65 bytes; 65 zero bytes for the neutral element.
    package var uncompressed: [UInt8] {
        isIdentity ? [UInt8](repeating: 0, count: 65) : [4] + xBytes + y.canonical.bytes(.bigEndian)
    }

    /// x in 32 bytes, big-endian: what ECDSA reduces to r, and what BIP-340 calls the public key.
    package var xBytes: [UInt8] { x.canonical.bytes(.bigEndian) }

    package var yIsOdd: Bool { y.isOdd }
}

/// A point (x/z², y/z³) in Jacobian coordinates; z = 0 for the neutral element. Variable time, public values.
package struct JacobianPoint<Curve: WeierstrassEquation>: VariableTimePoint {
    package typealias Field = Curve.Field

    var x: Field
    var y: Field
    var z: Field

    @inline(__always)
    init(x: Field, y: Field, z: Field) {
        self.x = x
        self.y = y
        self.z = z
    }

    package static var identity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

    package init(_ addend: AffinePoint<Curve>) {
        self = addend.isIdentity ? .identity : JacobianPoint(x: addend.x, y: addend.y, z: Field.one)
    }

    package func negated() -> JacobianPoint { JacobianPoint(x: x, y: y.negated, z: z) }

    package static func negated(_ addend: AffinePoint<Curve>) -> AffinePoint<Curve> {
        AffinePoint(x: addend.x, y: addend.y.negated)
    }

    /// No case apart: z = 0 stays 0, and no point has y = 0 where the order is odd.
    package func doubled() -> JacobianPoint {
        let slope = Curve.tangentNumerator(x: x, z: z)
        let ySquared = y.squared()
        let s = (x * ySquared).doubled.doubled
        let x3 = slope.squared() - s.doubled
        let y3 = slope * (s - x3) - ySquared.squared().doubled.doubled.doubled
        return JacobianPoint(x: x3, y: y3, z: (y * z).doubled)
    }

    package func adding(_ other: JacobianPoint) -> JacobianPoint {
        if z.isZero { return other }
        if other.z.isZero { return self }
        let zz = z.squared(), otherZZ = other.z.squared()
        return chord(
            x1: x * otherZZ, y1: y * (other.z * otherZZ), x2: other.x * zz, y2: other.y * (z * zz), z: z * other.z)
    }

    package func adding(_ addend: AffinePoint<Curve>) -> JacobianPoint {
        if addend.isIdentity { return self }
        if z.isZero { return JacobianPoint(x: addend.x, y: addend.y, z: .one) }
        let zz = z.squared()
        return chord(x1: x, y1: y, x2: addend.x * zz, y2: addend.y * (z * zz), z: z)
    }

    /// The sum of (x1, y1) and (x2, y2), both over the same z, neither neutral.
    @inline(__always)
    private func chord(x1: Field, y1: Field, x2: Field, y2: Field, z: Field) -> JacobianPoint {
        let h = x2 - x1, r = y2 - y1
        if h.isZero { return r.isZero ? doubled() : .identity }
        let hh = h.squared()
        let hhh = hh * h, v = x1 * hh
        let x3 = r.squared() - hhh - v.doubled
        return JacobianPoint(x: x3, y: r * (v - x3) - y1 * hhh, z: z * h)
    }

    /// One inversion for all, by the products of all before each (Montgomery 1987, section 10.3.1).
    package static func addends(_ points: [JacobianPoint]) -> [AffinePoint<Curve>] {
        var before: [Field] = []
        before.reserveCapacity(points.count)
        var product = Field.one
        for point in points {
            before.append(product)
            if !point.z.isZero { product = product * point.z }
        }
        var inverse = product.inverse
        var result = [AffinePoint<Curve>](repeating: .identity, count: points.count)
        for k in points.indices.reversed() where !points[k].z.isZero {
            let zInverse = inverse * before[k]
            inverse = inverse * points[k].z
            let square = zInverse.squared()
            result[k] = AffinePoint(x: points[k].x * square, y: points[k].y * (square * zInverse))
        }
        return result
    }
}
