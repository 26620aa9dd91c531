import Encodings
import Signatures

/// The first keys of an extended private key, as far as its place in the tree tells which they are.
///
/// Wallets agree on the five levels of BIP-44 ("Path levels"): below a master key, of depth 0, the first keys are where a
/// mnemonic's are; below the key of an account, of depth 3, at 0/0; below that of its receiving or change addresses, of
/// depth 4, at 0; and a key of depth 5 is the one of an address. The first three levels are hardened and the last two are not;
/// a key that is hardened otherwise follows another rule, and no first key of it is known.
extension WalletFile {
    init(_ file: borrowing ExtendedKeyText) throws(KeyFilesError) {
        let uses = Self.uses(of: file.version)
        let isHardened = file.childNumber >= DerivationPath.hardened
        var keys: [FirstKey] = []
        for use in uses {
            guard let path = Self.path(of: use, file.version.network, below: file.key.depth, isHardened) else {
                continue
            }
            let name = file.key.depth == 0 ? path.description : path.relativeDescription
            keys.append(FirstKey(use: use, key: try file.key.key(at: path), path: name))
        }
        format = .bip32
        network = file.version.network
        title = Self.title(file, isHardened)
        firstKeys = keys
        note = Self.note(file, hasKeys: !keys.isEmpty)
    }

    /// What wallets use keys of a version for: all that is derived by BIP-32, where it does not tell; and nothing where an
    /// address takes more than this key, or is of a kind that dealings do not state.
    private static func uses(of version: ExtendedKeyVersion) -> [WalletUse] {
        switch (version.script, version.network) {
        case (.any, .main): [.bitcoinP2TR, .bitcoinP2WPKH, .evm]
        // The test networks of EVM chains have the keys of the main ones.
        case (.any, .test): [.bitcoinP2TR, .bitcoinP2WPKH]
        case (.p2wpkh, _): [.bitcoinP2WPKH]
        case (.p2shP2WPKH, _), (.multisig, _): []
        }
    }

    private static func path(
        of use: WalletUse, _ network: BitcoinForm.Network, below depth: UInt8, _ isHardened: Bool
    ) -> DerivationPath? {
        switch (depth, isHardened) {
        case (0, _): network == .test ? use.path.onTestNetwork : use.path
        case (3, true): DerivationPath(numbers: [0, 0])
        case (4, false): DerivationPath(numbers: [0])
        case (5, false): DerivationPath(numbers: [])
        default: nil
        }
    }

    /// Such as `xprv (BIP-32), depth 3, child 0', fingerprint fd13aac9`.
    private static func title(_ file: borrowing ExtendedKeyText, _ isHardened: Bool) -> String {
        let number = isHardened ? "\(file.childNumber ^ DerivationPath.hardened)'" : "\(file.childNumber)"
        let place = file.key.depth == 0 ? "master key" : "depth \(file.key.depth), child \(number)"
        let fingerprint = Hex.encode(file.key.fingerprint())
        return "\(file.version.rawValue) (\(file.version.source)), \(place), fingerprint \(fingerprint)"
    }

    private static func note(_ file: borrowing ExtendedKeyText, hasKeys: Bool) -> String {
        switch (file.version.script, hasKeys) {
        case (.p2shP2WPKH, _): "its addresses are P2WPKH in P2SH (BIP-49), and none is shown"
        case (.multisig, _): "its addresses need the wallet's other keys, and none is shown"
        case (.any, false), (.p2wpkh, false): "no rule says which address is the first of a key at this place"
        case (.any, true) where file.key.depth == 0: "keys made of the seed itself, as Solana's, are not in it"
        case (.any, true): "which of these kinds of address its wallet uses is not in it"
        case (.p2wpkh, true): "its wallet's addresses are P2WPKH (BIP-84)"
        }
    }
}
