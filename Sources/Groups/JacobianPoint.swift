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

    @inline(__always) package var isIdentity: Bool { z.isZero }

    package init(_ addend: AffinePoint<Curve>) {
        self = addend.isIdentity ? .identity : JacobianPoint(x: addend.x, y: addend.y, z: Field.one)
    }

    func negated() -> JacobianPoint { JacobianPoint(x: x, y: y.negated, z: z) }

    @inline(__always)
    package static func negated(_ addend: AffinePoint<Curve>) -> AffinePoint<Curve> {
        AffinePoint(x: addend.x, y: addend.y.negated)
    }

    /// No case apart: where z or y is 0, which is where the double is neutral, the new z is 0.
    ///
    /// With the slope's numerator halved, all eight of the textbook's small factors are gone and z is yz.
    @inline(__always)
    package func doubled() -> JacobianPoint {
        let slope = Curve.halfTangentNumerator(x: x, z: z)
        let ySquared = y.squared()
        let s = x * ySquared
        let x3 = slope.squared() - s.doubled
        return JacobianPoint(x: x3, y: slope * (s - x3) - ySquared.squared(), z: y * z)
    }

    package func adding(_ other: JacobianPoint) -> JacobianPoint {
        if z.isZero { return other }
        if other.z.isZero { return self }
        let zz = z.squared(), otherZZ = other.z.squared()
        return chord(
            x1: x * otherZZ, y1: y * (other.z * otherZZ), x2: other.x * zz, y2: other.y * (z * zz), z: z * other.z)
    }

    /// A point that is added more than once, with its z² and z³.
    struct Prepared {
        let point: JacobianPoint
        let zz: Field
        let zzz: Field

        init(_ point: JacobianPoint) {
            self.point = point
            zz = point.z.squared()
            zzz = zz * point.z
        }
    }

    func adding(_ other: Prepared, negated: Bool) -> JacobianPoint {
        let q = other.point
        if z.isZero { return negated ? q.negated() : q }
        if q.z.isZero { return self }
        let zz = z.squared()
        let y2 = (negated ? q.y.negated : q.y) * (z * zz)
        return chord(x1: x * other.zz, y1: y * other.zzz, x2: q.x * zz, y2: y2, z: z * q.z)
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

    /// The neutral element gives (0, 0), since the inverse of its z is 0.
    package static func addends(_ points: [JacobianPoint]) -> [AffinePoint<Curve>] {
        zip(points, Field.inversesVariableTime(points.map(\.z))).map { point, zInverse in
            let square = zInverse.squared()
            return AffinePoint(x: point.x * square, y: point.y * (square * zInverse))
        }
    }
}
