/// A public point (x, y) of edwards25519; the neutral element is (0, 1).
package struct AffineEdwardsPoint: GroupElement {
    let x: Curve25519Field
    let y: Curve25519Field

    init(x: Curve25519Field, y: Curve25519Field) {
        self.x = x
        self.y = y
    }

    /// Reads 32 bytes as a point of the whole curve, whose order is 8ℓ (RFC 8032, section 5.1.3); nil for what is no
    /// canonical form of one.
    package init?(onCurve bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(onCurve: Limbs(bytes: bytes, .littleEndian))
    }

    /// The same from the number y + 2²⁵⁵·(x mod 2) that the bytes are; nothing of it reaches the heap.
    init?(onCurve number: Limbs) {
        let xIsOdd = number.l3 >> 63 == 1
        let low = Limbs(number.l0, number.l1, number.l2, number.l3 & .max >> 1)
        guard low.isBelow(Curve25519Field.modulus) else { return nil }
        let y = Curve25519Field(low)
        // x² = (y² − 1)/(d·y² + 1), and d·y² ≠ −1 since d is no square while −1 is one.
        let ySquared = y.squared()
        guard let x = Curve25519Field.squareRoot(of: ySquared - .one, over: EdwardsPoint.d * ySquared + .one) else {
            return nil
        }
        if x.isZero && xIsOdd { return nil }
        self.init(x: x.isOdd == xIsOdd ? x : x.negated, y: y)
    }

    package var isIdentity: Bool { x.isZero && y == .one }

    /// RFC 8032, section 5.1.2.
    package var encoded: [UInt8] {
        var bytes = y.canonical.bytes(.littleEndian)
        bytes[31] |= x.isOdd ? 0x80 : 0
        return bytes
    }

    package func encode(into buffer: UnsafeMutableRawBufferPointer) {
        var number = y.canonical
        number.l3 |= (x.canonical.l0 & 1) &<< 63
        number.withUnsafeLimbs { storeLimbs($0, into: buffer, .littleEndian) }
    }
}

/// A point prepared to be added: (y + x, y − x, 2d·x·y).
package struct EdwardsAddend: Sendable {
    let sum: Curve25519Field
    let difference: Curve25519Field
    let product: Curve25519Field

    init(x: Curve25519Field, y: Curve25519Field) {
        self.init(sum: y + x, difference: y - x, product: x * y * EdwardsPoint.doubledD)
    }

    init(sum: Curve25519Field, difference: Curve25519Field, product: Curve25519Field) {
        self.sum = sum
        self.difference = difference
        self.product = product
    }
}

/// A point (x/z, y/z) of edwards25519 with t = xy/z, the extended coordinates of Hisil, Wong, Carter and Dawson
/// (ASIACRYPT 2008). The formulas are complete for a = −1: d is no square. Variable time, public values.
package struct EdwardsPoint: VariableTimePoint {
    let x: Curve25519Field
    let y: Curve25519Field
    let z: Curve25519Field
    let t: Curve25519Field

    @inline(__always)
    init(x: Curve25519Field, y: Curve25519Field, z: Curve25519Field, t: Curve25519Field) {
        self.x = x
        self.y = y
        self.z = z
        self.t = t
    }

    /// d = −121665/121666 (RFC 8032, section 5.1).
    static var d: Curve25519Field {
        Curve25519Field(
            Limbs(0x75EB_4DCA_1359_78A3, 0x0070_0A4D_4141_D8AB, 0x8CC7_4079_7779_E898, 0x5203_6CEE_2B6F_FE73))
    }
    static var doubledD: Curve25519Field {
        Curve25519Field(
            Limbs(0xEBD6_9B94_26B2_F159, 0x00E0_149A_8283_B156, 0x198E_80F2_EEF3_D130, 0x2406_D9DC_56DF_FCE7))
    }

    package static var identity: EdwardsPoint { EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero) }

    package var isIdentity: Bool { x.isZero && y == z }

    /// (sum, difference) = (y + x, y − x) give 2x and 2y over z = 2; t = xy/z then is 2xy.
    package init(_ addend: EdwardsAddend) {
        let x = addend.sum - addend.difference, y = addend.sum + addend.difference
        let z = Curve25519Field.one.doubled
        self.init(x: x * z, y: y * z, z: z.squared(), t: x * y)
    }

    package static func negated(_ addend: EdwardsAddend) -> EdwardsAddend {
        EdwardsAddend(sum: addend.difference, difference: addend.sum, product: addend.product.negated)
    }

    package func doubled() -> EdwardsPoint { doubledSum.point }

    /// Twice the point, from x, y and z alone.
    @inline(__always)
    var doubledSum: Sum {
        let a = x.squared(), b = y.squared()
        let h = a + b
        let g = a - b
        return Sum(e: h - (x + y).squared(), f: z.squared().doubled + g, g: g, h: h)
    }

    package func adding(_ other: EdwardsPoint) -> EdwardsPoint { adding(Prepared(other), negated: false) }

    package func adding(_ addend: EdwardsAddend) -> EdwardsPoint {
        sum((y - x) * addend.difference, (y + x) * addend.sum, t * addend.product, z.doubled).point
    }

    func adding(_ other: Prepared, negated: Bool) -> EdwardsPoint {
        let a = (y - x) * (negated ? other.sum : other.difference)
        let b = (y + x) * (negated ? other.difference : other.sum)
        let c = t * other.product
        return sum(a, b, negated ? c.negated : c, z * other.doubledZ).point
    }

    @inline(__always)
    private func sum(
        _ a: Curve25519Field, _ b: Curve25519Field, _ c: Curve25519Field, _ d: Curve25519Field
    ) -> Sum {
        Sum(e: b - a, f: d - c, g: d + c, h: b + a)
    }

    /// A point that is added more than once: (y + x, y − x, 2z, 2d·t).
    struct Prepared {
        let sum: Curve25519Field
        let difference: Curve25519Field
        let doubledZ: Curve25519Field
        let product: Curve25519Field

        init(_ point: EdwardsPoint) {
            sum = point.y + point.x
            difference = point.y - point.x
            doubledZ = point.z.doubled
            product = point.t * EdwardsPoint.doubledD
        }
    }

    /// A point before its last products: x = e/g, y = h/f.
    struct Sum {
        let e: Curve25519Field
        let f: Curve25519Field
        let g: Curve25519Field
        let h: Curve25519Field

        @inline(__always) var point: EdwardsPoint { EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h) }

        /// With t = 0 instead of xy/z: for a point that is only doubled.
        @inline(__always)
        var pointWithoutProduct: EdwardsPoint { EdwardsPoint(x: e * f, y: g * h, z: f * g, t: .zero) }
    }

    /// z is never zero.
    package static func addends(_ points: [EdwardsPoint]) -> [EdwardsAddend] {
        zip(points, Curve25519Field.inversesVariableTime(points.map(\.z))).map { point, zInverse in
            EdwardsAddend(x: point.x * zInverse, y: point.y * zInverse)
        }
    }
}
