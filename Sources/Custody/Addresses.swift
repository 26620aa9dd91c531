import Bitcoin
import EVM
import Encodings
import Fabric
import Groups
package import KeyFiles
package import Signatures
import Solana

/// A name under which users of one ledger know a key.
public struct LedgerAddress: Hashable, Sendable {
    /// Which ledger, and which of its forms. The raw values are the keys of `addresses` in files and JSON.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case evm
        case bitcoinP2PKH = "bitcoin-p2pkh"
        case bitcoinP2WPKH = "bitcoin-p2wpkh"
        case bitcoinP2TR = "bitcoin-p2tr"
        case fabricSKI = "fabric-ski"
        case cometBFT = "cometbft"
        case solana
        case stellar
        case substrate
    }

    public let kind: Kind
    public let text: String
}

/// The addresses of a key, always recomputed from the public key: those that its file's form speaks of, where it speaks of a
/// ledger with several; else those on every ledger of its group.
///
/// Bitcoin's are those of the main network, unless the form says otherwise: the network of a key is not in it.
package func ledgerAddresses(of key: VerifyingKey, as format: KeyFormat) throws(Refusal) -> [LedgerAddress] {
    try refusing { () throws in
        if let form = format.bitcoinForm { return try bitcoinAddresses(of: key, form) }
        if format == .stellar { return [try stellarAddress(of: key)] }
        if format == .substrate { return [LedgerAddress(kind: .substrate, text: try SubstrateAddress(key).text)] }
        switch key.curve {
        case .secp256k1:
            return [LedgerAddress(kind: .evm, text: try EVM.Address(key).text)]
                + (try segwitAddresses(of: key, .mainnet))
        case .p256:
            return [LedgerAddress(kind: .fabricSKI, text: try Fabric.SubjectKeyIdentifier(key).text)]
        case .ed25519:
            return [
                LedgerAddress(kind: .cometBFT, text: try CometBFTAddress(key).text),
                LedgerAddress(kind: .solana, text: try Solana.Address(key).text),
            ]
        }
    }
}

/// Every address under which somebody may know a key, of whatever form its file is.
func everyAddress(of key: VerifyingKey) throws(Refusal) -> [LedgerAddress] {
    var addresses: [LedgerAddress] = []
    for format in KeyFormat.allCases where format.curves.contains(key.curve) {
        for address in try ledgerAddresses(of: key, as: format) where !addresses.contains(address) {
            addresses.append(address)
        }
    }
    return addresses
}

/// Only the hash of the key itself where it is not compressed: segwit takes no such key.
private func bitcoinAddresses(of key: VerifyingKey, _ form: BitcoinForm) throws -> [LedgerAddress] {
    let network: Bitcoin.Network = form.network == .main ? .mainnet : .testnet
    guard form.isCompressed else {
        let address = try Bitcoin.Address.p2pkhUncompressed(key, on: network)
        return [LedgerAddress(kind: .bitcoinP2PKH, text: address.text)]
    }
    return try segwitAddresses(of: key, network)
        + [LedgerAddress(kind: .bitcoinP2PKH, text: try Bitcoin.Address.p2pkh(key, on: network).text)]
}

private func segwitAddresses(of key: VerifyingKey, _ network: Bitcoin.Network) throws -> [LedgerAddress] {
    [
        LedgerAddress(kind: .bitcoinP2WPKH, text: try Bitcoin.Address.p2wpkh(key, on: network).text),
        LedgerAddress(kind: .bitcoinP2TR, text: try Bitcoin.Address.p2tr(key, on: network).text),
    ]
}

private func stellarAddress(of key: VerifyingKey) throws -> LedgerAddress {
    LedgerAddress(kind: .stellar, text: try StellarAddress(key).text)
}

extension VerifyingKey {
    /// The canonical bytes in lower-case hexadecimal.
    var hex: String { Hex.encode(encoded) }
}
