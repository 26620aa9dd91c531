package import Groups
package import Secrets
package import Signatures

/// A private key as it was read from a file, with what the file told about it.
package struct KeyFile: ~Copyable, Sendable {
    /// The longest file that is looked at, in bytes: a PEM bundle with certificates has some 10,000.
    package static let mostBytes = 1 << 16

    package let format: KeyFormat
    /// A scalar of secp256k1 or p256, or an Ed25519 seed; of Horcrux shards the scalar alone.
    package let key: PrivateKey
    /// The public key, derived from the private one. What the file says of it was compared with this.
    package let verifyingKey: VerifyingKey
    /// What was left aside, in the order of the file.
    package let notes: [KeyFileNote]

    /// Reads a key file of any supported form, which is found by its content.
    ///
    /// Everything secret is scanned in locked memory, and no branch and no address depends on a letter, digit or byte of
    /// the key, from the first look at the file on. Looked at in variable time, since it is alike in all files of a form, is
    /// only:
    /// - of every file its length, and what `recognise(_:)` releases;
    /// - of PEM where lines end, which of them are boundaries or headers (base64 has no dash and no colon), and those;
    /// - of JSON brackets, commas, names, blanks, where strings and escapes in them begin and end, how many digits a number
    ///   has, and the strings that are public (type, address, public key; of a keystore all);
    /// - of OpenSSH's keys the lengths, names, comment, and public key; how many bytes a P-256 scalar takes there, which tells
    ///   whether its highest bit is set, or (1 in 256) how many zero bytes it begins with. A Solana file thereby shows of each byte of
    ///   the seed whether it is below 10 and whether it is below 100, as its length shows of their sum;
    /// - of DER tags, lengths, versions and names of algorithms and curves;
    /// - the public half;
    /// - what is wrong, and at which place, of a file that is refused.
    /// - Parameters:
    ///   - file: The bytes of the file. A byte order mark, CR LF, blanks and quotation marks around text are left aside,
    ///     and noted.
    ///   - group: What the caller was told; `nil` for nothing. Bare bytes need it; where the file tells too, both agree.
    ///   - passphrase: For the encrypted forms (`KeyFormat.isEncrypted`, as `recognise(_:)` tells beforehand); not
    ///     looked at elsewhere.
    /// - Throws: `KeyFilesError`, with what is wrong.
    package static func read(
        _ file: borrowing LockedBytes, group: CurveName?, passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        try file.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            try read(bytes, group: group, passphrase: passphrase)
        }
    }

    /// As `read(_:group:passphrase:)`, asking for a passphrase only where the file is encrypted.
    package static func read<E: Error>(
        _ file: borrowing LockedBytes, group: CurveName?, askingFor passphrase: () throws(E) -> LockedBytes
    ) throws -> KeyFile {
        let isEncrypted = file.withUnsafeBytes { recognise($0)?.isEncrypted ?? false }
        guard isEncrypted else { return try read(file, group: group, passphrase: nil) }
        return try read(file, group: group, passphrase: try passphrase())
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, group: CurveName?, passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        guard bytes.count > 0 else { throw .empty }
        guard bytes.count <= mostBytes else { throw .tooLong(found: bytes.count, most: mostBytes) }
        let file: KeyFile
        switch Recognition(bytes) {
        case .format(let format): file = try read(bytes, as: format, group, passphrase)
        case .hexLike: file = try BareKey.readHex(KeyText(bytes), group)
        case .foreign(let key): throw .notSupported(key)
        case .onlyPublic(let label): throw .onlyPublic(label: label)
        case .extendedPublicKey:
            // Read as it says that it is, it is refused, for what it is or for what is wrong with it.
            _ = try ExtendedKeyText(KeyText(bytes))
            throw .notSupported(.extendedPrivateKey)
        case .utf16: throw .utf16
        case .rawLike: throw .keyLength(.raw, expected: 32, found: bytes.count)
        case .nothing: throw KeyText(bytes).range.isEmpty ? .empty : .notRecognised(byteCount: bytes.count)
        }
        if let group, file.verifyingKey.curve != group {
            throw .otherGroup(told: group, found: file.verifyingKey.curve)
        }
        return file
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, as format: KeyFormat, _ group: CurveName?,
        _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile {
        // Only where it is text: of a raw key not even the blanks at its ends may be looked at.
        var text: KeyText { KeyText(bytes) }
        return switch format {
        case .raw: try BareKey.readRaw(bytes, group)
        case .hex: try BareKey.readHex(text, group)
        case .pkcs8DER: try PKCS8.read(bytes, format, [])
        case .sec1DER: try SEC1.read(bytes, format, [])
        case .encryptedPKCS8DER: try EncryptedPKCS8.read(bytes, format, [], passphrase)
        case .pkcs8PEM, .sec1PEM, .encryptedPKCS8PEM, .encryptedSEC1PEM: try PEMKeyFile.read(text, passphrase)
        case .openSSH, .encryptedOpenSSH: try OpenSSHKey.read(text, format, passphrase)
        case .ethereumKeystore: try EthereumKeystore.read(text, passphrase)
        case .wif, .wifUncompressed, .wifTestnet, .wifTestnetUncompressed: try WIF.read(text, format)
        case .cometBFTValidator, .cometBFTNode: try CometBFTKeyFile.read(text, format)
        case .horcrux: try HorcruxShards.read(text)
        case .solana: try SolanaKeyFile.read(text)
        case .solanaBase58: try SolanaBase58.read(text)
        case .stellar: try StellarSeed.read(text)
        case .substrate: try SubstrateKeyFile.read(text, passphrase)
        }
    }

    /// Gives the key on and ends the rest.
    package consuming func intoKey() -> PrivateKey {
        key
    }
}

extension KeyFile {
    /// A key of which the file's form is known, with its public key derived.
    init(_ format: KeyFormat, _ key: consuming PrivateKey, _ notes: [KeyFileNote]) throws(KeyFilesError) {
        let derived: VerifyingKey
        do { derived = try key.verifyingKey() } catch { throw .signatures(error) }
        self.format = format
        self.key = key
        self.verifyingKey = derived
        self.notes = notes
    }

    /// Reads the 32 bytes of a key.
    /// - Throws: `KeyFilesError.keyLength`, `.keyOutOfRange`, `.memory`.
    init(
        _ format: KeyFormat, bytes: UnsafeRawBufferPointer, _ curve: CurveName, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) {
        guard bytes.count == 32 else { throw .keyLength(format, expected: 32, found: bytes.count) }
        let decoded: PrivateKey
        do { decoded = try PrivateKey.decoding(bytes, as: curve) } catch {
            if case .group(.memory(let facts)) = error { throw .memory(facts) }
            if case .group(let facts) = error { throw .keyOutOfRange(curve, facts) }
            throw .signatures(error)
        }
        try self.init(format, decoded, notes)
    }

    /// Refuses a public half that belongs to another key.
    /// - Parameter encoded: As the file has it: compressed, uncompressed, or 32 bytes.
    borrowing func requireOwn(_ encoded: UnsafeRawBufferPointer) throws(KeyFilesError) {
        // A copy of public bytes: what is not a key at all is not this key's either.
        let copy = Array(encoded)
        copy.withUnsafeBytes { MemoryChecker.markPublic($0) }
        let found = try? VerifyingKey(curve: verifyingKey.curve, encoded: copy)
        guard found == verifyingKey else { throw .publicHalfNotItsOwn(format) }
    }
}

extension UnsafeRawBufferPointer {
    /// A part, counted from 0 again.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }
}
