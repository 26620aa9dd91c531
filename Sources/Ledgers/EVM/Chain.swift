import Encodings
package import Transactions

/// An EVM chain that is known by name. The numbers are those of the registry of EIP-155 (ethereum-lists/chains).
package struct Chain: Hashable, Sendable {
    /// The name that the command takes.
    package let name: String
    /// Other names for the same.
    package let otherNames: [String]
    /// The name that people read.
    package let title: String
    package let id: ChainID
    /// What value and fees are counted in; always 18 decimals over wei.
    package let coin: Coin

    private init(_ id: UInt64, _ name: String, _ title: String, _ symbol: String, _ otherNames: String...) {
        guard let id = ChainID(id) else { preconditionFailure("the table has chain ids only") }
        self.id = id
        self.name = name
        self.title = title
        self.coin = Coin(symbol: symbol, decimals: 18, smallestUnit: "wei")
        self.otherNames = otherNames
    }

    /// In the order in which messages name them.
    package static let known: [Chain] = [
        Chain(246, "energy-web", "Energy Web", "EWT", "ewc"),
        Chain(73799, "volta", "Energy Web Volta test network", "VT"),
        Chain(1, "ethereum", "Ethereum", "ETH", "mainnet"),
        Chain(11_155_111, "sepolia", "Ethereum Sepolia test network", "ETH"),
        Chain(137, "polygon", "Polygon", "POL"),
        Chain(100, "gnosis", "Gnosis", "xDAI"),
        Chain(56, "bsc", "BNB Smart Chain", "BNB"),
        Chain(42161, "arbitrum", "Arbitrum One", "ETH"),
        Chain(10, "optimism", "OP Mainnet", "ETH"),
        Chain(8453, "base", "Base", "ETH"),
        Chain(43114, "avalanche", "Avalanche C-Chain", "AVAX"),
        Chain(1337, "local-1337", "a local development chain", "ETH", "geth-dev"),
        Chain(31337, "local-31337", "a local development chain", "ETH", "anvil", "hardhat"),
    ]

    /// Whether the chain is known to take a type of transactions.
    ///
    /// Type 3 (EIP-4844): Ethereum and Sepolia (EIP-7569), Gnosis (its Dencun hard fork), BNB Smart Chain (BEP-336); the OP
    /// Stack takes none (its specification of Ecotone). Type 4 (EIP-7702): Ethereum and Sepolia (EIP-7600), Gnosis (its
    /// documentation of Pectra), BNB Smart Chain (BEP-441), OP Mainnet and Base (the OP Stack's specification of Isthmus).
    /// Of Energy Web and Volta, which run AuRa, neither is established.
    package func isKnownToTake(_ kind: TransactionKind) -> Bool {
        switch kind {
        case .legacy, .eip2930, .eip1559: true
        case .eip4844: ["ethereum", "sepolia", "gnosis", "bsc"].contains(name)
        case .eip7702: ["ethereum", "sepolia", "gnosis", "bsc", "optimism", "base"].contains(name)
        }
    }

    /// The chain of a number, where it is known by name.
    package init?(_ id: ChainID) {
        guard let chain = Chain.known.first(where: { $0.id == id }) else { return nil }
        self = chain
    }

    /// A chain as a person names it: `energy-web`, `246`, `0xf6`. A number need not be known by name.
    /// - Throws: `EVMError.unknownChain`.
    package static func id(of text: String) throws(EVMError) -> ChainID {
        let word = text.lowercased()
        if let chain = known.first(where: { $0.name == word || $0.otherNames.contains(word) }) { return chain.id }
        let number = word.hasPrefix("0x") ? UInt256(hex: word.dropFirst(2)) : UInt256(decimal: word)
        guard let value = number?.asUInt64, let id = ChainID(value) else { throw .unknownChain(printable(text)) }
        return id
    }

    /// The coin of a chain that is not known by name has no symbol of its own.
    package static let unnamedCoin = Coin(symbol: "coin", decimals: 18, smallestUnit: "wei")
}
