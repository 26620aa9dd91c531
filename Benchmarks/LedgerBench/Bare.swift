import CLibcrypto
import CSecp256k1
import CSodium
import Measuring
import Signatures

/// What a signature costs where nothing is around it: the calls of the C library, on keys and signatures as bytes, since
/// they come as bytes.
struct Bare {
    let sign: () -> Void
    let verify: () -> Void
    /// Which part of `verify` is due while signing.
    var verifiedWhileSigning = 1.0

    /// The same several times over.
    /// - Parameter judged: How many signatures of others the rules of the act make it verify before it signs beside them;
    ///   what it made itself is verified in any case.
    func times(signing: Int, verifying: Int, judged: Int = 0) -> Bare {
        Bare(
            sign: { for _ in 0..<signing { sign() } },
            verify: { for _ in 0..<verifying { verify() } },
            verifiedWhileSigning: Double(signing + judged) / Double(verifying))
    }

    private static let digest = [UInt8](repeating: 0x5A, count: 32)
    private static let secret = [UInt8](repeating: 0x11, count: 32)
    // "All constant pointer arguments are never modified": a context that is only read may be used from all threads
    // (secp256k1.h, `secp256k1_context`).
    nonisolated(unsafe) private static let context: OpaquePointer = {
        guard let made = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 has memory for a context")
        }
        return made
    }()

    /// The call answers 1 for good; a benchmark of failures would be worth nothing.
    private static func good(_ answer: Int32, _ wanted: Int32 = 1) {
        precondition(answer == wanted, "the bare call succeeds")
    }

    private static func recoverable() -> secp256k1_ecdsa_recoverable_signature {
        var made = secp256k1_ecdsa_recoverable_signature()
        good(secp256k1_ecdsa_sign_recoverable(context, &made, digest, secret, nil, nil))
        return made
    }

    /// ECDSA over secp256k1, verified by recovering the key.
    static func recovering() -> Bare {
        var signature = recoverable()
        var compact = [UInt8](repeating: 0, count: 64)
        var id: Int32 = 0
        good(secp256k1_ecdsa_recoverable_signature_serialize_compact(context, &compact, &id, &signature))
        return Bare(
            sign: { keep(recoverable()) },
            verify: {
                var parsed = secp256k1_ecdsa_recoverable_signature()
                var key = secp256k1_pubkey()
                good(secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, compact, id))
                good(secp256k1_ecdsa_recover(context, &key, &parsed, digest))
                keep(key)
            })
    }

    /// ECDSA over secp256k1, verified under a key of 33 bytes.
    static func ecdsa() -> Bare {
        var owner = secp256k1_pubkey()
        var key = [UInt8](repeating: 0, count: 33)
        var count = 33
        var signature = secp256k1_ecdsa_signature()
        var compact = [UInt8](repeating: 0, count: 64)
        good(secp256k1_ec_pubkey_create(context, &owner, secret))
        good(secp256k1_ec_pubkey_serialize(context, &key, &count, &owner, UInt32(SECP256K1_EC_COMPRESSED)))
        good(secp256k1_ecdsa_sign(context, &signature, digest, secret, nil, nil))
        good(secp256k1_ecdsa_signature_serialize_compact(context, &compact, &signature))
        return Bare(
            sign: {
                var made = secp256k1_ecdsa_signature()
                good(secp256k1_ecdsa_sign(context, &made, digest, secret, nil, nil))
                keep(made)
            },
            verify: {
                var parsed = secp256k1_ecdsa_signature()
                var owner = secp256k1_pubkey()
                good(secp256k1_ec_pubkey_parse(context, &owner, key, 33))
                good(secp256k1_ecdsa_signature_parse_compact(context, &parsed, compact))
                good(secp256k1_ecdsa_verify(context, &parsed, digest, &owner))
            })
    }

    /// BIP-340 by a keypair, or by that of its taproot output.
    /// - Parameter addressed: Whether the output key has to be computed before anything can be signed, since its address is
    ///   part of that.
    static func schnorr(tweaked: Bool = true, addressed: Bool = false) -> Bare {
        var whole = secp256k1_keypair()
        good(secp256k1_keypair_create(context, &whole, secret))
        func make() -> (secp256k1_keypair, [UInt8]) {
            var pair = whole
            var signature = [UInt8](repeating: 0, count: 64)
            if tweaked { good(secp256k1_keypair_xonly_tweak_add(context, &pair, digest)) }
            good(secp256k1_schnorrsig_sign32(context, &signature, digest, &pair, nil))
            return (pair, signature)
        }
        var (pair, signature) = make()
        var owner = secp256k1_xonly_pubkey()
        var x = [UInt8](repeating: 0, count: 32)
        good(secp256k1_keypair_xonly_pub(context, &owner, nil, &pair))
        good(secp256k1_xonly_pubkey_serialize(context, &x, &owner))
        var internalKey = secp256k1_xonly_pubkey()
        good(secp256k1_keypair_xonly_pub(context, &internalKey, nil, &whole))
        return Bare(
            sign: {
                if addressed {
                    var output = secp256k1_pubkey()
                    good(secp256k1_xonly_pubkey_tweak_add(context, &output, &internalKey, digest))
                    keep(output)
                }
                keep(make().1)
            },
            verify: {
                var owner = secp256k1_xonly_pubkey()
                good(secp256k1_xonly_pubkey_parse(context, &owner, x))
                good(secp256k1_schnorrsig_verify(context, signature, digest, 32, &owner))
            })
    }

    /// Ed25519 over a message.
    static func ed25519(bytes count: Int) -> Bare {
        let message = [UInt8](repeating: 0x5A, count: count)
        var key = [UInt8](repeating: 0, count: 32)
        var pair = [UInt8](repeating: 0, count: 64)
        var signature = [UInt8](repeating: 0, count: 64)
        good(crypto_sign_seed_keypair(&key, &pair, secret), 0)
        good(crypto_sign_detached(&signature, nil, message, UInt64(count), pair), 0)
        return Bare(
            sign: {
                var made = [UInt8](repeating: 0, count: 64)
                good(crypto_sign_detached(&made, nil, message, UInt64(count), pair), 0)
                keep(made)
            },
            verify: { good(crypto_sign_verify_detached(signature, message, UInt64(count), key), 0) })
    }

    /// ECDSA over P-256, signed by our own constant-time code and verified by libcrypto.
    static func p256(ours key: Key) -> Bare {
        let bare = p256()
        return Bare(
            sign: {
                guard let made = try? key.key.makeECDSA(digest: digest) else { preconditionFailure("it signs") }
                keep(made)
            }, verify: bare.verify)
    }

    /// ECDSA over P-256, as libcrypto does it.
    static func p256() -> Bare {
        guard let pair = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1), EC_KEY_generate_key(pair) == 1,
            let signature = ECDSA_do_sign(digest, 32, pair)
        else { preconditionFailure("libcrypto makes a key and signs") }
        var key = [UInt8](repeating: 0, count: 65)
        let written = EC_POINT_point2oct(
            EC_KEY_get0_group(pair), EC_KEY_get0_public_key(pair), POINT_CONVERSION_UNCOMPRESSED, &key, 65, nil)
        precondition(written == 65, "a point has 65 bytes")
        return Bare(
            sign: { ECDSA_SIG_free(ECDSA_do_sign(digest, 32, pair)) },
            verify: {
                let owner = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1)
                good(EC_KEY_oct2key(owner, key, 65, nil))
                good(ECDSA_do_verify(digest, 32, signature, owner))
                EC_KEY_free(owner)
            })
    }
}
