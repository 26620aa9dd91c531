package import Groups
package import Secrets

/// Many shares in one locked allocation, in the order they came: not checked yet.
package struct ShareTable<G: Group>: ~Copyable {
    package private(set) var holders: [HolderIndex] = []
    private var values: ScalarTable<G>

    /// Room for `capacity` shares.
    package init(capacity: Int) throws(SecretsError) {
        values = try ScalarTable(count: capacity)
    }

    /// The shares of these holders, four limbs below the order each, which `fill` writes one after the other.
    package init(holders: [HolderIndex], fill: (UnsafeMutablePointer<UInt64>) -> Void) throws(SecretsError) {
        values = try ScalarTable(count: holders.count)
        self.holders = holders
        values.withAllMutableLimbs(fill)
    }

    package var count: Int { holders.count }

    /// Adds a share at the end.
    package mutating func append(holder: HolderIndex, value: borrowing SecretScalar<G>) {
        values.set(holders.count, to: value)
        holders.append(holder)
    }

    /// Adds the share that `fill` writes as four limbs below the order.
    package mutating func append(holder: HolderIndex, fill: (UnsafeMutablePointer<UInt64>) -> Void) {
        values.withMutableLimbs(at: holders.count, fill)
        holders.append(holder)
    }

    /// The four limbs of the share at a position (not an index of a holder).
    package borrowing func withLimbs<R: ~Copyable, E: Error>(
        at position: Int, _ body: (UnsafePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        precondition(position < holders.count, "a position that was filled")
        return try values.withLimbs(at: position, body)
    }

    /// All shares, four limbs each.
    package borrowing func withAllLimbs<R: ~Copyable>(_ body: (UnsafePointer<UInt64>) -> R) -> R {
        values.withAllLimbs(body)
    }

    /// The share at a position as 32 bytes in the group's order.
    package borrowing func encode(_ position: Int, into buffer: UnsafeMutableRawBufferPointer) {
        precondition(position < holders.count, "a position that was filled")
        values.encode(position, into: buffer)
    }

    /// Whether the share at a position matches its commitment, checked alone.
    package borrowing func fits(_ position: Int, _ commitment: Commitment<G>) -> Bool {
        withLimbs(at: position) { G.generator(timesLimbs: $0) }
            == commitment.elementVariableTime(for: holders[position])
    }

    /// The shares at these positions, in a table of their own.
    package borrowing func selecting(_ positions: [Int]) throws(SecretsError) -> ShareTable {
        var table = try ShareTable(capacity: positions.count)
        for position in positions {
            withLimbs(at: position) { source in
                table.append(holder: holders[position]) { $0.update(from: source, count: 4) }
            }
        }
        return table
    }
}
