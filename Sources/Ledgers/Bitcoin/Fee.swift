/// What a transaction leaves to who puts it into a block.
package struct Fee: Hashable, Sendable {
    package let amount: Satoshi
    /// What the outputs hold together, that is, what is sent.
    package let sent: Satoshi
    /// Of the transaction with all its signatures.
    package let virtualSize: Int

    package init(amount: Satoshi, sent: Satoshi, virtualSize: Int) {
        precondition(virtualSize > 0, "a transaction has bytes")
        self.amount = amount
        self.sent = sent
        self.virtualSize = virtualSize
    }

    /// In percent of what is sent. More is asked about, not forbidden: small payments in busy hours get there.
    package static let highestShare = 25
    /// In sat/vB. More is asked about, not forbidden.
    package static let highestRate = 1000

    /// Whether it is more than 25 % of what is sent or 1,000 sat/vB.
    package var isHigh: Bool {
        // Both sides fit: amounts end at 2.1·10¹⁵ and sizes at 4·10⁶.
        100 * amount.value > UInt64(Fee.highestShare) * sent.value
            || amount.value > UInt64(Fee.highestRate * virtualSize)
    }

    /// In sat/vB with one decimal, rounded down: `11.2`.
    package var rate: String { Fee.decimal(10 * UInt128(amount.value) / UInt128(virtualSize), decimals: 1) }

    /// In percent of what is sent with two decimals, rounded down; `nil` where nothing is sent.
    package var percentage: String? {
        // Ten thousand times all the bitcoin that there can be has more than 64 bits.
        sent == .zero ? nil : Fee.decimal(10_000 * UInt128(amount.value) / UInt128(sent.value), decimals: 2)
    }

    /// `1580 sat (0.0000158 BTC), 11.2 sat/vB, 0.12 % of what is sent`.
    package var words: String {
        let share = percentage.map { ", \($0) % of what is sent" } ?? ", and nothing is sent"
        return "\(amount.digits) sat (\(amount.text)), \(rate) sat/vB\(share)"
    }

    private static func decimal(_ number: UInt128, decimals: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
