import Encodings
import Groups

/// The names of algorithms and curves inside of PKCS#8 and SEC1.
enum ObjectIdentifiers {
    /// id-ecPublicKey (RFC 5480, section 2.1.1).
    static let ecPublicKey = ObjectIdentifier("1.2.840.10045.2.1")
    /// secp256r1 (RFC 5480, section 2.1.1.1).
    static let p256 = ObjectIdentifier("1.2.840.10045.3.1.7")
    /// SEC 2, section A.2.
    static let secp256k1 = ObjectIdentifier("1.3.132.0.10")
    /// id-Ed25519 (RFC 8410, section 3).
    static let ed25519 = ObjectIdentifier("1.3.101.112")

    static func curve(_ identifier: ObjectIdentifier) throws(KeyFilesError) -> CurveName {
        switch identifier {
        case p256: return .p256
        case secp256k1: return .secp256k1
        default: throw .notSupported(.otherCurve(otherCurves[identifier] ?? identifier.description))
        }
    }

    static func identifier(of curve: CurveName) -> ObjectIdentifier {
        switch curve {
        case .secp256k1: secp256k1
        case .p256: p256
        case .ed25519: ed25519
        }
    }

    /// What an algorithm of PKCS#8 is that is neither id-ecPublicKey nor id-Ed25519.
    static func foreign(_ algorithm: ObjectIdentifier) -> ForeignKey {
        switch algorithm.description {
        case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10": .rsa
        case "1.2.840.10040.4.1": .dsa
        default: .otherCurve(otherCurves[algorithm] ?? algorithm.description)
        }
    }

    private static let otherCurves: [ObjectIdentifier: String] = [
        ObjectIdentifier("1.2.840.10045.3.1.1"): "P-192",
        ObjectIdentifier("1.3.132.0.33"): "P-224",
        ObjectIdentifier("1.3.132.0.34"): "P-384",
        ObjectIdentifier("1.3.132.0.35"): "P-521",
        ObjectIdentifier("1.3.36.3.3.2.8.1.1.7"): "brainpoolP256r1",
        ObjectIdentifier("1.3.36.3.3.2.8.1.1.11"): "brainpoolP384r1",
        ObjectIdentifier("1.2.156.10197.1.301"): "SM2",
        ObjectIdentifier("1.3.101.110"): "X25519",
        ObjectIdentifier("1.3.101.111"): "X448",
        ObjectIdentifier("1.3.101.113"): "Ed448",
    ]
}

/// The parameters beside an algorithm.
enum CurveParameters {
    case absent
    case named(ObjectIdentifier)
    /// A curve written out as an equation (ECParameters), which RFC 5480 forbids.
    case explicit
    case other

    init(_ reader: inout DERReader) throws(EncodingsError) {
        switch reader.peek() {
        case nil: self = .absent
        case .objectIdentifier: self = .named(try reader.objectIdentifier())
        case .sequence:
            _ = try reader.next()
            self = .explicit
        default:
            _ = try reader.next()
            self = .other
        }
    }
}
