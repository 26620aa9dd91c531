public import Groups

/// The forms in which nodes keep a private key, by the names that files and the command use.
public enum KeyFormat: String, CaseIterable, Hashable, Sendable {
    /// 32 bytes and nothing else: a big-endian scalar, or an Ed25519 seed.
    case raw
    /// The same 32 bytes as 64 hexadecimal digits, as devp2p's `nodekey` and EVM tools have it.
    case hex
    /// `BEGIN PRIVATE KEY`: RFC 5208, RFC 5958, RFC 7468 section 10; Hyperledger Fabric's key store.
    case pkcs8PEM = "pkcs8-pem"
    case pkcs8DER = "pkcs8-der"
    /// `BEGIN ENCRYPTED PRIVATE KEY`: RFC 5958 section 3, with PBES2 (RFC 8018).
    case encryptedPKCS8PEM = "pkcs8-encrypted-pem"
    case encryptedPKCS8DER = "pkcs8-encrypted-der"
    /// `BEGIN EC PRIVATE KEY`: RFC 5915, SEC 1 section C.4; what `openssl ecparam -genkey` writes.
    case sec1PEM = "sec1-pem"
    case sec1DER = "sec1-der"
    /// `BEGIN EC PRIVATE KEY` with `Proc-Type: 4,ENCRYPTED` (RFC 1421), as old OpenSSL encrypts it.
    case encryptedSEC1PEM = "sec1-encrypted-pem"
    /// `BEGIN OPENSSH PRIVATE KEY` (OpenSSH, `PROTOCOL.key`), as `ssh-keygen` writes it.
    case openSSH = "openssh"
    case encryptedOpenSSH = "openssh-encrypted"
    /// Ethereum's keystore: Web3 Secret Storage, version 3.
    case ethereumKeystore = "ethereum-keystore"
    /// Bitcoin's wallet import format, with compressed public keys.
    case wif
    case wifUncompressed = "wif-uncompressed"
    /// Of testnet, signet or regtest.
    case wifTestnet = "wif-testnet"
    case wifTestnetUncompressed = "wif-testnet-uncompressed"
    /// CometBFT's `priv_validator_key.json`.
    case cometBFTValidator = "cometbft-validator"
    /// CometBFT's `node_key.json`.
    case cometBFTNode = "cometbft-node"
    /// Shards of Horcrux, the CometBFT threshold signer, one after the other: as many as its threshold.
    case horcrux
    /// Solana's `id.json`.
    case solana
    /// The same 64 bytes as one word in Base58.
    case solanaBase58 = "solana-base58"
    /// Stellar's `S…`.
    case stellar
    /// An ed25519 account of Substrate's chains, as polkadot-js exports it.
    case substrate

    /// The groups whose keys the form can carry.
    public var curves: [CurveName] {
        switch self {
        case .raw, .hex, .pkcs8PEM, .pkcs8DER, .encryptedPKCS8PEM, .encryptedPKCS8DER: CurveName.allCases
        case .sec1PEM, .sec1DER, .encryptedSEC1PEM: [.secp256k1, .p256]
        case .openSSH, .encryptedOpenSSH: [.p256, .ed25519]
        case .ethereumKeystore, .wif, .wifUncompressed, .wifTestnet, .wifTestnetUncompressed: [.secp256k1]
        case .cometBFTValidator, .cometBFTNode, .horcrux, .solana, .solanaBase58, .stellar, .substrate:
            [.ed25519]
        }
    }

    /// Whether a passphrase is needed, to read it and to write it.
    public var isEncrypted: Bool {
        switch self {
        case .encryptedPKCS8PEM, .encryptedPKCS8DER, .encryptedSEC1PEM, .encryptedOpenSSH, .ethereumKeystore,
            .substrate:
            true
        case .raw, .hex, .pkcs8PEM, .pkcs8DER, .sec1PEM, .sec1DER, .openSSH, .wif, .wifUncompressed, .wifTestnet,
            .wifTestnetUncompressed, .cometBFTValidator, .cometBFTNode, .horcrux, .solana, .solanaBase58, .stellar:
            false
        }
    }

    /// Whether a key can be written in it. Shards of another program are only read.
    public var isWritten: Bool { self != .horcrux }

    /// The form in which a fresh key is written where none was asked for.
    public static func usual(for curve: CurveName) -> KeyFormat {
        switch curve {
        case .secp256k1: .hex
        case .p256, .ed25519: .pkcs8PEM
        }
    }

    /// What people call it, for messages.
    public var title: String {
        switch self {
        case .raw: "32 raw bytes"
        case .hex: "hexadecimal digits"
        case .pkcs8PEM: "PKCS#8 PEM"
        case .pkcs8DER: "PKCS#8 DER"
        case .encryptedPKCS8PEM: "encrypted PKCS#8 PEM"
        case .encryptedPKCS8DER: "encrypted PKCS#8 DER"
        case .sec1PEM: "SEC1 PEM"
        case .sec1DER: "SEC1 DER"
        case .encryptedSEC1PEM: "encrypted SEC1 PEM"
        case .openSSH: "OpenSSH private key"
        case .encryptedOpenSSH: "encrypted OpenSSH private key"
        case .ethereumKeystore: "Ethereum keystore"
        case .wif: "Bitcoin WIF"
        case .wifUncompressed: "Bitcoin WIF, uncompressed"
        case .wifTestnet: "Bitcoin WIF, test network"
        case .wifTestnetUncompressed: "Bitcoin WIF, test network, uncompressed"
        case .cometBFTValidator: "CometBFT priv_validator_key.json"
        case .cometBFTNode: "CometBFT node_key.json"
        case .horcrux: "Horcrux shards"
        case .solana: "Solana id.json"
        case .solanaBase58: "Solana Base58"
        case .stellar: "Stellar seed"
        case .substrate: "Substrate account"
        }
    }
}
