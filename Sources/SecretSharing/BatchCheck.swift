package import Groups
import Secrets

/// Shares that all lie on one committed polynomial. The only way to get them is `ShareTable.checked(against:binding:)`.
package struct CheckedShares<G: Group>: ~Copyable {
    package let table: ShareTable<G>
    package let commitment: Commitment<G>

    fileprivate init(_ table: consuming ShareTable<G>, _ commitment: Commitment<G>) {
        self.table = table
        self.commitment = commitment
    }
}

/// What a check of many shares found: the good ones, in the order they came, and everyone whose share is bad.
package struct BatchVerdict<G: Group>: ~Copyable {
    package let good: CheckedShares<G>
    package let bad: [HolderIndex]

    /// The good shares alone.
    package consuming func checkedShares() -> CheckedShares<G> { good }
}

extension ShareTable {
    /// Checks every share, all at once where that is cheaper, and names each bad one.
    ///
    /// Many shares: the polynomial through them is evaluated at a random z from several sets of t shares that cover all;
    /// the values must agree, and f(z)·G must be Σ zᵏ·Aₖ. Fewer than t, or few commitments: one random linear combination.
    /// When that fails, the bad ones are searched for. The argument is in holdfast-protocol.7, section 7.
    /// - Parameters:
    ///   - commitment: What the dealer published.
    ///   - binding: The id of the dealing: 32 bytes that fix everything public, hashed into the challenge.
    ///   - cores: Where to work.
    /// - Throws: `SecretSharingError.indexTwice`, `.indexOutOfRange`, `.memory`.
    package consuming func checked(
        against commitment: Commitment<G>, binding: [UInt8], on cores: Cores = .one
    ) throws(SecretSharingError) -> BatchVerdict<G> {
        try requireDistinct(holders, in: G.self)
        let fitting = try mappingMemory { () throws(SecretsError) in
            try fittingPositions(commitment, try challenge(binding), on: cores)
        }
        guard fitting.count < count else { return BatchVerdict(good: CheckedShares(self, commitment), bad: []) }
        let bad = holders(besides: fitting)
        let good = try mappingMemory { () throws(SecretsError) in try selecting(fitting) }
        return BatchVerdict(good: CheckedShares(good, commitment), bad: bad)
    }

    /// The challenge of all these shares together.
    borrowing func challenge(_ binding: [UInt8]) throws(SecretsError) -> Challenge {
        try Challenge(domain: "holdfast-check/1", binding: binding, shares: self)
    }

    /// The holders at all positions but some.
    /// - Parameter fitting: Ascending.
    func holders(besides fitting: [Int]) -> [HolderIndex] {
        Set(0..<count).subtracting(fitting).sorted().map { holders[$0] }
    }

    /// The positions of the shares that lie on the committed polynomial, ascending.
    /// - Parameter challenge: Made of all of them.
    borrowing func fittingPositions(
        _ commitment: Commitment<G>, _ challenge: Challenge, on cores: Cores = .one
    ) throws(SecretsError) -> [Int] {
        // A challenge proves nothing in a group small enough to guess it in, and nothing is saved on a single share.
        guard count > 1, isGroupLarge else { return (0..<count).filter { fits($0, commitment) } }
        let allFit =
            switch try equation(commitment, challenge, on: cores) {
            case .some(let equation): equation.holds(of: commitment.elements, on: cores)
            case .none: false
            }
        return allFit ? Array(0..<count) : try searchFitting(commitment, challenge)
    }

    /// Whether nobody can guess a number modulo the order.
    var isGroupLarge: Bool { G.scalars.bitCount >= 250 }

    /// The equation that holds if all shares are good; nil where they disagree with each other.
    borrowing func equation(
        _ commitment: Commitment<G>, _ challenge: Challenge, on cores: Cores = .one
    ) throws(SecretsError) -> CheckEquation<G>? {
        combines(commitment)
            ? try combination(0..<count, commitment, challenge, on: cores)
            : try valueAtOnePoint(commitment, challenge)
    }

    /// Whether a random linear combination is taken rather than a value at one point.
    ///
    /// It must be for fewer than t shares. For a few commitments its scalars Σ wⱼ·xⱼᵏ are short, and so is the
    /// multi-scalar multiplication: below three quarters of its full length it is worth the hash that each weight costs.
    func combines(_ commitment: Commitment<G>) -> Bool {
        let indexBits = 16 - (holders.map(\.value).max() ?? 0).leadingZeroBitCount
        let countBits = Int.bitWidth - count.leadingZeroBitCount
        let work = G.scalarWork
        return count < commitment.threshold
            || work.weight + (commitment.threshold - 1) * indexBits + countBits <= 3 * work.full / 4
    }

    /// f(z)·G = Σ zᵏ·Aₖ, if all covering sets of t shares give the same value at z; else nil.
    private borrowing func valueAtOnePoint(
        _ commitment: Commitment<G>, _ challenge: Challenge
    ) throws(SecretsError) -> CheckEquation<G>? {
        let t = commitment.threshold, modulus = PublicModulus(G.scalars)
        let z = challenge.point(modulus)
        let positions = ascendingPositions, nodes = nodes(positions)
        let differences = PointDifferences(variableTime: z, nodes, modulus)
        var value = try SecretScalar<G>(), other = try SecretScalar<G>()
        for end in [t] + stride(from: 2 * t, to: count + t, by: t).map({ min($0, count) }) {
            let set = end - t..<end
            let numbers = InterpolationCoefficients(variableTime: nodes, differences, set, modulus)
            other.withMutableLimbs { combine(Array(positions[set]), numbers, into: $0) }
            guard end > t else {
                value.withMutableLimbs { value in other.withLimbs { value.update(from: $0, count: 4) } }
                continue
            }
            guard value.matches(other) else { return nil }
        }
        wipeStack()
        return CheckEquation(number: value, columns: PublicScalar<G>.powersVariableTime(of: z, count: t))
    }

    /// Σ wⱼ·sⱼ·G = Σₖ (Σⱼ wⱼ·xⱼᵏ)·Aₖ over the shares at these positions.
    borrowing func combination(
        _ positions: Range<Int>, _ commitment: Commitment<G>, _ challenge: Challenge, on cores: Cores = .one
    ) throws(SecretsError) -> CheckEquation<G> {
        let positions = Array(positions), weights = challenge.weights(positions, in: G.self, on: cores)
        var sum = try SecretScalar<G>()
        sum.withMutableLimbs { combine(positions, weights, into: $0) }
        wipeStack()
        let columns = PublicScalar<G>.powerSumsVariableTime(
            of: nodes(positions), weights: weights, count: commitment.threshold)
        return CheckEquation(number: sum, columns: columns)
    }
}
