/// The groups that keys live in, by the names that files and the command use.
public enum CurveName: String, CaseIterable, Hashable, Sendable {
    /// Bitcoin, EVM chains. SEC 2, section 2.4.1.
    case secp256k1
    /// Hyperledger Fabric, TLS. NIST SP 800-186, section 3.2.1.3; secp256r1 in SEC 2.
    case p256
    /// CometBFT, Solana. The prime-order subgroup of edwards25519, RFC 8032, section 5.1.
    case ed25519
}

extension CurveName {
    /// The one place where a name from a file becomes a type.
    package var group: any Group.Type {
        switch self {
        case .secp256k1: Secp256k1.self
        case .p256: P256.self
        case .ed25519: Ed25519.self
        }
    }
}
