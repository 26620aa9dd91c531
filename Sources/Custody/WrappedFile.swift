import Bitcoin
import EVM
import Encodings
import KeyFiles
import Solana

/// What anyone may know of a file that is split as a whole.
public struct WrappedFacts: Hashable, Sendable {
    /// What the dealing calls it.
    public enum Format: String, Hashable, Sendable {
        /// Whatever it is: nothing in it was looked at.
        case file
        /// The words of a mnemonic (BIP-39).
        case bip39
        /// An extended private key (BIP-32), `xprv…` and its kin.
        case bip32
    }

    public let format: Format
    /// In words: `24 words of a mnemonic (BIP-39, English)`.
    public let title: String
    /// The first addresses of a wallet, as a mnemonic has them without a passphrase of its own; empty for other files, and for
    /// extended keys of which no first address is known.
    public let addresses: [LedgerAddress]
    /// From where in the wallet each of them comes, as many as addresses: such as `m/44'/60'/0'/0/0` from a master key; `0/0`
    /// below a key that is none; empty for the key itself.
    public let paths: [String]
    /// What the addresses do not tell, in words; `nil` for a file that is no wallet.
    public let note: String?
}

/// A file that is no single key, to be split as a whole: a mnemonic, a seed phrase of another kind, a vault's unseal key,
/// whatever has at most 1 MiB.
public struct WrappedFile: Sendable {
    public let facts: WrappedFacts
    public let file: SecretFile

    /// Any file, without a look into it.
    /// - Throws: `Refusal`: `empty`, `too-large`.
    public init(anything file: SecretFile) throws(Refusal) {
        guard file.bytes.count > 0 else {
            throw Refusal(.damaged, code: "empty", "\(file.name) is empty", advice: "bring the whole file")
        }
        guard file.bytes.count <= SplitPlan.mostFileBytes else {
            throw Refusal(
                .unsafe, code: "too-large",
                "\(file.name) has \(file.bytes.count) bytes and a dealing carries at most \(SplitPlan.mostFileBytes)",
                advice: "encrypt it with a key of its own and split that key")
        }
        self.file = file
        facts = WrappedFacts(
            format: .file, title: "a file of \(file.bytes.count) bytes, into which nobody looked", addresses: [],
            paths: [], note: nil)
    }

    /// A file that stands for a whole wallet, with the wallet's first addresses.
    /// - Returns: `nil` for a file of another kind.
    /// - Throws: `Refusal`: `mnemonic-words` and `mnemonic-checksum` with what is wrong in a mnemonic, `not-supported` for
    ///   the words of an Electrum wallet; `checksum`, `malformed` and `key-out-of-range` of an extended key.
    public init?(wallet file: SecretFile) throws(Refusal) {
        guard let wallet = try refusing(about: file.name, { () throws in try WalletFile.read(file.bytes) }) else {
            return nil
        }
        self.file = file
        facts = try WrappedFacts(wallet)
    }
}

extension WrappedFacts {
    fileprivate init(_ wallet: WalletFile) throws(Refusal) {
        switch wallet.format {
        case .bip39: format = .bip39
        case .bip32: format = .bip32
        }
        title = wallet.title
        addresses = try refusing { () throws in
            try wallet.firstKeys.map { try LedgerAddress($0, on: wallet.network == .main ? .mainnet : .testnet) }
        }
        paths = wallet.firstKeys.map(\.path)
        note = wallet.note
    }
}

extension LedgerAddress {
    /// The address that wallets show for a key at its path.
    fileprivate init(_ first: WalletFile.FirstKey, on network: Bitcoin.Network) throws {
        switch first.use {
        case .evm: self.init(kind: .evm, text: try EVM.Address(first.key).text)
        case .bitcoinP2WPKH:
            self.init(kind: .bitcoinP2WPKH, text: try Bitcoin.Address.p2wpkh(first.key, on: network).text)
        case .bitcoinP2TR: self.init(kind: .bitcoinP2TR, text: try Bitcoin.Address.p2tr(first.key, on: network).text)
        case .solana: self.init(kind: .solana, text: try Solana.Address(first.key).text)
        }
    }
}
