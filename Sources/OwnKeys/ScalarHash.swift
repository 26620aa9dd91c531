import Digests
package import Groups
package import Secrets

/// H2S: a hash of fields, of which some are secret, to a number modulo the order of a group (holdfast-own-keys(5),
/// "Hashes").
///
/// HKDF-SHA-512 (RFC 5869) of the fields, with domain and group as its info; its 64 bytes are read big-endian in every
/// group and reduced, so that no number is likelier than another by more than 2⁻²⁵⁶. The fields come one by one: what is
/// secret of them stays where it is, in locked memory. In constant time but for the lengths.
package struct ScalarHash: ~Copyable {
    private var stream = HKDFSHA512.extraction(salt: [])
    private let domain: String

    /// - Parameter domain: What the number is for; no two uses share one.
    package init(domain: String) { self.domain = domain }

    /// Four bytes, big-endian.
    package mutating func append(_ number: UInt32) {
        stream.update([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    }

    /// The length in four bytes, then the content, which is public.
    package mutating func append(field content: [UInt8]) {
        append(UInt32(content.count))
        stream.update(content)
    }

    /// Fields and numbers that are public, and encoded already.
    package mutating func append(encoded fields: [UInt8]) { stream.update(fields) }

    /// The same for content that is secret.
    package mutating func append(field content: UnsafeRawBufferPointer) {
        append(UInt32(content.count))
        stream.update(content)
    }

    /// The canonical form of a secret point.
    package mutating func append<H: Group>(field element: borrowing SecretElement<H>) {
        element.withUnsafeBytes { append(field: $0) }
    }

    /// A secret number as its 32 bytes in the group's order.
    package mutating func append<H: Group>(field scalar: borrowing SecretScalar<H>) throws(SecretsError) {
        let bytes = try scalar.encoded()
        bytes.withUnsafeBytes { append(field: $0) }
    }

    /// The number, in locked memory; it may be zero.
    package consuming func scalar<G: Group>(in group: G.Type) throws(SecretsError) -> SecretScalar<G> {
        var room = try LockedBytes(count: HKDFSHA512.keyCount + 64)
        let info = ScalarHash.info(domain, group)
        var stream = stream
        room.withUnsafeMutableBytes { room in
            let key = UnsafeMutableRawBufferPointer(rebasing: room[..<64])
            stream.finish(into: key)
            HKDFSHA512.expand(
                UnsafeRawBufferPointer(key), info: info, into: UnsafeMutableRawBufferPointer(rebasing: room[64...]))
        }
        return try room.withUnsafeBytes { (room) throws(SecretsError) in
            try SecretScalar<G>(reducingWide: UnsafeRawBufferPointer(rebasing: room[64...]))
        }
    }

    /// The number, where all fields are public.
    package consuming func publicScalar<G: Group>(in group: G.Type) throws(SecretsError) -> PublicScalar<G> {
        try scalar(in: group).withLimbs { PublicScalar(reducing: Limbs(at: $0)) }
    }

    private static func info<G: Group>(_ domain: String, _ group: G.Type) -> [UInt8] {
        var info = FieldEncoding()
        info.append(field: "holdfast-own-keys/1")
        info.append(field: domain)
        info.append(field: G.curve.rawValue)
        return info.bytes
    }
}
