import CLibcrypto

/// RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996), through libcrypto's low-level functions.
///
/// Not through EVP: there OpenSSL 3 keeps it in the "legacy" provider, a file loaded at run time.
package enum RIPEMD160: HashFunction {
    package static let digestCount = 20

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        var stream = Stream()
        stream.update(bytes)
        stream.finalize(into: output)
    }

    /// RIPEMD-160 piece by piece.
    package struct Stream: HashStream, ~Copyable, Sendable {
        package static let digestCount = RIPEMD160.digestCount
        private let state = WipedState(RIPEMD160_CTX())

        package init() {
            // These three always return 1.
            RIPEMD160_Init(state.pointer)
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let base = bytes.baseAddress else { return }
            RIPEMD160_Update(state.pointer, base, bytes.count)
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            RIPEMD160_Final(output.place(forDigestOf: Self.digestCount), state.pointer)
            state.wipe()
        }
    }
}
