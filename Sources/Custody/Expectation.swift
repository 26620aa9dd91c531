import Certificates
import EVM
import Encodings
import Groups
package import Signatures

/// What a person expects of a key or a dealing: the public key, one of its addresses, or the dealing's fingerprint or
/// whole id.
///
/// A key says whose the shares are: only who has it can deal it. Only the fingerprint says which dealing they are of, where
/// the dealer made two (holdfast-protocol.7, section 11).
public struct Expectation: Hashable, Sendable {
    /// As it was given.
    public let text: String

    /// Whether it is the fingerprint of a dealing: eight groups of four letters.
    var isFingerprint: Bool { Expectation.isFingerprint(text) }

    /// Whether it may be the whole id of a dealing, whose 64 digits can be a public key as well.
    var mayBeID: Bool { text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) }

    /// - Parameter text: A fingerprint; the 64 digits of a dealing's id; a public key in hexadecimal (compressed,
    ///   uncompressed, or the 32 bytes of Ed25519; `0x` allowed), or an address of any ledger.
    /// - Throws: `Refusal` with code `expectation-not-recognised` for what can be neither, and `address-checksum` for an
    ///   EVM address whose capitals are wrong.
    public init(_ text: String) throws(Refusal) {
        let trimmed = text.filter { !$0.isWhitespace }
        self.text = Expectation.isFingerprint(trimmed) ? trimmed.uppercased() : trimmed
        if Expectation.isFingerprint(trimmed) { return }
        let digits = Expectation.hexDigits(trimmed)
        if let digits, digits.count == 40 {
            // Forty digits without 0x are an address of CometBFT, whose capitals carry no checksum.
            if trimmed.hasPrefix("0x") {
                do {
                    _ = try EVM.Address(trimmed, at: .member("the expected address"))
                } catch {
                    // An option that is wrong, not a file that is damaged.
                    throw Refusal(.unsafe, code: error.code, sentence: error.description)
                }
            }
            return
        }
        if let digits, [64, 66, 130].contains(digits.count) { return }
        // Base58 and bech32 addresses, which are compared as text.
        guard digits.map({ $0.count >= 32 }) ?? true, trimmed.count >= 26, trimmed.count <= 90,
            trimmed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else {
            throw Refusal(
                .unsafe, code: "expectation-not-recognised",
                "'\(trimmed)' is neither a public key, an address, nor the fingerprint of a dealing",
                advice: "copy it from your node or your explorer")
        }
    }

    /// The key of an X.509 certificate, PEM or DER.
    /// - Throws: `Refusal` with code `certificate` where it is none, or its key is of a kind that is not used here.
    public init(certificate file: PublicFile) throws(Refusal) {
        let certificate: Certificate
        do throws(CertificatesError) {
            certificate = try Certificate(file.bytes)
        } catch {
            throw Refusal(.damaged, code: "certificate", sentence: error.description, about: file.name)
        }
        guard let key = certificate.verifyingKey else {
            throw Refusal(
                .unsafe, code: "certificate", "\(file.name) is a certificate of a key that is not used here",
                advice: "bring one of P-256 or Ed25519")
        }
        text = key.hex
    }

    /// Whether the dealing is the expected one, or of the expected key. A wrapping key is nobody's.
    func matches(_ dealing: KnownDealing) throws(Refusal) -> Bool {
        if isFingerprint { return text == dealing.facts.fingerprint }
        if mayBeID, text.lowercased() == dealing.facts.id { return true }
        guard dealing.facts.kind == .nodeKey else { return false }
        return try matches(dealing.key)
    }

    private static func isFingerprint(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        let letters = Set(Bech32.alphabet.map { Character(Unicode.Scalar($0)) })
        return groups.count == 8
            && groups.allSatisfy { group in group.count == 4 && group.lowercased().allSatisfy { letters.contains($0) } }
    }

    /// Whether the key is the expected one.
    package func matches(_ key: VerifyingKey) throws(Refusal) -> Bool {
        if let digits = Expectation.hexDigits(text), digits.count >= 64 {
            let lower = digits.lowercased()
            if lower == Hex.encode(key.encoded) { return true }
            if key.curve != .ed25519, lower == Hex.encode(try refusing { try key.uncompressed() }) { return true }
        }
        return try everyAddress(of: key).contains { address in
            switch address.kind {
            case .evm: text.lowercased() == address.text.lowercased()
            case .cometBFT, .fabricSKI: text.lowercased() == address.text.lowercased()
            case .bitcoinP2WPKH, .bitcoinP2TR: text.lowercased() == address.text
            case .bitcoinP2PKH, .solana, .stellar, .substrate: text == address.text
            }
        }
    }

    private static func hexDigits(_ text: String) -> Substring? {
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        return digits.allSatisfy(\.isHexDigit) && !digits.isEmpty ? digits : nil
    }
}
