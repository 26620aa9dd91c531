import Groups
import Secrets

extension ShareTable {
    /// The positions of the good shares among some that are not all good, ascending: what checking each alone would say.
    ///
    /// Halves are checked by the random linear combination until they are small. As soon as t shares are known to be good,
    /// the others are compared with the values of the polynomial through those, which is exact and costs no point.
    borrowing func searchFitting(
        _ commitment: Commitment<G>, _ challenge: Challenge
    ) throws(SecretsError) -> [Int] {
        // One combination costs as much as some few checks of one share.
        let smallest = 16
        var good: [Int] = [], pending = [0..<count], isWhole = true
        while let range = pending.popLast() {
            if good.count >= commitment.threshold {
                pending.append(range)
                return try good + fittingValues(pending.reversed().flatMap { $0 }, Array(good[..<commitment.threshold]))
            }
            if range.count <= smallest {
                good += range.filter { fits($0, commitment) }
            } else if !isWhole, try combination(range, commitment, challenge).holds(of: commitment.elements) {
                good += range
            } else {
                let middle = (range.lowerBound + range.upperBound) / 2
                pending += [middle..<range.upperBound, range.lowerBound..<middle]
            }
            isWhole = false  // that the whole does not fit is known
        }
        return good
    }

    /// Those of the positions whose shares are values of the polynomial through t good ones.
    private borrowing func fittingValues(_ positions: [Int], _ good: [Int]) throws(SecretsError) -> [Int] {
        let modulus = PublicModulus(G.scalars)
        let set = ascending(holders, good), nodes = nodes(set)
        let weights = InterpolationWeights(variableTime: nodes, modulus)
        var expected = try SecretScalar<G>(), share = try SecretScalar<G>()
        var fitting: [Int] = []
        for position in positions {
            let differences = PointDifferences(
                variableTime: Limbs(UInt64(holders[position].value), 0, 0, 0), nodes, modulus)
            let numbers = InterpolationCoefficients(weights, differences, 0..<nodes.count, modulus)
            expected.withMutableLimbs { combine(set, numbers, into: $0) }
            share.withMutableLimbs { share in withLimbs(at: position) { share.update(from: $0, count: 4) } }
            if expected.matches(share) { fitting.append(position) }
        }
        wipeStack()
        return fitting
    }
}
