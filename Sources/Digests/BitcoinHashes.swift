/// RIPEMD-160 of SHA-256: what Bitcoin calls HASH160, and Cosmos an address.
package enum Hash160: HashFunction {
    package static let digestCount = 20

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: SHA256.digestCount, alignment: 8) { inner in
            SHA256.hash(bytes, into: inner)
            RIPEMD160.hash(UnsafeRawBufferPointer(inner), into: output)
        }
    }

    /// The digest of *public* bytes, 20 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] { RIPEMD160.hash(SHA256.hash(bytes)) }
}

/// SHA-256 of SHA-256: Bitcoin's transaction hashes and the checksum of Base58Check.
package enum DoubleSHA256: HashFunction {
    package static let digestCount = 32

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        SHA256.hash(bytes, into: output)
        SHA256.hash(UnsafeRawBufferPointer(output), into: output)
    }

    /// The digest of *public* bytes, 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] { SHA256.hash(SHA256.hash(bytes)) }
}
