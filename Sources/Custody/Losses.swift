import KeyFiles

extension KeyFormat {
    /// What a file of this form loses as a new file of another, a sentence each, for people who might miss it.
    func losses(as other: KeyFormat) -> [String] {
        var losses: [String] = []
        if isEncrypted && !other.isEncrypted { losses.append("the new file is not encrypted, as the original is") }
        if let form = bitcoinForm, form != other.bitcoinForm {
            losses.append(
                other.bitcoinForm == nil
                    ? "the new file names no network of Bitcoin, and not which form of addresses the key has"
                    : "the new file names another network or form of addresses than the original")
        }
        if tellsGroup && !other.tellsGroup { losses.append("the new file does not name its group, which must be told") }
        if hasRoomForMore {
            losses.append(
                "what else stands in the original, such as names, identifiers or certificates, is not in the new file")
        }
        if other == .encryptedSEC1PEM {
            losses.append("the new file hashes its passphrase once, with MD5: only a long random one protects it")
        }
        return losses
    }

    /// Whether a file says of which group its key is.
    private var tellsGroup: Bool { self != .raw && self != .hex }

    /// Whether other things than the key may stand in the file.
    private var hasRoomForMore: Bool {
        switch self {
        case .pkcs8PEM, .pkcs8DER, .encryptedPKCS8PEM, .encryptedPKCS8DER, .sec1PEM, .encryptedSEC1PEM,
            .openSSH, .encryptedOpenSSH, .ethereumKeystore, .substrate:
            true
        case .raw, .hex, .sec1DER, .wif, .wifUncompressed, .wifTestnet, .wifTestnetUncompressed, .cometBFTValidator,
            .cometBFTNode, .horcrux, .solana, .solanaBase58, .stellar:
            false
        }
    }
}
