package import Groups
import SecretSharing
import Secrets

/// Anybody's side of publicly verifiable sealed shares: whether every holder can open the share that the commitment promises
/// (holdfast-own-keys(5), "Publicly verifiable"). All that it sees is public.
///
/// For each holder the opened slots are sealed again, and with the hidden ones must give the row that the challenge was made
/// of; and the opened values must lie on the polynomial that the holder's B_k commit to, whose value at zero is the share:
/// one equation in each slot, all of which are added up with weights that nobody could foresee.
/// ```
/// Σ w·h(i)·G = Σ_j [ (Σ_i w)·X_j + Σ_k (Σ_i w·iᵏ)·B_jk ],  X_j = Σ x_jᵏ·A_k
/// ```
/// `check` may be spread over the holders; `verdict` adds up.
package struct SharesVerifier<G: Group>: Sendable {
    package let context: DealingContext<G>
    package let proof: SharesProof<G>
    package let transcript: ProofTranscript
    package let subset: SlotSubset
    private let weights: SlotWeights

    /// - Parameters:
    ///   - proof: As it was read for the holders of the dealing.
    ///   - context: Of the dealing, whose dealer's proof was verified before: nobody is accused otherwise.
    package init(_ proof: SharesProof<G>, of context: DealingContext<G>) {
        precondition(proof.holderCount == context.holders.count, "a proof that was read for these holders")
        transcript = ProofTranscript(context: context.digest, salt: proof.salt, parameters: proof.parameters)
        let promise = transcript.commitment(to: proof.rows)
        subset = SlotSubset(promise, proof.parameters)
        weights = SlotWeights(promise, values: proof.openedValues)
        self.proof = proof
        self.context = context
    }

    private var holders: [OwnKeyHolder] { context.holders }
    private var commitment: Commitment<G> { context.commitment }

    /// All of it at once.
    /// - Throws: `OwnKeysError.sealedSharesWrong` with everyone whose sealed share is not right, `.memory`.
    package func verified() throws(OwnKeysError) -> VerifiedSharesProof<G> {
        var parts: [CheckedBlobs<G>] = []
        for start in stride(from: 0, to: holders.count, by: SharesVerifier.usualBlock) {
            parts.append(try check(start..<min(start + SharesVerifier.usualBlock, holders.count)))
        }
        return try verdict(parts)
    }

    /// How many holders are well checked at once: their sums share the work that a sum has of itself.
    package static var usualBlock: Int { 64 }

    /// Checks the rows of some holders, and adds up their equations.
    /// - Parameter positions: Of neighbours in the list.
    /// - Throws: `OwnKeysError.memory`.
    package func check(_ positions: Range<Int>) throws(OwnKeysError) -> CheckedBlobs<G> {
        var checked = CheckedBlobs<G>(positions: positions)
        var scalars: [PublicScalar<G>] = [], elements: [G.Element] = []
        for position in positions {
            guard let equation = equation(position), try rowIsRight(position) else {
                checked.bad.append(position)
                continue
            }
            checked.add(equation, position)
            scalars += equation.scalars
            elements += equation.commitments
        }
        checked.sum = G.linearCombinationVariableTime(scalars, elements)
        return checked
    }

    /// The verdict on all holders.
    /// - Parameter parts: What `check` said of every position once.
    /// - Throws: `OwnKeysError.sealedSharesWrong` with everyone whose sealed share is not right, ascending; `.memory`.
    package func verdict(_ parts: [CheckedBlobs<G>]) throws(OwnKeysError) -> VerifiedSharesProof<G> {
        let covered = parts.flatMap(\.positions).sorted()
        precondition(covered == Array(holders.indices), "every holder was checked once")
        var bad = parts.flatMap(\.bad)
        if !sumsAgree(parts) {
            let known = Set(bad)
            bad += holders.indices.filter { !known.contains($0) && !equationHolds($0) }
        }
        guard bad.isEmpty else { throw .sealedSharesWrong(bad.sorted().map { holders[$0].index }) }
        return VerifiedSharesProof(self)
    }

    /// Verifies the part of one holder alone: as good for that holder as the verdict on all, for less.
    /// - Throws: `OwnKeysError.sealedSharesWrong` with this holder, `.memory`.
    package func verifiedAlone(at position: Int) throws(OwnKeysError) -> VerifiedSealedShare<G> {
        guard equationHolds(position), try rowIsRight(position) else {
            throw .sealedSharesWrong([holders[position].index])
        }
        return VerifiedSealedShare(self, position)
    }

    /// Whether the opened slots, sealed again, give with the hidden ones the row that was sent.
    private func rowIsRight(_ position: Int) throws(OwnKeysError) -> Bool {
        let holder = holders[position]
        let opened = try mappingMemory { () throws(SecretsError) in
            try SlotSecrets(opened: proof.opened(at: position))
        }
        guard let sealed = try holder.seal(subset.opened, transcript, opened) else {
            return false
        }
        let slots = subset.merging(opened: sealed, hidden: proof.hidden(at: position))
        let row = transcript.row(of: holder.index, commitments: proof.commitments(at: position), slots: slots)
        return row == proof.row(at: position)
    }

    /// A holder's part of the sum; nil where a B is no point of the group or a value is not below the order.
    private func equation(_ position: Int) -> SlotEquation<G>? {
        guard let commitments = try? G.elements(decoding: proof.commitments(at: position)) else { return nil }
        let weights = subset.opened.map { self.weights.weight(holders[position].index, slot: $0) }
        var value = PublicScalar<G>.zero
        for (weight, bytes) in zip(weights, proof.openedValues(at: position)) {
            guard let opened = try? PublicScalar<G>(canonical: bytes) else { return nil }
            value = value + PublicScalar(reducing: weight) * opened
        }
        let sums = PublicScalar<G>.powerSumsVariableTime(
            of: subset.opened, weights: weights, count: proof.parameters.openedCount + 1)
        return SlotEquation(
            commitments: commitments, scalars: Array(sums.dropFirst()), weight: sums[0], value: value)
    }

    /// Whether the equations of all holders hold, but of those that are known to be wrong, together.
    private func sumsAgree(_ parts: [CheckedBlobs<G>]) -> Bool {
        var value = PublicScalar<G>.zero
        var scalars = [PublicScalar<G>](repeating: .zero, count: commitment.threshold)
        for part in parts {
            value = value + part.value
            for (position, weight) in part.weights {
                let index = PublicScalar<G>(UInt64(holders[position].index.value))
                var power = weight
                for k in scalars.indices {
                    scalars[k] = scalars[k] + power
                    power = power * index
                }
            }
        }
        let promised = G.linearCombinationVariableTime(
            scalars + [value.negated], commitment.elements + [G.generator])
        return parts.reduce(promised) { G.sumVariableTime($0, $1.sum) }.isIdentity
    }

    /// Whether the equation of one holder holds.
    package func equationHolds(_ position: Int) -> Bool {
        guard let equation = equation(position) else { return false }
        let share = commitment.elementVariableTime(for: holders[position].index)
        return G.linearCombinationVariableTime(
            equation.scalars + [equation.weight, equation.value.negated],
            equation.commitments + [share, G.generator]
        ).isIdentity
    }
}

