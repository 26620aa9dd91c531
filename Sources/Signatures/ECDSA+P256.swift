import Groups
import Secrets

extension ECDSA {
    /// Signs with P-256 in constant time: RFC 6979 nonces with HMAC-SHA-256, low s (SEC 1, section 4.1.3).
    ///
    /// Everything secret is done in place on memory that is wiped.
    /// - Parameters:
    ///   - digest: 32 bytes, public.
    ///   - key: 1 … q − 1.
    /// - Throws: `SignaturesError.digestLength`.
    static func make(
        digest: [UInt8], with key: borrowing SecretScalar<P256>
    ) throws(SignaturesError) -> Unverified<ECDSASignature> {
        try requireDigest(digest)
        let e = PublicScalar<P256>(reducing: Limbs(bytes: digest, .bigEndian))
        // On the stack and wiped: two locked allocations take as long as the signature.
        let (nonceRoom, limbRoom) = (DeterministicNonce.byteCount, 4 * 32)
        let signature = try withUnsafeTemporaryAllocation(byteCount: nonceRoom + limbRoom, alignment: 8) {
            (room) throws(SignaturesError) in
            defer { wipe(room) }
            var nonces = DeterministicNonce(
                key: key, digest: e, in: UnsafeMutableRawBufferPointer(rebasing: room[..<nonceRoom]))
            let limbs = (room.baseAddress! + nonceRoom).assumingMemoryBound(to: UInt64.self)
            return try key.withLimbs { (d) throws(SignaturesError) in try sign(e, d, &nonces, limbs) }
        }
        wipeStack()
        return Unverified(signature)
    }

    /// - Parameters:
    ///   - d: The key's four limbs.
    ///   - room: Sixteen limbs, wiped by the caller.
    private static func sign(
        _ e: PublicScalar<P256>, _ d: UnsafePointer<UInt64>, _ nonces: inout DeterministicNonce,
        _ room: UnsafeMutablePointer<UInt64>
    ) throws(SignaturesError) -> ECDSASignature {
        let q = P256.scalars
        let k = room, inverse = room + 4, s = room + 8, scratch = room + 12
        while true {
            nonces.next(into: k)
            // x of k·G, modulo q; k·G is the public half of the nonce.
            let x = P256.generator(timesLimbs: k).xBytes
            let r = PublicScalar<P256>(reducing: Limbs(bytes: x, .bigEndian))

            // s = k⁻¹(e + r·d)
            r.limbs.withUnsafeLimbs { q.multiply(s, d, $0) }
            e.limbs.withUnsafeLimbs { q.add(s, s, $0) }
            q.invert(inverse, k, scratch: scratch)
            q.multiply(s, s, inverse)

            // The lower one of s and q − s.
            q.negate(scratch, s)
            let high = maskFromBit(q.isAboveHalfBit(s))
            for limb in 0..<4 { s[limb] = (scratch[limb] & high) | (s[limb] & ~high) }

            // s is the signature: this is where it is released.
            MemoryChecker.markPublic(UnsafeRawBufferPointer(start: s, count: 32))
            let released = Limbs(at: s)
            // Zero, one in 2²⁵⁶ each: "If r = 0 [or s = 0], return to Step 1", with the next nonce of RFC 6979.
            if !r.isZero && released != .zero {
                return try ECDSASignature(.p256, r: r.encoded, s: released.bytes(.bigEndian))
            }
        }
    }
}
