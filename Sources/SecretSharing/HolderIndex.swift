import Groups

/// Where a holder's share lies on the polynomial: the x-coordinate, 1 … 65535.
///
/// Never zero, since f(0) is the key; one type from file to formula, so that no index is cut or wraps on its way.
public struct HolderIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt16

    /// - Parameter value: 1 … 65535.
    /// - Throws: `SecretSharingError.indexOutOfRange`.
    public init(_ value: Int) throws(SecretSharingError) {
        guard let small = UInt16(exactly: value), small > 0 else { throw .indexOutOfRange(value) }
        self.value = small
    }

    /// 1, 2, … `count`.
    /// - Throws: `SecretSharingError.tooManyHolders` above 65535.
    package static func first(_ count: Int) throws(SecretSharingError) -> [HolderIndex] {
        guard count <= Int(UInt16.max) else { throw .tooManyHolders(count) }
        var indices: [HolderIndex] = []
        indices.reserveCapacity(max(count, 0))
        for value in stride(from: 1, through: count, by: 1) { indices.append(try HolderIndex(value)) }
        return indices
    }

    public static func < (a: HolderIndex, b: HolderIndex) -> Bool { a.value < b.value }
    public var description: String { String(value) }
}

/// Refuses indices that would break interpolation modulo the order of `G`: two equal ones, or one that is zero there.
///
/// On the three curves every index is below the order; the reduction matters in a group smaller than 65536.
func requireDistinct<G: Group>(_ indices: [HolderIndex], in group: G.Type) throws(SecretSharingError) {
    let order = G.scalars.order
    let isSmall = order.isBelow(Limbs(0x10000, 0, 0, 0))
    var seen = [UInt64](repeating: 0, count: 0x10000 / 64)  // a bit for each index
    for index in indices {
        let reduced = isSmall ? UInt64(index.value) % order.l0 : UInt64(index.value)
        guard reduced != 0 else { throw .indexOutOfRange(Int(index.value)) }
        let word = Int(reduced &>> 6), bit = 1 &<< (reduced & 63) as UInt64
        guard seen[word] & bit == 0 else { throw .indexTwice(index) }
        seen[word] |= bit
    }
}

/// The largest of the indices; 1 where there is none.
func largestIndex(_ holders: [HolderIndex]) -> UInt16 { holders.reduce(1) { max($0, $1.value) } }
