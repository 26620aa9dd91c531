import Secrets

extension P256 {
    /// Windows of four signs: 252 doublings and 63 additions, whatever the scalar.
    ///
    /// The scalar is Σ ±2ᵏ over 0 ≤ k < 256, as in `GeneratorMultiples`, so that the digits of its 64 windows are odd and
    /// each picks one of ±1, ±3 … ±15 times the point, of which all are read. Before the last window the sum is an odd
    /// multiple between −2²⁵² and 2²⁵², hence neither neutral nor, sixteenfold, equal or opposite to what is added, and both
    /// together are below the order. In the last window they can be; that addition is complete.
    package static func product(
        limbs: UnsafePointer<UInt64>, _ element: AffinePoint<P256>, into buffer: UnsafeMutableRawBufferPointer
    ) throws(GroupsError) {
        let table = oddMultiples([element], count: 8, as: JacobianPoint<P256>.self)
        table.withUnsafeBufferPointer { multiply(limbs, $0.baseAddress!, into: buffer) }
        wipeStack()
    }

    /// Apart and not inlined, so that all it leaves on the stack is below its caller, who wipes there.
    @inline(never)
    private static func multiply(
        _ limbs: UnsafePointer<UInt64>, _ table: UnsafePointer<AffinePoint<P256>>,
        into buffer: UnsafeMutableRawBufferPointer
    ) {
        let signs = signs(of: limbs)
        let first = oddMultiple(signs, window: 63, table)
        var sum = JacobianPoint<P256>(x: first.x, y: first.y, z: .one)
        for window in (1..<63).reversed() {
            sum = sum.doubled().doubled().doubled().doubled()
            sum = sum.addingDistinct(oddMultiple(signs, window: window, table))
        }
        sum = sum.doubled().doubled().doubled().doubled()
        let product = CompletePoint(sum).adding(CompletePoint(oddMultiple(signs, window: 0, table)), b)
        let inverse = product.z.inverse
        encode(x: product.x * inverse, y: product.y * inverse, into: buffer)
    }

    /// (k + 2²⁵⁶ − 1)/2 modulo the order: its bits are the signs.
    private static func signs(of limbs: UnsafePointer<UInt64>) -> Limbs {
        var number = Limbs.zero
        number.withMutableLimbs { number in
            signOffset.withUnsafeLimbs { scalars.add(number, limbs, $0) }
            half.withUnsafeLimbs { scalars.multiplyMontgomery(number, number, $0) }
        }
        return number
    }

    /// 2²⁵⁶ − 1 modulo the order.
    private static let signOffset: Limbs = {
        var offset = scalars.radix
        offset.withMutableLimbs { offset in Limbs.one.withUnsafeLimbs { scalars.subtract(offset, offset, $0) } }
        return offset
    }()
    /// 1/2, prepared as a factor.
    private static let half = scalars.preparedFactor(Limbs.half(.one, modulo: scalars.order))

    /// The digit's multiple of the point, by reading all eight.
    @inline(__always)
    private static func oddMultiple(
        _ signs: Limbs, window: Int, _ table: UnsafePointer<AffinePoint<P256>>
    ) -> AffinePoint<P256> {
        let bits = signs.bits(from: 4 * window, count: 4)
        // The highest sign is the digit's own; below zero, the others count down.
        let negative = maskFromBit(1 ^ (bits &>> 3))
        let chosen = AffinePoint<P256>(choosing: (bits ^ negative) & 7, from: table, count: 8)
        return AffinePoint(x: chosen.x, y: chosen.y.replaced(by: chosen.y.negated, where: negative))
    }

    @inline(__always)
    private static func encode(x: P256Field, y: P256Field, into buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count == elementByteCount, "a point has its length")
        buffer[0] = UInt8(truncatingIfNeeded: 2 | y.canonical.l0 & 1)
        x.canonical.withUnsafeLimbs {
            storeLimbs($0, into: UnsafeMutableRawBufferPointer(rebasing: buffer[1...]), .bigEndian)
        }
    }
}
