package import Groups
import SecretSharing
import Secrets

/// The public content of a masked dealing: mⱼ = sⱼ + mask for every holder. Nothing proves yet who made it.
package struct MaskedDealing<G: Group>: Hashable, Sendable {
    package let context: DealingContext<G>
    /// In the order of the context's holders.
    package let maskedShares: [PublicScalar<G>]

    init(context: DealingContext<G>, maskedShares: [PublicScalar<G>]) {
        self.context = context
        self.maskedShares = maskedShares
    }

    /// Reads the masked shares of a dealing, each as 32 bytes in the shared group's order.
    /// - Parameter context: Of the masked suite.
    /// - Throws: `OwnKeysError.maskedShareCount`, `.maskedShareNotBelowOrder`.
    package init(context: DealingContext<G>, decoding list: [[UInt8]]) throws(OwnKeysError) {
        precondition(context.suite == .masked, "the context of a masked dealing")
        guard list.count == context.holders.count else {
            throw .maskedShareCount(holders: context.holders.count, found: list.count)
        }
        var shares: [PublicScalar<G>] = []
        for (holder, bytes) in zip(context.holders, list) {
            guard let share = try? PublicScalar<G>(canonical: bytes) else {
                throw .maskedShareNotBelowOrder(holder.index, G.curve)
            }
            shares.append(share)
        }
        self.init(context: context, maskedShares: shares)
    }
}

/// What hides a share: H2S of the point that dealer and holder have in common.
func mask<G: Group, H: Group>(
    _ context: DealingContext<G>, _ holder: UInt16, _ common: borrowing SecretElement<H>
) throws(OwnKeysError) -> SecretScalar<G> {
    try mappingMemory { () throws(SecretsError) in
        var hash = ScalarHash(domain: "mask")
        hash.append(field: context.digest)
        hash.append(UInt32(holder))
        hash.append(field: common)
        return try hash.scalar(in: G.self)
    }
}
