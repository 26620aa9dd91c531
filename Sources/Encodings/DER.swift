/// The Distinguished Encoding Rules (ITU-T X.690, section 10): one encoding for each value. Building of *public* values;
/// `DERReader` reads and `DERWriter` writes what may be secret.
package enum DER {
    /// The identifier octet: class, constructed or not, number (X.690, section 8.1.2). Numbers above 30 are not used here.
    package struct Tag: Hashable, Sendable, CustomStringConvertible {
        package let octet: UInt8

        package init(octet: UInt8) { self.octet = octet }

        package static let boolean = Tag(octet: 0x01)
        package static let integer = Tag(octet: 0x02)
        package static let bitString = Tag(octet: 0x03)
        package static let octetString = Tag(octet: 0x04)
        package static let null = Tag(octet: 0x05)
        package static let objectIdentifier = Tag(octet: 0x06)
        package static let sequence = Tag(octet: 0x30)
        package static let set = Tag(octet: 0x31)

        /// `[number]`, 0 … 30: constructed where it is EXPLICIT or replaces a SEQUENCE or SET.
        package static func context(_ number: UInt8, constructed: Bool) -> Tag {
            precondition(number < 31, "higher numbers take more octets")
            return Tag(octet: (constructed ? 0xA0 : 0x80) | number)
        }

        package var description: String {
            switch self {
            case .boolean: "BOOLEAN"
            case .integer: "INTEGER"
            case .bitString: "BIT STRING"
            case .octetString: "OCTET STRING"
            case .null: "NULL"
            case .objectIdentifier: "OBJECT IDENTIFIER"
            case .sequence: "SEQUENCE"
            case .set: "SET"
            default: octet >> 6 == 2 ? "[\(octet & 31)]" : "tag 0x\(Hex.encode([octet]))"
            }
        }
    }

    /// A tag, the length in its shortest form, the content.
    package static func element(_ tag: Tag, content: [UInt8]) -> [UInt8] {
        header(tag, contentCount: content.count) + content
    }

    /// A SEQUENCE of encoded elements.
    package static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        sequence(parts)
    }

    /// A SEQUENCE of encoded elements.
    package static func sequence(_ parts: [[UInt8]]) -> [UInt8] {
        element(.sequence, content: parts.flatMap { $0 })
    }

    /// A number of 0 or more.
    package static func integer(_ value: UInt64) -> [UInt8] {
        integer(unsigned: withUnsafeBytes(of: value.bigEndian) { Array($0) })
    }

    /// A number of 0 or more.
    /// - Parameter unsigned: Big-endian, leading zeros allowed; none of them is written, but for one where the top bit
    ///   would mean a minus (X.690, section 8.3).
    package static func integer(unsigned: [UInt8]) -> [UInt8] {
        let digits = Array(unsigned.drop { $0 == 0 })
        let needsZero = (digits.first ?? 0x80) & 0x80 != 0
        return element(.integer, content: (needsZero ? [0] : []) + digits)
    }

    /// An OCTET STRING.
    package static func octetString(_ bytes: [UInt8]) -> [UInt8] { element(.octetString, content: bytes) }

    /// A bit string of whole bytes.
    package static func bitString(_ bytes: [UInt8]) -> [UInt8] { element(.bitString, content: [0] + bytes) }

    /// An OBJECT IDENTIFIER.
    package static func objectIdentifier(_ identifier: ObjectIdentifier) -> [UInt8] {
        element(.objectIdentifier, content: identifier.content)
    }

    /// NULL.
    package static let null: [UInt8] = [0x05, 0x00]

    /// Identifier and length octets (X.690, sections 8.1.3 and 10.1).
    static func header(_ tag: Tag, contentCount: Int) -> [UInt8] {
        guard contentCount >= 0x80 else { return [tag.octet, UInt8(contentCount)] }
        let digits = withUnsafeBytes(of: UInt64(contentCount).bigEndian) { Array($0.drop { $0 == 0 }) }
        return [tag.octet, 0x80 | UInt8(digits.count)] + digits
    }
}

/// An OBJECT IDENTIFIER (X.690, section 8.19).
package struct ObjectIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The content octets.
    package let content: [UInt8]

    /// An identifier that is written in the source, such as `1.2.840.10045.2.1`.
    package init(_ dotted: StaticString) {
        let arcs = "\(dotted)".split(separator: ".").map { part -> UInt64 in
            guard let arc = UInt64(part) else { preconditionFailure("an arc is a number") }
            return arc
        }
        precondition(
            arcs.count >= 2 && arcs[0] <= 2 && (arcs[0] == 2 || arcs[1] < 40), "the first two arcs share an octet")
        // "(X*40) + Y".
        content = ([arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2)).flatMap(ObjectIdentifier.digits)
    }

    /// Content octets that `DERReader` has looked at.
    init(content: [UInt8]) { self.content = content }

    /// Base 128, the most significant digit first, all but the last with the top bit set.
    private static func digits(_ arc: UInt64) -> [UInt8] {
        var digits = [UInt8(arc & 0x7F)]
        var rest = arc >> 7
        while rest > 0 {
            digits.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
            rest >>= 7
        }
        return digits
    }

    /// Dotted; arcs of 2⁶⁴ and more are shown as their low 64 bits, with a tilde.
    package var description: String {
        var arcs: [String] = []
        var arc: UInt64 = 0
        var overflowed = false
        for octet in content {
            overflowed = overflowed || arc >> 57 != 0
            arc = arc << 7 | UInt64(octet & 0x7F)
            guard octet & 0x80 == 0 else { continue }
            let mark = overflowed ? "~" : ""
            if arcs.isEmpty {
                let first = min(arc / 40, 2)
                arcs.append("\(first)")
                arcs.append("\(mark)\(arc - first * 40)")
            } else {
                arcs.append("\(mark)\(arc)")
            }
            arc = 0
            overflowed = false
        }
        return arcs.joined(separator: ".")
    }
}
