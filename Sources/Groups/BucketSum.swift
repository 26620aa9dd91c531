/// Σ scalars[k]·points[k] over many public points, by signed windows and buckets, in variable time.
///
/// Pippenger, "On the evaluation of powers and monomials" (SIAM J. Comput. 9, 1980), in the form of Bernstein, Doumen,
/// Lange, Oosterwijk, "Faster batch forgery identification" (Indocrypt 2012), section 4: a scalar is a row of digits of w
/// bits between −2ʷ⁻¹ and 2ʷ⁻¹; within a window the points with digit ±j are summed in bucket j, and Σ j·Bⱼ is the window's
/// part of the result. What is different here: the buckets of all windows grow at once, in affine coordinates, so that
/// hundreds of additions share an inversion (`BatchAdder`); and Σ j·Bⱼ is taken bit by bit of j, Σᵦ 2ᵇ·Uᵦ with Uᵦ the sum
/// of the Bⱼ whose j has bit b, which the doublings between the windows then weigh for nothing.
struct BucketSum<Curve: WeierstrassEquation> {
    typealias Point = AffinePoint<Curve>

    /// Point k and its opposite at 2k and 2k + 1: a look-up instead of a branch that nothing predicts.
    private let signedPoints: [Point]
    private let windows: SignedWindows
    /// Bucket j of window w is sum firstBuckets[w] + j of the adder; that of digit 0 stays empty.
    private let firstBuckets: [Int]

    static func sum(_ terms: ShortTerms<Curve>) -> JacobianPoint<Curve> {
        let plan = WindowPlan.cheapest(pointCount: terms.points.count, bitCount: terms.bitCount)
        return BucketSum(terms.points, SignedWindows(terms.scalars, plan)).sum()
    }

    private init(_ points: [Point], _ windows: SignedWindows) {
        self.windows = windows
        firstBuckets = (0..<windows.plan.count).reduce(into: [0]) { $0.append($0[$1] + windows.plan.bucketCount($1)) }
        signedPoints = Array(unsafeUninitializedCapacity: 2 * points.count) { room, count in
            for (k, point) in points.enumerated() {
                room.initializeElement(at: 2 * k, to: point)
                room.initializeElement(at: 2 * k + 1, to: JacobianPoint.negated(point))
            }
            count = 2 * points.count
        }
    }

    /// Sums of subsets of the points.
    /// - Parameters:
    ///   - points: None neutral.
    ///   - choices: `windowCount` bytes for each point, those of one window side by side; bit b of a byte puts the point into
    ///     subset b of that window.
    /// - Returns: Eight sums a window.
    static func subsetSums(of points: [Point], choices: [UInt8], windowCount: Int) -> [Point] {
        precondition(choices.count == windowCount * points.count, "a byte for each point in each window")
        let plan = WindowPlan(bitCount: 9 * windowCount - 1, count: windowCount)
        let sum = BucketSum(points, SignedWindows(digits: choices.map(Int16.init), plan))
        var adder = BatchAdder<Curve>(sumCount: sum.firstBuckets[windowCount])
        sum.fillBuckets(&adder)
        sum.weighBuckets(&adder)
        return (0..<windowCount).flatMap { window in
            (0..<8).map { adder.sums[sum.firstBuckets[window] + 1 << $0] }
        }
    }

    private func sum() -> JacobianPoint<Curve> {
        var adder = BatchAdder<Curve>(sumCount: firstBuckets[windows.plan.count])
        fillBuckets(&adder)
        weighBuckets(&adder)
        var total = JacobianPoint<Curve>.identity
        for window in (0..<windows.plan.count).reversed() {
            for bit in (0..<windows.plan.width(window)).reversed() {
                total = total.doubled().adding(adder.sums[firstBuckets[window] + 1 << bit])
            }
        }
        return total
    }

    /// Adds every point to its buckets, in rounds: the n-th point of every bucket in round n.
    private func fillBuckets(_ adder: inout BatchAdder<Curve>) {
        let entries = SortedEntries(windows, firstBuckets: firstBuckets)
        signedPoints.withUnsafeBufferPointer { signedPoints in
            for round in 0..<entries.roundCount {
                entries.forEach(inRound: round) { bucket, entry in adder.add(signedPoints[entry], to: bucket) }
                adder.flush()
                // The first round filled every bucket that gets a point.
                if round == 0 { adder.mayMeetNeutralSums = false }
            }
        }
        adder.mayMeetNeutralSums = true
    }

    /// Leaves Uᵦ in sum 2ᵇ of each window, Uᵦ the sum of all buckets j whose bit b is set.
    ///
    /// From the top: bucket j is added to bucket j − 2ᵇ, which then has all that the lower bits want of it, and the buckets
    /// 2ᵇ … 2ᵇ⁺¹ − 1 are free to be summed in halves.
    private func weighBuckets(_ adder: inout BatchAdder<Curve>) {
        let plan = windows.plan
        /// Adds `count` sums from `source` on to those from `target` on, in the windows that have buckets up to 2·size.
        func fold(from source: Int, to target: Int, count: Int, size: Int) {
            for window in 0..<plan.count where plan.bucketCount(window) > 2 * size {
                let first = firstBuckets[window]
                for k in 0..<count {
                    let addend = adder.sums[first + source + k]
                    if !addend.isIdentity { adder.add(addend, to: first + target + k) }
                }
            }
        }
        let largest = 1 << max(plan.width - 2, 0)
        var size = largest
        while size > 1 {
            fold(from: size + 1, to: 1, count: size - 1, size: size)
            adder.flush()
            size /= 2
        }
        // Of the buckets 2ᵇ … 2ᵇ⁺¹ − 1 of every bit at once, the upper half of what is left goes onto the lower.
        var halvings = 1
        while largest >> halvings >= 1 {
            var size = largest
            while size >> halvings >= 1 {
                let left = size >> halvings
                fold(from: size + left, to: size, count: left, size: size)
                size /= 2
            }
            adder.flush()
            halvings += 1
        }
    }
}
