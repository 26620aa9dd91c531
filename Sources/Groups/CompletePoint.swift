/// A point (x/z, y/z) of P-256 in homogeneous coordinates, with the complete formulas for a = −3 of Renes, Costello and
/// Batina (ePrint 2015/1060): the same operations for all inputs, the neutral element (0, 1, 0) among them.
struct CompletePoint: Sendable {
    var x: P256Field
    var y: P256Field
    var z: P256Field

    static var identity: CompletePoint { CompletePoint(x: .zero, y: .one, z: .zero) }

    init(x: P256Field, y: P256Field, z: P256Field) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// - Parameter point: Not the neutral element.
    init(_ point: AffinePoint<P256>) {
        self.init(x: point.x, y: point.y, z: .one)
    }

    /// A point (x/z², y/z³), the neutral one with z = 0 too, where y is not zero.
    init(_ point: JacobianPoint<P256>) {
        self.init(x: point.x * point.z, y: point.y, z: point.z.squared() * point.z)
    }

    /// Entry `offset + digit`, found by reading all sixteen from `offset` on.
    init(choosing digit: UInt64, from table: UnsafeBufferPointer<CompletePoint>, offset: Int) {
        var chosen = CompletePoint(
            x: P256Field(montgomery: .zero), y: P256Field(montgomery: .zero), z: P256Field(montgomery: .zero))
        for entry in 0..<16 {
            let mask = maskFromBit(isZeroBit(digit ^ UInt64(entry)))
            let point = table[offset + entry]
            chosen.x.collect(point.x, mask)
            chosen.y.collect(point.y, mask)
            chosen.z.collect(point.z, mask)
        }
        self = chosen
    }

    /// Algorithm 4: 12 products and 2 by b.
    func adding(_ other: CompletePoint, _ b: P256Field) -> CompletePoint {
        let xx = x * other.x, yy = y * other.y, zz = z * other.z
        let xy = (x + y) * (other.x + other.y) - (xx + yy)
        let yz = (y + z) * (other.y + other.z) - (yy + zz)
        let xz = (x + z) * (other.x + other.z) - (xx + zz)
        let bzz3 = (xz - b * zz).tripled
        let low = yy - bzz3, high = yy + bzz3
        let zz3 = zz.tripled
        let bxz3 = (b * xz - (zz3 + xx)).tripled
        let xx3 = xx.tripled - zz3
        return CompletePoint(x: high * xy - yz * bxz3, y: high * low + xx3 * bxz3, z: low * yz + xy * xx3)
    }

    /// Algorithm 6: 8 products, 3 squares and 2 by b.
    func doubled(_ b: P256Field) -> CompletePoint {
        let xx = x.squared(), yy = y.squared(), zz = z.squared()
        let xy2 = (x * y).doubled, xz2 = (x * z).doubled, yz2 = (y * z).doubled
        let bzz3 = (b * zz - xz2).tripled
        let low = yy - bzz3, high = yy + bzz3
        let zz3 = zz.tripled
        let bxz3 = (b * xz2 - (zz3 + xx)).tripled
        let xx3 = xx.tripled - zz3
        return CompletePoint(
            x: low * xy2 - yz2 * bxz3, y: high * low + xx3 * bxz3, z: (yz2 * yy).doubled.doubled)
    }
}

extension P256Field {
    /// Becomes `other` where the mask is all ones, if it was zero before.
    @inline(__always)
    fileprivate mutating func collect(_ other: P256Field, _ mask: UInt64) {
        montgomery.l0 |= other.montgomery.l0 & mask
        montgomery.l1 |= other.montgomery.l1 & mask
        montgomery.l2 |= other.montgomery.l2 & mask
        montgomery.l3 |= other.montgomery.l3 & mask
    }
}
