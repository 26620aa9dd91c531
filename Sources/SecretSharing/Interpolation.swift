package import Groups
import Secrets

/// Public numbers that give a value of a polynomial from the shares of a set: f(z) = factor · Σ coefficients[k]·sₖ.
package struct InterpolationCoefficients: Sendable {
    /// One per share, in the order of the nodes, below q.
    package let coefficients: [Limbs]
    /// Below q.
    package let factor: Limbs

    /// What rebuilds the key: the coefficients at zero.
    /// - Parameters:
    ///   - nodes: The indices of the set, ascending and different modulo q.
    ///   - shared: As `InterpolationWeights` takes it.
    package init(variableTimeAtZero nodes: [Int], _ modulus: PublicModulus, shared: InverseFactorials? = nil) {
        // With zero as one more node, w′ⱼ = 1/(xⱼ·Π₍m≠j₎ (xⱼ − xₘ)), so that λⱼ = (−1)ᵗ⁻¹·Πxₘ·w′ⱼ needs no division by xⱼ. It
        // pays where the range from zero on has few gaps; some fifty at its begin cost as much as the divisions.
        guard shared != nil || nodes[0] <= 50 && nodes[nodes.count - 1] <= 2 * nodes.count else {
            let differences = PointDifferences(variableTime: .zero, nodes, modulus)
            self.init(variableTime: nodes, differences, 0..<nodes.count, modulus)
            return
        }
        let weights = InterpolationWeights(variableTime: [0] + nodes, modulus, shared: shared)
        let factor = modulus.montgomery(weights.factor, modulus.formOfProductVariableTime(nodes))
        self.init(
            coefficients: Array(weights.scaled.dropFirst()),
            factor: nodes.count % 2 == 1 ? factor : modulus.negated(factor))
    }

    /// The coefficients at a point, from a run of neighbouring nodes.
    package init(
        variableTime nodes: [Int], _ differences: PointDifferences, _ range: Range<Int>, _ modulus: PublicModulus
    ) {
        let weights = InterpolationWeights(variableTime: Array(nodes[range]), modulus)
        self.init(weights, differences, range, modulus)
    }

    /// The same where the weights of the run are known: λⱼ = ℓ(z)·wⱼ/(z − xⱼ) with ℓ(z) = Π (z − xₘ).
    package init(
        _ weights: InterpolationWeights, _ differences: PointDifferences, _ range: Range<Int>, _ modulus: PublicModulus
    ) {
        let inverses = differences.running.inverses
        var coefficients = weights.scaled
        for k in coefficients.indices {
            coefficients[k] = modulus.montgomery(coefficients[k], inverses[range.lowerBound + k])
        }
        let all = differences.running.product(of: range, modulus)
        self.init(coefficients: coefficients, factor: modulus.montgomery(weights.factor, all))
    }

    private init(coefficients: [Limbs], factor: Limbs) {
        self.coefficients = coefficients
        self.factor = factor
    }
}

/// The differences of a point from nodes, and their inverses: what all sets of these nodes need of the point.
package struct PointDifferences: Sendable {
    fileprivate let running: RunningInverses

    /// - Parameters:
    ///   - point: z, below q; not a node.
    ///   - nodes: Indices.
    package init(variableTime point: Limbs, _ nodes: [Int], _ modulus: PublicModulus) {
        let point = modulus.form(point)
        running = modulus.inversesVariableTime(
            nodes.map { modulus.difference(point, modulus.form(word: UInt64($0))) })
    }
}

extension ShareTable {
    /// The positions in ascending order of their indices, so that neighbours leave few gaps.
    var ascendingPositions: [Int] { ascending(holders, Array(0..<count)) }

    /// The indices at these positions, as interpolation takes them.
    func nodes(_ positions: [Int]) -> [Int] { indices(holders, positions) }

    /// Σ over a set as `InterpolationCoefficients` describes it, into four limbs of the caller's locked memory, in constant
    /// time as to the shares.
    package borrowing func combine(
        _ positions: [Int], _ numbers: InterpolationCoefficients, into result: UnsafeMutablePointer<UInt64>
    ) {
        combine(positions, numbers.coefficients, times: numbers.factor, into: result)
    }

    /// factor · Σ coefficients[k]·share at positions[k], into four limbs of the caller's locked memory.
    package borrowing func combine(
        _ positions: [Int], _ coefficients: [Limbs], times factor: Limbs = .one,
        into result: UnsafeMutablePointer<UInt64>
    ) {
        withAllLimbs { G.scalars.sumOfProducts(result, coefficients, $0, at: positions, times: factor) }
    }

    /// f(0) from the shares at these positions, in ascending order of their indices.
    borrowing func interpolateAtZero(
        _ positions: [Int], shared: InverseFactorials? = nil, into result: UnsafeMutablePointer<UInt64>
    ) {
        let modulus = PublicModulus(G.scalars), nodes = nodes(positions)
        combine(
            positions, InterpolationCoefficients(variableTimeAtZero: nodes, modulus, shared: shared), into: result)
    }
}

// Not generic, so that they are compiled for what they work on.

/// The positions in ascending order of the indices of their holders.
func ascending(_ holders: [HolderIndex], _ positions: [Int]) -> [Int] {
    // One number for both: the index above, the position below.
    var keys = positions.map { Int(holders[$0].value) << 32 | $0 }
    let isAscending = zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    if !isAscending { keys.sort() }
    return isAscending ? positions : keys.map { $0 & 0xFFFF_FFFF }
}

private func indices(_ holders: [HolderIndex], _ positions: [Int]) -> [Int] {
    positions.map { Int(holders[$0].value) }
}
