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
    }

    public let format: Format
    /// In words: `24 words of a mnemonic (BIP-39, English)`.
    public let title: String
    /// The first addresses of a wallet, as it has them without a passphrase of its own; empty for other files.
    public let addresses: [LedgerAddress]
    /// From where in the wallet each of them comes, such as `m/44'/60'/0'/0/0`; as many as addresses.
    public let paths: [String]
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
            paths: [])
    }

    /// A file that stands for a whole wallet, with the wallet's first addresses.
    /// - Returns: `nil` for a file of another kind.
    /// - Throws: `Refusal`: `mnemonic-words` and `mnemonic-checksum` with what is wrong in a mnemonic, `not-supported` for
    ///   the words of an Electrum wallet.
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
        }
        title = wallet.title
        addresses = try refusing { () throws in try wallet.firstKeys.map { try LedgerAddress($0) } }
        paths = wallet.firstKeys.map(\.use.path.description)
    }
}

extension LedgerAddress {
    /// The address that wallets show for a key at its path.
    fileprivate init(_ first: WalletFile.FirstKey) throws {
        switch first.use {
        case .evm: self.init(kind: .evm, text: try EVM.Address(first.key).text)
        case .bitcoinP2WPKH:
            self.init(kind: .bitcoinP2WPKH, text: try Bitcoin.Address.p2wpkh(first.key, on: .mainnet).text)
        case .bitcoinP2TR: self.init(kind: .bitcoinP2TR, text: try Bitcoin.Address.p2tr(first.key, on: .mainnet).text)
        case .solana: self.init(kind: .solana, text: try Solana.Address(first.key).text)
        }
    }
}
