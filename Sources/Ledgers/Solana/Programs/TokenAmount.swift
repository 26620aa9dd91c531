import Transactions

/// How many tokens an instruction moves.
struct TokenAmount {
    let count: UInt64
    /// `nil` where the instruction does not state how many decimals the token has, so that nobody can see it.
    let decimals: UInt8?

    init?(_ call: inout ProgramCall, checked: Bool) {
        guard let count = call.long() else { return nil }
        self.count = count
        guard checked else {
            decimals = nil
            return
        }
        guard let stated = call.byte() else { return nil }
        decimals = stated
    }

    var words: String {
        guard let decimals else { return "\(count) of the smallest units of a token" }
        let coin = Coin(symbol: "tokens", decimals: Int(decimals), smallestUnit: "units")
        return "\(coin.text(ofSmallestUnits: String(count))) (\(count) units, \(decimals) decimals)"
    }

    /// What no supply reaches, as it is asked for: the largest number of 64 bits with or without a sign, and what is near it.
    var isUnlimited: Bool { count >= 1 << 62 }
}
