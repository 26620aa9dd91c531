import CSodium

/// HKDF with SHA-512 (RFC 5869): keys and numbers from a secret that is already hard to guess.
package enum HKDFSHA512 {
    /// The most bytes one derivation gives: 255 blocks (RFC 5869, section 2.3).
    package static let mostOutput = 255 * HMACSHA512.codeCount
    /// Bytes of the pseudorandom key between the halves.
    package static let keyCount = HMACSHA512.codeCount

    /// Extract, then expand.
    /// - Parameters:
    ///   - secret: The input keying material; any length.
    ///   - salt: Public; an empty one counts as 64 zero bytes, as the RFC says.
    ///   - info: Public; what the key is for.
    ///   - output: 1 … `mostOutput` bytes; may not overlap the secret.
    package static func derive(
        secret: UnsafeRawBufferPointer, salt: [UInt8], info: [UInt8], into output: UnsafeMutableRawBufferPointer
    ) {
        withUnsafeTemporaryAllocation(byteCount: keyCount, alignment: 8) { key in
            var extraction = extraction(salt: salt)
            extraction.update(secret)
            extraction.finalize(into: key)
            expand(UnsafeRawBufferPointer(key), info: info, into: output)
            sodium_memzero(key.baseAddress!, key.count)
        }
    }

    /// The first half, for a secret that comes in pieces (RFC 5869, section 2.2); its result is the pseudorandom key.
    /// - Parameter salt: As `derive` takes it.
    package static func extraction(salt: [UInt8]) -> HMACSHA512.Stream { HMACSHA512.Stream(key: salt) }

    /// The second half alone (RFC 5869, section 2.3).
    /// - Parameter key: The pseudorandom key; 64 bytes or more.
    package static func expand(
        _ key: UnsafeRawBufferPointer, info: [UInt8], into output: UnsafeMutableRawBufferPointer
    ) {
        precondition(output.count <= mostOutput, "HKDF gives at most 255 blocks")
        let blockCount = HMACSHA512.codeCount
        withUnsafeTemporaryAllocation(byteCount: blockCount, alignment: 8) { block in
            var written = 0
            var counter: UInt8 = 0
            while written < output.count {
                counter += 1
                var stream = HMACSHA512.Stream(key: key)
                // T(0) is the empty string.
                if counter > 1 { stream.update(UnsafeRawBufferPointer(block)) }
                stream.update(info)
                stream.update([counter])
                stream.finalize(into: block)
                let part = min(blockCount, output.count - written)
                UnsafeMutableRawBufferPointer(rebasing: output[written..<written + part])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: block[0..<part]))
                written += part
            }
            sodium_memzero(block.baseAddress!, block.count)
        }
    }
}
