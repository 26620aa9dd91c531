/// Private keys that are recognised, to be refused by name rather than as damaged.
@nonexhaustive
public enum ForeignKey: Hashable, Sendable {
    /// RSA, in PKCS#1 or PKCS#8.
    case rsa
    case dsa
    /// A curve that is not one of the three, by its usual name.
    case otherCurve(String)
    /// A curve given by its equation instead of its name.
    case explicitParameters
    /// PEM with `Proc-Type: 4,ENCRYPTED` (RFC 1421), as old OpenSSL wrote it.
    case encryptedLegacyPEM
    case openSSH
    case putty
    case pgp
    case pkcs12
    /// Bitcoin's wallet import format.
    case walletImportFormat
    /// BIP-32: `xprv…`, `tprv…` and their kin.
    case extendedPrivateKey
    /// BIP-39 or another list of words.
    case mnemonic
    /// Words that Electrum chose, whose checksum is not BIP-39's.
    case electrumSeed
    /// Ethereum's keystore, version 3.
    case ethereumKeystore
    /// The keystore of BLS12-381 validator keys, version 4.
    case eip2335
    /// Stellar's `S…`.
    case stellar
    /// The 64 bytes of a Solana key as Base58, as wallets show them.
    case solanaBase58
    /// `AGE-SECRET-KEY-1…`.
    case ageIdentity
    /// A CometBFT file of another key type, by the type's name in the file.
    case cometBFT(type: String)
    /// A shard of Horcrux, the CometBFT threshold signer.
    case horcruxShard
    /// RFC 7517.
    case jsonWebKey

    /// What it is, with its article.
    public var name: String {
        switch self {
        case .rsa: "an RSA key"
        case .dsa: "a DSA key"
        case .otherCurve(let curve): "a key of the curve \(curve)"
        case .explicitParameters: "a key whose curve is written out as an equation"
        case .encryptedLegacyPEM: "a key in OpenSSL's old encrypted PEM (Proc-Type: 4,ENCRYPTED)"
        case .openSSH: "an OpenSSH private key"
        case .putty: "a PuTTY private key"
        case .pgp: "an OpenPGP private key"
        case .pkcs12: "a PKCS#12 bundle"
        case .walletImportFormat: "a Bitcoin key in wallet import format (WIF)"
        case .extendedPrivateKey: "an extended private key (BIP-32)"
        case .mnemonic: "a list of words that looks like a mnemonic (BIP-39)"
        case .electrumSeed: "the seed words of an Electrum wallet"
        case .ethereumKeystore: "an Ethereum keystore (version 3)"
        case .eip2335: "a BLS12-381 validator keystore (EIP-2335)"
        case .stellar: "a Stellar secret seed"
        case .solanaBase58: "a Solana key in Base58"
        case .ageIdentity: "an age identity"
        case .cometBFT(let type): "a CometBFT key of type '\(type)'"
        case .horcruxShard: "a Horcrux shard"
        case .jsonWebKey: "a JSON Web Key"
        }
    }

    /// What its owner can do instead.
    public var wayOut: String {
        switch self {
        case .rsa, .dsa, .pgp, .otherCurve: "keys of secp256k1, p256 and ed25519 are supported"
        case .explicitParameters: "rewrite it with 'openssl ec -param_enc named_curve'"
        case .encryptedLegacyPEM: "rewrite it with 'openssl pkcs8 -topk8 -in FILE -out NEW', which keeps a passphrase"
        case .openSSH, .putty: "bring the key as PKCS#8 PEM"
        case .pkcs12: "take the key out with 'openssl pkcs12 -in FILE -nocerts -out NEW'"
        case .walletImportFormat: "bring the key as 64 hexadecimal digits; its compression flag is not part of them"
        case .extendedPrivateKey, .mnemonic:
            "it stands for many keys: 'holdfast split' wraps it as a whole, and everything else wants the one key of the node"
        case .electrumSeed: "wrap the file as it is with 'holdfast split --wrap', or bring the one key"
        case .ethereumKeystore: "decrypt it with 'cast wallet decrypt-keystore', which gives 64 hexadecimal digits"
        case .eip2335: "BLS12-381 is out of scope"
        case .stellar: "bring the seed inside of it as 64 hexadecimal digits"
        case .solanaBase58: "bring Solana's id.json, the same 64 bytes as a list of numbers"
        case .ageIdentity: "it opens what age sealed, and is no key of a node"
        case .cometBFT: "CometBFT keys of type tendermint/PrivKeyEd25519 are supported"
        case .horcruxShard: "it is a share already, and made by other rules"
        case .jsonWebKey: "bring the key as PKCS#8 PEM"
        }
    }
}
