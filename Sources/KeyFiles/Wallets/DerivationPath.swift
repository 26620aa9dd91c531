/// The way from a wallet's master key to one of its keys: numbers, hardened or not (BIP-32, "The key tree").
package struct DerivationPath: Hashable, Sendable, CustomStringConvertible {
    /// A child's number; from 2³¹ on the derivation is hardened.
    package let numbers: [UInt32]

    package static let hardened: UInt32 = 1 << 31

    package init(numbers: [UInt32]) {
        self.numbers = numbers
    }

    /// - Parameters:
    ///   - hardened: The first numbers of the path, below 2³¹.
    ///   - normal: Those that follow.
    package init(hardened: [UInt32], normal: [UInt32] = []) {
        numbers = hardened.map { $0 | Self.hardened } + normal
    }

    /// Such as `m/84'/0'/0'/0/0`.
    package var description: String {
        numbers.reduce("m") { path, number in
            number < Self.hardened ? "\(path)/\(number)" : "\(path)/\(number ^ Self.hardened)'"
        }
    }

    /// As it continues from a key that is no master key, such as `0/0`; empty for the key itself.
    package var relativeDescription: String { String(description.dropFirst(2)) }

    /// The same for test networks, all of which have the coin type 1 (SLIP-44).
    package var onTestNetwork: DerivationPath {
        var other = numbers
        if other.count > 1 { other[1] = 1 | Self.hardened }
        return DerivationPath(numbers: other)
    }

    /// The first address of an EVM wallet (BIP-44 with SLIP-44's coin type 60).
    package static let evm = DerivationPath(hardened: [44, 60, 0], normal: [0, 0])
    /// The first P2WPKH address of a Bitcoin wallet (BIP-84).
    package static let bitcoinP2WPKH = DerivationPath(hardened: [84, 0, 0], normal: [0, 0])
    /// The first P2TR address of a Bitcoin wallet (BIP-86).
    package static let bitcoinP2TR = DerivationPath(hardened: [86, 0, 0], normal: [0, 0])
    /// The first address of a Solana wallet: all hardened (SLIP-10), coin type 501.
    package static let solana = DerivationPath(hardened: [44, 501, 0, 0])
}
