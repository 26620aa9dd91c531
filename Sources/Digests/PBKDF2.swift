import CLibcrypto

/// PBKDF2 (RFC 8018, section 5.2), through libcrypto: a key from a passphrase, made slow by iterating.
package enum PBKDF2 {
    /// The function that is iterated.
    package enum Function: CaseIterable, Hashable, Sendable {
        case hmacSHA1, hmacSHA256, hmacSHA512

        fileprivate var digest: OpaquePointer? {
            switch self {
            case .hmacSHA1: EVP_sha1()
            case .hmacSHA256: EVP_sha256()
            case .hmacSHA512: EVP_sha512()
            }
        }
    }

    /// The limit unless the caller says otherwise: about five seconds.
    package static let usualMostIterations: UInt64 = 10_000_000

    /// Derives a key.
    /// - Parameters:
    ///   - passphrase: Any length, the empty one too.
    ///   - salt: Public.
    ///   - iterations: 1 … `mostIterations`.
    ///   - output: The key; 1 byte or more.
    /// - Throws: `DigestsError.noIterations`, `.tooManyIterations`, `.outOfMemory`.
    package static func derive(
        _ function: Function, passphrase: UnsafeRawBufferPointer, salt: [UInt8], iterations: UInt64,
        mostIterations: UInt64 = usualMostIterations, into output: UnsafeMutableRawBufferPointer
    ) throws(DigestsError) {
        try salt.withUnsafeBufferPointer { (salt) throws(DigestsError) in
            try derive(
                function, passphrase: passphrase, salt: UnsafeRawBufferPointer(salt), iterations: iterations,
                mostIterations: mostIterations,
                into: output)
        }
    }

    /// As above, under a salt that may be secret too.
    package static func derive(
        _ function: Function, passphrase: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer, iterations: UInt64,
        mostIterations: UInt64 = usualMostIterations, into output: UnsafeMutableRawBufferPointer
    ) throws(DigestsError) {
        guard iterations >= 1 else { throw .noIterations }
        // OpenSSL counts in an int.
        let most = min(mostIterations, UInt64(Int32.max))
        guard iterations <= most else { throw .tooManyIterations(found: iterations, most: most) }
        precondition(!output.isEmpty && output.count <= Int(Int32.max), "a key has bytes")
        precondition(passphrase.count <= Int(Int32.max) && salt.count <= Int(Int32.max), "lengths fit an int")
        // OpenSSL takes a null passphrase for an empty one, whatever the length says.
        let result = PKCS5_PBKDF2_HMAC(
            passphrase.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(passphrase.count),
            salt.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(salt.count), Int32(iterations),
            function.digest, Int32(output.count), output.baseAddress?.assumingMemoryBound(to: UInt8.self))
        guard result == 1 else {
            // The parameters were looked at above, so only an allocation can have failed.
            ERR_clear_error()
            throw .outOfMemory(neededBytes: UInt64(output.count))
        }
    }
}
