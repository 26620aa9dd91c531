import CSodium

/// SHA-512 (FIPS 180-4, section 6.4), through libsodium.
package enum SHA512: HashFunction {
    package static let digestCount = 64

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        // Always 0: there is nothing in it that could fail. It overwrites its state and schedule itself.
        crypto_hash_sha512(output.place(forDigestOf: digestCount), bytes.octets, UInt64(bytes.count))
    }

    /// SHA-512 piece by piece.
    package struct Stream: HashStream, ~Copyable, Sendable {
        package static let digestCount = SHA512.digestCount
        private let state = WipedState(crypto_hash_sha512_state())

        package init() {
            crypto_hash_sha512_init(state.pointer)
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            crypto_hash_sha512_update(state.pointer, bytes.octets, UInt64(bytes.count))
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            crypto_hash_sha512_final(state.pointer, output.place(forDigestOf: Self.digestCount))
        }
    }
}
