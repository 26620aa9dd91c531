public import Groups
public import KeyFiles
package import Signatures

/// What anyone may know of a key: everything but the key.
public struct KeyFacts: Hashable, Sendable {
    public let group: CurveName
    public let format: KeyFormat
    /// SEC1 compressed (33 bytes) or RFC 8032 (32 bytes), in lower-case hexadecimal.
    public let publicKey: String
    /// On every ledger of the group.
    public let addresses: [LedgerAddress]
    /// What was left aside while reading, a sentence each.
    public let notes: [String]
}

/// A node's private key as its file had it, with the file itself.
public struct NodeKey: ~Copyable, Sendable {
    public let facts: KeyFacts
    package let verifyingKey: VerifyingKey
    package let privateKey: PrivateKey
    /// The file, byte for byte.
    public let file: SecretFile

    consuming func takePrivateKey() -> PrivateKey { privateKey }

    init(_ read: consuming KeyFile, of file: SecretFile) throws(Refusal) {
        let facts = KeyFacts(
            group: read.key.curve, format: read.format, publicKey: read.verifyingKey.hex,
            addresses: try ledgerAddresses(of: read.verifyingKey, as: read.format),
            notes: read.notes.map(\.description))
        self.facts = facts
        self.file = file
        verifyingKey = read.verifyingKey
        privateKey = read.intoKey()
    }
}

/// Where a passphrase comes from; the words say what it is for. Throw a `Refusal` where there is none.
public typealias PassphraseSource = (_ purpose: String) throws(Refusal) -> LockedBytes

/// Reads a key file of any supported format.
///
/// The group of a bare 32-byte key is never guessed: `group` says it, or `expected` decides it.
/// ```swift
/// let key = try readKey(SecretFile(name: "nodekey", bytes: bytes), group: .secp256k1)
/// print(key.facts.addresses[0].text)
/// ```
/// - Parameters:
///   - file: The whole file.
///   - group: What the person said; a file that says otherwise is refused.
///   - bareKeyGroup: What the purpose says of a bare key, such as the ledger that it will sign for.
///   - expected: The public key or an address that the key must have.
///   - passphrase: Asked only when the file is encrypted.
/// - Throws: `Refusal`: `group-not-told`, `other-group`, `unexpected-key`, `passphrase-missing`, `passphrase-wrong`,
///   `address-not-its-own` for a file of Fabric's key store under the name of another key, or the code of what is wrong
///   with the file.
public func readKey(
    _ file: SecretFile, group: CurveName? = nil, bareKeyGroup: CurveName? = nil, expected: Expectation? = nil,
    passphrase: PassphraseSource? = nil
) throws(Refusal) -> NodeKey {
    var told = group
    if told == nil, file.isBareKey {
        if let bareKeyGroup { told = bareKeyGroup } else if let expected { told = try groupOfBareKey(file, expected) }
    }
    let key = try readKeyFile(file, group: told, passphrase: passphrase)
    try KeyFileName.requireOwn(file.name, key.verifyingKey)
    if let expected, try !expected.matches(key.verifyingKey) {
        throw Refusal(
            .answerIsNo, code: "unexpected-key",
            "\(file.name) is the key of \(key.facts.addresses[0].text), not of \(expected.text)",
            advice: "look for the file of the key that you mean")
    }
    return key
}

/// Makes a fresh key, in a file of the format that was asked for.
///
/// The file is read back before it is handed out.
/// ```swift
/// let key = try generateKey(group: .ed25519, format: .cometBFTValidator)
/// try key.file.bytes.withUnsafeBytes { bytes in try write(bytes, to: "priv_validator_key.json") }
/// ```
/// - Parameters:
///   - format: One that can carry the group.
///   - passphrase: For an encrypted format.
/// - Throws: `Refusal`: `format-cannot-carry`, `passphrase-missing`.
public func generateKey(
    group: CurveName, format: KeyFormat, passphrase: PassphraseSource? = nil
) throws(Refusal) -> NodeKey {
    let key = try refusing { () throws in try PrivateKey.random(group) }
    return try keyFile(of: key, as: format, named: "the new key", passphrase: passphrase)
}

