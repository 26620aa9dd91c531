import Encodings
import Groups
import Secrets
import Signatures

/// ECPrivateKey (RFC 5915, section 3; SEC 1, section C.4), in strict DER.
enum SEC1 {
    /// Reads a file of its own.
    /// - Parameter blockCurve: What an `EC PARAMETERS` block before it said.
    static func read(
        _ der: UnsafeRawBufferPointer, _ format: KeyFormat, _ notes: [KeyFileNote], blockCurve: CurveName? = nil
    ) throws(KeyFilesError) -> KeyFile {
        try read(der, within: der.indices, format, notes, outerCurve: blockCurve)
    }

    /// Reads what stands in a part of a file.
    /// - Parameter outerCurve: What is said around it; needed where the key itself does not name its curve.
    static func read(
        _ der: UnsafeRawBufferPointer, within range: Range<Int>, _ format: KeyFormat, _ notes: [KeyFileNote],
        outerCurve: CurveName?
    ) throws(KeyFilesError) -> KeyFile {
        let parts: Parts
        do { parts = try Parts(der, within: range) } catch { throw .malformed(format, facts: error.description) }
        guard parts.version == 1 else {
            throw .malformed(format, facts: "the key inside has version \(parts.version) instead of 1")
        }
        let curve = try curve(parts.parameters, outerCurve, format)
        let file = try KeyFile(format, bytes: der.part(parts.privateKey), curve, notes)
        if let publicKey = parts.publicKey { try file.requireOwn(der.part(publicKey)) }
        return file
    }

    private static func curve(
        _ parameters: CurveParameters, _ outer: CurveName?, _ format: KeyFormat
    ) throws(KeyFilesError) -> CurveName {
        switch parameters {
        case .named(let identifier):
            let named = try ObjectIdentifiers.curve(identifier)
            guard outer == nil || outer == named else { throw .groupsDisagree(format) }
            return named
        case .absent:
            guard let outer else { throw .malformed(format, facts: "the curve is not named") }
            return outer
        case .explicit: throw .notSupported(.explicitParameters)
        case .other: throw .malformed(format, facts: "the curve is not named")
        }
    }

    /// Reads the content of an `EC PARAMETERS` block: the curve's name alone.
    static func blockCurve(_ der: UnsafeRawBufferPointer) throws(KeyFilesError) -> CurveName {
        let parameters: CurveParameters
        do {
            var reader = DERReader(der)
            parameters = try CurveParameters(&reader)
            try reader.end()
        } catch { throw .malformed(.sec1PEM, facts: error.description) }
        return try curve(parameters, nil, .sec1PEM)
    }

    /// Where the parts are; nothing of them is copied.
    private struct Parts {
        let version: UInt64
        let privateKey: Range<Int>
        let parameters: CurveParameters
        let publicKey: Range<Int>?

        init(_ der: UnsafeRawBufferPointer, within range: Range<Int>) throws(EncodingsError) {
            var outer = DERReader(der, within: range)
            var reader = try outer.enter(.sequence)
            try outer.end()
            version = try reader.smallInteger()
            privateKey = try reader.octetString()
            if var inner = try reader.enterIfPresent(.context(0, constructed: true)) {
                parameters = try CurveParameters(&inner)
                try inner.end()
            } else {
                parameters = .absent
            }
            if var inner = try reader.enterIfPresent(.context(1, constructed: true)) {
                publicKey = try inner.bitString()
                try inner.end()
            } else {
                publicKey = nil
            }
            try reader.end()
        }
    }

    /// Whether the key names its curve: OpenSSL leaves the name out inside of PKCS#8, where it stands outside.
    enum ParametersField {
        case written, leftOut
    }

    /// As OpenSSL writes it, with the uncompressed public key.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey, parameters: ParametersField,
        into writer: inout DERWriter
    ) throws(KeyFilesError) {
        let before = writer.count
        let point: [UInt8]
        do { point = try verifyingKey.uncompressed() } catch { throw .signatures(error) }
        writer.prepend(DER.element(.context(1, constructed: true), content: DER.bitString(point)))
        switch parameters {
        case .written:
            let name = DER.objectIdentifier(ObjectIdentifiers.identifier(of: verifyingKey.curve))
            writer.prepend(DER.element(.context(0, constructed: true), content: name))
        case .leftOut: break
        }
        key.withUnsafeBytes { writer.prepend($0) }
        writer.prependHeader(.octetString, contentCount: 32)
        writer.prepend(DER.integer(1))
        writer.prependHeader(.sequence, contentCount: writer.count - before)
    }
}
