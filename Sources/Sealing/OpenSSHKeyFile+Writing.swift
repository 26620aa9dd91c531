import Encodings
package import Secrets

extension OpenSSHKeyFile {
    /// What a new encrypted file costs; `ssh-keygen` has 24 since OpenSSH 9.4.
    package static let usualRounds: UInt32 = 24

    private static let lettersInLine = 70
    private static let saltCount = 16

    /// Writes a key as `ssh-keygen` does, not encrypted and without a comment.
    ///
    /// How many zero bytes a P-256 scalar begins with, and whether the bit behind them is set, shows in the length.
    /// - Parameters:
    ///   - secret: 32 bytes: an Ed25519 seed, or a P-256 scalar with the highest byte first.
    ///   - publicKey: Its own; this is not looked at.
    /// - Returns: The text, in locked memory.
    /// - Throws: `SealingError.memory`.
    package static func write(
        _ secret: UnsafeRawBufferPointer, _ publicKey: OpenSSHPublicKey
    ) throws(SealingError) -> LockedBytes {
        let body = try privatePart(secret, publicKey, blockCount: 8)
        return try file(body, ["none", "none"], [], publicKey)
    }

    /// The same under a passphrase of 1 byte or more, with a new salt, `aes256-ctr` and `usualRounds`.
    /// - Throws: `SealingError.passphraseEmpty`, `.memory`, `.outOfMemory`.
    package static func write(
        _ secret: UnsafeRawBufferPointer, _ publicKey: OpenSSHPublicKey, passphrase: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        let cipher = SSHCipher.aes256CTR
        let salt = SecureRandom.publicBytes(saltCount)
        let plain = try privatePart(secret, publicKey, blockCount: cipher.blockCount)
        let body = try encrypted(plain, cipher, salt, passphrase)
        let options = SSHWire.string(salt) + withUnsafeBytes(of: usualRounds.bigEndian) { Array($0) }
        return try file(body, [cipher.rawValue, "bcrypt"], options, publicKey)
    }

    private static func file(
        _ body: borrowing LockedBytes, _ names: [String], _ options: [UInt8], _ publicKey: OpenSSHPublicKey
    ) throws(SealingError) -> LockedBytes {
        let magic = Array("openssh-key-v1\0".utf8)
        let bodyCount = withUnsafeBytes(of: UInt32(body.count).bigEndian) { Array($0) }
        let head =
            magic + names.flatMap { SSHWire.string($0) } + SSHWire.string(options) + [0, 0, 0, 1]
            + SSHWire.string(publicKey.wire) + bodyCount
        var content = try locked(head.count + body.count)
        content.withUnsafeMutableBytes { content in
            content.copyBytes(from: head)
            body.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: content[head.count...]).copyMemory(from: $0)
            }
        }
        return try text(of: content)
    }

    /// From the check integers to the padding.
    private static func privatePart(
        _ secret: UnsafeRawBufferPointer, _ publicKey: OpenSSHPublicKey, blockCount: Int
    ) throws(SealingError) -> LockedBytes {
        precondition(secret.count == 32, "a key has 32 bytes")
        let check = SecureRandom.publicBytes(4)
        // The public key's own encoding begins with its kind.
        let before = check + check + publicKey.wire
        let key = try secretField(secret, publicKey)
        let unpadded = before.count + 4 + key.count + 4
        let padding = (blockCount - unpadded % blockCount) % blockCount
        var part = try locked(unpadded + padding)
        part.withUnsafeMutableBytes { part in
            var position = 0
            func append(_ bytes: UnsafeRawBufferPointer) {
                UnsafeMutableRawBufferPointer(rebasing: part[position...]).copyMemory(from: bytes)
                position += bytes.count
            }
            before.withUnsafeBytes { append($0) }
            withUnsafeBytes(of: UInt32(key.count).bigEndian) { append($0) }
            key.withUnsafeBytes { append($0) }
            // An empty comment, and 1, 2, 3 …
            ([0, 0, 0, 0] + (0..<padding).map { UInt8($0 + 1) }).withUnsafeBytes { append($0) }
        }
        return part
    }

    /// Seed ‖ public key, or an `mpint` (RFC 4251, section 5).
    private static func secretField(
        _ secret: UnsafeRawBufferPointer, _ publicKey: OpenSSHPublicKey
    ) throws(SealingError) -> LockedBytes {
        switch publicKey.kind {
        case .ed25519:
            var pair = try locked(64)
            pair.withUnsafeMutableBytes { pair in
                pair.copyMemory(from: secret)
                UnsafeMutableRawBufferPointer(rebasing: pair[32...]).copyBytes(from: publicKey.point)
            }
            return pair
        case .nistp256:
            // A zero byte before a number whose highest bit is set, and none else.
            var lasts: UInt64 = 1
            var zeros: UInt64 = 0
            for byte in secret {
                lasts &= (UInt64(byte) &- 1) &>> 63
                zeros &+= lasts
            }
            let first = min(Int(MemoryChecker.released(zeros)), 31)
            let isHigh = Int(MemoryChecker.released(UInt64(secret[first]) &>> 7))
            var number = try locked(32 - first + isHigh)
            number.withUnsafeMutableBytes { number in
                UnsafeMutableRawBufferPointer(rebasing: number[isHigh...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: secret[first...]))
            }
            return number
        }
    }

    private static func encrypted(
        _ plain: borrowing LockedBytes, _ cipher: SSHCipher, _ salt: [UInt8], _ passphrase: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        var secret = try locked(cipher.keyCount + cipher.vectorCount)
        try passphrase.withUnsafeBytes { (passphrase) throws(SealingError) in
            try secret.withUnsafeMutableBytes { (secret) throws(SealingError) in
                try BcryptPBKDF.derive(passphrase: passphrase, salt: salt, rounds: usualRounds, into: secret)
            }
        }
        // A key stream is the same both ways.
        let sealed = try plain.withUnsafeBytes { (plain) throws(SealingError) in
            try cipher.decrypt(plain, tag: [], secret: secret)
        }
        sealed.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return sealed
    }

    /// Lines of 70 letters between the boundaries.
    private static func text(of content: borrowing LockedBytes) throws(SealingError) -> LockedBytes {
        var letters = try locked(Base64.encodedCount(content.count))
        content.withUnsafeBytes { content in letters.withUnsafeMutableBytes { _ = Base64.encode(content, into: $0) } }
        let begin = Array("-----BEGIN \(label)-----\n".utf8), end = Array("-----END \(label)-----\n".utf8)
        let lines = (letters.count + lettersInLine - 1) / lettersInLine
        var text = try locked(begin.count + letters.count + lines + end.count)
        text.withUnsafeMutableBytes { text in
            var position = 0
            func append(_ bytes: UnsafeRawBufferPointer) {
                UnsafeMutableRawBufferPointer(rebasing: text[position...]).copyMemory(from: bytes)
                position += bytes.count
            }
            begin.withUnsafeBytes { append($0) }
            letters.withUnsafeBytes { letters in
                for start in stride(from: 0, to: letters.count, by: lettersInLine) {
                    append(UnsafeRawBufferPointer(rebasing: letters[start..<min(start + lettersInLine, letters.count)]))
                    [UInt8(ascii: "\n")].withUnsafeBytes { append($0) }
                }
            }
            end.withUnsafeBytes { append($0) }
        }
        return text
    }
}
