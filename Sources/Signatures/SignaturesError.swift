public import Groups
public import Secrets

/// What can be wrong with a key that signs, a signature, or what was signed.
@nonexhaustive
public enum SignaturesError: Error, Equatable, CustomStringConvertible {
    /// ECDSA signs digests of 32 bytes.
    case digestLength(found: Int)
    /// The key is of one group, and the act wants another.
    case otherGroup(needed: [CurveName], found: CurveName)
    /// A public key has one or two lengths in each group.
    case publicKeyLength(CurveName, found: Int)
    /// A public key of BIP-340 is an x-coordinate of 32 bytes.
    case xOnlyKeyLength(found: Int)
    /// The bytes name no point, are a second way of writing one, or name a point of small order.
    case publicKeyNotValid(CurveName)
    /// A signature of fixed length has 64 bytes.
    case signatureLength(found: Int)
    /// The signature is not the one DER form of its two numbers.
    case signatureNotDER(offset: Int)
    /// r or s of an ECDSA signature is zero, or not below the group order.
    case signatureOutOfRange(CurveName)
    /// s is above half the group order, where the rule asks for the lower one of the two.
    case signatureNotLowS
    /// A recovery bit is 0 or 1.
    case recoveryBit(found: Int)
    /// No public key makes this signature.
    case nothingToRecover
    /// The signature is not by this key over this message.
    case signatureDoesNotVerify
    /// A signature that was just made does not verify; it was not given out.
    case ownSignatureDoesNotVerify(CurveName)
    /// The number or point itself is wrong.
    case group(GroupsError)
    /// No memory for a secret.
    case memory(SecretsError)

    public var description: String {
        switch self {
        case .digestLength(let found):
            "a digest to sign has 32 bytes and this has \(found); hash the message first"
        case .otherGroup(let needed, let found):
            "the key is of \(found.rawValue) and this wants \(names(needed)); bring the key that belongs to it"
        case .publicKeyLength(let curve, let found):
            "a public key of \(curve.rawValue) has \(lengths(curve)) bytes and this has \(found); bring the whole key"
        case .xOnlyKeyLength(let found):
            "a public key of BIP-340 has 32 bytes and this has \(found); bring the x-coordinate alone"
        case .publicKeyNotValid(let curve):
            "the bytes are no public key of \(curve.rawValue); ask for the original"
        case .signatureLength(let found):
            "a signature has 64 bytes and this has \(found); bring the whole signature"
        case .signatureNotDER(let offset):
            "the signature is not strict DER from byte \(offset) on; ask the signer for the original"
        case .signatureOutOfRange(let curve):
            "a number of the signature is zero or not below the order of \(curve.rawValue); refuse what it came with"
        case .signatureNotLowS:
            "the signature's s is above half the group order, which this ledger refuses; ask for the other form"
        case .recoveryBit(let found):
            "a recovery bit is 0 or 1 and this is \(found); ask the signer for the original"
        case .nothingToRecover:
            "no public key makes this signature; refuse what it came with"
        case .signatureDoesNotVerify:
            "the signature is not by this key over this message; refuse what it came with"
        case .ownSignatureDoesNotVerify(let curve):
            "a signature just made with \(curve.rawValue) does not verify and was not given out; check this machine's memory"
        case .group(let facts):
            facts.description
        case .memory(let facts):
            facts.description
        }
    }
}

private func names(_ curves: [CurveName]) -> String {
    curves.map(\.rawValue).joined(separator: " or ")
}

private func lengths(_ curve: CurveName) -> String {
    switch curve {
    case .secp256k1, .p256: "33 or 65"
    case .ed25519: "32"
    }
}

/// Allocates, and says it in this module's words.
func locked(_ count: Int) throws(SignaturesError) -> LockedBytes {
    do { return try LockedBytes(count: count) } catch { throw .memory(error) }
}

/// Refuses a digest of another length than 32 bytes.
func requireDigest(_ digest: [UInt8]) throws(SignaturesError) {
    guard digest.count == 32 else { throw .digestLength(found: digest.count) }
}
