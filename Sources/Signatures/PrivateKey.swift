package import Groups
package import Secrets

/// The secret half of a key: one owner, in locked memory. It signs as a `SigningKey`.
package enum PrivateKey: ~Copyable, Sendable {
    case secp256k1(SecretScalar<Secp256k1>)
    case p256(SecretScalar<P256>)
    /// What an Ed25519 key file keeps.
    case ed25519Seed(Ed25519Seed)
    /// What shares of an Ed25519 key rebuild: it signs, but no key file can be made of it.
    case ed25519Scalar(SecretScalar<Ed25519>)

    /// A fresh key: uniform in 1 … q − 1, or a random seed for Ed25519.
    package static func random(_ curve: CurveName) throws(SignaturesError) -> PrivateKey {
        do {
            switch curve {
            case .secp256k1: return .secp256k1(try .random())
            case .p256: return .p256(try .random())
            case .ed25519: return .ed25519Seed(try .random())
            }
        } catch { throw .memory(error) }
    }

    /// Reads 32 bytes: a big-endian scalar from 1 to q − 1, or an Ed25519 *seed*.
    /// - Throws: `SignaturesError.group` with the length, zero, or a number that is not below the order; `.memory`.
    package static func decoding(
        _ bytes: UnsafeRawBufferPointer, as curve: CurveName
    ) throws(SignaturesError) -> PrivateKey {
        do {
            switch curve {
            case .secp256k1: return .secp256k1(try .key(bytes))
            case .p256: return .p256(try .key(bytes))
            case .ed25519: break
            }
        } catch { throw .group(error) }
        return .ed25519Seed(try Ed25519Seed(bytes))
    }

    package var curve: CurveName {
        switch self {
        case .secp256k1: .secp256k1
        case .p256: .p256
        case .ed25519Seed: .ed25519
        case .ed25519Scalar: .ed25519
        }
    }

    /// Whether it is an Ed25519 scalar without its seed, of which no key file can be made.
    package var isBareScalar: Bool {
        switch self {
        case .secp256k1: false
        case .p256: false
        case .ed25519Seed: false
        case .ed25519Scalar: true
        }
    }

    /// The public key, computed in constant time.
    /// - Throws: `SignaturesError.group(.elementIsIdentity)` for zero, which is no key; `.memory`.
    package borrowing func verifyingKey() throws(SignaturesError) -> VerifyingKey {
        defer { wipeStack() }
        switch self {
        case .secp256k1(let scalar): return try VerifyingKey(Secp256k1.generator(times: scalar), of: Secp256k1.self)
        case .p256(let scalar): return try VerifyingKey(P256.generator(times: scalar), of: P256.self)
        case .ed25519Seed(let seed): return try seed.verifyingKey()
        case .ed25519Scalar(let scalar): return try VerifyingKey(Ed25519.generator(times: scalar), of: Ed25519.self)
        }
    }

    /// 32 bytes: the scalar in the group's order, or the seed.
    package borrowing func encoded() throws(SignaturesError) -> LockedBytes {
        do {
            switch self {
            case .secp256k1(let scalar): return try scalar.encoded()
            case .p256(let scalar): return try scalar.encoded()
            case .ed25519Seed(let seed):
                return try seed.withUnsafeBytes { (bytes) throws(SecretsError) in try LockedBytes(copying: bytes) }
            case .ed25519Scalar(let scalar): return try scalar.encoded()
            }
        } catch { throw .memory(error) }
    }

    /// A second owner of the same key.
    package borrowing func copy() throws(SignaturesError) -> PrivateKey {
        do {
            switch self {
            case .secp256k1(let scalar): return .secp256k1(try scalar.copy())
            case .p256(let scalar): return .p256(try scalar.copy())
            case .ed25519Seed(let seed): return .ed25519Seed(try seed.copy())
            case .ed25519Scalar(let scalar): return .ed25519Scalar(try scalar.copy())
            }
        } catch { throw .memory(error) }
    }
}
