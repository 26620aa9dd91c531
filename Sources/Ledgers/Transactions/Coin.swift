/// A unit that people count in, over the smallest unit that a ledger counts in.
package struct Coin: Hashable, Sendable {
    /// What stands after the number: `EWT`, `BTC`.
    package let symbol: String
    /// How many decimals the unit has over the smallest one: 18 for ether over wei, 8 for bitcoin over satoshi.
    package let decimals: Int
    /// The name of the smallest unit: `wei`, `sat`.
    package let smallestUnit: String

    package init(symbol: String, decimals: Int, smallestUnit: String) {
        precondition(decimals >= 0, "a coin has no negative number of decimals")
        self.symbol = symbol
        self.decimals = decimals
        self.smallestUnit = smallestUnit
    }

    /// The exact amount in this unit, without trailing zeros: `1.5 EWT` for `1500000000000000000`.
    /// - Parameter digits: A number of smallest units in decimal, without a sign.
    package func text(ofSmallestUnits digits: String) -> String {
        precondition(!digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }, "decimal digits")
        let padded = [UInt8](repeating: 0x30, count: max(0, decimals + 1 - digits.utf8.count)) + digits.utf8
        let whole = padded.dropLast(decimals)
        var fraction = padded.suffix(decimals)
        while fraction.last == 0x30 { fraction.removeLast() }
        let number = fraction.isEmpty ? whole : whole + [0x2E] + fraction
        return String(decoding: number, as: UTF8.self) + " " + symbol
    }
}
