import Digests
import Encodings

/// A public key as a line of an OpenSSH `.pub` file has it (RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709, section 4).
package struct OpenSSHPublicKey: Hashable, Sendable {
    /// The kinds that are read.
    package enum Kind: String, CaseIterable, Sendable {
        case ed25519 = "ssh-ed25519"
        case nistp256 = "ecdsa-sha2-nistp256"
    }

    package let kind: Kind
    /// Ed25519: 32 bytes. P-256: 65 bytes, uncompressed (SEC 1, section 2.3.3); whether they are a point on the curve is for the
    /// caller to see, who has the curve.
    package let point: [UInt8]

    private static let curve = "nistp256"

    /// - Throws: `SealingError.openSSH(.field)` for another length.
    package init(kind: Kind, point: [UInt8]) throws(SealingError) {
        switch kind {
        case .ed25519: guard point.count == 32 else { throw .openSSH(.field("public key")) }
        case .nistp256: guard point.count == 65, point[0] == 4 else { throw .openSSH(.field("public key")) }
        }
        self.kind = kind
        self.point = point
    }

    /// Reads the binary form, as it is encoded in a line.
    /// - Throws: `SealingError.openSSH` (`truncated`, `trailing`, `unsupportedKind`, `field`).
    package init(wire: [UInt8]) throws(SealingError) {
        self = try wire.withUnsafeBufferPointer { (wire) throws(SealingError) in
            var reader = SSHWireReader(UnsafeRawBufferPointer(wire))
            let name = try reader.name()
            guard let kind = Kind(rawValue: name) else { throw .openSSH(.unsupportedKind(name)) }
            let point = try OpenSSHPublicKey.point(kind, &reader)
            try reader.end()
            return try OpenSSHPublicKey(kind: kind, point: point)
        }
    }

    /// The fields behind the kind, which stand alike in private keys.
    static func point(_ kind: Kind, _ reader: inout SSHWireReader) throws(SealingError) -> [UInt8] {
        if kind == .nistp256 {
            guard try reader.name() == curve else { throw .openSSH(.field("curve")) }
        }
        return try reader.publicString()
    }

    /// Reads a line: kind, base64, and a comment, which is left aside.
    /// - Throws: `SealingError.openSSH` (`publicLine`, `kindsDisagree`, and what `init(wire:)` throws).
    package init(line: String) throws(SealingError) {
        let parts = line.split(maxSplits: 2, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
        guard parts.count >= 2 else { throw .openSSH(.publicLine) }
        let name = String(parts[0])
        guard Kind(rawValue: name) != nil else { throw .openSSH(.unsupportedKind(name)) }
        let wire: [UInt8]
        do { wire = try Base64.decode(String(parts[1])) } catch { throw .openSSH(.text(error)) }
        try self.init(wire: wire)
        guard kind.rawValue == name else { throw .openSSH(.kindsDisagree(line: name, inside: kind.rawValue)) }
    }

    /// The binary form.
    package var wire: [UInt8] {
        let curve = kind == .nistp256 ? SSHWire.string(OpenSSHPublicKey.curve) : []
        return SSHWire.string(kind.rawValue) + curve + SSHWire.string(point)
    }

    /// The line without a comment and without a line end.
    package var line: String { "\(kind.rawValue) \(Base64.encode(wire))" }

    /// As `ssh-keygen -l` shows it: `SHA256:` and base64 without padding.
    package var fingerprint: String { "SHA256:" + Base64.encode(SHA256.hash(wire), padding: .absent) }
}
