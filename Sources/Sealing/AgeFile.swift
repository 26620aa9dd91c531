import Digests
import Encodings
package import Secrets

/// An age file (C2SP age.md, version 1) whose header was read and whose content was not opened yet. Nothing in it is secret.
package struct AgeFile: Sendable {
    /// What a file from outside may ask for.
    package struct Limits: Equatable, Sendable {
        /// Bytes of the content, which is opened whole into locked memory. Programs may usually lock 8 MiB; a sealed share or
        /// key file has some thousand bytes, and what is wrapped at most a million.
        package var mostContent = 4 << 20
        package var mostWorkFactor = AgePassphrase.usualMostWorkFactor

        package init() {}

        package static let usual = Limits()
    }

    private let header: AgeHeader
    private let payload: ArraySlice<UInt8>
    /// To whom it is sealed, in the order of the header.
    package let addressees: [AgeAddressee]

    /// Whether bytes are meant as an age file, binary or armored.
    package static func isBegun(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array(AgeHeader.anyVersion.utf8)) || AgeArmor.isBegun(bytes)
    }

    /// Reads the header; armor is recognised by itself.
    /// - Throws: `SealingError.age` (`notAge`, `version`, `header`, `armor`).
    package init(parsing bytes: [UInt8]) throws(SealingError) {
        let binary = bytes.starts(with: Array(AgeHeader.anyVersion.utf8)) ? bytes : try AgeFile.withoutArmor(bytes)
        header = try AgeHeader(parsing: binary)
        payload = binary[header.end...]
        var addressees: [AgeAddressee] = []
        for stanza in header.stanzas { addressees.append(try AgeFile.addressee(stanza)) }
        self.addressees = addressees
        // Beside a passphrase, whoever has another key could pass for one who knows it: the format wants it alone.
        if let place = addressees.firstIndex(of: .passphrase), addressees.count > 1 {
            throw .age(.header(.passphraseNotAlone, line: header.stanzas[place].line))
        }
    }

    private static func withoutArmor(_ bytes: [UInt8]) throws(SealingError) -> [UInt8] {
        // Something before the armor is a fault of the armor, so long as there is one.
        let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
        guard AgeArmor.isBegun(bytes) || start.contains("ENCRYPTED FILE") else { throw .age(.notAge) }
        return try AgeArmor.decode(bytes)
    }

    private static func addressee(_ stanza: AgeStanza) throws(SealingError) -> AgeAddressee {
        switch try stanza.content() {
        case .x25519: .x25519
        case .sshEd25519(let tag, _): .sshEd25519(tag: tag)
        case .passphrase: .passphrase
        case .other: .other(kind: stanza.arguments[0])
        }
    }

    /// How many can open it, as far as the header shows; stanzas that stand for nobody are left out (C2SP age.md, "Grease").
    package var recipientCount: Int { addressees.count { !$0.isGrease } }

    /// Whether `open(passphrase:)` is what opens it.
    package var wantsPassphrase: Bool { addressees == [.passphrase] }

    /// Whether it may be sealed to an SSH key: its tag is in the header. So a passphrase need not be asked for in vain.
    package func isAddressed(to key: OpenSSHPublicKey) -> Bool {
        addressees.contains(.sshEd25519(tag: AgeStanza.tag(of: key)))
    }

    // MARK: Opening

    /// Opens it with the first identity that it is sealed to.
    /// - Throws: `SealingError.age`: `noIdentityMatches`, `wantsIdentity` (there is none) and `wantsPassphrase` where somebody else can open it; `header`,
    ///   `headerCode`, `payload` where it is damaged; `tooLarge`. `.memory`.
    package func open(with identities: [AgeIdentity], limits: Limits = .usual) throws(SealingError) -> LockedBytes {
        guard !wantsPassphrase else { throw .age(.wantsPassphrase) }
        guard !identities.isEmpty else { throw .age(.wantsIdentity(addressees)) }
        for identity in identities {
            for stanza in header.stanzas {
                if let key = try identity.fileKey(of: stanza) { return try open(key, limits) }
            }
        }
        throw damagedForItsOwner(identities)
            ?? .age(.noIdentityMatches(identities: identities.count, addressees: addressees))
    }

    /// A tag that is one's own, and nothing that opens: a stanza altered, since two keys share a tag once in 2³².
    private func damagedForItsOwner(_ identities: [AgeIdentity]) -> SealingError? {
        for case .sshEd25519(let key) in identities.map(\.recipient.kind) {
            let tag = AgeStanza.tag(of: key)
            if let place = addressees.firstIndex(of: .sshEd25519(tag: tag)) {
                return .age(.header(.sealedKey(tag: tag), line: header.stanzas[place].line))
            }
        }
        return nil
    }

    /// Opens it with a passphrase.
    /// - Throws: `SealingError.wrongPassphrase`; `.age`: `wantsIdentity` where it is sealed to keys, `workFactor`, `headerCode`,
    ///   `payload`, `tooLarge`; `.keyDerivation`, `.memory`.
    package func open(
        passphrase: borrowing LockedBytes, limits: Limits = .usual
    ) throws(SealingError) -> LockedBytes {
        guard wantsPassphrase, case .passphrase(let salt, let workFactor) = try header.stanzas[0].content() else {
            throw .age(.wantsIdentity(addressees))
        }
        let key = try AgePassphrase.fileKey(
            header.stanzas[0].body, passphrase: passphrase, salt: salt, workFactor: workFactor,
            most: limits.mostWorkFactor)
        return try open(key, limits)
    }

    private func open(_ key: borrowing AgeFileKey, _ limits: Limits) throws(SealingError) -> LockedBytes {
        let code = try key.code(over: header.coded)
        let isRight = code.withUnsafeBytes { code in header.code.withUnsafeBytes { constantTimeMatches(code, $0) } }
        guard isRight else { throw .age(.headerCode) }
        return try AgePayload.open(payload, key, most: limits.mostContent)
    }

    // MARK: Sealing

    /// Seals to public keys; each of them alone opens it.
    /// - Parameter armored: As text, which ends with a line end.
    /// - Returns: The file; public.
    /// - Throws: `SealingError.age(.noRecipients)`, `.pointOfSmallOrder`, `.memory`.
    package static func seal(
        _ plaintext: borrowing LockedBytes, to recipients: [AgeRecipient], armored: Bool
    ) throws(SealingError) -> [UInt8] {
        guard !recipients.isEmpty else { throw .age(.noRecipients) }
        let randomness = try randomness(for: plaintext), key = try AgeFileKey.drawn(randomness)
        var stanzas: [AgeStanza] = []
        for (place, recipient) in recipients.enumerated() {
            stanzas.append(try AgeKeyAgreement.stanza(for: key, to: recipient, randomness, place))
        }
        return try seal(plaintext, key, stanzas, randomness, armored: armored)
    }

    /// Seals with a passphrase.
    /// - Parameters:
    ///   - passphrase: 1 byte or more.
    ///   - workFactor: 1 … 30; scrypt works with N = 2 to its power, and each step doubles memory and time.
    ///   - armored: As text, which ends with a line end.
    /// - Throws: `SealingError.passphraseEmpty`, `.keyDerivation`, `.memory`.
    package static func seal(
        _ plaintext: borrowing LockedBytes, passphrase: borrowing LockedBytes,
        workFactor: Int = AgePassphrase.usualWorkFactor, armored: Bool
    ) throws(SealingError) -> [UInt8] {
        let randomness = try randomness(for: plaintext), key = try AgeFileKey.drawn(randomness)
        let stanza = try AgePassphrase.stanza(
            for: key, passphrase: passphrase, workFactor: workFactor,
            salt: randomness.publicBytes(AgePassphrase.saltCount, for: "age passphrase salt"))
        return try seal(plaintext, key, [stanza], randomness, armored: armored)
    }

    /// Two texts must not meet one key, also where the system's randomness comes twice.
    private static func randomness(for plaintext: borrowing LockedBytes) throws(SealingError) -> HedgedRandomness {
        do { return try HedgedRandomness(content: plaintext) } catch { throw .memory(error) }
    }

    private static func seal(
        _ plaintext: borrowing LockedBytes, _ key: borrowing AgeFileKey, _ stanzas: [AgeStanza],
        _ randomness: borrowing HedgedRandomness, armored: Bool
    ) throws(SealingError) -> [UInt8] {
        let coded = AgeHeader.coded(stanzas)
        let code = try key.code(over: Array(coded.utf8))
        let header = coded + " " + Base64.encode(code, padding: .absent) + "\n"
        let file =
            Array(header.utf8)
            + (try AgePayload.seal(
                plaintext, key, nonce: randomness.publicBytes(AgePayload.nonceCount, for: "age payload nonce")))
        return armored ? Array(AgeArmor.encode(file).utf8) : file
    }
}
