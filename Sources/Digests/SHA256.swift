import CLibcrypto
import CSodium

/// SHA-256 (FIPS 180-4, section 6.2), through libsodium; of public bytes through libcrypto.
package enum SHA256: HashFunction {
    package static let digestCount = 32

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        // Always 0: there is nothing in it that could fail. It overwrites its state and schedule itself.
        crypto_hash_sha256(output.place(forDigestOf: digestCount), bytes.octets, UInt64(bytes.count))
    }

    /// The digest of *public* bytes, 32 bytes.
    ///
    /// libcrypto has the processor's own instructions for it where there are some, which take a sixth of libsodium's time.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var state = SHA256_CTX()
        // It always returns 1, as the two below do.
        SHA256_Init(&state)
        return finish(&state, bytes)
    }

    private static func finish(_ state: inout SHA256_CTX, _ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digestCount) { digest, count in
            bytes.withUnsafeBytes { if let base = $0.baseAddress { SHA256_Update(&state, base, $0.count) } }
            SHA256_Final(digest.baseAddress, &state)
            count = digestCount
        }
    }

    /// SHA-256 with *public* bytes at its beginning that many messages share.
    struct Begun: Sendable {
        private let state: SHA256_CTX

        init(with bytes: [UInt8]) {
            var state = SHA256_CTX()
            SHA256_Init(&state)
            bytes.withUnsafeBytes { if let base = $0.baseAddress { _ = SHA256_Update(&state, base, $0.count) } }
            self.state = state
        }

        /// The digest of those bytes and *public* ones after them.
        func hash(_ rest: [UInt8]) -> [UInt8] {
            var state = state
            return SHA256.finish(&state, rest)
        }
    }

    /// SHA-256 piece by piece.
    package struct Stream: HashStream, ~Copyable, Sendable {
        package static let digestCount = SHA256.digestCount
        private let state = WipedState(crypto_hash_sha256_state())

        package init() {
            crypto_hash_sha256_init(state.pointer)
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            crypto_hash_sha256_update(state.pointer, bytes.octets, UInt64(bytes.count))
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            crypto_hash_sha256_final(state.pointer, output.place(forDigestOf: Self.digestCount))
        }
    }
    /// SHA-256 piece by piece for much secret input, with the processor's own instructions where it has some.
    ///
    /// libcrypto takes a fifth of libsodium's time, and leaves its message schedule on the stack: who calls it wipes that.
    package struct BulkStream: HashStream, ~Copyable, Sendable {
        package static let digestCount = SHA256.digestCount
        private let state = WipedState(SHA256_CTX())

        // These three functions always return 1.
        package init() { SHA256_Init(state.pointer) }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            if let base = bytes.baseAddress { SHA256_Update(state.pointer, base, bytes.count) }
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            SHA256_Final(output.place(forDigestOf: Self.digestCount), state.pointer)
        }
    }
}
