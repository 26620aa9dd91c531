import Bitcoin
import EVM
import Encodings
import Fabric
import Groups
import KeyFiles
package import Signatures
import Solana

/// A name under which users of one ledger know a key.
public struct LedgerAddress: Hashable, Sendable {
    /// Which ledger, and which of its forms. The raw values are the keys of `addresses` in files and JSON.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case evm
        case bitcoinP2WPKH = "bitcoin-p2wpkh"
        case bitcoinP2TR = "bitcoin-p2tr"
        case fabricSKI = "fabric-ski"
        case cometBFT = "cometbft"
        case solana
    }

    public let kind: Kind
    public let text: String
}

/// The addresses of a key on every ledger of its group, always recomputed from the public key.
///
/// Bitcoin's are those of the main network: the network of a key is not in it.
package func ledgerAddresses(of key: VerifyingKey) throws(Refusal) -> [LedgerAddress] {
    try refusing { () throws in
        switch key.curve {
        case .secp256k1:
            [
                LedgerAddress(kind: .evm, text: try EVM.Address(key).text),
                LedgerAddress(kind: .bitcoinP2WPKH, text: try Bitcoin.Address.p2wpkh(key, on: .mainnet).text),
                LedgerAddress(kind: .bitcoinP2TR, text: try Bitcoin.Address.p2tr(key, on: .mainnet).text),
            ]
        case .p256:
            [LedgerAddress(kind: .fabricSKI, text: try Fabric.SubjectKeyIdentifier(key).text)]
        case .ed25519:
            [
                LedgerAddress(kind: .cometBFT, text: try CometBFTAddress(key).text),
                LedgerAddress(kind: .solana, text: try Solana.Address(key).text),
            ]
        }
    }
}

extension VerifyingKey {
    /// The canonical bytes in lower-case hexadecimal.
    var hex: String { Hex.encode(encoded) }
}
