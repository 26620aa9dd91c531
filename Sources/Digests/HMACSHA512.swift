import CSodium

/// HMAC with SHA-512 (RFC 2104; FIPS 198-1), through libsodium. Keys of any length, the empty one too.
package enum HMACSHA512 {
    /// Bytes of a code.
    package static let codeCount = 64

    /// The authentication code of a message; key and message may be secret.
    /// - Parameter output: Exactly 64 bytes; may overlap key or message.
    package static func authenticate(
        _ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) {
        var stream = Stream(key: key)
        stream.update(message)
        stream.finalize(into: output)
    }

    /// The authentication code of a *public* message under a *public* key, 64 bytes.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var stream = Stream(key: key)
        stream.update(message)
        return stream.finalize()
    }

    /// HMAC piece by piece.
    package struct Stream: HashStream, ~Copyable, Sendable {
        package static let digestCount = codeCount
        private let state = WipedState(crypto_auth_hmacsha512_state())

        package init(key: UnsafeRawBufferPointer) {
            // Always 0; a key longer than a block is hashed first, as RFC 2104 says.
            crypto_auth_hmacsha512_init(state.pointer, key.octets, key.count)
        }

        /// A stream under a *public* key.
        package init(key: [UInt8]) {
            key.withUnsafeBytes { _ = crypto_auth_hmacsha512_init(state.pointer, $0.octets, $0.count) }
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            crypto_auth_hmacsha512_update(state.pointer, bytes.octets, UInt64(bytes.count))
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            crypto_auth_hmacsha512_final(state.pointer, output.place(forDigestOf: Self.digestCount))
            // libsodium leaves the keyed inner and outer states as they are.
            state.wipe()
        }
    }
}
