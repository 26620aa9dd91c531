import Encodings
import Groups
package import Signatures

/// The public key that a certificate is for.
package enum CertificateKey: Hashable, Sendable {
    /// P-256 or Ed25519.
    case key(VerifyingKey)
    /// A kind that is not used here, by name: `RSA`, `EC of P-384`, or a dotted identifier.
    case other(String)

    /// Names as RFC 5480, section 2.1.1 and RFC 8410, section 3 have them.
    private static let names: [ObjectIdentifier: String] = [
        ObjectIdentifier("1.2.840.113549.1.1.1"): "RSA", ObjectIdentifier("1.3.132.0.34"): "EC of P-384",
        ObjectIdentifier("1.3.132.0.35"): "EC of P-521", ObjectIdentifier("1.3.132.0.10"): "EC of secp256k1",
        ObjectIdentifier("1.3.101.113"): "Ed448",
    ]
    private static let ecPublicKey = ObjectIdentifier("1.2.840.10045.2.1")
    private static let prime256v1 = ObjectIdentifier("1.2.840.10045.3.1.7")
    private static let ed25519 = ObjectIdentifier("1.3.101.112")
    private static let secp256k1 = ObjectIdentifier("1.3.132.0.10")

    /// The key of a PEM block `PUBLIC KEY`, or of the DER in it; of secp256k1 too, which no certificate here has.
    /// - Throws: `CertificatesError.encoding`, `.otherBlock`, `.count`, `.field`.
    package init(publicKey bytes: [UInt8]) throws(CertificatesError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(CertificatesError) in
            let text = UnsafeRawBufferPointer(buffer)
            if text.first == DER.Tag.sequence.octet { return try CertificateKey.readAlone(text) }
            let blocks: [PEMBlock]
            do throws(EncodingsError) { blocks = try PEM.blocks(in: text) } catch { throw .encoding(error) }
            guard blocks.count == 1 else { throw .count(found: blocks.count) }
            guard blocks[0].label == "PUBLIC KEY" else { throw .otherBlock(label: blocks[0].label) }
            return try blocks[0].publicContent(of: text).withUnsafeBufferPointer {
                (buffer) throws(CertificatesError) in
                try CertificateKey.readAlone(UnsafeRawBufferPointer(buffer))
            }
        }
    }

    private static func readAlone(_ der: UnsafeRawBufferPointer) throws(CertificatesError) -> CertificateKey {
        var reader = DERReader(der)
        let key = try read(&reader, in: der, mayBeSecp256k1: true)
        do { try reader.end() } catch { throw .encoding(error) }
        return key
    }

    /// Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
    static func read(
        _ reader: inout DERReader, in bytes: UnsafeRawBufferPointer, mayBeSecp256k1: Bool = false
    ) throws(CertificatesError) -> CertificateKey {
        do {
            var info = try reader.enter(.sequence)
            var algorithm = try info.enter(.sequence)
            let identifier = try algorithm.objectIdentifier()
            var curve: ObjectIdentifier?
            if identifier == ecPublicKey, algorithm.peek() == .objectIdentifier {
                curve = try algorithm.objectIdentifier()
            }
            let hasParameters = !algorithm.isAtEnd
            let bits = Array(bytes[try info.bitString()])
            try info.end()
            if identifier == ecPublicKey, curve == prime256v1, !hasParameters { return try key(.p256, bits) }
            if mayBeSecp256k1, identifier == ecPublicKey, curve == secp256k1, !hasParameters {
                return try key(.secp256k1, bits)
            }
            // RFC 8410, section 3: "the parameters MUST be absent".
            if identifier == ed25519, !hasParameters { return try key(.ed25519, bits) }
            let named = curve ?? identifier
            return .other(names[named] ?? named.description)
        } catch let fault as EncodingsError { throw .encoding(fault) } catch { throw .field("public key") }
    }

    private static func key(_ curve: CurveName, _ bits: [UInt8]) throws(CertificatesError) -> CertificateKey {
        do { return .key(try VerifyingKey(curve: curve, encoded: bits)) } catch { throw .field("public key") }
    }
}
