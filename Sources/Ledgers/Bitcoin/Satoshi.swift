import Transactions

/// An amount that can exist: 0 … 21,000,000 BTC in satoshi (Bitcoin Core, `consensus/amount.h`, `MoneyRange`).
package struct Satoshi: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 21,000,000 BTC.
    package static let most = Satoshi(unchecked: 21_000_000 * 100_000_000)
    package static let zero = Satoshi(unchecked: 0)

    package let value: UInt64

    /// - Throws: `BitcoinError.amountTooLarge`.
    package init(_ value: UInt64) throws(BitcoinError) {
        guard value <= Satoshi.most.value else { throw .amountTooLarge(value) }
        self.value = value
    }

    private init(unchecked value: UInt64) { self.value = value }

    package static func < (left: Satoshi, right: Satoshi) -> Bool { left.value < right.value }

    /// `nil` where the sum is more than there can be.
    package static func sum(_ amounts: some Sequence<Satoshi>) -> Satoshi? {
        var total: UInt64 = 0
        for amount in amounts {
            // Both are at most 2.1·10¹⁵: nothing overflows.
            total += amount.value
            guard total <= most.value else { return nil }
        }
        return Satoshi(unchecked: total)
    }

    /// The difference; `nil` where it is below zero.
    package func minus(_ other: Satoshi) -> Satoshi? {
        value >= other.value ? Satoshi(unchecked: value - other.value) : nil
    }

    /// The number alone, for programs.
    package var digits: String { String(value) }

    /// In bitcoin, exactly: `0.0001 BTC`.
    package var text: String { Satoshi.coin.text(ofSmallestUnits: digits) }

    package var description: String { "\(value) sat" }

    private static let coin = Coin(symbol: "BTC", decimals: 8, smallestUnit: "sat")
}
