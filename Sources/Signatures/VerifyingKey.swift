public import Groups

/// A public key, in the canonical form of its group; made only from bytes that name a point.
///
/// For Ed25519 it is what RFC 8032, section 5.1.3 decodes, less the points of small order, as ed25519-dalek's
/// `verify_strict` has it. A key with a small-order *component* is one, since ledgers know them; that a commitment is
/// in the prime-order group is `Group.element(decoding:)`'s to see to.
public struct VerifyingKey: Hashable, Sendable {
    public let curve: CurveName
    /// SEC1 compressed (33 bytes), or RFC 8032 (32 bytes).
    public let encoded: [UInt8]

    /// Reads a public key.
    /// - Parameter encoded: SEC1 compressed (33 bytes) or uncompressed (65 bytes), never hybrid; 32 bytes for Ed25519.
    /// - Throws: `SignaturesError.publicKeyLength`, `.publicKeyNotValid`.
    public init(curve: CurveName, encoded: [UInt8]) throws(SignaturesError) {
        switch curve {
        case .secp256k1: self.encoded = try VerifyingKey.point(encoded, of: Secp256k1.self).encoded
        case .p256: self.encoded = try VerifyingKey.point(encoded, of: P256.self).encoded
        case .ed25519:
            try Ed25519PublicKey.check(encoded)
            self.encoded = encoded
        }
        self.curve = curve
    }

    /// The public key that a point is: commitment 0 of a dealing, or the generator times a private key.
    /// - Throws: `SignaturesError.group(.elementIsIdentity)`.
    package init<G: Group>(_ element: G.Element, of group: G.Type) throws(SignaturesError) {
        guard !element.isIdentity else { throw .group(.elementIsIdentity(G.curve)) }
        self.curve = G.curve
        self.encoded = element.encoded
    }

    /// SEC1 uncompressed: 04 ‖ x ‖ y, 65 bytes. What EVM addresses and Fabric's key identifiers are hashed from.
    /// - Throws: `SignaturesError.otherGroup` for Ed25519, whose keys have one form.
    public func uncompressed() throws(SignaturesError) -> [UInt8] {
        switch curve {
        case .secp256k1: try VerifyingKey.point(encoded, of: Secp256k1.self).uncompressed
        case .p256: try VerifyingKey.point(encoded, of: P256.self).uncompressed
        case .ed25519: throw .otherGroup(needed: [.secp256k1, .p256], found: curve)
        }
    }

    private static func point<G: WeierstrassCurve>(
        _ encoded: [UInt8], of group: G.Type
    ) throws(SignaturesError) -> AffinePoint<G> {
        do {
            switch encoded.count {
            case 33: return try G.element(decoding: encoded)
            case 65: return try G.element(decodingUncompressed: encoded)
            default: break
            }
        } catch { throw .publicKeyNotValid(G.curve) }
        throw .publicKeyLength(G.curve, found: encoded.count)
    }

    /// Refuses a key of another group.
    func require(_ needed: CurveName) throws(SignaturesError) {
        guard curve == needed else { throw .otherGroup(needed: [needed], found: curve) }
    }
}
