import Encodings

/// A public key that an age file can be sealed to: one of age itself, or an Ed25519 key of SSH.
package struct AgeRecipient: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case x25519
        case sshEd25519(OpenSSHPublicKey)
    }

    package let kind: Kind
    /// The public key of X25519, 32 bytes.
    let point: [UInt8]

    static let prefix = "age"
    /// The most keys in one file.
    package static let mostInFile = 4096

    /// - Parameter point: 32 bytes.
    init(x25519 point: [UInt8]) { (kind, self.point) = (.x25519, point) }

    /// - Throws: `SealingError.age(.unsuitableSSHKey)` for another kind than Ed25519; `.openSSH(.field)` where it is no point
    ///   of the prime-order subgroup.
    package init(ssh key: OpenSSHPublicKey) throws(SealingError) {
        guard key.kind == .ed25519 else { throw .age(.unsuitableSSHKey(kind: key.kind.rawValue)) }
        guard let point = Ed25519Conversion.montgomeryPointVariableTime(of: key.point) else {
            throw .openSSH(.field("public key"))
        }
        (kind, self.point) = (.sshEd25519(key), point)
    }

    /// Reads `age1…`, or a line `ssh-ed25519 …`, with blanks around it.
    /// - Throws: `SealingError.age` (`recipient`, `unsuitableSSHKey`).
    package init(_ text: String) throws(SealingError) { try self.init(text, line: nil) }

    private init(_ text: String, line: Int?) throws(SealingError) {
        let letters = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let end = letters.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { letters.index(after: $0) } ?? letters.startIndex
        let trimmed = String(Substring(letters[..<end]))
        do throws(SealingError) {
            self =
                trimmed.contains(" ") || trimmed.contains("\t")
                ? try AgeRecipient(ssh: try OpenSSHPublicKey(line: trimmed)) : try AgeRecipient(bech32: trimmed)
        } catch .age(.recipient(let fault, _)) {
            throw .age(.recipient(fault, line: line))
        } catch .openSSH(.unsupportedKind(let kind)) {
            throw kind.hasPrefix("ssh-") || kind.hasPrefix("ecdsa-") || kind.hasPrefix("sk-")
                ? .age(.unsuitableSSHKey(kind: kind)) : .age(.recipient(.notRecognised, line: line))
        } catch .openSSH(let fault) {
            throw .age(.recipient(.ssh(fault), line: line))
        }
    }

    private init(bech32 text: String) throws(SealingError) {
        func fault(_ fault: KeyTextFault) -> SealingError { .age(.recipient(fault, line: nil)) }
        let lower = text.lowercased()
        if lower.hasPrefix("age-secret-key-") { throw fault(.identityAsRecipient) }
        guard lower.hasPrefix("age1") else { throw fault(.notRecognised) }
        guard text == lower else { throw fault(.wrongCase) }
        // A plugin's prefix has a 1 of its own: the last one separates.
        if let plugin = AgeRecipient.plugin(of: text) {
            throw fault(plugin == "pq" ? .postQuantum : .plugin(name: plugin))
        }
        let point: [UInt8]
        do {
            let decoded = try Bech32.decode(text)
            guard decoded.variant == .bech32 else { throw EncodingsError.wrongChecksum(.bech32) }
            point = try Bech32.bytes(of: decoded.values)
        } catch let error as EncodingsError { throw fault(.encoding(error)) } catch { throw fault(.notRecognised) }
        guard point.count == X25519.count else { throw fault(.length(point.count)) }
        guard X25519.isCanonical(point) else { throw fault(.pointNotCanonical) }
        try AgeRecipient.checkOrder(of: point)
        self.init(x25519: point)
    }

    private static func plugin(of text: String) -> String? {
        let parts = text.split(separator: "1", omittingEmptySubsequences: false)
        // The letters behind the separator have no 1.
        return parts.count > 2 ? parts[1..<parts.count - 1].joined(separator: "1") : nil
    }

    /// Refuses now what could not be sealed to later.
    private static func checkOrder(of point: [UInt8]) throws(SealingError) {
        do throws(SealingError) {
            _ = try X25519.product(try lockedRandom(X25519.count), point)
        } catch .pointOfSmallOrder { throw .age(.recipient(.pointOfSmallOrder, line: nil)) }
    }

    /// `age1…`, or the line of the SSH key without its comment.
    package var text: String {
        switch kind {
        case .x25519: Bech32.encode(prefix: AgeRecipient.prefix, values: Bech32.values(of: point), .bech32)
        case .sshEd25519(let key): key.line
        }
    }

    package var description: String { text }

    /// Reads a file of recipients, or a `.pub` file: one a line; empty lines and those that begin with `#` are left aside.
    /// - Throws: `SealingError.age` (`recipient`, `unsuitableSSHKey`, `noRecipientInFile`, `tooManyKeys`).
    package static func list(in bytes: [UInt8]) throws(SealingError) -> [AgeRecipient] {
        var recipients: [AgeRecipient] = []
        let text = String(decoding: bytes, as: UTF8.self)
        let content = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (index, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, line.first != "#", line.contains(where: { $0 != " " && $0 != "\t" }) else { continue }
            guard recipients.count < mostInFile else { throw .age(.tooManyKeys(most: mostInFile)) }
            recipients.append(try AgeRecipient(String(line), line: index + 1))
        }
        guard !recipients.isEmpty else { throw .age(.noRecipientInFile) }
        return recipients
    }
}
