package import Secrets

/// A secret number modulo the order of `G`: one owner, in locked memory, without secret-dependent time.
///
/// A private key, a coefficient, a share, a nonce. Zero is allowed here, since a share may be zero; a key may not, which
/// `key(_:)` sees to.
package struct SecretScalar<G: Group>: ~Copyable, Sendable {
    private var storage: LockedBytes

    /// Zero.
    package init() throws(SecretsError) {
        storage = try LockedBytes(count: 32)
    }

    /// A copy of four limbs below the order.
    package init(copyingLimbs limbs: UnsafePointer<UInt64>) throws(SecretsError) {
        try self.init()
        withMutableLimbs { $0.update(from: limbs, count: 4) }
    }

    /// Reads 32 bytes in the group's order, and refuses what is not below the group order.
    /// - Throws: `GroupsError.scalarLength`, `.scalarNotBelowOrder`, `.memory`.
    package init(canonical bytes: UnsafeRawBufferPointer) throws(GroupsError) {
        guard bytes.count == 32 else { throw .scalarLength(found: bytes.count) }
        var room = try allocateScalar()
        let below = room.withUnsafeMutableBytes { target in
            let limbs = target.baseAddress!.assumingMemoryBound(to: UInt64.self)
            loadLimbs(bytes, into: limbs, G.scalarByteOrder)
            MemoryChecker.markSecret(UnsafeRawBufferPointer(target))
            // The verdict may be known: the number is then refused, or is below q like every other.
            return MemoryChecker.released(G.scalars.isBelowOrderBit(limbs))
        }
        guard below == 1 else { throw .scalarNotBelowOrder(G.curve) }
        storage = room
    }

    /// A private key: 1 … q − 1, as 32 bytes in the group's order.
    /// - Throws: As `init(canonical:)`, and `GroupsError.scalarIsZero`.
    package static func key(_ bytes: UnsafeRawBufferPointer) throws(GroupsError) -> SecretScalar {
        let scalar = try SecretScalar(canonical: bytes)
        guard !scalar.isZero else { throw .scalarIsZero(G.curve) }
        return scalar
    }

    /// The 256-bit number in 32 bytes of the group's order, reduced modulo q: for the clamped scalar of an Ed25519 seed,
    /// which is above q.
    package init(reducing bytes: UnsafeRawBufferPointer) throws(GroupsError) {
        guard bytes.count == 32 else { throw .scalarLength(found: bytes.count) }
        var room = try allocateScalar()
        room.withUnsafeMutableBytes { target in
            let limbs = target.baseAddress!.assumingMemoryBound(to: UInt64.self)
            loadLimbs(bytes, into: limbs, G.scalarByteOrder)
            MemoryChecker.markSecret(UnsafeRawBufferPointer(target))
            G.scalars.reduce(limbs, limbs)
        }
        wipeStack()
        storage = room
    }

    /// 64 bytes, big-endian in every group, modulo the order: no number is likelier than another by more than 2⁻²⁵⁶.
    package init(reducingWide wide: UnsafeRawBufferPointer) throws(SecretsError) {
        var room = try LockedBytes(count: 96)
        try self.init()
        withMutableLimbs { result in
            room.withUnsafeMutableBytes { reduceWideNumber(wide, into: result, G.scalars, scratch: $0) }
        }
        wipeStack()
    }

    /// Uniform in 1 … q − 1, by rejection: reducing 32 random bytes would be biased by 2⁻³² on P-256.
    package static func random() throws(SecretsError) -> SecretScalar {
        var scalar = try SecretScalar()
        scalar.withMutableLimbs { drawScalar($0, G.scalars) }
        return scalar
    }

    /// Four limbs, least significant first, below q.
    package borrowing func withLimbs<R: ~Copyable, E: Error>(
        _ body: (UnsafePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        try storage.withUnsafeBytes { (bytes) throws(E) in
            try body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// Four limbs, least significant first; the caller leaves them below q.
    package mutating func withMutableLimbs<R: ~Copyable, E: Error>(
        _ body: (UnsafeMutablePointer<UInt64>) throws(E) -> R
    ) throws(E) -> R {
        try storage.withUnsafeMutableBytes { (bytes) throws(E) in
            try body(bytes.baseAddress!.assumingMemoryBound(to: UInt64.self))
        }
    }

    // Arithmetic modulo q, in place and in constant time.

    /// Becomes the sum.
    package mutating func add(_ other: borrowing SecretScalar) {
        withMutableLimbs { mine in other.withLimbs { G.scalars.add(mine, mine, $0) } }
    }

    /// Becomes itself less `other`.
    package mutating func subtract(_ other: borrowing SecretScalar) {
        withMutableLimbs { mine in other.withLimbs { G.scalars.subtract(mine, mine, $0) } }
    }

    /// Becomes the product.
    package mutating func multiply(by other: borrowing SecretScalar) {
        withMutableLimbs { mine in other.withLimbs { G.scalars.multiply(mine, mine, $0) } }
    }

    /// Becomes the product with a public number.
    package mutating func multiply(by other: PublicScalar<G>) {
        withMutableLimbs { mine in other.limbs.withUnsafeLimbs { G.scalars.multiply(mine, mine, $0) } }
    }

    /// Becomes q less itself; zero stays zero.
    package mutating func negate() {
        withMutableLimbs { G.scalars.negate($0, $0) }
    }

    /// Becomes its own inverse modulo q; zero stays zero.
    package mutating func invert() throws(SecretsError) {
        var room = try LockedBytes(count: 64)
        withMutableLimbs { mine in
            room.withUnsafeMutableBytes { scratch in
                let limbs = scratch.baseAddress!.assumingMemoryBound(to: UInt64.self)
                G.scalars.invert(limbs, mine, scratch: limbs + 4)
                mine.update(from: limbs, count: 4)
            }
        }
        wipeStack()
    }

    /// A second owner of the same number.
    package borrowing func copy() throws(SecretsError) -> SecretScalar {
        var twin = try SecretScalar()
        withLimbs { mine in twin.withMutableLimbs { $0.update(from: mine, count: 4) } }
        return twin
    }

    /// Writes 32 bytes in the group's order.
    package borrowing func encode(into buffer: UnsafeMutableRawBufferPointer) {
        withLimbs { storeLimbs($0, into: buffer, G.scalarByteOrder) }
    }

    /// The 32 bytes in the group's order, in locked memory of their own.
    package borrowing func encoded() throws(SecretsError) -> LockedBytes {
        var bytes = try LockedBytes(count: 32)
        bytes.withUnsafeMutableBytes { encode(into: $0) }
        return bytes
    }

    /// Whether it is zero; the verdict is released.
    package var isZero: Bool {
        withLimbs { MemoryChecker.released(G.scalars.isZeroBit($0)) == 1 }
    }

    /// Whether both are the same number, in constant time.
    package borrowing func matches(_ other: borrowing SecretScalar) -> Bool {
        storage.matches(other.storage)
    }
}

/// 64 bytes, big-endian, modulo the order. Who calls it wipes the stack.
/// - Parameter scratch: 96 bytes of locked memory.
package func reduceWideNumber(
    _ wide: UnsafeRawBufferPointer, into result: UnsafeMutablePointer<UInt64>, _ modulus: ScalarModulus,
    scratch: UnsafeMutableRawBufferPointer
) {
    precondition(wide.count == 64 && scratch.count == 96, "a number of 512 bits, and room for it")
    let limbs = scratch.baseAddress!.assumingMemoryBound(to: UInt64.self)
    loadLimbs(UnsafeRawBufferPointer(rebasing: wide[..<32]), into: limbs, .bigEndian)
    loadLimbs(UnsafeRawBufferPointer(rebasing: wide[32...]), into: limbs + 4, .bigEndian)
    modulus.reduceWide(result, low: limbs + 4, high: limbs, scratch: limbs + 8)
}

/// Draws limbs uniform in 1 … q − 1. How many draws it takes says nothing about the one that stays.
private func drawScalar(_ limbs: UnsafeMutablePointer<UInt64>, _ modulus: ScalarModulus) {
    let bytes = UnsafeMutableRawBufferPointer(start: limbs, count: 32)
    while true {
        SecureRandom.fill(bytes)
        for k in 0..<4 {
            let bits = min(max(modulus.bitCount - 64 * k, 0), 64)
            limbs[k] &= bits == 64 ? .max : (1 &<< UInt64(bits)) &- 1
        }
        MemoryChecker.markSecret(UnsafeRawBufferPointer(bytes))
        let good = modulus.isBelowOrderBit(limbs) & (1 ^ modulus.isZeroBit(limbs))
        if MemoryChecker.released(good) == 1 { return }
    }
}

private func allocateScalar() throws(GroupsError) -> LockedBytes {
    do { return try LockedBytes(count: 32) } catch { throw .memory(error) }
}
