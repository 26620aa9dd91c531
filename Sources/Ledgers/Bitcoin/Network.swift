/// Which Bitcoin network an address is for, by the names that files and the command use.
package enum Network: String, CaseIterable, Hashable, Sendable {
    case mainnet, testnet, signet, regtest

    /// The network of a name; the main one where none is given.
    /// - Throws: `BitcoinError.unknownNetwork`.
    package static func named(_ name: String?) throws(BitcoinError) -> Network {
        guard let name else { return .mainnet }
        guard let network = Network(rawValue: name) else { throw .unknownNetwork(name) }
        return network
    }

    /// The human-readable part of segwit addresses: BIP-173, "Segwit address format"; signet's is testnet's (BIP-325).
    package var segwitPrefix: String {
        switch self {
        case .mainnet: "bc"
        case .testnet, .signet: "tb"
        case .regtest: "bcrt"
        }
    }

    /// The first byte of a Base58Check address of a key's hash (Bitcoin Core, `kernel/chainparams.cpp`).
    var keyHashVersion: UInt8 {
        switch self {
        case .mainnet: 0x00
        case .testnet, .signet, .regtest: 0x6F
        }
    }

    /// The first byte of a Base58Check address of a script's hash.
    var scriptHashVersion: UInt8 {
        switch self {
        case .mainnet: 0x05
        case .testnet, .signet, .regtest: 0xC4
        }
    }
}
