package import Groups
import Secrets

/// What a fresh dealing proved about itself before any share was handed out.
public struct RebuildProof: Hashable, Sendable {
    /// How many sets of t holders were made to rebuild the key.
    public let setCount: Int
    /// Whether those were all the sets there are; otherwise a sample in which every holder occurs.
    public let coversEverySet: Bool

    package init(setCount: Int, coversEverySet: Bool) {
        self.setCount = setCount
        self.coversEverySet = coversEverySet
    }
}

extension CheckedShares {
    /// Lets sets of t holders rebuild, and compares each result with the key in constant time.
    ///
    /// All sets when there are at most `limit`; else enough neighbouring sets to have every holder in one, and some drawn
    /// at random.
    /// - Throws: `SecretSharingError.dealingContradictsItself`, `.memory`.
    package borrowing func proveRebuilding(
        of secret: borrowing SecretScalar<G>, limit: Int = 256
    ) throws(SecretSharingError) -> RebuildProof {
        let t = commitment.threshold, n = table.count
        let all = numberOfSets(of: t, among: n, upTo: limit)
        let sets = all.map { _ in everySet(of: t, among: n) } ?? coveringSets(of: t, among: n)
        let ascending = table.ascendingPositions
        let shared = all.flatMap { _ in sharedFactorials(upTo: largestIndex(table.holders), in: G.self) }
        let allRebuild = try mappingMemory { () throws(SecretsError) in
            var key = try SecretScalar<G>()
            for ranks in sets {
                let positions = ranks.map { ascending[$0] }
                key.withMutableLimbs { table.interpolateAtZero(positions, shared: shared, into: $0) }
                guard key.matches(secret) else { return false }
            }
            return true
        }
        wipeStack()
        guard allRebuild else { throw .dealingContradictsItself }
        return RebuildProof(setCount: sets.count, coversEverySet: all != nil)
    }
}

/// What spares many small sets an inversion each; nil for indices so sparse that it would not.
private func sharedFactorials<G: Group>(upTo top: UInt16, in group: G.Type) -> InverseFactorials? {
    guard top < 1024, Limbs(UInt64(top), 0, 0, 0).isBelow(G.scalars.order) else { return nil }
    return InverseFactorials(variableTimeUpTo: Int(top), PublicModulus(G.scalars))
}

/// The binomial coefficient, or nil above the limit.
func numberOfSets(of t: Int, among n: Int, upTo limit: Int) -> Int? {
    var count = 1
    for k in stride(from: 1, through: min(t, n - t), by: 1) {
        count = count * (n - k + 1) / k  // exact at each step: a product of k consecutive numbers
        if count > limit { return nil }
    }
    return count
}

/// All sets of t positions among n, each ascending.
func everySet(of t: Int, among n: Int) -> [[Int]] {
    var sets: [[Int]] = []
    var current = Array(0..<t)
    while true {
        sets.append(current)
        guard let place = current.indices.last(where: { current[$0] < n - t + $0 }) else { return sets }
        current[place] += 1
        for later in current.indices where later > place { current[later] = current[later - 1] + 1 }
    }
}

/// Neighbouring sets in which every position occurs, and 1 … 16 sets drawn at random, all ascending.
func coveringSets(of t: Int, among n: Int) -> [[Int]] {
    var sets = stride(from: t, to: n + t, by: t).map { end in Array(min(end, n) - t..<min(end, n)) }
    // A set without order costs a distance from each of the t to each absent one, or to each other: a million of them
    // take about a millisecond.
    let randomSetCount = min(16, max(1, (1 << 20) / (t * min(t, n))))
    for _ in 0..<randomSetCount { sets.append(Array(0..<n).shuffled().prefix(t).sorted()) }
    return sets
}
