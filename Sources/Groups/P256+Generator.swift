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
