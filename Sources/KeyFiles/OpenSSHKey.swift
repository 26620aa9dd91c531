import Encodings
import Groups
import Sealing
import Secrets
import Signatures

/// OpenSSH's private keys of Ed25519 and of ECDSA on P-256 (OpenSSH, `PROTOCOL.key`), plain or under a passphrase.
///
/// The comment in them is no part of the key: it stands in the public key's file as well.
enum OpenSSHKey {
    static func read(
        _ text: KeyText, _ format: KeyFormat, _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        let file: OpenSSHKeyFile
        do { file = try OpenSSHKeyFile(parsing: text.bytes) } catch { throw KeyFilesError(opening: error, format) }
        let key: OpenSSHPrivateKey
        do { key = try file.unlock(passphrase: passphrase) } catch { throw KeyFilesError(opening: error, format) }
        let found: KeyFormat = file.isEncrypted ? .encryptedOpenSSH : .openSSH
        let curve = curve(of: key.publicKey.kind)
        let read = try key.secret.withUnsafeBytes { (secret) throws(KeyFilesError) in
            try KeyFile(found, bytes: secret, curve, text.notes)
        }
        let point = try locked(copying: key.publicKey.point)
        try point.withUnsafeBytes { (point) throws(KeyFilesError) in try read.requireOwn(point) }
        return read
    }

    private static func curve(of kind: OpenSSHPublicKey.Kind) -> CurveName {
        switch kind {
        case .ed25519: .ed25519
        case .nistp256: .p256
        }
    }

    private static func locked(copying bytes: [UInt8]) throws(KeyFilesError) -> LockedBytes {
        var copy = try KeyFiles.locked(bytes.count)
        copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        return copy
    }

    /// As `ssh-keygen` writes it, without a comment.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey
    ) throws(KeyFilesError) -> LockedBytes {
        do {
            let publicKey = try publicKey(verifyingKey)
            return try key.withUnsafeBytes { (key) throws(SealingError) in try OpenSSHKeyFile.write(key, publicKey) }
        } catch { throw KeyFilesError(opening: error, .openSSH) }
    }

    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey, passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        do {
            let publicKey = try publicKey(verifyingKey)
            return try key.withUnsafeBytes { (key) throws(SealingError) in
                try OpenSSHKeyFile.write(key, publicKey, passphrase: passphrase)
            }
        } catch { throw KeyFilesError(opening: error, .encryptedOpenSSH) }
    }

    private static func publicKey(_ key: VerifyingKey) throws(SealingError) -> OpenSSHPublicKey {
        guard key.curve != .ed25519 else { return try OpenSSHPublicKey(kind: .ed25519, point: key.encoded) }
        guard let point = try? key.uncompressed() else {
            preconditionFailure("a key of P-256 has an uncompressed form")
        }
        return try OpenSSHPublicKey(kind: .nistp256, point: point)
    }
}
