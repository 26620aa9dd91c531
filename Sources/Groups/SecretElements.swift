import Secrets

/// One public point times many secret numbers: points as secret as they, their canonical forms in one locked allocation.
package struct SecretElements<G: Group>: ~Copyable, Sendable {
    private let storage: LockedBytes
    package let count: Int

    /// In constant time.
    /// - Parameters:
    ///   - scalars: None zero.
    ///   - element: A point that was read by `Group.element(decoding:)`.
    /// - Throws: As `SecretElement.init(_:times:)`.
    package init(_ scalars: borrowing ScalarTable<G>, times element: G.Element) throws(GroupsError) {
        guard !element.isIdentity else { throw .elementIsIdentity(G.curve) }
        var room = try SecretElements.room(scalars.count)
        try room.withUnsafeMutableBytes { (room) throws(GroupsError) in
            for index in 0..<scalars.count {
                let place = UnsafeMutableRawBufferPointer(rebasing: room[SecretElements.range(index)])
                try scalars.withLimbs(at: index) { (limbs) throws(GroupsError) in
                    // One bit that no private key and no nonce has.
                    guard MemoryChecker.released(G.scalars.isZeroBit(limbs)) == 0 else { throw .scalarIsZero(G.curve) }
                    try G.product(limbs: limbs, element, into: place)
                }
            }
        }
        storage = room
        count = scalars.count
    }

    private static func room(_ count: Int) throws(GroupsError) -> LockedBytes {
        do { return try LockedBytes(count: count * G.elementByteCount) } catch { throw .memory(error) }
    }

    private static func range(_ index: Int) -> Range<Int> {
        index * G.elementByteCount..<(index + 1) * G.elementByteCount
    }

    /// The canonical form of the product with one of the numbers, `G.elementByteCount` bytes.
    package borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        at index: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        precondition(index >= 0 && index < count, "one of the products")
        return try storage.withUnsafeBytes { (bytes) throws(E) in
            try body(UnsafeRawBufferPointer(rebasing: bytes[SecretElements.range(index)]))
        }
    }
}
