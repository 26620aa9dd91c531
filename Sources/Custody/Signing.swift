import Encodings
import Groups
public import KeyFiles
package import Signatures

/// A content that was read and is not signed yet: a transaction, a message, an authorisation.
public struct UnsignedContent: Sendable {
    /// As the person knows it.
    public let name: String
    public let ledger: LedgerName
    let content: any Signable
    /// What the file holds; of a raw content all that is signed.
    let bytes: [UInt8]
    /// Whether any bytes would do: it was read as a message.
    let isMessage: Bool

    /// The group that a bare key file is of, where nothing else says so.
    public var group: CurveName { content.groups[0] }

    /// What a person must see before it is signed by this key, from the bytes that the signature covers.
    /// - Throws: `Refusal` with code `key-of-other-group` where the ledger signs with keys of another group.
    /// `is-the-key` where what is to be signed is the key itself.
    public func summary(signer: VerifyingKey, under terms: Terms = Terms()) throws(Refusal) -> Summary {
        try requireGroup(of: signer)
        if ledger == .raw { try requireNotTheKey(signer) }
        return content.summary(signer: signer, under: terms).explained
    }

    /// All that stands against signing and was not taken on knowingly, in order; asked before any key is rebuilt.
    public func refusals(signer: VerifyingKey, under terms: Terms = Terms()) -> [Refusal] {
        do throws(Refusal) {
            try requireGroup(of: signer)
        } catch {
            return [error]
        }
        return content.refusals(signer: signer, under: terms).map { Refusal($0, about: name) }
    }

    /// The same, as the file of the key speaks of it: a Bitcoin key in wallet import format names a network, and whether its
    /// addresses are those of the compressed public key. What the terms name goes before.
    public func following(_ format: KeyFormat?, under terms: Terms) throws(Refusal) -> UnsignedContent {
        let told = terms.following(format)
        guard ledger == .bitcoin, told != terms else { return self }
        return try refusing(about: name) { () throws in
            let reader = ledger.ledger
            let again =
                isMessage ? try reader.readMessage(bytes, under: told) : try reader.readUnsigned(bytes, under: told)
            return UnsignedContent(name: name, ledger: ledger, content: again, bytes: bytes, isMessage: isMessage)
        }
    }

    /// Refuses what cannot be proven harmless and was not taken on knowingly.
    /// - Throws: The first of `refusals(signer:under:)`.
    public func requireSignable(by signer: VerifyingKey, under terms: Terms = Terms()) throws(Refusal) {
        if let first = refusals(signer: signer, under: terms).first { throw first }
    }

    private func requireNotTheKey(_ signer: VerifyingKey) throws(Refusal) {
        guard let digest = bytes.asDigest else { return }
        let key = digest.withUnsafeBytes { try? PrivateKey.decoding($0, as: signer.curve).verifyingKey() }
        guard key != signer else {
            throw Refusal(
                .unsafe, code: "is-the-key", "\(name) holds the private key itself, which is nothing to sign",
                advice: "keep that file secret, and name the digest")
        }
    }

    private func requireGroup(of signer: VerifyingKey) throws(Refusal) {
        guard !content.groups.contains(signer.curve) else { return }
        let error = TransactionsError.keyOfOtherGroup(ledger: ledger, needed: content.groups[0], found: signer.curve)
        throw Refusal(error)
    }
}

/// Reads what is to be signed; the ledger is told from the content.
/// - Parameters:
///   - file: The whole file. Nothing in it is secret.
///   - ledger: The ledger it must be for.
/// - Throws: `Refusal`: `not-recognised`, `ledger-undecided`, `term-not-understood`, `secret-instead`, or the ledger's own
///   with the place of the fault.
public func readTransaction(
    _ file: SecretFile, ledger: LedgerName? = nil, under terms: Terms = Terms()
) throws(Refusal) -> UnsignedContent {
    let bytes = try file.publicBytes(for: ledger)
    let ledger = try recognise(bytes, of: file.name, as: .unsigned, named: ledger)
    try requireUnderstood(terms, by: ledger)
    try requireUnknown(bytes, of: file.name, to: ledger.name)
    return try refusing(about: file.name) { () throws in
        UnsignedContent(
            name: file.name, ledger: ledger.name, content: try ledger.readUnsigned(bytes, under: terms), bytes: bytes,
            isMessage: false)
    }
}

