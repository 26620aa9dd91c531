import CSodium

/// BLAKE2b (RFC 7693) without a key, through libsodium.
package enum BLAKE2b {
    package static let digestCount = 64

    /// The 64 bytes of BLAKE2b-512.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestCount)
        // Always 0: the lengths are ones that it takes.
        _ = crypto_generichash(&digest, digest.count, bytes, UInt64(bytes.count), nil, 0)
        return digest
    }
}
