extension Secp256k1 {
    /// What a Taproot output commits to: an x-coordinate, and the parity that a control block carries beside it.
    package struct TaprootKey: Hashable, Sendable {
        /// 32 bytes, big-endian.
        package let x: [UInt8]
        package let yIsOdd: Bool

        package init(x: [UInt8], yIsOdd: Bool) {
            self.x = x
            self.yIsOdd = yIsOdd
        }
    }

    /// The point with this x and an even y (`lift_x` in BIP-340).
    /// - Parameter x: 32 bytes, big-endian.
    /// - Throws: `GroupsError.elementLength`; `.elementNotCanonical` where x is p or more, or no point has it.
    package static func element(evenYWithX x: [UInt8]) throws(GroupsError) -> AffinePoint<Secp256k1> {
        guard x.count == 32 else { throw .elementLength(curve, expected: 32, found: x.count) }
        return try element(x: x, yIsOdd: false)
    }

    /// The output key Q = P + t·G of an internal key (BIP-341, "taproot_tweak_pubkey"), where P is the internal key with
    /// its y made even.
    /// - Parameters:
    ///   - internalKey: Either of the two points with the internal key's x.
    ///   - tweak: t, 32 bytes, big-endian; public, the tagged hash of P and the script tree.
    /// - Throws: `GroupsError.scalarLength`; `.scalarNotBelowOrder` for t ≥ q, as BIP-341 requires; `.elementIsIdentity`
    ///   where P or Q is the neutral element.
    package static func taprootKey(
        of internalKey: AffinePoint<Secp256k1>, tweakedBy tweak: [UInt8]
    ) throws(GroupsError) -> TaprootKey {
        let t = try PublicScalar<Secp256k1>(canonical: tweak)
        guard !internalKey.isIdentity else { throw .elementIsIdentity(curve) }
        let p = internalKey.yIsOdd ? negatedVariableTime(internalKey) : internalKey
        let q = linearCombinationVariableTime([.one, t], [p, generator])
        guard !q.isIdentity else { throw .elementIsIdentity(curve) }
        return TaprootKey(x: q.xBytes, yIsOdd: q.yIsOdd)
    }
}
