import Encodings

/// The name of a subject or an issuer, as a person reads it.
///
/// Like RFC 4514, section 2: the last part first, parts by comma, several in one part by plus, what separates escaped by a
/// backslash. Unlike it, control characters and what a terminal obeys or hides are written out as `\u{…}`.
package enum DistinguishedName {
    /// More parts than any name has.
    static let mostParts = 64

    /// RFC 4514, section 3, and `E`, which many certificate authorities write.
    private static let keywords: [ObjectIdentifier: String] = [
        ObjectIdentifier("2.5.4.3"): "CN", ObjectIdentifier("2.5.4.7"): "L", ObjectIdentifier("2.5.4.8"): "ST",
        ObjectIdentifier("2.5.4.10"): "O", ObjectIdentifier("2.5.4.11"): "OU", ObjectIdentifier("2.5.4.6"): "C",
        ObjectIdentifier("2.5.4.9"): "STREET", ObjectIdentifier("2.5.4.5"): "SERIALNUMBER",
        ObjectIdentifier("0.9.2342.19200300.100.1.25"): "DC", ObjectIdentifier("0.9.2342.19200300.100.1.1"): "UID",
        ObjectIdentifier("1.2.840.113549.1.9.1"): "E",
    ]

    static func read(
        _ whole: Range<Int>, in bytes: UnsafeRawBufferPointer, field: String
    ) throws(CertificatesError) -> String {
        do {
            var parts: [String] = []
            var reader = DERReader(bytes, within: whole)
            var sequence = try reader.enter(.sequence)
            while !sequence.isAtEnd {
                guard parts.count < mostParts else { throw CertificatesError.field(field) }
                var set = try sequence.enter(.set)
                var values: [String] = []
                while !set.isAtEnd {
                    guard values.count < mostParts else { throw CertificatesError.field(field) }
                    var pair = try set.enter(.sequence)
                    let type = try pair.objectIdentifier()
                    let value = try pair.next()
                    try pair.end()
                    values.append("\(keywords[type] ?? type.description)=\(text(value, in: bytes))")
                }
                guard !values.isEmpty else { throw CertificatesError.field(field) }
                parts.append(values.joined(separator: "+"))
            }
            return parts.reversed().joined(separator: ",")
        } catch let fault as EncodingsError { throw .encoding(fault) } catch { throw .field(field) }
    }

    /// The four text types that RFC 5280, section 4.1.2.4 leaves in use, and IA5String; all else as `#` and hexadecimal digits.
    private static func text(_ element: DERElement, in bytes: UnsafeRawBufferPointer) -> String {
        let content = bytes[element.content]
        let decoded: String? =
            switch element.tag.octet {
            case 0x0C: String(validating: content, as: UTF8.self)
            case 0x13, 0x16: String(validating: content, as: Unicode.ASCII.self)
            // BMPString: UTF-16, big-endian.
            case 0x1E where content.count % 2 == 0:
                String(
                    validating: stride(from: content.startIndex, to: content.endIndex, by: 2).map {
                        UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
                    }, as: UTF16.self)
            default: nil
            }
        guard let decoded else { return "#" + Hex.encode(bytes[element.whole]) }
        var escaped = ""
        for (place, scalar) in decoded.unicodeScalars.enumerated() {
            let isEdgeBlank = scalar == " " && (place == 0 || place == decoded.unicodeScalars.count - 1)
            if isEdgeBlank || ",+\"\\<>;".unicodeScalars.contains(scalar) || (scalar == "#" && place == 0) {
                escaped += "\\"
            }
            escaped.unicodeScalars.append(scalar)
        }
        return printable(escaped, most: 200)
    }
}
