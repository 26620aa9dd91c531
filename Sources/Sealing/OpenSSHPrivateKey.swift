package import Secrets

/// A private key out of an OpenSSH file (OpenSSH `PROTOCOL.key`), decrypted.
package struct OpenSSHPrivateKey: ~Copyable, Sendable {
    /// What the file says, in both places alike. Of Ed25519 it was compared with the private key; of P-256 it was not, since
    /// this module has no arithmetic on that curve: the caller compares.
    package let publicKey: OpenSSHPublicKey
    /// 32 bytes. Ed25519: the seed. P-256: the scalar, the highest byte first, in no range yet.
    package let secret: LockedBytes
    /// It stands in the `.pub` file too, and is no secret.
    package let comment: String

    /// Reads the private part.
    ///
    /// Looked at in variable time are lengths, the kind, the public key and the comment. The length of a P-256 scalar is one
    /// of them: it tells whether the highest bit is set, or (1 in 256) how many bytes in front are zero.
    /// - Parameters:
    ///   - bytes: From the check integers to the padding.
    ///   - publicKey: From the part before.
    ///   - isEncrypted: Check integers that differ mean a wrong passphrase then.
    /// - Throws: `SealingError.wrongPassphrase`, `.openSSH`, `.memory`.
    init(
        _ bytes: UnsafeRawBufferPointer, publicKey: OpenSSHPublicKey, isEncrypted: Bool
    ) throws(SealingError) {
        var reader = SSHWireReader(bytes)
        let first = try reader.skip(4), second = try reader.skip(4)
        guard
            constantTimeMatches(
                UnsafeRawBufferPointer(rebasing: bytes[first]), UnsafeRawBufferPointer(rebasing: bytes[second]))
        else { throw isEncrypted ? .wrongPassphrase : .openSSH(.checkIntegers) }
        let name = try reader.name()
        guard name == publicKey.kind.rawValue else {
            throw OpenSSHPublicKey.Kind(rawValue: name) == nil
                ? .openSSH(.unsupportedKind(name)) : .openSSH(.publicHalfNotItsOwn)
        }
        let point = try OpenSSHPublicKey.point(publicKey.kind, &reader)
        guard point == publicKey.point else { throw .openSSH(.publicHalfNotItsOwn) }
        let field = UnsafeRawBufferPointer(rebasing: bytes[try reader.string()])
        let secret: LockedBytes
        switch publicKey.kind {
        case .ed25519: secret = try OpenSSHPrivateKey.seed(field, of: publicKey)
        case .nistp256: secret = try OpenSSHPrivateKey.scalar(field)
        }
        let comment = try reader.name()
        try OpenSSHPrivateKey.checkPadding(bytes, from: reader.position)
        self.publicKey = publicKey
        self.secret = secret
        self.comment = comment
    }

    /// Seed ‖ public key, which has to be the seed's own.
    private static func seed(
        _ field: UnsafeRawBufferPointer, of publicKey: OpenSSHPublicKey
    ) throws(SealingError) -> LockedBytes {
        guard field.count == 64 else { throw .openSSH(.field("private key")) }
        let seed = UnsafeRawBufferPointer(rebasing: field[..<32])
        let derived = try Ed25519Conversion.publicKey(ofSeed: seed)
        let isItsOwn = derived.withUnsafeBytes {
            constantTimeMatches($0, UnsafeRawBufferPointer(rebasing: field[32...]))
        }
        guard isItsOwn, derived == publicKey.point else { throw .openSSH(.publicHalfNotItsOwn) }
        return try copy(seed, behind: 0)
    }

    /// An `mpint` (RFC 4251, section 5): as few bytes as it needs, the highest bit zero. Zero, and more than 32 bytes of
    /// content, are no scalar.
    private static func scalar(_ field: UnsafeRawBufferPointer) throws(SealingError) -> LockedBytes {
        guard (1...33).contains(field.count) else { throw .openSSH(.field("private key")) }
        let first = UInt64(field[0])
        let second = field.count > 1 ? UInt64(field[1]) : 0
        let firstIsZero = (first &- 1) &>> 63
        // A sign; a zero byte that says nothing; a 33rd byte that is not zero. One verdict is released.
        let isNegative = first &>> 7
        let isPadded = firstIsZero & (second &>> 7 ^ 1)
        let isTooLarge = field.count == 33 ? firstIsZero ^ 1 : 0
        guard MemoryChecker.released(isNegative | isPadded | isTooLarge) == 0 else {
            throw .openSSH(.field("private key"))
        }
        let digits = UnsafeRawBufferPointer(rebasing: field.suffix(32))
        return try copy(digits, behind: 32 - digits.count)
    }

    private static func copy(_ bytes: UnsafeRawBufferPointer, behind zeros: Int) throws(SealingError) -> LockedBytes {
        var secret = try locked(zeros + bytes.count)
        secret.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[zeros...]).copyMemory(from: bytes) }
        return secret
    }

    /// 1, 2, 3 … up to a whole block, less than 16 of them. One verdict is released.
    private static func checkPadding(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(SealingError) {
        let padding = bytes[start...]
        guard padding.count < 16 else { throw .openSSH(.trailing(offset: start)) }
        var difference: UInt8 = 0
        for (place, byte) in padding.enumerated() { difference |= byte ^ UInt8(place + 1) }
        guard MemoryChecker.released(UInt64(difference)) == 0 else { throw .openSSH(.padding) }
    }
}
