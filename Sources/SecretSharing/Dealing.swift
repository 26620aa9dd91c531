package import Groups
import Secrets

/// One run of the dealer: the commitment, and every holder's share.
package struct Dealing<G: Group>: ~Copyable {
    package let commitment: Commitment<G>
    package let shares: ShareTable<G>

    /// Shares a secret among holders so that any `threshold` of them rebuild it.
    /// - Parameters:
    ///   - secret: 1 … q − 1.
    ///   - threshold: t, 2 … number of holders.
    ///   - holders: Distinct indices, one a holder.
    ///   - cores: Where to work.
    /// - Throws: `SecretSharingError` for each promise above that is broken, `.memory`.
    package init(
        of secret: borrowing SecretScalar<G>, threshold: Int, holders: [HolderIndex], on cores: Cores = .one
    ) throws(SecretSharingError) {
        guard !secret.isZero else { throw .secretIsZero }
        let policy = try SharingPolicy(threshold: threshold, holderCount: holders.count)
        let polynomial = try mappingMemory { () throws(SecretsError) in
            try Polynomial.random(through: secret, threshold: policy.threshold)
        }
        try self.init(polynomial, holders: holders, on: cores)
    }

    /// The shares of a polynomial that is already chosen.
    package init(
        _ polynomial: borrowing Polynomial<G>, holders: [HolderIndex], on cores: Cores = .one
    ) throws(SecretSharingError) {
        try requireDistinct(holders, in: G.self)
        let promise = try mappingMemory { () throws(SecretsError) in try polynomial.commitment(on: cores) }
        shares = try mappingMemory { () throws(SecretsError) in try polynomial.shares(of: holders, on: cores) }
        commitment = promise
    }

    /// The shares alone, to be checked.
    package consuming func takeShares() -> ShareTable<G> { shares }
}
