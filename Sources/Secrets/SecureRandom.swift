import CSodium

/// The system's randomness, through libsodium.
package enum SecureRandom {
    /// Fills a buffer with bytes that nobody can guess.
    package static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        precondition(sodium_init() >= 0, "libsodium finds a source of randomness")
        if let base = buffer.baseAddress { randombytes_buf(base, buffer.count) }
    }

    /// Random bytes that are *public*: salts and nonces. A secret is `LockedBytes(randomCount:)`.
    package static func publicBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { fill($0) }
        return bytes
    }
}
