/// The products scalars[k]·points[k] of a sum, none of them neutral; public.
package struct ShortTerms<Curve: WeierstrassEquation>: Sendable {
    private(set) var scalars: [Limbs] = []
    private(set) var points: [AffinePoint<Curve>] = []
    /// The bits of the longest scalar, at least 1.
    private(set) var bitCount = 1

    init(capacity: Int) {
        scalars.reserveCapacity(capacity)
        points.reserveCapacity(capacity)
    }

    /// Takes a product in, if it is not neutral.
    mutating func append(_ scalar: Limbs, _ point: AffinePoint<Curve>) {
        if scalar == .zero || point.isIdentity { return }
        scalars.append(scalar)
        points.append(point)
        bitCount = max(bitCount, scalar.bitCount)
    }
}
