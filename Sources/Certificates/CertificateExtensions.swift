import Encodings

/// The extensions of a certificate that matter here; libcrypto judges the others where a chain is asked for.
struct CertificateExtensions {
    /// RFC 5280, section 4.2.1.2.
    private(set) var subjectKeyIdentifier: [UInt8]?
    /// RFC 5280, section 4.2.1.9: cA, false where it does not stand.
    private(set) var isAuthority = false

    private static let subjectKeyIdentifierName = ObjectIdentifier("2.5.29.14")
    private static let basicConstraintsName = ObjectIdentifier("2.5.29.19")

    init() {}

    /// Reads all extensions, for their form; each stands once (RFC 5280, section 4.2).
    init(_ reader: inout DERReader, in bytes: UnsafeRawBufferPointer) throws {
        var seen: Set<ObjectIdentifier> = []
        var list = try reader.enter(.sequence)
        while !list.isAtEnd {
            var one = try list.enter(.sequence)
            let name = try one.objectIdentifier()
            guard seen.insert(name).inserted else { throw CertificatesError.field("extensions") }
            if one.peek() == .boolean { _ = try one.boolean() }
            let value = try one.octetString()
            try one.end()
            try read(name, DERReader(bytes, within: value), in: bytes)
        }
    }

    private mutating func read(
        _ name: ObjectIdentifier, _ value: consuming DERReader, in bytes: UnsafeRawBufferPointer
    ) throws {
        var inner = value
        if name == CertificateExtensions.subjectKeyIdentifierName {
            subjectKeyIdentifier = Array(bytes[try inner.octetString()])
            try inner.end()
        } else if name == CertificateExtensions.basicConstraintsName {
            var constraints = try inner.enter(.sequence)
            try inner.end()
            if constraints.peek() == .boolean { isAuthority = try constraints.boolean() }
            if constraints.peek() == .integer { _ = try constraints.unsignedInteger() }
            try constraints.end()
        }
    }
}
