import Secrets

/// Whether points of edwards25519 are in the group of prime order ℓ; for public points.
extension Ed25519 {
    /// Whether ℓ times the point is the neutral element.
    static func isInSubgroupVariableTime(_ element: AffineEdwardsPoint) -> Bool {
        // ℓ = 2²⁵² + c with c below 2¹²⁵: above bit 125 there is nothing to add.
        let point = addend(element)
        var multiple = EdwardsPoint(point)
        for _ in 0..<126 { multiple = multiple.doubledSum.pointWithoutProduct }
        let multiples = oddMultiples([point], count: 8, as: EdwardsPoint.self)
        var low = scalars.order
        low.l3 = 0
        for digit in signedDigits(of: low, width: 5)[..<126].reversed() {
            let double = multiple.doubledSum
            guard digit != 0 else {
                multiple = double.pointWithoutProduct
                continue
            }
            let addend = multiples[Int(digit.magnitude) / 2]
            multiple = double.point.adding(digit > 0 ? addend : EdwardsPoint.negated(addend))
        }
        return multiple.isIdentity
    }

    /// The same bit by bit: slower by a quarter, and nothing reaches the heap, for a point that stays secret.
    static func isInSubgroupOnStackVariableTime(_ element: AffineEdwardsPoint) -> Bool {
        let point = addend(element), order = scalars.order
        var multiple = EdwardsPoint(point)
        for position in (0..<252).reversed() {
            multiple = multiple.doubled()
            if order.bits(from: position, count: 1) == 1 { multiple = multiple.adding(point) }
        }
        return multiple.isIdentity
    }

    /// How many random subsets are summed, eight in a window.
    private static let subsetCount = 128

    /// Whether all are; a wrong yes has probability 2⁻¹²⁸.
    ///
    /// For many points, ℓ·S = 0 is looked at for the sums S of 128 random subsets instead. A linear combination with random
    /// *numbers* would not do: a point's part T of order 2, 4 or 8 vanishes from k·T for every k that is a multiple of its
    /// order, half of all numbers where the order is 2. That is what a subset is allowed to do too, and why it takes 128: fix
    /// a point with T ≠ 0 and the choice of all others; of its own two choices at least one leaves a sum outside of the
    /// subgroup, since the two sums differ by T. The subsets are drawn afresh and nobody can have prepared for them.
    static func areInSubgroupVariableTime(_ elements: [AffineEdwardsPoint]) -> Bool {
        // Below, 128 sums cost more than the points themselves.
        guard elements.count > 3 * subsetCount / 2 else { return elements.allSatisfy(isInSubgroupVariableTime) }
        let windowCount = subsetCount / 8
        var choices = [UInt8](repeating: 0, count: windowCount * elements.count)
        choices.withUnsafeMutableBytes { SecureRandom.fill($0) }
        let images = Wei25519.images(of: elements)
        let sums = BucketSum.subsetSums(of: images, choices: choices, windowCount: windowCount)
        return Wei25519.originals(of: sums).allSatisfy(isInSubgroupVariableTime)
    }
}
