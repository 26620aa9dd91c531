import Digests
package import Sealing
import ShareFiles

/// A public key that shares are sealed to: one of age, or an Ed25519 key of SSH (holdfast-sealing(7)).
public struct Recipient: Hashable, Sendable, CustomStringConvertible {
    package let key: AgeRecipient

    package init(_ key: AgeRecipient) { self.key = key }

    /// Reads `age1…`, or a line `ssh-ed25519 …`.
    /// - Throws: `Refusal`: `recipient`, `unsuitable-ssh-key`.
    public init(_ text: String) throws(Refusal) {
        key = try refusing { () throws in try AgeRecipient(text) }
    }

    /// Whether a text is meant as a public key, and not as the name of a file with one.
    public static func isLike(_ text: String) -> Bool {
        text.lowercased().hasPrefix("age1") || text.hasPrefix("ssh-") || text.hasPrefix("ecdsa-")
            || text.hasPrefix("sk-") || text.uppercased().hasPrefix("AGE-SECRET-KEY-")
    }

    /// The one public key in a file of them, such as `id_ed25519.pub`.
    /// - Throws: `Refusal`: as `init(_:)`, and `several-keys` where the file has more than one.
    public init(file: SecretFile) throws(Refusal) {
        let bytes = try file.publicBytes()
        let keys = try refusing(about: file.name) { () throws in try AgeRecipient.list(in: bytes) }
        guard keys.count == 1 else {
            throw Refusal(
                .unsafe, code: "several-keys",
                "\(file.name) has \(keys.count) public keys and a share is sealed to one",
                advice: "name the key itself, or a file with that one alone")
        }
        key = keys[0]
    }

    /// As age writes it.
    public var text: String { key.text }
    public var description: String { text }

    /// 32 letters in eight groups, for people who compare by voice: the first 160 bits of the SHA-256 of the text, in the
    /// letters of a dealing's fingerprint.
    public var fingerprint: String { DealingID(SHA256.hash(Array(text.utf8))).fingerprint }
}

/// To whom a share is sealed before it leaves.
public enum Seal: Hashable, Sendable {
    /// Whoever has the private key.
    case key(Recipient)
    /// Whoever knows a passphrase.
    case passphrase

    /// What the dealing says of it.
    public var text: String {
        switch self {
        case .key(let recipient): recipient.text
        case .passphrase: "passphrase"
        }
    }
}

/// The key file of a node among the identities.
struct NodeKeyFile: Sendable {
    let file: SecretFile
    /// What opens it, where that was asked for already: a key of SSH may open shares in two ways.
    var passphrase: SecretFile?

    /// Gives the passphrase that is known, and asks for every other.
    func source(asking other: PassphraseSource?) -> PassphraseSource? {
        guard let passphrase else { return other }
        return { (_) throws(Refusal) in
            do { return try passphrase.bytes.copy() } catch { throw Refusal(error) }
        }
    }
}

/// Private keys that open what was sealed to them.
public struct Identities: Sendable {
    package private(set) var all: [AgeIdentity] = []
    /// Key files of nodes, which open shares that are dealt to these keys. They are read when the dealing is known and its
    /// dealer's proof verified, not before (holdfast-own-keys(5)).
    private(set) var nodeKeys: [NodeKeyFile] = []

    public init() {}

    /// Their public halves.
    public var recipients: [Recipient] { all.map { Recipient($0.recipient) } }
    public var isEmpty: Bool { all.isEmpty }

    package mutating func add(_ identity: AgeIdentity) { all.append(identity) }

    /// Adds those of a file: identities of age; the key of a node, in any form that `readKey` reads; or a private key of SSH,
    /// encrypted or not, which is both.
    /// - Parameter passphrase: Asked only where something is encrypted; for the key of a node, when it is needed.
    /// - Throws: `Refusal`: `passphrase-missing`, `passphrase-wrong`, `identity`, or what is wrong with the file.
    public mutating func add(_ file: SecretFile, passphrase: PassphraseSource?) throws(Refusal) {
        if let format = file.recognisedKeyFormat {
            nodeKeys.append(NodeKeyFile(file: file))
            guard format == .openSSH || format == .encryptedOpenSSH else { return }
        }
        do throws(Refusal) {
            try addIdentities(file, passphrase)
        } catch {
            // A key of SSH on another curve opens nothing of age's, and is a node's key all the same.
            guard error.code == "not-supported", file.recognisedKeyFormat != nil else { throw error }
        }
    }

    private mutating func remember(_ passphrase: borrowing LockedBytes?) throws(Refusal) {
        switch passphrase {
        case .none: return
        case .some(let passphrase):
            do {
                nodeKeys[nodeKeys.count - 1].passphrase = SecretFile(name: "passphrase", bytes: try passphrase.copy())
            } catch { throw Refusal(error) }
        }
    }

    private mutating func addIdentities(_ file: SecretFile, _ passphrase: PassphraseSource?) throws(Refusal) {
        let wantsPassphrase = try refusing(about: file.name) { () throws in
            try AgeIdentityFile.wantsPassphrase(file.bytes)
        }
        var secret: LockedBytes?
        if wantsPassphrase, let passphrase {
            secret = try passphrase("the identity \(file.name)")
            if nodeKeys.last?.file === file { try remember(secret) }
        }
        all += try refusing(about: file.name) { () throws in try AgeIdentityFile.read(file.bytes, passphrase: secret) }
    }
}
