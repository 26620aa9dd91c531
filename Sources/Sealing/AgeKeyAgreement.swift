import Digests
import Encodings
import Secrets

/// How a file key is sealed to a public key (C2SP age.md, "X25519 recipient stanza"; for SSH keys, age's `agessh`).
enum AgeKeyAgreement {
    private static let x25519Label = "age-encryption.org/v1/X25519"
    private static let sshLabel = "age-encryption.org/v1/ssh-ed25519"

    /// A stanza with a share of its own.
    /// - Parameter place: Among the stanzas of the file.
    static func stanza(
        for fileKey: borrowing AgeFileKey, to recipient: AgeRecipient, _ randomness: borrowing HedgedRandomness,
        _ place: Int
    ) throws(SealingError) -> AgeStanza {
        let ephemeral: LockedBytes
        do {
            ephemeral = try randomness.bytes(X25519.count, for: "age share", Array(String(place).utf8))
        } catch { throw .memory(error) }
        let share = X25519.publicKey(of: ephemeral)
        let wrap = try wrapKey(ephemeral, recipient.point, share: share, recipient)
        let letters = Base64.encode(share, padding: .absent)
        let body = fileKey.sealed(under: wrap)
        switch recipient.kind {
        case .x25519: return AgeStanza([AgeStanza.x25519, letters], body: body)
        case .sshEd25519(let key):
            return AgeStanza([AgeStanza.sshEd25519, AgeStanza.tag(of: key), letters], body: body)
        }
    }

    /// The file key of a stanza.
    /// - Parameters:
    ///   - scalar: The private key of the recipient.
    ///   - share: From the stanza.
    /// - Returns: `nil` where it is sealed to somebody else.
    /// - Throws: `SealingError.pointOfSmallOrder`, `.memory`.
    static func fileKey(
        _ sealed: [UInt8], share: [UInt8], scalar: borrowing LockedBytes, of recipient: AgeRecipient
    ) throws(SealingError) -> AgeFileKey? {
        try AgeFileKey.opened(sealed, under: try wrapKey(scalar, share, share: share, recipient))
    }

    /// The key that both sides find: from one side's scalar and the other's point.
    private static func wrapKey(
        _ scalar: borrowing LockedBytes, _ point: [UInt8], share: [UInt8], _ recipient: AgeRecipient
    ) throws(SealingError) -> LockedBytes {
        let product = try X25519.product(scalar, point)
        let salt = share + recipient.point
        switch recipient.kind {
        case .x25519:
            return try derived(ChaCha20Poly1305.keyCount, salt: salt, info: x25519Label, from: product)
        case .sshEd25519(let key):
            // The tweak binds the SSH key to what is agreed: another key with the same point agrees on something else.
            let tweak = try derived(X25519.count, salt: key.wire, info: sshLabel, from: try locked(0))
            let tweaked = try X25519.product(tweak, product)
            return try derived(ChaCha20Poly1305.keyCount, salt: salt, info: sshLabel, from: tweaked)
        }
    }
}
