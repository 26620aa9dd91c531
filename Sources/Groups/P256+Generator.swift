import Secrets

extension P256 {
    /// A multiple of the generator in constant time: by the large table once that is worth it (`GeneratorMultiples`), until
    /// then by a comb.
    package static func generator(timesLimbs limbs: UnsafePointer<UInt64>) -> AffinePoint<P256> {
        generatorByTable(timesLimbs: limbs) ?? generatorByComb(timesLimbs: limbs)
    }

    /// The scalar as a comb of four teeth, 64 bits apart, in four quarters of sixteen places.
    ///
    /// The bits k, k + 64, k + 128 and k + 192 make a digit that picks one of sixteen points, of which every one is read;
    /// 16 doublings and 64 additions, whatever the scalar (Lim, Lee, CRYPTO 1994). The formulas are complete: the neutral
    /// element is a point like any other.
    private static func generatorByComb(timesLimbs limbs: UnsafePointer<UInt64>) -> AffinePoint<P256> {
        var result = identity
        generatorTable.withUnsafeBufferPointer { table in
            withUnsafeMutablePointer(to: &result) { multiplyGenerator(limbs, table, into: $0) }
        }
        wipeStack()
        // The point is what was asked for, and is public.
        withUnsafeBytes(of: &result) { MemoryChecker.markPublic($0) }
        return result
    }

    /// Apart and not inlined, so that all it leaves on the stack is below its caller, who wipes there.
    @inline(never)
    private static func multiplyGenerator(
        _ limbs: UnsafePointer<UInt64>, _ table: UnsafeBufferPointer<CompletePoint>,
        into result: UnsafeMutablePointer<AffinePoint<P256>>
    ) {
        let b = P256.b
        var sum = CompletePoint.identity
        for place in (0..<16).reversed() {
            sum = sum.doubled(b)
            for quarter in 0..<4 {
                let bit = UInt64(16 * quarter + place)
                let digit =
                    (limbs[0] &>> bit & 1) | (limbs[1] &>> bit & 1) &<< 1 | (limbs[2] &>> bit & 1) &<< 2
                    | (limbs[3] &>> bit & 1) &<< 3
                sum = sum.adding(CompletePoint(choosing: digit, from: table, offset: 16 * quarter), b)
            }
        }
        // The inverse of zero is zero, and (0, 0) is the neutral element: no case apart for the scalar zero.
        let inverse = sum.z.inverse
        result.pointee = AffinePoint(x: sum.x * inverse, y: sum.y * inverse)
    }

    /// For each quarter, from 2^(16·quarter) times G, 2⁶⁴·G, 2¹²⁸·G and 2¹⁹²·G, the sums of all sixteen subsets: 6 KiB, made
    /// on first use from public values.
    private static let generatorTable: [CompletePoint] = {
        let b = P256.b
        // powers[k] = 2^(16k)·G.
        var powers = [CompletePoint(generator)]
        for _ in 1..<16 {
            powers.append((0..<16).reduce(powers[powers.count - 1]) { power, _ in power.doubled(b) })
        }
        var table: [CompletePoint] = []
        for quarter in 0..<4 {
            var sums = [CompletePoint.identity]
            for tooth in 0..<4 {
                sums += sums.map { $0.adding(powers[4 * tooth + quarter], b) }
            }
            table += sums
        }
        return table
    }()
}

/// A point (x/z, y/z) of P-256 in homogeneous coordinates, with the complete formulas for a = −3 of Renes, Costello and
/// Batina (ePrint 2015/1060): the same operations for all inputs, the neutral element (0, 1, 0) among them.
private struct CompletePoint: Sendable {
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
