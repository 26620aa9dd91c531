package import Groups
package import SecretSharing
import Secrets

/// The requester's side of a blinded request: from the answers of all members to the key, and to no share.
package struct BlindedRebuild<G: Group>: ~Copyable {
    package let set: BlindedSet<G>
    /// u of each member, by their places in the set.
    private var values: ScalarTable<G>
    /// R of each member for the others, by ascending index; nil as long as nothing authentic came.
    private var pairPoints: [[G.Element]?]

    package init(_ set: BlindedSet<G>) throws(OwnKeysError) {
        self.set = set
        values = try mappingMemory { () throws(SecretsError) in try ScalarTable(count: set.members.count) }
        pairPoints = Array(repeating: nil, count: set.members.count)
    }

    /// Takes a member's answer, if they signed it for this request.
    /// - Parameter bytes: What was sealed to the requester, in locked memory.
    /// - Throws: `OwnKeysError.answerUnauthentic`: nobody is accused, and nothing was taken. `.requestWithoutHolder`,
    ///   `.answerTwice`, `.memory`.
    package mutating func add(_ bytes: UnsafeRawBufferPointer, of holder: HolderIndex) throws(OwnKeysError) {
        guard let place = set.members.firstIndex(of: holder) else { throw .requestWithoutHolder(holder) }
        guard pairPoints[place] == nil else { throw .answerTwice(holder) }
        try add(bytes, of: holder, at: place, set.curve.group)
    }

    private mutating func add<H: Group>(
        _ bytes: UnsafeRawBufferPointer, of holder: HolderIndex, at place: Int, _ group: H.Type
    ) throws(OwnKeysError) {
        let key = try set.dealing.context.key(of: holder).element(in: H.self)
        let answer = try BlindedAnswer<G, H>(decoding: bytes, of: holder, in: set, key)
        values.set(place, to: answer.value)
        pairPoints[place] = answer.pairPoints
    }

    /// Who has not answered yet.
    package var missing: [HolderIndex] {
        zip(set.members, pairPoints).filter { $0.1 == nil }.map(\.0)
    }

    /// The key, once every member has answered.
    /// - Throws: `OwnKeysError.answersMissing`; `.blindedAnswersContradict` with all who signed a value that is not theirs,
    ///   and all pairs of others of whom one gave a wrong point; `.sharing` should the sum not be the committed key; `.memory`.
    package borrowing func rebuild() throws(OwnKeysError) -> RebuiltKey<G> {
        let findings = try findings()
        guard findings.cheated.isEmpty, findings.disagreeing.isEmpty else {
            throw .blindedAnswersContradict(findings)
        }
        var sum = try mappingMemory { () throws(SecretsError) in try SecretScalar<G>() }
        sum.withMutableLimbs { sum in
            for place in 0..<values.count { values.withLimbs(at: place) { G.scalars.add(sum, sum, $0) } }
        }
        do {
            return try RebuiltKey(comparing: sum, with: set.dealing.context.commitment)
        } catch { throw .sharing(error) }
    }

    /// What the answers of all members show of each other.
    ///
    /// A pair that has a cheat in it says nothing of its other end, and is left out.
    /// - Throws: `OwnKeysError.answersMissing`, `.memory`.
    package borrowing func findings() throws(OwnKeysError) -> BlindedFindings {
        guard missing.isEmpty else { throw .answersMissing(missing) }
        let points = pairPoints.map { $0 ?? [] }
        let cheated = try cheated(points)
        let pairs = disagreeing(points).filter { !cheated.contains($0.first) && !cheated.contains($0.second) }
        return BlindedFindings(cheated: cheated, disagreeing: pairs)
    }

    /// Pairs whose two ends gave different points.
    private borrowing func disagreeing(_ points: [[G.Element]]) -> [HolderPair] {
        var pairs: [HolderPair] = []
        for one in points.indices {
            // The list of a member leaves out the member: what comes after it is one place earlier.
            for other in points.indices where other > one && points[one][other - 1] != points[other][one] {
                pairs.append(HolderPair(set.members[one], set.members[other]))
            }
        }
        return pairs
    }

    /// Members with u·G ≠ λ·X + Σ ± R, all of which they signed.
    private borrowing func cheated(_ points: [[G.Element]]) throws(OwnKeysError) -> [HolderIndex] {
        let multiples = try mappingMemory { () throws(SecretsError) in try G.generator(timesAll: values) }
        let lagrange = set.lagrange(), commitment = set.dealing.context.commitment
        return points.indices.filter { place in
            let share = commitment.elementVariableTime(for: set.members[place])
            // One sum, for which no point is made canonical on the way.
            let signed = points[place].enumerated().map { $0 < place ? G.negatedVariableTime($1) : $1 }
            let expected = G.linearCombinationVariableTime(
                [lagrange[place]] + Array(repeating: .one, count: signed.count), [share] + signed)
            return expected != multiples[place]
        }.map { set.members[$0] }
    }
}
