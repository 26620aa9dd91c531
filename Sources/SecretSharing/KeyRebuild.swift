package import Groups
import Secrets

/// A key that is the committed one: interpolated from checked shares by `CheckedShares.rebuild()`, or summed up from what
/// holders made of theirs, and compared by `init(comparing:with:)`.
package struct RebuiltKey<G: Group>: ~Copyable {
    package let scalar: SecretScalar<G>

    /// A number that may be the key: x·G = A₀ or nothing comes out.
    /// - Throws: `SecretSharingError.rebuiltKeyContradictsCommitment`.
    package init(
        comparing scalar: consuming SecretScalar<G>, with commitment: Commitment<G>
    ) throws(SecretSharingError) {
        guard G.generator(times: scalar) == commitment.publicKey else { throw .rebuiltKeyContradictsCommitment }
        self.scalar = scalar
    }
}

extension CheckedShares {
    /// The key, from the first t of these shares; the literature says *reconstruct*.
    ///
    /// Lagrange interpolation at zero, then x·G = A₀ or nothing comes out (`secret_share_combine` in RFC 9591, appendix
    /// C.1, which leaves that last step out).
    /// - Throws: `SecretSharingError.tooFewShares`, `.rebuiltKeyContradictsCommitment`, `.memory`.
    package borrowing func rebuild() throws(SecretSharingError) -> RebuiltKey<G> {
        try rebuild(from: Array(0..<min(table.count, commitment.threshold)))
    }

    /// The key from the shares at these positions, exactly t of them.
    package borrowing func rebuild(from positions: [Int]) throws(SecretSharingError) -> RebuiltKey<G> {
        guard positions.count >= commitment.threshold else {
            throw .tooFewShares(threshold: commitment.threshold, found: positions.count)
        }
        let ascending = ascending(table.holders, positions)
        let key = try mappingMemory { () throws(SecretsError) in
            var key = try SecretScalar<G>()
            key.withMutableLimbs { table.interpolateAtZero(ascending, into: $0) }
            return key
        }
        wipeStack()
        return try RebuiltKey(comparing: key, with: commitment)
    }
}
