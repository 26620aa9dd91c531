import Secrets

/// A private key that opens what was sealed to its recipient.
///
/// The object may be shared, its bytes are never copied: they are in locked memory, and wiped with the last owner.
package final class AgeIdentity: Sendable {
    /// The public half, derived from the private one.
    package let recipient: AgeRecipient
    /// Of X25519.
    private let scalar: LockedBytes

    /// - Parameter scalar: 32 bytes of an age identity.
    init(x25519 scalar: consuming LockedBytes) throws(SealingError) {
        recipient = AgeRecipient(x25519: X25519.publicKey(of: scalar))
        self.scalar = scalar
    }

    /// - Throws: `SealingError.age(.unsuitableSSHKey)`, `.memory`.
    package init(ssh key: borrowing OpenSSHPrivateKey) throws(SealingError) {
        recipient = try AgeRecipient(ssh: key.publicKey)
        scalar = try key.secret.withUnsafeBytes { (seed) throws(SealingError) in
            try Ed25519Conversion.scalar(ofSeed: seed)
        }
    }

    /// A new one.
    package static func random() throws(SealingError) -> AgeIdentity {
        try AgeIdentity(x25519: try lockedRandom(X25519.count))
    }

    /// The file key of a stanza.
    /// - Returns: `nil` where the stanza is for somebody else.
    /// - Throws: `SealingError.age(.header)`, `.memory`.
    func fileKey(of stanza: AgeStanza) throws(SealingError) -> AgeFileKey? {
        do throws(SealingError) {
            switch (try stanza.content(), recipient.kind) {
            case (.x25519(let share), .x25519):
                return try AgeKeyAgreement.fileKey(stanza.body, share: share, scalar: scalar, of: recipient)
            case (.sshEd25519(let tag, let share), .sshEd25519(let key)) where tag == AgeStanza.tag(of: key):
                return try AgeKeyAgreement.fileKey(stanza.body, share: share, scalar: scalar, of: recipient)
            default:
                return nil
            }
        } catch .pointOfSmallOrder {
            throw .age(.header(.pointOfSmallOrder, line: stanza.line))
        }
    }
}
