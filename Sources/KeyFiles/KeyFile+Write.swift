import Encodings
import Groups
package import Secrets
package import Signatures

extension KeyFile {
    /// Writes a key in one of the forms without encryption, exactly as that form's own tools do.
    /// - Returns: The bytes of the file, in locked memory.
    /// - Throws: `KeyFilesError.formatCannotCarry` (see `KeyFormat.curves`), `.onlyRead`, `.seedNotKnown` for a bare Ed25519
    ///   scalar, `.passphraseMissing` for the encrypted forms, `.memory`.
    package static func write(
        _ key: borrowing PrivateKey, as format: KeyFormat
    ) throws(KeyFilesError) -> LockedBytes {
        let parts = try KeyParts(key, format)
        switch format {
        case .raw: return try parts.copy()
        case .hex: return try BareKey.writeHex(parts.bytes)
        case .pkcs8DER: return try parts.pkcs8()
        case .pkcs8PEM: return try PEMKeyFile.write(parts.pkcs8(), .pkcs8)
        case .sec1DER: return try parts.sec1()
        case .sec1PEM: return try PEMKeyFile.write(parts.sec1(), .sec1)
        case .encryptedPKCS8DER, .encryptedPKCS8PEM, .encryptedSEC1PEM, .encryptedOpenSSH, .ethereumKeystore,
            .substrate:
            throw .passphraseMissing
        case .openSSH: return try OpenSSHKey.write(parts.bytes, parts.verifyingKey)
        case .wif, .wifUncompressed, .wifTestnet, .wifTestnetUncompressed:
            return try WIF.write(parts.bytes, format)
        case .horcrux: throw .onlyRead(format)
        case .cometBFTValidator, .cometBFTNode:
            return try CometBFTKeyFile.write(parts.bytes, parts.verifyingKey, format)
        case .solana: return try SolanaKeyFile.write(parts.bytes, parts.verifyingKey)
        case .solanaBase58: return try SolanaBase58.write(parts.bytes, parts.verifyingKey)
        case .stellar: return try StellarSeed.write(parts.bytes)
        }
    }

    /// Writes a key encrypted under a passphrase, with a fresh salt; other forms are written as they are.
    /// - Throws: As `write(_:as:)`, and `KeyFilesError.encryption`.
    package static func write(
        _ key: borrowing PrivateKey, as format: KeyFormat, passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        let parts = try KeyParts(key, format)
        switch format {
        case .encryptedPKCS8PEM, .encryptedPKCS8DER: return try encryptedPKCS8(parts, format, passphrase)
        case .encryptedSEC1PEM: return try EncryptedSEC1.write(try parts.sec1(), passphrase)
        case .encryptedOpenSSH: return try OpenSSHKey.write(parts.bytes, parts.verifyingKey, passphrase: passphrase)
        case .ethereumKeystore: return try EthereumKeystore.write(parts.bytes, parts.verifyingKey, passphrase)
        case .substrate: return try SubstrateKeyFile.write(parts.bytes, parts.verifyingKey, passphrase)
        case .raw, .hex, .pkcs8PEM, .pkcs8DER, .sec1PEM, .sec1DER, .openSSH, .wif, .wifUncompressed, .wifTestnet,
            .wifTestnetUncompressed, .cometBFTValidator, .cometBFTNode, .horcrux, .solana, .solanaBase58, .stellar:
            return try write(key, as: format)
        }
    }

    private static func encryptedPKCS8(
        _ parts: borrowing KeyParts, _ format: KeyFormat, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        let encrypted = try EncryptedPKCS8.write(try parts.pkcs8(), format, passphrase)
        var der = try locked(encrypted.count)
        der.withUnsafeMutableBytes { $0.copyBytes(from: encrypted) }
        return format == .encryptedPKCS8PEM ? try PEMKeyFile.write(der, .encryptedPKCS8) : der
    }
}

/// What every form is made of: the 32 bytes of the key, and its public half.
private struct KeyParts: ~Copyable {
    let bytes: LockedBytes
    let verifyingKey: VerifyingKey

    init(_ key: borrowing PrivateKey, _ format: KeyFormat) throws(KeyFilesError) {
        guard format.curves.contains(key.curve) else { throw .formatCannotCarry(format, key.curve) }
        guard format.isWritten else { throw .onlyRead(format) }
        guard !key.isBareScalar else { throw .seedNotKnown(format) }
        let derived: VerifyingKey
        do { derived = try key.verifyingKey() } catch { throw .signatures(error) }
        let encoded: LockedBytes
        do { encoded = try key.encoded() } catch { throw .signatures(error) }
        bytes = encoded
        verifyingKey = derived
    }

    func copy() throws(KeyFilesError) -> LockedBytes {
        do { return try bytes.copy() } catch { throw .memory(error) }
    }

    func pkcs8() throws(KeyFilesError) -> LockedBytes {
        try der { (writer) throws(KeyFilesError) in try PKCS8.write(bytes, verifyingKey, into: &writer) }
    }

    func sec1() throws(KeyFilesError) -> LockedBytes {
        try der { (writer) throws(KeyFilesError) in
            try SEC1.write(bytes, verifyingKey, parameters: .written, into: &writer)
        }
    }

    /// The longest is a P-256 key in PKCS#8, 138 bytes.
    private func der(
        _ body: (inout DERWriter) throws(KeyFilesError) -> Void
    ) throws(KeyFilesError) -> LockedBytes {
        var room = try locked(192)
        let count = try room.withUnsafeMutableBytes { (buffer) throws(KeyFilesError) in
            var writer = DERWriter(into: buffer)
            try body(&writer)
            return writer.finish()
        }
        room.truncate(to: count)
        return room
    }
}
