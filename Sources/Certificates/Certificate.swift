import Encodings
package import Signatures

/// An X.509 certificate, version 3 (RFC 5280), as far as it is shown and used.
///
/// What it says is not proven by reading it: `CertificateTrust` asks for a chain to a root.
package struct Certificate: Hashable, Sendable {
    /// The certificate as it came, DER.
    package let der: [UInt8]
    package let subject: String
    package let issuer: String
    /// In hexadecimal, without leading zeros.
    package let serialNumber: String
    /// Seconds since 1970.
    package let notBefore: Int
    /// Seconds since 1970.
    package let notAfter: Int
    package let publicKey: CertificateKey
    /// The same, for who only wants the key, whatever the certificate is for: of secp256k1 too.
    package let holderKey: CertificateKey
    /// The extension of RFC 5280, section 4.2.1.2; `nil` where there is none.
    package let subjectKeyIdentifier: [UInt8]?
    /// Whether the basic constraints (section 4.2.1.9) make it a certificate authority's.
    package let isAuthority: Bool
    /// Whether it names itself as its issuer, octet by octet, as roots do.
    package let isSelfIssued: Bool

    /// Twenty times what a certificate of a Fabric organization has.
    package static let mostBytes = 1 << 16

    /// The key, where it is of a kind that is used here.
    package var verifyingKey: VerifyingKey? {
        if case .key(let key) = publicKey { key } else { nil }
    }

    /// - Throws: `CertificatesError.tooLong`, `.encoding`, `.field`.
    package init(der: [UInt8]) throws(CertificatesError) {
        guard der.count <= Certificate.mostBytes else {
            throw .tooLong(limit: Certificate.mostBytes, found: der.count)
        }
        self = try der.withUnsafeBufferPointer { (buffer) throws(CertificatesError) in
            try Certificate(UnsafeRawBufferPointer(buffer), whole: der)
        }
    }

    /// Reads one certificate in DER or PEM.
    /// - Throws: As `init(der:)`, and `.count`, `.otherBlock`.
    package init(_ bytes: [UInt8]) throws(CertificatesError) {
        let all = try Certificate.all(in: bytes)
        guard all.count == 1 else { throw .count(found: all.count) }
        self = all[0]
    }

    /// All certificates of a PEM text, or the one that DER is.
    package static func all(in bytes: [UInt8], most: Int = 256) throws(CertificatesError) -> [Certificate] {
        if bytes.first == DER.Tag.sequence.octet { return [try Certificate(der: bytes)] }
        guard bytes.count <= most * mostBytes else { throw .tooLong(limit: most * mostBytes, found: bytes.count) }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(CertificatesError) in
            let text = UnsafeRawBufferPointer(buffer)
            let blocks: [PEMBlock]
            do throws(EncodingsError) { blocks = try PEM.blocks(in: text) } catch { throw .encoding(error) }
            guard blocks.count <= most else { throw .tooManyRoots(limit: most, found: blocks.count) }
            var found: [Certificate] = []
            for block in blocks {
                guard block.label == "CERTIFICATE" else { throw .otherBlock(label: block.label) }
                found.append(try Certificate(der: block.publicContent(of: text)))
            }
            return found
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer, whole: [UInt8]) throws(CertificatesError) {
        do {
            var file = DERReader(bytes)
            var certificate = try file.enter(.sequence)
            try file.end()
            var fields = try certificate.enter(.sequence)
            _ = try certificate.next(.sequence)
            _ = try certificate.bitString()
            try certificate.end()

            // Version ::= INTEGER { v1(0), v2(1), v3(2) }, [0] EXPLICIT, v1 by default.
            var version: UInt64 = 0
            if var explicit = try fields.enterIfPresent(.context(0, constructed: true)) {
                version = try explicit.smallInteger()
                try explicit.end()
                guard version == 1 || version == 2 else { throw CertificatesError.field("version") }
            }
            // RFC 5280, section 4.1.2.2: at most 20 octets; non-conforming zero and longer ones are in use, negative none.
            let serial = try fields.unsignedInteger()
            serialNumber = serial.isEmpty ? "0" : Hex.encode(bytes[serial])
            _ = try fields.next(.sequence)
            let issuerName = try fields.next(.sequence).whole
            issuer = try DistinguishedName.read(issuerName, in: bytes, field: "issuer")
            var validity = try fields.enter(.sequence)
            notBefore = try CertificateTime.read(&validity, in: bytes)
            notAfter = try CertificateTime.read(&validity, in: bytes)
            try validity.end()
            let subjectName = try fields.next(.sequence).whole
            subject = try DistinguishedName.read(subjectName, in: bytes, field: "subject")
            isSelfIssued = bytes[subjectName].elementsEqual(bytes[issuerName])
            var again = fields
            publicKey = try CertificateKey.read(&fields, in: bytes)
            // A ledger that knows no such key does not ask whether it is a point.
            holderKey = (try? CertificateKey.read(&again, in: bytes, mayBeSecp256k1: true)) ?? publicKey
            // issuerUniqueID and subjectUniqueID, which nobody writes.
            _ = try fields.nextIfPresent(.context(1, constructed: false))
            _ = try fields.nextIfPresent(.context(2, constructed: false))
            var extensions = CertificateExtensions()
            if var explicit = try fields.enterIfPresent(.context(3, constructed: true)) {
                guard version == 2 else { throw CertificatesError.field("extensions") }
                extensions = try CertificateExtensions(&explicit, in: bytes)
                try explicit.end()
            }
            try fields.end()
            subjectKeyIdentifier = extensions.subjectKeyIdentifier
            isAuthority = extensions.isAuthority
            der = whole
        } catch let error as CertificatesError { throw error } catch let error as EncodingsError {
            throw .encoding(error)
        } catch { throw .field("form") }
    }
}

extension PEMBlock {
    /// What the block holds, where nothing of it is secret.
    func publicContent(of text: UnsafeRawBufferPointer) throws(CertificatesError) -> [UInt8] {
        var content = [UInt8](repeating: 0, count: PEM.decodedCapacity(self))
        let count: Int
        do throws(EncodingsError) {
            count = try content.withUnsafeMutableBufferPointer { (room) throws(EncodingsError) in
                try PEM.decode(self, of: text, into: UnsafeMutableRawBufferPointer(room))
            }
        } catch { throw .encoding(error) }
        content.removeLast(content.count - count)
        return content
    }
}
