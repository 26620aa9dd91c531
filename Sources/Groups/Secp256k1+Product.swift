import CSecp256k1
import Secrets

extension Secp256k1 {
    /// libsecp256k1's `ecdh`, whose hash function here is none: it writes the compressed form. (`ec_pubkey_tweak_mul` is in
    /// variable time.)
    package static func product(
        limbs: UnsafePointer<UInt64>, _ element: AffinePoint<Secp256k1>, into buffer: UnsafeMutableRawBufferPointer
    ) throws(GroupsError) {
        precondition(buffer.count == elementByteCount, "a point has its length")
        var key = secp256k1_pubkey()
        let bytes = element.uncompressed
        guard secp256k1_ec_pubkey_parse(context, &key, bytes, bytes.count) == 1 else {
            throw .elementNotCanonical(curve)
        }
        let answer = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { scalar in
            storeLimbs(limbs, into: scalar, .bigEndian)
            let answer = secp256k1_ecdh(
                context, buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), &key,
                scalar.baseAddress!.assumingMemoryBound(to: UInt8.self), writeCompressed, nil)
            wipe(scalar)
            return MemoryChecker.released(UInt64(truncatingIfNeeded: answer))
        }
        wipeStack()
        precondition(answer == 1, "a scalar is in 1 … q − 1")
    }
}

/// 02 or 03 for an even or odd y, then x; always 1, for success.
private func writeCompressed(
    _ output: UnsafeMutablePointer<UInt8>?, _ x: UnsafePointer<UInt8>?, _ y: UnsafePointer<UInt8>?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let output, let x, let y else { return 0 }
    output[0] = 2 | y[31] & 1
    (output + 1).update(from: x, count: 32)
    return 1
}
