import Certificates
import EVM
import Encodings
public import Groups
import KeyFiles
import Sealing
public import Signatures

/// The public key of a node, to which a share can be dealt: the node's own private key then is what opens the share.
public struct NodePublicKey: Hashable, Sendable, CustomStringConvertible {
    package let key: VerifyingKey

    public var group: CurveName { key.curve }
    /// In lower-case hexadecimal: SEC1 compressed, or the 32 bytes of Ed25519.
    public var hex: String { key.hex }
    /// With its group, in the form that `init(_:)` reads.
    public var description: String { NodePublicKey.text(of: key) }

    /// Any public key in this form: `GROUP:HEX`.
    public static func text(of key: VerifyingKey) -> String { "\(key.curve.rawValue):\(key.hex)" }

    package init(_ key: VerifyingKey) throws(Refusal) {
        // Ledgers know Ed25519 keys with a small-order part; a share cannot be dealt to one.
        do throws(GroupsError) { try NodePublicKey.requireInGroup(key.encoded, of: key.curve.group) } catch {
            throw Refusal(
                .unsafe, code: "holder-key",
                "\(key.curve.rawValue):\(key.hex) is no key that a share can be dealt to: \(error)",
                advice: "ask the holder for the public key of their node")
        }
        self.key = key
    }

    private static func requireInGroup<G: Group>(_ bytes: [UInt8], of group: G.Type) throws(GroupsError) {
        _ = try G.element(decoding: bytes)
    }

    /// Reads `GROUP:HEX`; an uncompressed key in hexadecimal digits, which tells its group; an `ssh-ed25519` or
    /// `ecdsa-sha2-nistp256` line; an address of Solana, which is a key; or the JSON in which CometBFT and Cosmos write one.
    ///
    /// 32 bytes of secp256k1 are the x of BIP-340 and stand for the point with the even y.
    /// - Throws: `Refusal`: `address-not-key` for an address that is only a hash of the key, `holder-key-group` for digits that
    ///   may be a key in more than one group, `holder-key` for everything else that is none.
    public init(_ text: String) throws(Refusal) {
        let text = text.trimmedOfBlanks
        try NodePublicKey.refuseAddresses(text)
        if let colon = text.firstIndex(of: ":"), let group = CurveName(rawValue: String(text[..<colon])) {
            try self.init(NodePublicKey.key(group, hex: text[text.index(after: colon)...]))
        } else if text.hasPrefix("ssh-") || text.hasPrefix("ecdsa-") {
            try self.init(NodePublicKey.key(sshLine: text))
        } else if text.hasPrefix("{") {
            try self.init(NodePublicKey.key(json: text))
        } else if let digits = NodePublicKey.hexDigits(text) {
            try self.init(NodePublicKey.key(hex: digits))
        } else if let bytes = try? Base58.decode(text), bytes.count == 32 {
            try self.init(NodePublicKey.key(.ed25519, bytes))
        } else if let bytes = try? Base64.decode(text), bytes.count == 32 {
            try self.init(NodePublicKey.key(.ed25519, bytes))
        } else {
            throw NodePublicKey.notRecognised(text)
        }
    }

    /// Reads a file of any of these, an X.509 certificate, or a PEM `PUBLIC KEY`.
    /// - Throws: `Refusal`: as `init(_:)`, and `secret-instead` where a key or a share is in it.
    public init(file: PublicFile) throws(Refusal) {
        do throws(Refusal) {
            try self.init(contentOf: file)
        } catch {
            throw Refusal(error.kind, code: error.code, "\(file.name): \(error.message)", advice: error.advice)
        }
    }

    private init(contentOf file: PublicFile) throws(Refusal) {
        let text = String(decoding: file.bytes, as: UTF8.self)
        // The digit 0 is the first byte of DER too.
        let isText = file.bytes.allSatisfy { $0 < 0x7F }
        if text.contains("-----BEGIN CERTIFICATE-----") || !isText && file.bytes.first == DER.Tag.sequence.octet {
            let key: CertificateKey
            if let alone = try? CertificateKey(publicKey: file.bytes) {
                key = alone
            } else {
                do throws(CertificatesError) { key = try Certificate(file.bytes).holderKey } catch {
                    throw NodePublicKey.refused(error.description)
                }
            }
            try self.init(NodePublicKey.key(of: key))
        } else if text.contains("-----BEGIN ") {
            let key: CertificateKey
            do throws(CertificatesError) { key = try CertificateKey(publicKey: file.bytes) } catch {
                throw NodePublicKey.refused(error.description)
            }
            try self.init(NodePublicKey.key(of: key))
        } else {
            try self.init(text)
        }
    }

    /// Whether a text is meant as a public key, and not as the name of a file with one.
    public static func isLike(_ text: String) -> Bool {
        let isNamed = CurveName.allCases.contains { text.hasPrefix($0.rawValue + ":") }
        // A word and a colon is meant as a group, also where nobody knows it.
        let isLikeNamed = text.contains(":") && !text.contains("/")
        return isNamed || isLikeNamed || text.isEmpty || text.hasPrefix("ssh-") || text.hasPrefix("ecdsa-")
            || text.hasPrefix("{")
            || hexDigits(text).map { $0.count >= 40 } ?? false || (try? Base58.decode(text))?.count == 32
            || (try? Base64.decode(text))?.count == 32
            || (try? refuseAddresses(text)) == nil
    }
}

