import Encodings
package import Secrets

/// A file of an OpenSSH private key (OpenSSH `PROTOCOL.key`) of which the public part was read and the private one was not.
package struct OpenSSHKeyFile: ~Copyable, Sendable {
    /// The longest file that is looked at, in bytes: an Ed25519 key has 400, RSA with 16,384 bits some 13,000.
    package static let mostBytes = 1 << 16

    /// The label of the text form.
    package static let label = "OPENSSH PRIVATE KEY"

    /// How a passphrase becomes a key, and what is encrypted with it.
    private struct Encryption {
        let cipher: SSHCipher
        let salt: [UInt8]
        let rounds: UInt32
        let tag: [UInt8]
    }

    package let publicKey: OpenSSHPublicKey
    private let encryption: Encryption?
    /// The private part, encrypted or not.
    private let body: LockedBytes

    /// Whether `unlock` needs a passphrase.
    package var isEncrypted: Bool { encryption != nil }

    /// Reads the text form: the only block of its label; text around it is left aside.
    /// - Throws: `SealingError.openSSH`, `.memory`.
    package init(parsing text: UnsafeRawBufferPointer) throws(SealingError) {
        guard text.count <= OpenSSHKeyFile.mostBytes else {
            throw .openSSH(.tooLong(found: text.count, most: OpenSSHKeyFile.mostBytes))
        }
        let blocks: [PEMBlock]
        do { blocks = try PEM.blocks(in: text).filter { $0.label == OpenSSHKeyFile.label } } catch {
            throw .openSSH(.text(error))
        }
        guard let block = blocks.first else { throw .openSSH(.noBlock) }
        guard blocks.count == 1 else { throw .openSSH(.severalKeys(count: blocks.count)) }
        let content = try OpenSSHKeyFile.content(of: block, in: text)
        self = try content.withUnsafeBytes { (bytes) throws(SealingError) in try OpenSSHKeyFile(content: bytes) }
    }

    /// The bytes that the text stands for.
    ///
    /// Lines are of 70 letters, which are no whole groups of four, so that they are put together before they are decoded.
    private static func content(
        of block: PEMBlock, in text: UnsafeRawBufferPointer
    ) throws(SealingError) -> LockedBytes {
        guard block.headers.isEmpty else { throw .openSSH(.text(.pem(.malformedHeader, line: block.line + 1))) }
        let body = UnsafeRawBufferPointer(rebasing: text[block.body])
        var letters = try locked(body.count)
        var lineStarts: [Int] = []
        var count = 0
        letters.withUnsafeMutableBytes { letters in
            var lines = TextLines(body, skipsMark: false)
            while let line = lines.next() {
                lineStarts.append(count)
                UnsafeMutableRawBufferPointer(rebasing: letters[count...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: body[line.range]))
                count += line.range.count
            }
        }
        letters.truncate(to: count)
        var content = try locked(Base64.decodedCapacity(count))
        do {
            let decoded = try letters.withUnsafeBytes { (letters) throws(EncodingsError) in
                try content.withUnsafeMutableBytes { (output) throws(EncodingsError) in
                    try Base64.decode(letters, into: output)
                }
            }
            content.truncate(to: decoded)
        } catch {
            throw .openSSH(.text(place(of: error, lineStarts, above: block.line)))
        }
        return content
    }

    /// The line and the column instead of the count of letters.
    private static func place(of error: EncodingsError, _ lineStarts: [Int], above line: Int) -> EncodingsError {
        guard case .foreignLetter(_, let position) = error,
            let index = lineStarts.lastIndex(where: { $0 < position })
        else { return error }
        return .pem(.foreignLetter(column: position - lineStarts[index]), line: line + index + 1)
    }

    private init(content bytes: UnsafeRawBufferPointer) throws(SealingError) {
        let magic = Array("openssh-key-v1\0".utf8)
        var reader = SSHWireReader(bytes)
        guard bytes.begins(with: magic) else { throw .openSSH(.notOpenSSH) }
        _ = try reader.skip(magic.count)
        let cipher = try reader.name(), derivation = try reader.name()
        let options = try reader.publicString()
        let count = try reader.number()
        guard count == 1 else { throw .openSSH(.severalKeys(count: Int(count))) }
        let publicKey = try OpenSSHPublicKey(wire: try reader.publicString())
        let body = try reader.string()
        let encryption = try OpenSSHKeyFile.encryption(cipher, derivation, options, &reader, bytes)
        try reader.end()
        let block = encryption?.cipher.blockCount ?? 8
        guard !body.isEmpty, body.count % block == 0 else { throw .openSSH(.field("private part")) }
        let copy: LockedBytes
        do { copy = try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: bytes[body])) } catch {
            throw .memory(error)
        }
        self.publicKey = publicKey
        self.encryption = encryption
        self.body = copy
    }

    /// What the names say; a tag, if the cipher has one, stands behind the last string.
    private static func encryption(
        _ cipherName: String, _ derivation: String, _ options: [UInt8], _ reader: inout SSHWireReader,
        _ bytes: UnsafeRawBufferPointer
    ) throws(SealingError) -> Encryption? {
        guard (cipherName == "none") == (derivation == "none") else { throw .openSSH(.cipherWithoutPassphrase) }
        if cipherName == "none" {
            guard options.isEmpty else { throw .openSSH(.field("kdf options")) }
            return nil
        }
        guard let cipher = SSHCipher(rawValue: cipherName) else { throw .openSSH(.unsupportedCipher(cipherName)) }
        guard derivation == "bcrypt" else { throw .openSSH(.unsupportedKeyDerivation(derivation)) }
        let tag = UnsafeRawBufferPointer(rebasing: bytes[try reader.skip(cipher.tagCount)])
        MemoryChecker.markPublic(tag)
        let (salt, rounds) = try options.withUnsafeBufferPointer { (options) throws(SealingError) in
            var reader = SSHWireReader(UnsafeRawBufferPointer(options))
            let salt = try reader.publicString()
            let rounds = try reader.number()
            try reader.end()
            return (salt, rounds)
        }
        guard !salt.isEmpty else { throw .openSSH(.field("kdf options")) }
        return Encryption(cipher: cipher, salt: salt, rounds: rounds, tag: Array(tag))
    }

    /// Decrypts, where needed, and reads the private part.
    /// - Parameters:
    ///   - passphrase: Looked at only where the key is encrypted; its bytes as they are.
    ///   - mostRounds: Of bcrypt; compared before any work is done.
    /// - Throws: `SealingError.passphraseMissing`, `.passphraseEmpty`, `.wrongPassphrase`, `.openSSH`, `.memory`,
    ///   `.outOfMemory`. A damaged file cannot be told from a wrong passphrase where the damage is in the encrypted part.
    package borrowing func unlock(
        passphrase: borrowing LockedBytes?, mostRounds: UInt32 = BcryptPBKDF.usualMostRounds
    ) throws(SealingError) -> OpenSSHPrivateKey {
        guard let encryption else {
            return try body.withUnsafeBytes { (body) throws(SealingError) in
                try OpenSSHPrivateKey(body, publicKey: publicKey, isEncrypted: false)
            }
        }
        switch passphrase {
        case .none: throw .passphraseMissing
        case .some(let passphrase):
            let opened = try decrypt(encryption, passphrase, mostRounds)
            return try opened.withUnsafeBytes { (opened) throws(SealingError) in
                try OpenSSHPrivateKey(opened, publicKey: publicKey, isEncrypted: true)
            }
        }
    }

    private borrowing func decrypt(
        _ encryption: Encryption, _ passphrase: borrowing LockedBytes, _ mostRounds: UInt32
    ) throws(SealingError) -> LockedBytes {
        let cipher = encryption.cipher
        var secret = try locked(cipher.keyCount + cipher.vectorCount)
        try passphrase.withUnsafeBytes { (passphrase) throws(SealingError) in
            try secret.withUnsafeMutableBytes { (secret) throws(SealingError) in
                try BcryptPBKDF.derive(
                    passphrase: passphrase, salt: encryption.salt, rounds: encryption.rounds, mostRounds: mostRounds,
                    into: secret)
                // bcrypt cannot be watched (`BcryptPBKDF`): its key is secret from here on. The vector behind it is not: it
                // tells of the key nothing, and of a passphrase what the file tells anyway; libcrypto looks at it to see
                // whether the counter wraps.
                MemoryChecker.markSecret(UnsafeRawBufferPointer(rebasing: secret[..<cipher.keyCount]))
            }
        }
        do throws(SealingError) {
            return try body.withUnsafeBytes { (body) throws(SealingError) in
                try cipher.decrypt(body, tag: encryption.tag, secret: secret)
            }
        } catch .notAuthentic { throw .wrongPassphrase }
    }
}
