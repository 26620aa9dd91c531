import Groups
import SecretSharing

/// Refuses holders' keys with which a dealing could give away what it hides, before anything else is computed
/// (holdfast-own-keys(5), "Keys refused").
///
/// Two holders with one key, or with opposite ones, are one holder, or get one mask twice. A key that is ±A₀ or ±Xⱼ has as
/// its secret the key or a share, and ±E that of the masks: who answers with such a key gives away another secret. The
/// private key of ±H everybody knows.
/// - Parameter sharePoint: X of the holder at a position; asked for where a holder's key is in the shared group.
/// - Throws: `OwnKeysError.holderKeysEqual`, `.holderKeyIsGenerator`, `.holderKeyIsPublicKey`, `.holderKeyIsSharePoint`,
///   `.holderKeyIsEphemeral`, `.ephemeralIsPublicKey`.
func refuseKeys<G: Group>(
    _ commitment: Commitment<G>, _ holders: [OwnKeyHolder], _ ephemerals: [AnyElement],
    sharePoint: (Int) -> G.Element
) throws(OwnKeysError) {
    var owners: [UnsignedElement: HolderIndex] = [:]
    for holder in holders {
        if let other = owners.updateValue(holder.index, forKey: holder.key.withoutSign) {
            throw .holderKeysEqual(other, holder.index, holder.key.curve)
        }
    }
    for curve in CurveName.allCases {
        if let holder = owners[AnyElement.generator(of: curve).withoutSign] {
            throw .holderKeyIsGenerator(holder, curve)
        }
    }
    let publicKey = AnyElement(commitment.publicKey, in: G.self).withoutSign
    if let holder = owners[publicKey] { throw .holderKeyIsPublicKey(holder, G.curve) }
    for ephemeral in ephemerals {
        if let holder = owners[ephemeral.withoutSign] { throw .holderKeyIsEphemeral(holder, ephemeral.curve) }
        if ephemeral.withoutSign == publicKey { throw .ephemeralIsPublicKey(G.curve) }
    }
    // What belongs to a share lies in the shared group.
    guard holders.contains(where: { $0.key.curve == G.curve }) else { return }
    for (position, holder) in holders.enumerated() {
        let point = sharePoint(position)
        if !point.isIdentity, let owner = owners[AnyElement(point, in: G.self).withoutSign] {
            throw .holderKeyIsSharePoint(owner, of: holder.index, G.curve)
        }
    }
}
