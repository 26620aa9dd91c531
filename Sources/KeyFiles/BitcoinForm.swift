/// What Bitcoin's wallet import format says beside the key: for which network it is, and whether its addresses are those of
/// the compressed public key.
public struct BitcoinForm: Hashable, Sendable {
    public enum Network: Hashable, Sendable {
        case main
        /// Testnet, signet and regtest.
        case test
    }

    public let network: Network
    public let isCompressed: Bool
}

extension KeyFormat {
    /// What a file of this form says of Bitcoin's addresses; `nil` for every other form.
    public var bitcoinForm: BitcoinForm? {
        switch self {
        case .wif: BitcoinForm(network: .main, isCompressed: true)
        case .wifUncompressed: BitcoinForm(network: .main, isCompressed: false)
        case .wifTestnet: BitcoinForm(network: .test, isCompressed: true)
        case .wifTestnetUncompressed: BitcoinForm(network: .test, isCompressed: false)
        case .raw, .hex, .pkcs8PEM, .pkcs8DER, .encryptedPKCS8PEM, .encryptedPKCS8DER, .sec1PEM, .sec1DER,
            .encryptedSEC1PEM, .openSSH, .encryptedOpenSSH, .ethereumKeystore, .cometBFTValidator, .cometBFTNode,
            .horcrux, .solana, .solanaBase58,
            .stellar, .substrate:
            nil
        }
    }
}
