import CLibcrypto

/// Verification of P-256 signatures through libcrypto.
///
/// Nothing secret comes here: libcrypto's P-256 shows leading zero bytes and more of its private numbers.
enum LibcryptoP256 {
    /// Whether r and s, 32 bytes each, are a signature over the digest by this key, SEC1 uncompressed.
    static func verifies(r: [UInt8], s: [UInt8], digest: [UInt8], by key: [UInt8]) -> Bool {
        let owner = PublicKey(key)
        guard let signature = ECDSA_SIG_new() else { outOfMemory() }
        defer { ECDSA_SIG_free(signature) }
        guard let first = BN_bin2bn(r, Int32(r.count), nil), let second = BN_bin2bn(s, Int32(s.count), nil) else {
            outOfMemory()
        }
        // From here on both numbers belong to the signature. It refuses null only.
        let set = ECDSA_SIG_set0(signature, first, second)
        precondition(set == 1, "both numbers are there")
        // −1 is an error, such as a number out of range: no signature either way.
        let verdict = ECDSA_do_verify(digest, Int32(digest.count), signature, owner.pointer)
        ERR_clear_error()
        return verdict == 1
    }

    /// A key on libcrypto's heap.
    private struct PublicKey: ~Copyable {
        let pointer: OpaquePointer

        /// The curve, put together once; each key copies it.
        // "Objects are thread-safe as long as the API's being invoked don't modify the object" (openssl-threads(7)), and
        // nothing but the copying is ever done with this one.
        nonisolated(unsafe) private static let group: OpaquePointer = {
            guard let made = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1) else { outOfMemory() }
            return made
        }()

        /// - Parameter encoded: From a `VerifyingKey`, so that it is a point.
        init(_ encoded: [UInt8]) {
            guard let made = EC_KEY_new(), EC_KEY_set_group(made, PublicKey.group) == 1 else { outOfMemory() }
            let taken = EC_KEY_oct2key(made, encoded, encoded.count, nil)
            precondition(taken == 1, "libcrypto reads every point of P-256")
            pointer = made
        }

        deinit { EC_KEY_free(pointer) }
    }

    /// A few hundred bytes were refused; there is nothing sensible left to do.
    private static func outOfMemory() -> Never {
        preconditionFailure("libcrypto has memory for one public key")
    }
}