/// Reads any file as a message, to be signed in the ledger's own form of messages.
/// - Throws: `Refusal`: `no-messages` where the ledger has none, `known-ledger` for raw bytes that are a transaction elsewhere.
public func readMessage(
    _ file: SecretFile, ledger: LedgerName, under terms: Terms = Terms()
) throws(Refusal) -> UnsignedContent {
    let bytes = try file.publicBytes(for: ledger)
    try requireUnderstood(terms, by: ledger.ledger)
    try requireUnknown(bytes, of: file.name, to: ledger)
    return try refusing(about: file.name) { () throws in
        UnsignedContent(
            name: file.name, ledger: ledger, content: try ledger.ledger.readMessage(bytes, under: terms), bytes: bytes,
            isMessage: true)
    }
}

/// Refuses to sign as they are bytes that another ledger would take for its transaction.
private func requireUnknown(_ bytes: [UInt8], of name: String, to ledger: LedgerName) throws(Refusal) {
    guard ledger == .raw else { return }
    let others = LedgerName.allCases.filter { $0 != .raw }.map(\.ledger)
    try refusing(about: name) { () throws in try RawLedger.refuseKnown(bytes, among: others) }
}

extension Terms {
    /// With what the file of the key says of Bitcoin, where nothing is said here.
    public func following(_ format: KeyFormat?) -> Terms {
        guard let form = format?.bitcoinForm else { return self }
        var terms = self
        if terms.network == nil, form.network == .test { terms.network = "testnet" }
        if terms.addressForm == nil, !form.isCompressed { terms.addressForm = "p2pkh-uncompressed" }
        return terms
    }
}

/// Signs a content and verifies what was made.
/// ```swift
/// let unsigned = try readTransaction(file)
/// try unsigned.requireSignable(by: signer.verifyingKey, under: terms)
/// let result = try sign(unsigned, with: signer, under: terms)
/// ```
/// - Throws: `Refusal`: the first thing that stands against signing, or of kind `internalFault` where what was made does
///   not verify.
public func sign(
    _ unsigned: UnsignedContent, with signer: borrowing Signer, under terms: Terms = Terms()
) throws(Refusal) -> SignedContent {
    try unsigned.requireSignable(by: signer.verifyingKey, under: terms)
    do {
        return try unsigned.content.signed(by: signer.key, under: terms).explained
    } catch {
        throw Refusal(error, about: unsigned.name)
    }
}

/// A private key in memory that is about to sign.
public struct Signer: ~Copyable, Sendable {
    public var verifyingKey: VerifyingKey { key.verifyingKey }
    package let key: SigningKey

    /// Whether it is an Ed25519 scalar without its seed, which signs with a nonce of its own (holdfast-protocol.7, section
    /// 13): the signature is as good, and differs from run to run.
    public var usesBareScalar: Bool { key.isBareScalar }

    /// The key of a key file.
    /// - Throws: `Refusal` where there is no memory for it.
    public init(_ key: consuming NodeKey) throws(Refusal) {
        let verifyingKey = key.verifyingKey
        try self.init(key.takePrivateKey(), verifyingKey)
    }

    /// - Parameter verifyingKey: The public key that it must have.
    package init(_ key: consuming PrivateKey, _ verifyingKey: VerifyingKey) throws(Refusal) {
        let made = try Signer.signingKey(key)
        guard made.verifyingKey == verifyingKey else {
            throw Refusal(
                .internalFault, code: "internal", "the key in memory is not that of its public key",
                advice: "nothing was signed; this machine computes wrongly")
        }
        self.key = made
    }

    private static func signingKey(_ key: borrowing PrivateKey) throws(Refusal) -> SigningKey {
        do { return try SigningKey(key) } catch { throw Refusal(error) }
    }
}

extension SecretFile {
    /// The bytes as an array, for what is public: a transaction, a dealing.
    /// - Throws: `Refusal` with code `secret-instead` where a key or a share is in it.
    ///
    /// A digest of 32 bytes looks like a key. Only who names the raw ledger can have meant one; a key that was meant as the
    /// signer's own is found out by `requireNotTheKey`, before anything of it is shown.
    func publicBytes(for ledger: LedgerName? = nil) throws(Refusal) -> [UInt8] {
        let content = bytes.withUnsafeBytes { Array($0) }
        guard (ledger == .raw && content.asDigest != nil) || !looksSecret else {
            throw Refusal(
                .damaged, code: "secret-instead", "\(name) holds a key or a share, and something public is wanted here",
                advice: "check which file is which")
        }
        return content
    }
}

extension [UInt8] {
    /// The 32 bytes that these are, as they are or in hexadecimal digits alone.
    fileprivate var asDigest: [UInt8]? {
        if count == 32 { return self }
        guard count <= 66, let bytes = try? Hex.decode(String(decoding: self, as: UTF8.self).trimmedEnd) else {
            return nil
        }
        return bytes.count == 32 ? bytes : nil
    }
}

extension String {
    /// Without a newline at the end.
    fileprivate var trimmedEnd: String { String(reversed().drop(while: \.isNewline).reversed()) }
}
