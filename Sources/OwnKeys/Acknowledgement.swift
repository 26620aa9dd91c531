package import Groups
package import SecretSharing
package import Secrets

/// A holder's public word that they have the node key of the dealing and that their share is good: Schnorr's proof over the
/// dealing's id (holdfast-own-keys(5), "Acknowledgement").
extension ProvenOwnDealing {
    /// 64 bytes. In constant time as to the key.
    /// - Parameters:
    ///   - share: The share that the holder opened: only who has a good one acknowledges it.
    ///   - fresh: 32 random bytes, given by tests only.
    /// - Throws: `OwnKeysError.nodeKeyOfAnotherHolder`, `.shareOfAnotherDealing`, `.memory`.
    package func acknowledge<H: Group>(
        _ share: borrowing CheckedShare<G>, with secret: borrowing HolderSecret<H>,
        fresh: consuming LockedBytes? = nil
    ) throws(OwnKeysError) -> [UInt8] {
        try requireHolder(secret)
        try requireShare(share, of: secret.holder)
        let fresh = try randomness(fresh)
        let digest = acknowledgementHash(secret.holder, secret.key, H.self).released()
        return try mappingMemory { () throws(SecretsError) in
            let nonce = try hedgedNonce("acknowledge", secret.scalar, fresh: fresh, statement: digest)
            var hash = acknowledgementHash(secret.holder, secret.key, H.self)
            hash.append(field: H.generator(times: nonce).encoded)
            return try ChallengeResponse(hash.released(), nonce: nonce, secret: secret.scalar).encoded
        }
    }

    /// - Throws: `OwnKeysError.acknowledgementUnauthentic`, `.noSuchHolder`.
    package func verifyAcknowledgement(_ bytes: [UInt8], of holder: HolderIndex) throws(OwnKeysError) {
        let key = try context.key(of: holder)
        guard isAcknowledgement(bytes, holder, key, key.curve.group) else { throw .acknowledgementUnauthentic(holder) }
    }

    private func isAcknowledgement<H: Group>(
        _ bytes: [UInt8], _ holder: HolderIndex, _ key: AnyElement, _ group: H.Type
    ) -> Bool {
        let key = key.element(in: H.self)
        guard let proof = ChallengeResponse<H>(decoding: bytes), let nonce = proof.nonceVariableTime(of: key) else {
            return false
        }
        var hash = acknowledgementHash(holder, key, group)
        hash.append(field: nonce.encoded)
        return hash.released() == proof.challenge
    }

    private func acknowledgementHash<H: Group>(
        _ holder: HolderIndex, _ key: H.Element, _ group: H.Type
    ) -> FieldHash {
        var hash = FieldHash(domain: "holdfast-own-keys-acknowledge/1")
        hash.append(field: H.curve.rawValue)
        hash.append(field: id)
        hash.append(UInt32(holder.value))
        hash.append(field: key.encoded)
        return hash
    }

    /// That a share is this holder's, and of this dealing and no other.
    func requireShare(_ share: borrowing CheckedShare<G>, of holder: HolderIndex) throws(OwnKeysError) {
        guard share.share.holder == holder,
            G.generator(times: share.share.value) == context.commitment.elementVariableTime(for: holder)
        else { throw .shareOfAnotherDealing(holder) }
    }
}
