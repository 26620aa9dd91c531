package import Groups
package import SecretSharing
import Secrets

/// A holder's node key, in its group, as the number d that belongs to the public key in the dealing.
///
/// Made from a proven dealing only: no holder's key is used for one that nobody stands for.
package struct HolderSecret<H: Group>: ~Copyable {
    package let holder: HolderIndex
    /// P = d·H.
    package let key: H.Element
    let scalar: SecretScalar<H>

    fileprivate init(holder: HolderIndex, key: H.Element, scalar: consuming SecretScalar<H>) {
        self.holder = holder
        self.key = key
        self.scalar = scalar
    }
}

extension ProvenOwnDealing {
    /// The node key of a holder; on the SEC groups its opposite where that is what the public key belongs to.
    /// - Throws: `OwnKeysError.noSuchHolder`, `.nodeKeyOfAnotherGroup`, `.nodeKeyOfAnotherHolder`.
    package func secret<H: Group>(
        _ scalar: consuming SecretScalar<H>, of holder: HolderIndex
    ) throws(OwnKeysError) -> HolderSecret<H> {
        let expected = try context.key(of: holder)
        guard expected.curve == H.curve else {
            throw .nodeKeyOfAnotherGroup(holder, expected: expected.curve, found: H.curve)
        }
        let key = expected.element(in: H.self), own = H.generator(times: scalar)
        if own != key {
            guard H.curve.nodesMayHaveTheOpposite, H.negatedVariableTime(own) == key else {
                throw .nodeKeyOfAnotherHolder(holder)
            }
            scalar.negate()
        }
        return HolderSecret(holder: holder, key: key, scalar: scalar)
    }

    /// The public key of a holder, whose secret this has to be.
    func requireHolder<H: Group>(_ secret: borrowing HolderSecret<H>) throws(OwnKeysError) {
        guard try context.key(of: secret.holder) == AnyElement(secret.key, in: H.self) else {
            throw .nodeKeyOfAnotherHolder(secret.holder)
        }
    }
}

extension ProvenMaskedDealing {
    /// I = d·E: what the dealer and this holder have in common. Whoever sees it has the share.
    func common<H: Group>(_ secret: borrowing HolderSecret<H>) throws(OwnKeysError) -> SecretElement<H> {
        do {
            return try SecretElement(secret.scalar, times: dealing.context.ephemeral(in: H.self))
        } catch { throw OwnKeysError(error, of: secret.holder) }
    }

    /// The holder's share, which is on the committed polynomial. In constant time as to the key and the share.
    /// - Throws: `OwnKeysError.dealerCheated` where it is not; `.nodeKeyOfAnotherHolder`, `.memory`.
    package func openShare<H: Group>(
        with secret: borrowing HolderSecret<H>
    ) throws(OwnKeysError) -> CheckedShare<G> {
        try dealing.requireHolder(secret)
        return try unmask(try common(secret), of: secret.holder)
    }

    /// mⱼ less its mask, which is right or shows that the dealer cheated: the point I was proven, and so was that the
    /// dealer meant this mⱼ.
    func unmask<H: Group>(
        _ common: borrowing SecretElement<H>, of holder: HolderIndex
    ) throws(OwnKeysError) -> CheckedShare<G> {
        guard let position = dealing.context.position(of: holder) else { throw .noSuchHolder(holder) }
        var value = try mask(dealing.context, holder.value, common)
        value.negate()
        value.withMutableLimbs { value in
            maskedShares[position].limbs.withUnsafeLimbs { G.scalars.add(value, value, $0) }
        }
        do {
            return try Share(holder: holder, value: value).checked(against: dealing.context.commitment)
        } catch { throw .dealerCheated(holder) }
    }
}