// MARK: - The forms

extension NodePublicKey {
    private static func hexDigits(_ text: some StringProtocol) -> Substring? {
        let digits = text.hasPrefix("0x") ? Substring(text.dropFirst(2)) : Substring(text)
        return !digits.isEmpty && digits.allSatisfy { $0.isHexDigit && $0.isASCII } ? digits : nil
    }

    private static func key(_ group: CurveName, hex: Substring) throws(Refusal) -> VerifyingKey {
        guard let digits = hexDigits(hex), let bytes = try? Hex.decode(digits.lowercased()) else {
            throw refused("'\(printable(String(hex), most: 140))' is not a key in hexadecimal digits")
        }
        // BIP-340, section "Public key conversion": the x alone stands for the point with the even y.
        let isOnlyX = group == .secp256k1 && bytes.count == 32
        return try key(group, isOnlyX ? [2] + bytes : bytes)
    }

    /// Digits alone: only the uncompressed form tells its group.
    private static func key(hex digits: Substring) throws(Refusal) -> VerifyingKey {
        guard let bytes = try? Hex.decode(digits.lowercased()), [32, 33, 65].contains(bytes.count) else {
            throw refused("\(digits.count) hexadecimal digits are no public key")
        }
        let groups = CurveName.allCases.filter { (try? VerifyingKey(curve: $0, encoded: bytes)) != nil }
        if bytes.count == 65, let group = groups.first { return try key(group, bytes) }
        throw Refusal(
            .unsafe, code: "holder-key-group",
            "\(digits.count) hexadecimal digits do not say which group the key is of",
            advice: bytes.count == 32
                ? "write node:ed25519:\(digits), or node:secp256k1:\(digits) for a BIP-340 key"
                : "write node:secp256k1:\(digits) or node:p256:\(digits)")
    }

    private static func key(_ group: CurveName, _ bytes: [UInt8]) throws(Refusal) -> VerifyingKey {
        do { return try VerifyingKey(curve: group, encoded: bytes) } catch { throw refused(error.description) }
    }

    private static func key(sshLine line: String) throws(Refusal) -> VerifyingKey {
        let key: OpenSSHPublicKey
        do { key = try OpenSSHPublicKey(line: line) } catch { throw refused(error.description) }
        return try self.key(key.kind == .ed25519 ? .ed25519 : .p256, key.point)
    }

    private static func key(of certificate: CertificateKey) throws(Refusal) -> VerifyingKey {
        switch certificate {
        case .key(let key): return key
        case .other(let name):
            throw Refusal(
                .unsafe, code: "holder-key", "certificates of a key of \(printable(name)) are not read here",
                advice: "name the holder's key of secp256k1, P-256 or Ed25519 instead")
        }
    }

    /// `{"type":"tendermint/PubKeyEd25519","value":…}` (CometBFT), or `{"@type":"/cosmos.crypto.ed25519.PubKey","key":…}`.
    private static func key(json text: String) throws(Refusal) -> VerifyingKey {
        guard let value = try? JSON.parse(Array(text.utf8)) else { throw notRecognised("the JSON") }
        let inner = value["pub_key"] ?? value
        let forms: [(type: String, name: String, key: String, group: CurveName)] = [
            ("type", "tendermint/PubKeyEd25519", "value", .ed25519),
            ("type", "tendermint/PubKeySecp256k1", "value", .secp256k1),
            ("@type", "/cosmos.crypto.ed25519.PubKey", "key", .ed25519),
            ("@type", "/cosmos.crypto.secp256k1.PubKey", "key", .secp256k1),
        ]
        for form in forms where inner[form.type]?.string == form.name {
            guard let text = inner[form.key]?.string, let bytes = try? Base64.decode(text) else { break }
            return try key(form.group, bytes)
        }
        throw notRecognised("the JSON")
    }
}

// MARK: - What is none

extension NodePublicKey {
    /// An address that is only a hash: the key cannot be computed from it.
    private static func refuseAddresses(_ text: String) throws(Refusal) {
        let digits = hexDigits(text)
        let kind: String
        let way: String
        if digits?.count == 40, text.hasPrefix("0x") {
            kind = "an EVM address"
            way = "take it from any transaction that the account signed: holdfast verify --show-signer-key TRANSACTION"
        } else if digits?.count == 40 {
            kind = "an address of CometBFT"
            way = "take pub_key from the node's priv_validator_key.json, or from its /status"
        } else if ["bc1", "tb1", "bcrt1", "cosmos1", "cosmosvalcons1"].contains(where: text.lowercased().hasPrefix) {
            kind = "an address"
            way = "ask the holder for the public key itself"
        } else {
            return
        }
        throw Refusal(
            .unsafe, code: "address-not-key",
            "'\(printable(text, most: 140))' is \(kind), which is a hash, and the full public key is needed",
            advice: way)
    }

    private static func notRecognised(_ text: String) -> Refusal {
        refused("'\(printable(text, most: 140))' is no public key of a node")
    }

    private static func refused(_ reason: String) -> Refusal {
        Refusal(
            .unsafe, code: "holder-key", reason,
            advice: "give GROUP:HEX, an ssh line, a Solana address, or a file of a certificate or public key")
    }
}

extension String {
    fileprivate var trimmedOfBlanks: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
