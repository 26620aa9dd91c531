import CSodium

/// The system's randomness, through libsodium.
package enum SecureRandom {
    /// Finds the source of randomness while every file may still be opened: where the system call is not there, libsodium
    /// opens /dev/urandom, once, and ends the process where it cannot.
    package static func prepare() {
        precondition(sodium_init() >= 0, "libsodium finds a source of randomness")
    }

    /// Fills a buffer with bytes that nobody can guess.
    package static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        prepare()
        if let base = buffer.baseAddress { randombytes_buf(base, buffer.count) }
    }

    /// How many bytes `expand` takes.
    package static let seedCount = Int(randombytes_SEEDBYTES)

    /// Fills a buffer with what a seed stands for: the key stream of ChaCha20 (RFC 8439) from block 0 on, with the seed as
    /// its key and `LibsodiumDRG` as its nonce.
    /// - Parameter seed: `seedCount` bytes that nobody can guess, used for nothing else.
    package static func expand(seed: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) {
        precondition(seed.count == seedCount, "a seed is a key of ChaCha20")
        guard let base = buffer.baseAddress, let seed = seed.baseAddress else { return }
        randombytes_buf_deterministic(base, buffer.count, seed.assumingMemoryBound(to: UInt8.self))
    }

    /// Random bytes that are *public*: salts and nonces. A secret is `LockedBytes(randomCount:)`.
    package static func publicBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { fill($0) }
        return bytes
    }
}
