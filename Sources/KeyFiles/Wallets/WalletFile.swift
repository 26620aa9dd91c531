import Encodings
package import Secrets
package import Signatures

/// A file that stands for all keys of a wallet, and so for no single one.
package enum WalletFormat: String, CaseIterable, Hashable, Sendable {
    /// The words of BIP-39.
    case bip39
    /// An extended private key, `xprv…` and its kin.
    case bip32
}

/// What wallets have their first key for, by what their first address is.
package enum WalletUse: CaseIterable, Hashable, Sendable {
    case bitcoinP2TR, bitcoinP2WPKH, evm, solana

    /// Where the key stands in the wallet's tree.
    package var path: DerivationPath {
        switch self {
        case .bitcoinP2TR: .bitcoinP2TR
        case .bitcoinP2WPKH: .bitcoinP2WPKH
        case .evm: .evm
        case .solana: .solana
        }
    }
}

/// What a wallet's file says, without what it keeps secret.
package struct WalletFile: Sendable {
    /// The first key that a wallet has for a use.
    package struct FirstKey: Hashable, Sendable {
        package let use: WalletUse
        package let key: VerifyingKey
        /// From where it comes: `m/84'/0'/0'/0/0` from a master key, `0/0` from a key that is none; empty for the key itself.
        package let path: String
    }

    package let format: WalletFormat
    /// What it is in words: `24 words of a mnemonic (BIP-39, English)`.
    package let title: String
    /// For which of Bitcoin's networks it is.
    package let network: BitcoinForm.Network
    /// One for each use that the file can have, in the order of `WalletUse`.
    package let firstKeys: [FirstKey]
    /// What the first keys do not tell.
    package let note: String

    /// What a file looks like, by its shape: the number of its words, and for letters that are not ASCII also what they are; the
    /// number of letters of a single word, and the first four of them.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> WalletFormat? {
        switch Recognition(bytes) {
        case .foreign(.mnemonic): .bip39
        case .foreign(.extendedPrivateKey): .bip32
        case _: nil
        }
    }

    /// Reads a wallet's file.
    ///
    /// The first keys of a mnemonic are those of a wallet without a passphrase of its own.
    /// - Returns: `nil` for a file of another kind.
    /// - Throws: `KeyFilesError` as `Mnemonic` and `ExtendedKeyText` do.
    package static func read(_ file: borrowing LockedBytes) throws(KeyFilesError) -> WalletFile? {
        try file.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            switch recognise(bytes) {
            case .bip39: try mnemonic(bytes)
            case .bip32: try WalletFile(try ExtendedKeyText(KeyText(bytes)))
            case nil: nil
            }
        }
    }

    private static func mnemonic(_ text: UnsafeRawBufferPointer) throws(KeyFilesError) -> WalletFile {
        let mnemonic = try Mnemonic(parsing: text)
        let seed = try mnemonic.seed(passphrase: nil)
        let master = try ExtendedKey(seed: seed)
        var keys: [FirstKey] = []
        for use in WalletUse.allCases {
            let key =
                switch use {
                case .evm, .bitcoinP2WPKH, .bitcoinP2TR: try master.key(at: use.path)
                case .solana: try Ed25519Tree.key(of: seed, at: use.path)
                }
            keys.append(FirstKey(use: use, key: key, path: use.path.description))
        }
        return WalletFile(
            format: .bip39, title: "\(mnemonic.wordCount) words of a mnemonic (BIP-39, \(mnemonic.list.title))",
            network: .main, firstKeys: keys, note: "a wallet with a passphrase of its own has other addresses")
    }
}
