package import Groups

/// How bytes are signed where no ledger says it.
package enum RawScheme: String, CaseIterable, Hashable, Sendable {
    /// ECDSA over a digest of 32 bytes (SEC 1, section 4.1), with the nonce of RFC 6979 and low s.
    case ecdsa
    /// BIP-340 over a digest of 32 bytes, by the key itself.
    case schnorr
    /// Ed25519 over the message itself (RFC 8032, section 5.1: not its hash).
    case ed25519

    /// - Throws: `RawError.unknownScheme`.
    package static func named(_ name: String) throws(RawError) -> RawScheme {
        guard let scheme = RawScheme(rawValue: name) else { throw .unknownScheme(name) }
        return scheme
    }

    /// What a key signs with where nobody says it.
    package static func usual(for curve: CurveName) -> RawScheme {
        switch curve {
        case .secp256k1, .p256: .ecdsa
        case .ed25519: .ed25519
        }
    }

    /// The groups whose keys can.
    package var groups: [CurveName] {
        switch self {
        case .ecdsa: [.secp256k1, .p256]
        case .schnorr: [.secp256k1]
        case .ed25519: [.ed25519]
        }
    }

    /// Whether it signs a digest and not a message.
    package var signsDigest: Bool { self != .ed25519 }

    package var kind: String { "raw-\(rawValue)" }

    var words: String {
        switch self {
        case .ecdsa: "ECDSA over these 32 bytes as they are, which no ledger's form protects"
        case .schnorr: "BIP-340 over these 32 bytes as they are, which no ledger's form protects"
        case .ed25519: "Ed25519 over these bytes as they are, which no ledger's form protects"
        }
    }
}
