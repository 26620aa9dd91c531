/// Adds points in affine coordinates to many running sums, sharing one inversion among up to `capacity` additions.
///
/// A chord then costs five products, a square and its part of an inversion, where Jacobian coordinates want eleven. Variable
/// time, public points.
struct BatchAdder<Curve: WeierstrassEquation>: ~Copyable {
    typealias Point = AffinePoint<Curve>
    typealias Field = Curve.Field

    /// How many additions share an inversion, which costs some 70 products.
    static var capacity: Int { 256 }

    /// The sums; the neutral element is (0, 0).
    let sums: UnsafeMutablePointer<Point>
    let sumCount: Int
    private let pending: UnsafeMutablePointer<Pending>
    private var count = 0
    /// The product of all denominators that wait.
    private var product = Field.one
    /// Whether a sum that gets a point can be neutral: every sum at first, later only after opposite points met.
    var mayMeetNeutralSums = true

    /// An addition that waits for the inverse of its denominator.
    private struct Pending {
        var target: Int32
        var addend: Point
        /// x₂ − x₁, by which the slope of the chord is divided.
        var denominator: Field
        /// The product of the denominators before this one.
        var productBefore: Field
    }

    init(sumCount: Int) {
        self.sumCount = sumCount
        sums = .allocate(capacity: sumCount)
        sums.initialize(repeating: .identity, count: sumCount)
        pending = .allocate(capacity: Self.capacity)
    }

    deinit {
        // The points and numbers are trivial: nothing to deinitialise.
        sums.deallocate()
        pending.deallocate()
    }

    /// Adds a point to a sum, at the latest with the next `flush()`.
    ///
    /// No sum gets a second point before a flush.
    /// - Parameter addend: Not neutral.
    @inline(__always)
    mutating func add(_ addend: Point, to target: Int) {
        assert(target >= 0 && target < sumCount && !addend.isIdentity, "a point and a sum")
        if mayMeetNeutralSums && sums[target].isIdentity {
            sums[target] = addend
            return
        }
        let denominator = addend.x - sums[target].x
        let addition = pending + count
        addition.pointee.target = Int32(truncatingIfNeeded: target)
        addition.pointee.addend = addend
        addition.pointee.denominator = denominator
        addition.pointee.productBefore = product
        product = product * denominator
        count &+= 1
        if count == Self.capacity { flush() }
    }

    /// Makes all additions that wait.
    @inline(never)
    mutating func flush() {
        if count == 0 { return }
        // A zero among the denominators: equal or opposite points. Rare, so that nobody looks for it before.
        if product.isZero { settleEqualAbscissas() }
        var inverse = product.inverseVariableTime
        var addition = pending + count
        while addition > pending {
            addition -= 1
            let sum = sums + Int(addition.pointee.target)
            let slopeInverse = inverse * addition.pointee.productBefore
            inverse = inverse * addition.pointee.denominator
            let x1 = sum.pointee.x, y1 = sum.pointee.y
            let slope = (addition.pointee.addend.y - y1) * slopeInverse
            let x = slope.squared() - (x1 + addition.pointee.addend.x)
            sum.pointee.x = x
            sum.pointee.y = slope * (x1 - x) - y1
        }
        count = 0
        product = .one
    }

    /// Makes the additions whose abscissas are equal, each alone, and leaves the others waiting.
    private mutating func settleEqualAbscissas() {
        var kept = 0
        product = .one
        mayMeetNeutralSums = true
        for k in 0..<count {
            let addition = pending[k], target = Int(addition.target)
            if addition.denominator.isZero {
                sums[target] = JacobianPoint.addends([JacobianPoint(sums[target]).adding(addition.addend)])[0]
                continue
            }
            pending[kept] = addition
            pending[kept].productBefore = product
            product = product * addition.denominator
            kept += 1
        }
        count = kept
    }
}
