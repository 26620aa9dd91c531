import CSystem

/// A number below 2²⁵⁶ as four 64-bit limbs, the least significant first. For public numbers and constants.
package struct Limbs: Hashable, Sendable {
    package var l0: UInt64, l1: UInt64, l2: UInt64, l3: UInt64

    @inlinable package init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
    }

    package static let zero = Limbs(0, 0, 0, 0)
    package static let one = Limbs(1, 0, 0, 0)

    /// Four limbs at a pointer: for public numbers.
    package func withUnsafeLimbs<R>(_ body: (UnsafePointer<UInt64>) -> R) -> R {
        withUnsafeBytes(of: self) { body($0.baseAddress!.assumingMemoryBound(to: UInt64.self)) }
    }

    /// Writes four limbs: for public numbers.
    package mutating func withMutableLimbs<R>(_ body: (UnsafeMutablePointer<UInt64>) -> R) -> R {
        withUnsafeMutableBytes(of: &self) { body($0.baseAddress!.assumingMemoryBound(to: UInt64.self)) }
    }

    /// Reads four limbs.
    @inline(__always)
    package init(at pointer: UnsafePointer<UInt64>) {
        self.init(pointer[0], pointer[1], pointer[2], pointer[3])
    }

    /// Writes four limbs.
    @inline(__always)
    package func store(_ pointer: UnsafeMutablePointer<UInt64>) {
        pointer[0] = l0
        pointer[1] = l1
        pointer[2] = l2
        pointer[3] = l3
    }

    /// Whether this is less than `other`: for public numbers.
    package func isBelow(_ other: Limbs) -> Bool {
        var borrow: UInt64 = 0
        _ = subtractWithBorrow(l0, other.l0, &borrow)
        _ = subtractWithBorrow(l1, other.l1, &borrow)
        _ = subtractWithBorrow(l2, other.l2, &borrow)
        _ = subtractWithBorrow(l3, other.l3, &borrow)
        return borrow == 1
    }

    /// The number in 32 bytes.
    package func bytes(_ order: ByteOrder) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        withUnsafeLimbs { limbs in bytes.withUnsafeMutableBytes { storeLimbs(limbs, into: $0, order) } }
        return bytes
    }

    /// Reads 32 bytes.
    package init(bytes: [UInt8], _ order: ByteOrder) {
        self = bytes.withUnsafeBytes { Limbs(reading: $0, order) }
    }

    /// Reads 32 bytes at a pointer.
    package init(reading bytes: UnsafeRawBufferPointer, _ order: ByteOrder) {
        self = .zero
        withMutableLimbs { loadLimbs(bytes, into: $0, order) }
    }
}

/// Writes four limbs as 32 bytes, without a look at their value.
package func storeLimbs(
    _ limbs: UnsafePointer<UInt64>, into buffer: UnsafeMutableRawBufferPointer, _ order: ByteOrder
) {
    precondition(buffer.count == 32, "a number has 32 bytes")
    for k in 0..<4 {
        switch order {
        case .bigEndian: buffer.storeBytes(of: limbs[3 - k].bigEndian, toByteOffset: 8 * k, as: UInt64.self)
        case .littleEndian: buffer.storeBytes(of: limbs[k].littleEndian, toByteOffset: 8 * k, as: UInt64.self)
        }
    }
}

/// Reads 32 bytes as four limbs, without a look at their value.
package func loadLimbs(
    _ buffer: UnsafeRawBufferPointer, into limbs: UnsafeMutablePointer<UInt64>, _ order: ByteOrder
) {
    precondition(buffer.count == 32, "a number has 32 bytes")
    for k in 0..<4 {
        let word = buffer.loadUnaligned(fromByteOffset: 8 * k, as: UInt64.self)
        switch order {
        case .bigEndian: limbs[3 - k] = UInt64(bigEndian: word)
        case .littleEndian: limbs[k] = UInt64(littleEndian: word)
        }
    }
}

// Carries go through UInt128 rather than through the overflow flags of the standard library: those are Bool, and the
// optimiser branches on a Bool (seen in the machine code of subtractingReportingOverflow).

/// a + b + carry; carry is 0 or 1 before and after.
@inlinable @inline(__always)
package func addWithCarry(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
    let sum = UInt128(truncatingIfNeeded: a) &+ UInt128(truncatingIfNeeded: b) &+ UInt128(truncatingIfNeeded: carry)
    carry = UInt64(truncatingIfNeeded: sum &>> 64)
    return UInt64(truncatingIfNeeded: sum)
}

/// a − b − borrow; borrow is 0 or 1 before and after.
@inlinable @inline(__always)
package func subtractWithBorrow(_ a: UInt64, _ b: UInt64, _ borrow: inout UInt64) -> UInt64 {
    let difference =
        UInt128(truncatingIfNeeded: a) &- UInt128(truncatingIfNeeded: b) &- UInt128(truncatingIfNeeded: borrow)
    borrow = UInt64(truncatingIfNeeded: difference &>> 64) & 1
    return UInt64(truncatingIfNeeded: difference)
}

/// a·b + c + carry, which never overflows 128 bits: (2⁶⁴−1)² + 2·(2⁶⁴−1) = 2¹²⁸ − 1.
@inlinable @inline(__always)
package func multiplyAdd(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ carry: inout UInt64) -> UInt64 {
    let sum =
        UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b) &+ UInt128(truncatingIfNeeded: c)
        &+ UInt128(truncatingIfNeeded: carry)
    carry = UInt64(truncatingIfNeeded: sum &>> 64)
    return UInt64(truncatingIfNeeded: sum)
}

/// All ones for 1, all zeros for 0, and hidden from the optimiser.
@inline(__always)
package func maskFromBit(_ bit: UInt64) -> UInt64 {
    holdfast_barrier(0 &- bit)
}

/// 1 if the word is zero, else 0.
@inline(__always)
package func isZeroBit(_ word: UInt64) -> UInt64 {
    1 ^ (holdfast_barrier(word | (0 &- word)) &>> 63)
}
