import CSodium
import Secrets

extension Ed25519 {
    /// libsodium's `crypto_scalarmult_ed25519_noclamp`. It refuses points outside of the subgroup (not those with a part of
    /// order 2 in all of its versions: `element(decoding:)` is what keeps them out) and a product that is the neutral
    /// element, which for these scalars there is none. Its branch on that is the one report of a memory checker.
    package static func product(
        limbs: UnsafePointer<UInt64>, _ element: AffineEdwardsPoint, into buffer: UnsafeMutableRawBufferPointer
    ) throws(GroupsError) {
        precondition(buffer.count == elementByteCount, "a point has its length")
        let point = element.encoded
        let answer = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { scalar in
            storeLimbs(limbs, into: scalar, .littleEndian)
            let answer = crypto_scalarmult_ed25519_noclamp(
                buffer.baseAddress!.assumingMemoryBound(to: UInt8.self),
                scalar.baseAddress!.assumingMemoryBound(to: UInt8.self), point)
            wipe(scalar)
            return MemoryChecker.released(UInt64(bitPattern: Int64(answer)))
        }
        wipeStack()
        guard answer == 0 else { throw .elementOutsideSubgroup(curve) }
    }
}
