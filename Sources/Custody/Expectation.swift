import EVM
import Encodings
import Groups
package import Signatures

/// The key that a person expects: its public key or one of its addresses, as they copied it from their node.
public struct Expectation: Hashable, Sendable {
    /// As it was given.
    public let text: String

    /// - Parameter text: A public key in hexadecimal (compressed, uncompressed, or the 32 bytes of Ed25519; `0x` allowed), or
    ///   an address of any ledger.
    /// - Throws: `Refusal` with code `expectation-not-recognised` for what can be neither, and `address-checksum` for an
    ///   EVM address whose capitals are wrong.
    public init(_ text: String) throws(Refusal) {
        let trimmed = text.filter { !$0.isWhitespace }
        self.text = trimmed
        let digits = Expectation.hexDigits(trimmed)
        if let digits, digits.count == 40 {
            // Forty digits without 0x are an address of CometBFT, whose capitals carry no checksum.
            if trimmed.hasPrefix("0x") {
                _ = try refusing { () throws in try EVM.Address(trimmed, at: .member("the expected address")) }
            }
            return
        }
        if let digits, [64, 66, 130].contains(digits.count) { return }
        // Base58 and bech32 addresses, which are compared as text.
        guard digits == nil || digits!.count >= 32, trimmed.count >= 26, trimmed.count <= 90,
            trimmed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else {
            throw Refusal(
                .unsafe, code: "expectation-not-recognised", "'\(trimmed)' is neither a public key nor an address",
                advice: "copy it from your node or your explorer")
        }
    }

    /// Whether the key is the expected one.
    package func matches(_ key: VerifyingKey) throws(Refusal) -> Bool {
        if let digits = Expectation.hexDigits(text), digits.count >= 64 {
            let lower = digits.lowercased()
            if lower == Hex.encode(key.encoded) { return true }
            if key.curve != .ed25519, lower == Hex.encode(try refusing { try key.uncompressed() }) { return true }
        }
        return try ledgerAddresses(of: key).contains { address in
            switch address.kind {
            case .evm: text.lowercased() == address.text.lowercased()
            case .cometBFT, .fabricSKI: text.lowercased() == address.text.lowercased()
            case .bitcoinP2WPKH, .bitcoinP2TR: text.lowercased() == address.text
            case .solana: text == address.text
            }
        }
    }

    /// Whether the text is this account, or a public key of secp256k1 whose account this is.
    func isEVMAccount(_ account: EVM.Address) -> Bool {
        if text.lowercased() == account.text.lowercased() { return true }
        guard let digits = Expectation.hexDigits(text), let bytes = try? Hex.decode(String(digits)),
            let key = try? VerifyingKey(curve: .secp256k1, encoded: bytes)
        else { return false }
        return (try? EVM.Address(key)) == account
    }

    private static func hexDigits(_ text: String) -> Substring? {
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        return digits.allSatisfy(\.isHexDigit) && !digits.isEmpty ? digits : nil
    }
}
