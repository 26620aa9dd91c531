import CSecp256k1
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
    /// The form without a square root to take: SEC1 uncompressed (65 bytes); for Ed25519 `encoded` itself.
    let decompressed: [UInt8]

    // The one form decides over the other.
    public static func == (left: VerifyingKey, right: VerifyingKey) -> Bool {
        left.curve == right.curve && left.encoded == right.encoded
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(curve)
        hasher.combine(encoded)
    }

    /// Reads a public key.
    /// - Parameter encoded: SEC1 compressed (33 bytes) or uncompressed (65 bytes), never hybrid; 32 bytes for Ed25519.
    /// - Throws: `SignaturesError.publicKeyLength`, `.publicKeyNotValid`.
    public init(curve: CurveName, encoded: [UInt8]) throws(SignaturesError) {
        switch curve {
        case .secp256k1: self.init(try VerifyingKey.libraryKey(encoded))
        case .p256: try self.init(VerifyingKey.point(encoded, of: P256.self), of: P256.self)
        case .ed25519:
            guard encoded.count == 32 else { throw .publicKeyLength(.ed25519, found: encoded.count) }
            guard Ed25519.isStrictKey(encoded) else { throw .publicKeyNotValid(.ed25519) }
            self.init(.ed25519, encoded, decompressed: encoded)
        }
    }

    private init(_ curve: CurveName, _ encoded: [UInt8], decompressed: [UInt8]) {
        self.curve = curve
        self.encoded = encoded
        self.decompressed = decompressed
    }

    /// The Ed25519 key that libsodium just verified a signature under, for which it keeps the rules of this type.
    /// - Parameter bytes: 32.
    init(verifiedUnder bytes: [UInt8]) { self.init(.ed25519, bytes, decompressed: bytes) }

    /// A key that libsecp256k1 made or read.
    init(_ key: secp256k1_pubkey) {
        var key = key
        var bytes = [UInt8](repeating: 0, count: 65)
        var count = bytes.count
        // It cannot fail: the key is the library's own and the room suffices.
        _ = secp256k1_ec_pubkey_serialize(Secp256k1.context, &bytes, &count, &key, UInt32(SECP256K1_EC_UNCOMPRESSED))
        self.init(.secp256k1, VerifyingKey.compressed(bytes), decompressed: bytes)
    }

    /// The public key that a point is: commitment 0 of a dealing, or the generator times a private key.
    /// - Throws: `SignaturesError.group(.elementIsIdentity)`.
    package init<G: Group>(_ element: G.Element, of group: G.Type) throws(SignaturesError) {
        guard !element.isIdentity else { throw .group(.elementIsIdentity(G.curve)) }
        self.init(G.curve, element.encoded, decompressed: element.decompressed)
    }

    /// SEC1 uncompressed: 04 ‖ x ‖ y, 65 bytes. What EVM addresses and Fabric's key identifiers are hashed from.
    /// - Throws: `SignaturesError.otherGroup` for Ed25519, whose keys have one form.
    public func uncompressed() throws(SignaturesError) -> [UInt8] {
        switch curve {
        case .secp256k1, .p256: return decompressed
        case .ed25519: throw .otherGroup(needed: [.secp256k1, .p256], found: curve)
        }
    }

    /// 02 or 03 for an even or odd y, then x (SEC 1, section 2.3.3).
    private static func compressed(_ uncompressed: [UInt8]) -> [UInt8] {
        [2 | uncompressed[64] & 1] + uncompressed[1..<33]
    }

    /// A key of secp256k1 as libsecp256k1 has it.
    var libraryKey: secp256k1_pubkey {
        var key = secp256k1_pubkey()
        let read = secp256k1_ec_pubkey_parse(Secp256k1.context, &key, decompressed, decompressed.count)
        precondition(read == 1, "a key of secp256k1 was read by the library before")
        return key
    }

    /// libsecp256k1 reads the hybrid forms 06 and 07 too.
    private static func libraryKey(_ encoded: [UInt8]) throws(SignaturesError) -> secp256k1_pubkey {
        guard encoded.count == 33 || encoded.count == 65 else {
            throw .publicKeyLength(.secp256k1, found: encoded.count)
        }
        var key = secp256k1_pubkey()
        guard encoded[0] <= 4, secp256k1_ec_pubkey_parse(Secp256k1.context, &key, encoded, encoded.count) == 1 else {
            throw .publicKeyNotValid(.secp256k1)
        }
        return key
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