/// The key in a file of a format, read back and compared: a file that does not hold this very key is never handed out.
func keyFile(
    of key: borrowing PrivateKey, as format: KeyFormat, named name: String, passphrase: PassphraseSource?
) throws(Refusal) -> NodeKey {
    // Before anyone is asked for a passphrase in vain.
    guard format.isWritten else { throw Refusal(KeyFilesError.onlyRead(format), about: name) }
    guard format.curves.contains(key.curve) else {
        throw Refusal(KeyFilesError.formatCannotCarry(format, key.curve), about: name)
    }
    let secret = try newPassphrase(for: format, named: name, passphrase)
    do {
        let file = SecretFile(name: name, bytes: try KeyFile.write(key, as: format, passphrase: secret))
        return try readBack(file, try key.verifyingKey(), passphrase: secret)
    } catch {
        throw Refusal(error, about: name)
    }
}

/// The passphrase of a file that is to be written; a plain format gets an empty one, and never looks at it.
private func newPassphrase(
    for format: KeyFormat, named name: String, _ source: PassphraseSource?
) throws(Refusal) -> LockedBytes {
    guard format.isEncrypted else {
        do { return try LockedBytes(count: 0) } catch { throw Refusal(error) }
    }
    guard let source else { throw Refusal(KeyFilesError.passphraseMissing, about: name) }
    let passphrase = try source(name)
    guard passphrase.count > 0 else {
        throw Refusal(
            .unsafe, code: "passphrase-empty", "an empty passphrase protects nothing",
            advice: "choose one, or a format without encryption")
    }
    return passphrase
}

private func readBack(
    _ file: SecretFile, _ expected: VerifyingKey, passphrase: borrowing LockedBytes
) throws -> NodeKey {
    let twin = try passphrase.copy()
    let read = try KeyFile.read(file.bytes, group: expected.curve, passphrase: consume twin)
    guard read.verifyingKey == expected else {
        throw Refusal(
            .internalFault, code: "internal", "the key file just made does not hold its key",
            advice: "nothing was kept; this machine computes wrongly")
    }
    return try NodeKey(read, of: file)
}

func readKeyFile(_ file: SecretFile, group: CurveName?, passphrase: PassphraseSource?) throws(Refusal) -> NodeKey {
    let read = try refusing(about: file.name) { () throws in
        try KeyFile.read(file.bytes, group: group) { () throws in
            guard let passphrase else { throw KeyFilesError.passphraseMissing }
            return try passphrase(file.name)
        }
    }
    return try NodeKey(read, of: file)
}

/// The one group in which a bare key has the expected public key or address.
private func groupOfBareKey(_ file: SecretFile, _ expected: Expectation) throws(Refusal) -> CurveName {
    for curve in CurveName.allCases {
        // A number that is no key of one group may well be one of another.
        guard let key = try? KeyFile.read(file.bytes, group: curve, passphrase: nil) else { continue }
        if try expected.matches(key.verifyingKey) { return curve }
    }
    throw Refusal(
        .answerIsNo, code: "unexpected-key", "in no group is \(file.name) the key of \(expected.text)",
        advice: "check the address, and that this is the file you mean")
}

extension SecretFile {
    /// What the file looks like, without reading it as a key.
    var recognisedKeyFormat: KeyFormat? { bytes.withUnsafeBytes { KeyFile.recognise($0) } }

    fileprivate var isBareKey: Bool {
        switch recognisedKeyFormat {
        case .raw, .hex: true
        case nil, .pkcs8PEM, .pkcs8DER, .encryptedPKCS8PEM, .encryptedPKCS8DER, .sec1PEM, .sec1DER, .encryptedSEC1PEM,
            .openSSH, .encryptedOpenSSH, .ethereumKeystore, .wif, .wifUncompressed, .wifTestnet,
            .wifTestnetUncompressed, .cometBFTValidator,
            .cometBFTNode, .horcrux, .solana, .solanaBase58, .stellar, .substrate:
            false
        }
    }
}
