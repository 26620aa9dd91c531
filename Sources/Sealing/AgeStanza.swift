import Digests
import Encodings

/// One recipient in the header of an age file (C2SP age.md, "Recipient stanza"): what it takes to find the file key, sealed.
struct AgeStanza: Equatable, Sendable {
    /// The kind first; one or more, each of visible ASCII.
    let arguments: [String]
    let body: [UInt8]
    /// The line that it begins in, from 1.
    let line: Int

    init(_ arguments: [String], body: [UInt8], line: Int = 0) {
        precondition(!arguments.isEmpty, "a stanza has a kind")
        self.arguments = arguments
        self.body = body
        self.line = line
    }

    /// What is known of a kind. A stanza of another kind is left aside: it is for somebody else.
    enum Content: Equatable {
        case x25519(share: [UInt8])
        /// The tag as it stands there.
        case sshEd25519(tag: String, share: [UInt8])
        /// The work factor as it stands there: decimal digits, the first one not 0.
        case passphrase(salt: [UInt8], workFactor: String)
        case other
    }

    static let x25519 = "X25519"
    static let sshEd25519 = "ssh-ed25519"
    static let passphrase = "scrypt"

    /// A sealed file key: 16 bytes and their tag. Another length is refused before anything is opened, so that a stanza
    /// cannot hold a text that opens under two keys ("X25519 recipient stanza").
    static let sealedKeyCount = AgeFileKey.count + ChaCha20Poly1305.tagCount

    /// - Throws: `SealingError.age(.header(.stanza, …))` where a known kind is not what it must be.
    func content() throws(SealingError) -> Content {
        let content: Content?
        switch arguments[0] {
        case AgeStanza.x25519: content = x25519Content()
        case AgeStanza.sshEd25519: content = sshContent()
        case AgeStanza.passphrase: content = passphraseContent()
        default: return .other
        }
        guard let content, body.count == AgeStanza.sealedKeyCount else {
            throw .age(.header(.stanza(kind: arguments[0]), line: line))
        }
        return content
    }

    private func x25519Content() -> Content? {
        guard arguments.count == 2, let share = bytes(1, count: X25519.count) else { return nil }
        return .x25519(share: share)
    }

    private func sshContent() -> Content? {
        guard arguments.count == 3, bytes(1, count: AgeStanza.tagCount) != nil,
            let share = bytes(2, count: X25519.count)
        else { return nil }
        return .sshEd25519(tag: arguments[1], share: share)
    }

    private func passphraseContent() -> Content? {
        guard arguments.count == 3, let salt = bytes(1, count: AgePassphrase.saltCount) else { return nil }
        let digits = arguments[2].utf8
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != 0x30 else { return nil }
        return .passphrase(salt: salt, workFactor: arguments[2])
    }

    private func bytes(_ argument: Int, count: Int) -> [UInt8]? {
        guard let bytes = try? Base64.decode(arguments[argument], padding: .absent), bytes.count == count else {
            return nil
        }
        return bytes
    }

    /// Bytes of the digest of a public key that stand in a stanza.
    static let tagCount = 4

    /// The tag by which the owner of an SSH key finds the own stanza: four bytes of the digest, in base64.
    static func tag(of key: OpenSSHPublicKey) -> String {
        Base64.encode(Array(SHA256.hash(key.wire).prefix(tagCount)), padding: .absent)
    }

    /// The lines, each ended by LF: arguments, then the body in lines of 64 letters, the last one shorter.
    var text: String {
        var text = "-> " + arguments.joined(separator: " ") + "\n"
        let letters = Array(Base64.encode(body, padding: .absent).utf8)
        for start in stride(from: 0, through: letters.count, by: AgeHeader.lettersInLine) {
            let end = min(start + AgeHeader.lettersInLine, letters.count)
            text += String(decoding: letters[start..<end], as: UTF8.self) + "\n"
        }
        return text
    }
}

/// To whom an age file is sealed, as far as its header tells.
package enum AgeAddressee: Hashable, Sendable {
    /// An age key: which one, the file does not tell.
    case x25519
    /// An Ed25519 key of SSH; the tag is the start of its digest.
    case sshEd25519(tag: String)
    case passphrase
    /// A kind that is not known here, or not supported.
    case other(kind: String)

    /// Whether it stands for nobody, so that readers stay able to meet kinds they do not know (C2SP age.md).
    var isGrease: Bool {
        if case .other(let kind) = self { kind.hasSuffix("-grease") } else { false }
    }

    /// For a sentence.
    static func list(_ addressees: [AgeAddressee]) -> String {
        let ageKeys = addressees.count { $0 == .x25519 }
        var parts: [String] = []
        if ageKeys > 0 { parts.append(ageKeys == 1 ? "an age key" : "\(ageKeys) age keys") }
        for addressee in addressees {
            switch addressee {
            case .x25519: continue
            case .sshEd25519(let tag): parts.append("an SSH key with the tag \(tag)")
            case .passphrase: parts.append("a passphrase")
            case .other(let kind): parts.append(other(kind))
            }
        }
        let shown = parts.prefix(4)
        return shown.joined(separator: ", ") + (parts.count > 4 ? " and \(parts.count - 4) more" : "")
    }

    private static func other(_ kind: String) -> String {
        switch kind {
        case "ssh-rsa": "an RSA key of SSH"
        case "mlkem768x25519": "a post-quantum age key"
        default: "a key of the kind '\(printable(kind, most: 32))'"
        }
    }
}
