/// The number that tells one EVM chain from another, in the transactions and in their signatures. EIP-155.
package struct ChainID: Hashable, Sendable, CustomStringConvertible {
    /// 1 … 2⁶³ − 37.
    package let value: UInt64

    /// The largest chain id for which EIP-155's v = 35 + 2·id + 1 stays in 64 bits. EIP-2294.
    package static let largest: UInt64 = .max / 2 - 36

    /// - Parameter value: `nil` comes back for 0 and for what is above `largest`.
    package init?(_ value: UInt64) {
        guard (1...Self.largest).contains(value) else { return nil }
        self.value = value
    }

    package var description: String { String(value) }
}
