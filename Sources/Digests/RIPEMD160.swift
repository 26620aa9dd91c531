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

/// RIPEMD-160 of SHA-256: what Bitcoin calls HASH160, and Cosmos an address.
package enum Hash160: HashFunction {
    package static let digestCount = 20

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: SHA256.digestCount, alignment: 8) { inner in
            SHA256.hash(bytes, into: inner)
            RIPEMD160.hash(UnsafeRawBufferPointer(inner), into: output)
        }
    }
}

/// SHA-256 of SHA-256: Bitcoin's transaction hashes and the checksum of Base58Check.
package enum DoubleSHA256: HashFunction {
    package static let digestCount = 32

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        SHA256.hash(bytes, into: output)
        SHA256.hash(UnsafeRawBufferPointer(output), into: output)
    }
}
