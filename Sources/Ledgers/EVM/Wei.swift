/// An amount of the smallest unit of an EVM chain's coin.
package struct Wei: Hashable, Comparable, Sendable {
    package let amount: UInt256

    package init(_ amount: UInt256) { self.amount = amount }
    package init(_ amount: UInt64) { self.amount = UInt256(amount) }

    package static func < (first: Wei, second: Wei) -> Bool { first.amount < second.amount }
}
