package import Secrets

/// Many secret numbers modulo the order of `G` in one locked allocation, reached by index.
///
/// Each allocation costs guard pages and counts against a small limit, so that coefficients and shares are tables.
package struct ScalarTable<G: Group>: ~Copyable, Sendable {
    private var storage: LockedBytes
    /// How many entries there are.
    package let count: Int

    /// `count` zeros.
    package init(count: Int) throws(SecretsError) {
        storage = try LockedBytes(count: 32 * count)
        self.count = count
    }

    /// The four limbs of entry `index`, below q.
    package borrowing func withLimbs<R: ~Copyable, E: Error>(
        at index: Int, _ body: (UnsafePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        precondition(index >= 0 && index < count, "an entry of the table")
        return try storage.withUnsafeBytes { (bytes) throws(E) in
            try body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self) + 4 * index)
        }
    }

    /// The four limbs of entry `index`; the caller leaves them below q.
    package mutating func withMutableLimbs<R: ~Copyable, E: Error>(
        at index: Int, _ body: (UnsafeMutablePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        precondition(index >= 0 && index < count, "an entry of the table")
        return try storage.withUnsafeMutableBytes { (bytes) throws(E) in
            try body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self) + 4 * index)
        }
    }

    /// All entries, four limbs each, below q.
    package borrowing func withAllLimbs<R: ~Copyable, E: Error>(
        _ body: (UnsafePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        try storage.withUnsafeBytes { (bytes) throws(E) in
            try body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// All entries, four limbs each; the caller leaves them below q.
    package mutating func withAllMutableLimbs<R: ~Copyable>(_ body: (UnsafeMutablePointer<UInt64>) -> R) -> R {
        storage.withUnsafeMutableBytes { body($0.baseAddress!.assumingMemoryBound(to: UInt64.self)) }
    }

    /// Entry `index` becomes a copy of the number.
    package mutating func set(_ index: Int, to scalar: borrowing SecretScalar<G>) {
        withMutableLimbs(at: index) { target in scalar.withLimbs { target.update(from: $0, count: 4) } }
    }

    /// A copy of entry `index` with an owner of its own.
    package borrowing func scalar(at index: Int) throws(SecretsError) -> SecretScalar<G> {
        try withLimbs(at: index) { (limbs) throws(SecretsError) in try SecretScalar(copyingLimbs: limbs) }
    }

    /// Writes entry `index` as 32 bytes in the group's order.
    package borrowing func encode(_ index: Int, into buffer: UnsafeMutableRawBufferPointer) {
        withLimbs(at: index) { storeLimbs($0, into: buffer, G.scalarByteOrder) }
    }
}
