import Digests
import Encodings
import Groups
import Sealing
import Secrets
package import Signatures

/// An ed25519 account as polkadot-js exports it (`@polkadot/keyring`, version 3): JSON with the key under a passphrase, by
/// scrypt and NaCl's secretbox.
///
/// `encoded` is Base64 of salt (32) ‖ N ‖ p ‖ r (4 bytes each, little-endian) ‖ nonce (24) ‖ tag ‖ ciphertext. Inside are a
/// header of 16 bytes, the seed and the public key, a divider of 5 bytes, and the public key again.
enum SubstrateKeyFile {
    private static let header: [UInt8] = [48, 83, 2, 1, 1, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]
    private static let divider: [UInt8] = [161, 35, 3, 33, 0]
    private static let saltCount = 32
    private static let headCount = saltCount + 12 + XSalsa20Poly1305.nonceCount
    private static let plaintextCount = 16 + 64 + 5 + 32
    private static let known = ["encoded", "encoding", "address", "meta"]

    static func read(_ text: KeyText, _ passphrase: borrowing LockedBytes?) throws(KeyFilesError) -> KeyFile {
        let fields = try JSONFields(text.bytes, .substrate)
        try requireEncoding(fields)
        let letters = try fields.text("encoded")
        let encoded: [UInt8]
        do { encoded = try Base64.decode(letters) } catch {
            throw .malformed(.substrate, facts: "the field 'encoded': \(error.description)")
        }
        guard encoded.count == headCount + XSalsa20Poly1305.tagCount + plaintextCount else {
            throw .malformed(.substrate, facts: "\(encoded.count) bytes are encoded instead of 201")
        }
        let notes = text.notes + fields.names.filter { !known.contains($0) }.map { KeyFileNote.otherField(name: $0) }
        let file: KeyFile
        switch passphrase {
        case .none: throw .passphraseMissing
        case .some(let passphrase): file = try open(encoded, passphrase, notes)
        }
        if fields.has("address") {
            guard try SubstrateAddress.isOf(file.verifyingKey, try fields.text("address")) else {
                throw .addressNotItsOwn(.substrate, field: "address")
            }
        }
        return file
    }

    private static func requireEncoding(_ fields: JSONFields) throws(KeyFilesError) {
        let encoding = try fields.object("encoding")
        let version = try encoding.text("version")
        guard version == "3" else {
            throw .malformed(.substrate, facts: "its version is '\(printable(version))' instead of 3")
        }
        guard try encoding.texts("content") == ["pkcs8", "ed25519"] else {
            throw .malformed(.substrate, facts: "its content is not pkcs8 and ed25519")
        }
        guard try encoding.texts("type") == ["scrypt", "xsalsa20-poly1305"] else {
            throw .encryption(
                .substrate,
                facts:
                    "it is not encrypted by scrypt and xsalsa20-poly1305; let polkadot-js export it with a passphrase")
        }
    }

    private static func open(
        _ encoded: [UInt8], _ passphrase: borrowing LockedBytes, _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        let numbers = (0..<3).map { number in
            (0..<4).reduce(UInt64(0)) { $0 | UInt64(encoded[saltCount + 4 * number + $1]) << (8 * UInt64($1)) }
        }
        let derivation = PBES2.KeyDerivation.scrypt(
            salt: Array(encoded[..<saltCount]), n: numbers[0], r: numbers[2], p: numbers[1])
        let plaintext: LockedBytes
        do {
            let key = try derivation.secretboxKey(from: passphrase)
            plaintext = try XSalsa20Poly1305.open(
                Array(encoded[headCount...]), key: key, nonce: Array(encoded[saltCount + 12..<headCount]))
        } catch {
            if case .notAuthentic = error { throw .passphraseWrong }
            throw KeyFilesError(opening: error, .substrate)
        }
        return try plaintext.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            guard bytes.begins(with: header), bytes.part(80..<85).begins(with: divider) else {
                throw .malformed(.substrate, facts: "what is encrypted is no key of ed25519")
            }
            let file = try KeyFile(.substrate, bytes: bytes.part(16..<48), .ed25519, notes)
            try file.requireOwn(bytes.part(48..<80))
            try file.requireOwn(bytes.part(85..<plaintextCount))
            return file
        }
    }

    /// One line, with the cost that polkadot-js and its kin all read.
    static func write(
        _ seed: borrowing LockedBytes, _ verifyingKey: VerifyingKey, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> LockedBytes {
        var plaintext = try SecretWriter(capacity: plaintextCount)
        plaintext.append(header)
        seed.withUnsafeBytes { plaintext.append($0) }
        plaintext.append(verifyingKey.encoded + divider + verifyingKey.encoded)
        let content = plaintext.finish()
        let salt = SecureRandom.publicBytes(saltCount), nonce = SecureRandom.publicBytes(XSalsa20Poly1305.nonceCount)
        let cost: [UInt8] = [0, 0x80, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0]
        let sealed: [UInt8]
        do {
            let key = try PBES2.KeyDerivation.scrypt(salt: salt, n: 1 << 15, r: 8, p: 1).secretboxKey(from: passphrase)
            sealed = content.withUnsafeBytes { XSalsa20Poly1305.seal($0, key: key, nonce: nonce) }
        } catch { throw KeyFilesError(opening: error, .substrate) }
        let text = """
            {"encoded":"\(Base64.encode(salt + cost + nonce + sealed))","encoding":{"content":["pkcs8","ed25519"],\
            "type":["scrypt","xsalsa20-poly1305"],"version":"3"},"address":"\(try SubstrateAddress(verifyingKey).text)",\
            "meta":{}}
            """
        var writer = try SecretWriter(capacity: text.utf8.count)
        writer.append(text)
        return writer.finish()
    }
}

/// Substrate's name for an account (SS58): Base58 of a prefix, the public key, and two bytes of BLAKE2b-512 as a checksum.
package struct SubstrateAddress: Hashable, Sendable {
    /// With the prefix 42, of no network in particular.
    package let text: String
    private static let anyNetwork: [UInt8] = [42]

    /// - Throws: `KeyFilesError.otherGroup` for a key that is not Ed25519.
    package init(_ key: VerifyingKey) throws(KeyFilesError) {
        guard key.curve == .ed25519 else { throw .otherGroup(told: .ed25519, found: key.curve) }
        let payload = Self.anyNetwork + key.encoded
        text = Base58.encode(payload + Self.checksum(payload))
    }

    private static func checksum(_ payload: [UInt8]) -> [UInt8] {
        Array(BLAKE2b.hash(Array("SS58PRE".utf8) + payload).prefix(2))
    }

    /// Whether a text is the account of a key on any network: a prefix of one byte below 64, of two from there on.
    static func isOf(_ key: VerifyingKey, _ text: String) throws(KeyFilesError) -> Bool {
        if text.hasPrefix("0x") { return text.dropFirst(2).lowercased() == Hex.encode(key.encoded) }
        guard let bytes = try? Base58.decode(text), [35, 36].contains(bytes.count),
            checksum(Array(bytes.dropLast(2))) == Array(bytes.suffix(2))
        else { throw .malformed(.substrate, facts: "the checksum of its address is wrong") }
        return Array(bytes.dropLast(2).suffix(32)) == key.encoded
    }
}
