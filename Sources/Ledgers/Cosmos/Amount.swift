import Encodings

/// Amounts of coins. A chain's smallest unit stands as its name says: how many make a coin is nowhere in the transaction.
enum Amount {
    /// More kinds of coin in one amount than anyone reads.
    static let mostCoins = 64

    /// `1500 uatom`, several by commas.
    /// - Throws: `CosmosError.amountForm`, for what is no decimal number of up to 78 digits (256 bits), or no coin's name.
    static func words(_ coins: [Cosmos_Coin], _ path: String) throws(CosmosError) -> String {
        guard coins.count <= mostCoins else { throw .tooMany(path, most: mostCoins) }
        var parts: [String] = []
        for coin in coins {
            let digits = coin.amount.utf8
            guard (1...78).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                digits.count == 1 || digits.first != 0x30
            else {
                throw .amountForm(path, found: printable(coin.amount, most: 100))
            }
            parts.append("\(coin.amount) \(try CosmosName.denomination(coin.denom, path))")
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
