import CLibcrypto
import CSecp256k1
import CSodium
import Groups

/// The bare calls of a group's own library, on keys and signatures that it has read already. Its verification is 1 V.
struct Library {
    let sign: () -> Void
    let verify: () -> Void

    static func of(_ group: CurveName) -> Library {
        switch group {
        case .secp256k1: secp256k1
        case .p256: p256
        case .ed25519: ed25519
        }
    }

    static let digest = [UInt8](repeating: 0x5A, count: 32)
    /// Known to everybody; nothing of value is its.
    private static let secret = [UInt8](repeating: 0x11, count: 32)

    /// A benchmark of failures would be worth nothing.
    private static func good(_ answer: Int32, _ wanted: Int32 = 1) {
        guard answer == wanted else { preconditionFailure("the bare call succeeds") }
    }

    private static var secp256k1: Library {
        guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 has memory for a context")
        }
        var key = secp256k1_pubkey()
        var signature = secp256k1_ecdsa_signature()
        good(secp256k1_ec_pubkey_create(context, &key, secret))
        good(secp256k1_ecdsa_sign(context, &signature, digest, secret, nil, nil))
        return Library(
            sign: {
                var made = secp256k1_ecdsa_signature()
                good(secp256k1_ecdsa_sign(context, &made, digest, secret, nil, nil))
            }, verify: { good(secp256k1_ecdsa_verify(context, &signature, digest, &key)) })
    }

    private static var p256: Library {
        guard let pair = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1), EC_KEY_generate_key(pair) == 1,
            let signature = ECDSA_do_sign(digest, 32, pair)
        else { preconditionFailure("libcrypto makes a key and signs") }
        return Library(
            sign: {
                guard let made = ECDSA_do_sign(digest, 32, pair) else { preconditionFailure("libcrypto signs") }
                ECDSA_SIG_free(made)
            }, verify: { good(ECDSA_do_verify(digest, 32, signature, pair)) })
    }

    private static var ed25519: Library {
        var key = [UInt8](repeating: 0, count: 32)
        var pair = [UInt8](repeating: 0, count: 64)
        var signature = [UInt8](repeating: 0, count: 64)
        good(crypto_sign_seed_keypair(&key, &pair, secret), 0)
        good(crypto_sign_detached(&signature, nil, digest, 32, pair), 0)
        return Library(
            sign: {
                var made = [UInt8](repeating: 0, count: 64)
                good(crypto_sign_detached(&made, nil, digest, 32, pair), 0)
            }, verify: { good(crypto_sign_verify_detached(signature, digest, 32, key), 0) })
    }
}