/// Σ w·h(i)·G = (Σ w)·X + Σ_k (Σ w·iᵏ)·B_k for one holder.
private struct SlotEquation<G: Group> {
    /// B_1 … B_v, and the number that each is multiplied with.
    package let commitments: [G.Element]
    package let scalars: [PublicScalar<G>]
    /// Σ w.
    package let weight: PublicScalar<G>
    /// Σ w·h(i).
    package let value: PublicScalar<G>
}

/// What was found of some holders: who is wrong for sure, and the sum of the equations of the others.
package struct CheckedBlobs<G: Group>: Sendable {
    package let positions: Range<Int>
    fileprivate(set) var bad: [Int] = []
    /// Σ_j Σ_k (Σ_i w·iᵏ)·B_jk.
    fileprivate(set) var sum = G.identity
    /// Σ_j Σ_i w·h(i).
    private(set) var value = PublicScalar<G>.zero
    /// Σ_i w of each.
    private(set) var weights: [(position: Int, weight: PublicScalar<G>)] = []

    fileprivate init(positions: Range<Int>) { self.positions = positions }

    fileprivate mutating func add(_ equation: SlotEquation<G>, _ position: Int) {
        value = value + equation.value
        weights.append((position, equation.weight))
    }
}

/// A proof that was verified for every holder. The only way to get one is a `SharesVerifier`.
package struct VerifiedSharesProof<G: Group>: Sendable {
    private let verifier: SharesVerifier<G>

    fileprivate init(_ verifier: SharesVerifier<G>) { self.verifier = verifier }

    /// The sealed share of the holder at a position.
    package func share(at position: Int) -> VerifiedSealedShare<G> { VerifiedSealedShare(verifier, position) }
}

/// A sealed share that its holder can open, since the proof of it was verified.
package struct VerifiedSealedShare<G: Group>: Sendable {
    package let holder: OwnKeyHolder
    package let context: DealingContext<G>
    package let subset: SlotSubset
    /// 32 bytes for each opened slot.
    package let openedValues: [[UInt8]]
    package let hidden: [SealedSlot]

    fileprivate init(_ verifier: SharesVerifier<G>, _ position: Int) {
        holder = verifier.context.holders[position]
        context = verifier.context
        subset = verifier.subset
        openedValues = verifier.proof.openedValues(at: position)
        hidden = verifier.proof.hidden(at: position)
    }
}
