import Digests
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
    /// At least t shares: the polynomial through them is evaluated at a random z from several sets of t shares that cover
    /// all; the values must agree, and f(z)·G must be Σ zᵏ·Aₖ. Fewer: one random linear combination. When that fails,
    /// each share is checked alone. The argument is in holdfast-protocol.7, section 7.
    /// - Parameters:
    ///   - commitment: What the dealer published.
    ///   - binding: The id of the dealing: 32 bytes that fix everything public, hashed into the challenge.
    /// - Throws: `SecretSharingError.indexTwice`, `.indexOutOfRange`, `.memory`.
    package consuming func checked(
        against commitment: Commitment<G>, binding: [UInt8]
    ) throws(SecretSharingError) -> BatchVerdict<G> {
        try requireDistinct(holders, in: G.self)
        if try mappingMemory({ () throws(SecretsError) in try allFit(commitment, binding: binding) }) {
            return BatchVerdict(good: CheckedShares(self, commitment), bad: [])
        }
        let fitting = (0..<count).filter { fits($0, commitment) }
        let bad = Set(0..<count).subtracting(fitting).sorted().map { holders[$0] }
        let good = try mappingMemory { () throws(SecretsError) in try selecting(fitting) }
        return BatchVerdict(good: CheckedShares(good, commitment), bad: bad)
    }

    /// Whether every share lies on the committed polynomial; a wrong yes has probability below 2⁻¹²⁷.
    private borrowing func allFit(_ commitment: Commitment<G>, binding: [UInt8]) throws(SecretsError) -> Bool {
        // A challenge proves nothing in a group small enough to guess it in, and nothing is saved on a single share.
        guard count > 1, G.scalars.bitCount >= 250 else { return (0..<count).allSatisfy { fits($0, commitment) } }
        let challenge = try Challenge(domain: "holdfast-check/1", binding: binding, shares: self)
        return count >= commitment.threshold
            ? try agreeAtOnePoint(commitment, challenge.point(for: G.self))
            : try combinationFits(commitment, challenge)
    }

    private borrowing func agreeAtOnePoint(
        _ commitment: Commitment<G>, _ z: PublicScalar<G>
    ) throws(SecretsError) -> Bool {
        let t = commitment.threshold
        var value = try SecretScalar<G>(), other = try SecretScalar<G>(), scratch = try SecretScalar<G>()
        value.withMutableLimbs { limbs in
            scratch.withMutableLimbs { interpolate(Array(0..<t), at: z, into: limbs, scratch: $0) }
        }
        for end in stride(from: t, to: count, by: t).map({ min($0 + t, count) }) {
            other.withMutableLimbs { limbs in
                scratch.withMutableLimbs { interpolate(Array(end - t..<end), at: z, into: limbs, scratch: $0) }
            }
            guard value.matches(other) else { return false }
        }
        wipeStack()
        var powers: [PublicScalar<G>] = [.one]
        while powers.count < t { powers.append(powers[powers.count - 1] * z) }
        return G.generator(times: value) == G.linearCombinationVariableTime(powers, commitment.elements)
    }

    private borrowing func combinationFits(
        _ commitment: Commitment<G>, _ challenge: Challenge
    ) throws(SecretsError) -> Bool {
        let weights: [PublicScalar<G>] = (0..<count).map { challenge.weight($0) }
        var sum = try SecretScalar<G>(), scratch = try SecretScalar<G>()
        sum.withMutableLimbs { limbs in
            scratch.withMutableLimbs { combine(Array(0..<count), weights, into: limbs, scratch: $0) }
        }
        wipeStack()
        // Column k of the right side: Σⱼ wⱼ·xⱼᵏ.
        var columns: [PublicScalar<G>] = []
        var terms = weights
        for k in 0..<commitment.threshold {
            if k > 0 { terms = zip(terms, holders).map { $0 * PublicScalar(UInt64($1.value)) } }
            columns.append(terms.reduce(.zero, +))
        }
        return G.generator(times: sum) == G.linearCombinationVariableTime(columns, commitment.elements)
    }
}

/// Numbers that nobody could know before every index and every share was fixed.
///
/// A hash rather than fresh randomness, so that every checker reaches the same verdict. It is made from the shares and
/// released, the one named declassification of the check: a digest of uniform shares tells nothing about them, and
/// f(z) stays as secret as a share.
private struct Challenge {
    /// SHA-256 over domain, id, number of shares, and index and value of each.
    private let seed: [UInt8]

    init<G: Group>(domain: String, binding: [UInt8], shares: borrowing ShareTable<G>) throws(SecretsError) {
        var stream = SHA256.Stream()
        stream.update(Array(domain.utf8) + [0])
        stream.update(binding)
        stream.update(bigEndian(UInt32(shares.count)))
        var value = try LockedBytes(count: 32)
        for position in 0..<shares.count {
            stream.update(bigEndian(UInt32(shares.holders[position].value)))
            value.withUnsafeMutableBytes { shares.encode(position, into: $0) }
            value.withUnsafeBytes { stream.update($0) }
        }
        let digest: [UInt8] = stream.finalize()
        digest.withUnsafeBytes { MemoryChecker.markPublic($0) }
        seed = digest
    }

    /// z: the first of SHA-256(seed ‖ "point" ‖ counter) modulo q that is no holder's index and not zero.
    func point<G: Group>(for group: G.Type) -> PublicScalar<G> {
        for counter in UInt32.min... {
            let digest = SHA256.hash(seed + Array("point".utf8) + bigEndian(counter))
            let candidate = PublicScalar<G>(reducing: Limbs(bytes: digest, .bigEndian))
            let limbs = candidate.limbs
            if limbs.l3 | limbs.l2 | limbs.l1 != 0 || limbs.l0 > 65535 { return candidate }
        }
        preconditionFailure("one of 2³² digests is above 65535")
    }

    /// The non-zero 128-bit weight of the share at a position.
    func weight<G: Group>(_ position: Int) -> PublicScalar<G> {
        for counter in UInt32.min... {
            let digest = SHA256.hash(
                seed + Array("weight".utf8) + bigEndian(UInt32(position)) + bigEndian(counter))
            let number = Limbs(bytes: [UInt8](repeating: 0, count: 16) + digest.prefix(16), .bigEndian)
            if number != .zero { return PublicScalar(reducing: number) }
        }
        preconditionFailure("one of 2³² digests is not zero")
    }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
