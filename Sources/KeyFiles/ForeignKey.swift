/// Private keys that are recognised, to be refused by name rather than as damaged.
@nonexhaustive
package enum ForeignKey: Hashable, Sendable {
    /// RSA, in PKCS#1 or PKCS#8.
    case rsa
    case dsa
    /// A curve that is not one of the three, by its usual name.
    case otherCurve(String)
    /// A curve given by its equation instead of its name.
    case explicitParameters
    case putty
    case pgp
    case pkcs12
    /// BIP-32: `xprv…`, `tprv…` and their kin.
    case extendedPrivateKey
    /// BIP-39 or another list of words.
    case mnemonic
    /// Words that Electrum chose, whose checksum is not BIP-39's.
    case electrumSeed
    /// The keystore of BLS12-381 validator keys, version 4.
    case eip2335
    /// `AGE-SECRET-KEY-1…`.
    case ageIdentity
    /// A CometBFT file of another key type, by the type's name in the file.
    case cometBFT(type: String)
    /// BIP-38: a Bitcoin key under a passphrase, `6P…`.
    case bip38
    /// The file of an Electrum wallet.
    case electrumWallet
    /// Schnorr signatures over ristretto255, as Polkadot's accounts and some validators have them.
    case sr25519
    /// An account that polkadot-js exported, of another kind than ed25519 and sr25519.
    case substrateExport
    /// RFC 7517.
    case jsonWebKey

    /// What it is, with its article.
    package var name: String {
        switch self {
        case .rsa: "an RSA key"
        case .dsa: "a DSA key"
        case .otherCurve(let curve): "a key of the curve \(curve)"
        case .explicitParameters: "a key whose curve is written out as an equation"
        case .putty: "a PuTTY private key"
        case .pgp: "an OpenPGP private key"
        case .pkcs12: "a PKCS#12 bundle"
        case .extendedPrivateKey: "an extended private key (BIP-32)"
        case .mnemonic: "a list of words that looks like a mnemonic (BIP-39)"
        case .electrumSeed: "the seed words of an Electrum wallet"
        case .eip2335: "a BLS12-381 validator keystore (EIP-2335)"
        case .ageIdentity: "an age identity"
        case .cometBFT(let type): "a CometBFT key of type '\(type)'"
        case .bip38: "a Bitcoin key under a passphrase (BIP-38)"
        case .electrumWallet: "the file of an Electrum wallet"
        case .sr25519: "an sr25519 key"
        case .substrateExport: "an account exported by polkadot-js"
        case .jsonWebKey: "a JSON Web Key"
        }
    }

    /// What its owner can do instead.
    package var wayOut: String {
        switch self {
        case .rsa, .dsa, .pgp, .otherCurve: "keys of secp256k1, p256 and ed25519 are supported"
        case .explicitParameters: "rewrite it with 'openssl ec -param_enc named_curve'"
        case .putty: "bring the key as PKCS#8 PEM"
        case .pkcs12: "take the key out with 'openssl pkcs12 -in FILE -nocerts -out NEW'"
        case .extendedPrivateKey, .mnemonic:
            "it stands for many keys: 'holdfast split' wraps it as a whole, and everything else wants the one key of the node"
        case .electrumSeed: "wrap the file as it is with 'holdfast split --wrap', or bring the one key"
        case .eip2335: "it signs by other mathematics; wrap the file as it is with 'holdfast split --wrap'"
        case .ageIdentity: "it opens what age sealed, and is no key of a node"
        case .cometBFT: "CometBFT keys of type tendermint/PrivKeyEd25519 are supported"
        case .bip38: "decrypt it in the wallet that made it, and bring the WIF that it gives"
        case .electrumWallet: "let Electrum show the one private key that is meant, and bring it as WIF"
        case .sr25519: "it signs by other rules; of Substrate's keys ed25519 ones are supported"
        case .substrateExport:
            "of its kinds ed25519 is supported; bring the secret of an ecdsa account as 64 hexadecimal digits"
        case .jsonWebKey: "bring the key as PKCS#8 PEM"
        }
    }
}
