import Encodings
import Groups
import Secrets
import Signatures

/// PrivateKeyInfo (RFC 5208, section 5) and OneAsymmetricKey (RFC 5958, section 2), in strict DER.
enum PKCS8 {
    static func read(
        _ der: UnsafeRawBufferPointer, _ format: KeyFormat, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        let parts: Parts
        do { parts = try Parts(der) } catch { throw .malformed(format, facts: error.description) }
        guard parts.version <= 1 else { throw .malformed(format, facts: "version \(parts.version) is not known") }
        // "If publicKey is present, then version is set to v2" (RFC 5958).
        guard parts.version == 1 || parts.publicKey == nil else {
            throw .malformed(format, facts: "a public key needs version 2")
        }
        let notes = parts.hasAttributes ? notes + [.attributes] : notes
        let file = try readKey(der, parts, format, notes)
        if let publicKey = parts.publicKey { try file.requireOwn(der.part(publicKey)) }
        return file
    }

    private static func readKey(
        _ der: UnsafeRawBufferPointer, _ parts: Parts, _ format: KeyFormat, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        switch parts.algorithm {
        case ObjectIdentifiers.ecPublicKey: try readEC(der, parts, format, notes)
        case ObjectIdentifiers.ed25519: try readEd25519(der, parts, format, notes)
        default: throw .notSupported(ObjectIdentifiers.foreign(parts.algorithm))
        }
    }

    private static func readEC(
        _ der: UnsafeRawBufferPointer, _ parts: Parts, _ format: KeyFormat, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        switch parts.parameters {
        case .named(let identifier):
            let curve = try ObjectIdentifiers.curve(identifier)
            return try SEC1.read(der, within: parts.privateKey, format, notes, outerCurve: curve)
        case .explicit: throw .notSupported(.explicitParameters)
        case .absent, .other: throw .malformed(format, facts: "the curve is not named")
        }
    }

    private static func readEd25519(
        _ der: UnsafeRawBufferPointer, _ parts: Parts, _ format: KeyFormat, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        // "For all of the OIDs, the parameters MUST be absent" (RFC 8410, section 3).
        guard case .absent = parts.parameters else {
            throw .malformed(format, facts: "Ed25519 has no parameters and some are there")
        }
        // "CurvePrivateKey ::= OCTET STRING", inside of the privateKey OCTET STRING (RFC 8410, section 7).
        let seed: Range<Int>
        do {
            var reader = DERReader(der, within: parts.privateKey)
            seed = try reader.octetString()
            try reader.end()
        } catch { throw .malformed(format, facts: error.description) }
        return try KeyFile(format, bytes: der.part(seed), .ed25519, notes)
    }

    /// Where the parts are; nothing of them is copied.
    private struct Parts {
        let version: UInt64
        let algorithm: ObjectIdentifier
        let parameters: CurveParameters
        let privateKey: Range<Int>
        let hasAttributes: Bool
        let publicKey: Range<Int>?

        init(_ der: UnsafeRawBufferPointer) throws(EncodingsError) {
            var outer = DERReader(der)
            var reader = try outer.enter(.sequence)
            try outer.end()
            version = try reader.smallInteger()
            var algorithmReader = try reader.enter(.sequence)
            algorithm = try algorithmReader.objectIdentifier()
            parameters = try CurveParameters(&algorithmReader)
            try algorithmReader.end()
            privateKey = try reader.octetString()
            // "attributes [0] Attributes OPTIONAL": Node.js leaves a key usage there.
            hasAttributes = try reader.nextIfPresent(.context(0, constructed: true)) != nil
            publicKey = try Parts.publicKey(der, &reader)
            try reader.end()
        }

        /// "publicKey [1] PublicKey OPTIONAL", an implicitly tagged BIT STRING: a byte 0 and the key.
        private static func publicKey(
            _ der: UnsafeRawBufferPointer, _ reader: inout DERReader
        ) throws(EncodingsError) -> Range<Int>? {
            guard let element = try reader.nextIfPresent(.context(1, constructed: false)) else { return nil }
            let content = element.content
            // Unused bits, or no bits at all: an empty range is nobody's public key.
            guard content.count > 1, der.part(content).begins(with: [0]) else {
                return content.upperBound..<content.upperBound
            }
            return content.lowerBound + 1..<content.upperBound
        }
    }

    /// As `openssl pkcs8` writes it: version 0; an EC key has the public half inside and no parameters there, an Ed25519 key
    /// is its seed alone.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey, into writer: inout DERWriter
    ) throws(KeyFilesError) {
        let before = writer.count
        switch verifyingKey.curve {
        case .secp256k1, .p256:
            try SEC1.write(key, verifyingKey, parameters: .leftOut, into: &writer)
        case .ed25519:
            key.withUnsafeBytes { writer.prepend($0) }
            writer.prependHeader(.octetString, contentCount: 32)
        }
        writer.prependHeader(.octetString, contentCount: writer.count - before)
        writer.prepend(algorithm(verifyingKey.curve))
        writer.prepend(DER.integer(0))
        writer.prependHeader(.sequence, contentCount: writer.count - before)
    }

    private static func algorithm(_ curve: CurveName) -> [UInt8] {
        let identifier = DER.objectIdentifier(ObjectIdentifiers.identifier(of: curve))
        return switch curve {
        case .secp256k1, .p256: DER.sequence(DER.objectIdentifier(ObjectIdentifiers.ecPublicKey), identifier)
        case .ed25519: DER.sequence(identifier)
        }
    }
}
