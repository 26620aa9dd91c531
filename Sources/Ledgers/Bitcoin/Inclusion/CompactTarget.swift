package import Groups

/// A block's target as its header carries it: a sign, a number of bytes and the first three of them (Bitcoin Core,
/// `arith_uint256::SetCompact`).
package struct CompactTarget: Hashable, Sendable {
    package let bits: UInt32

    package init(_ bits: UInt32) { self.bits = bits }

    /// The value without its sign; `nil` where it has more than 256 bits.
    package var magnitude: Limbs? {
        guard !overflows else { return nil }
        guard size > 3 else { return Limbs(UInt64(mantissa), 0, 0, 0) }
        var bytes = [UInt8](repeating: 0, count: 32)
        for place in 0..<3 {
            let digit = UInt8(truncatingIfNeeded: mantissa >> UInt32(8 * place))
            // Those above 256 bits are zero, or it would overflow.
            if digit != 0 { bytes[place + size - 3] = digit }
        }
        return Limbs(bytes: bytes, .littleEndian)
    }

    /// Zero has no sign.
    package var isNegative: Bool { mantissa != 0 && bits & 0x0080_0000 != 0 }

    package var overflows: Bool {
        mantissa != 0 && (size > 34 || mantissa > 0xFF && size > 33 || mantissa > 0xFFFF && size > 32)
    }

    private var size: Int { Int(bits >> 24) }

    /// The digits that count: fewer than three for numbers below 2¹⁶.
    private var mantissa: UInt32 {
        let digits = bits & 0x007F_FFFF
        return size < 3 ? digits >> UInt32(8 * (3 - size)) : digits
    }

    /// The compact form of a number, which keeps its three highest bytes (Bitcoin Core, `arith_uint256::GetCompact`).
    init(of number: Limbs) {
        let bytes = number.bytes(.bigEndian)
        var size = 32 - bytes.prefix { $0 == 0 }.count
        // Behind the last byte stand zeros, for numbers below 2¹⁶.
        let digits = (bytes + [0, 0]).dropFirst(32 - size).prefix(3)
        var mantissa = digits.reduce(0) { $0 << 8 | UInt32($1) }
        // The highest bit is the sign.
        if mantissa & 0x0080_0000 != 0 {
            mantissa >>= 8
            size += 1
        }
        bits = UInt32(size) << 24 | mantissa
    }
}

/// The number that a block's hash must not exceed: 1 and up.
package struct BlockTarget: Hashable, Comparable, Sendable {
    package let number: Limbs

    /// - Returns: `nil` for a target that is zero, negative or too long, which no block may have (Bitcoin Core,
    ///   `CheckProofOfWork`).
    package init?(_ compact: CompactTarget) {
        guard !compact.isNegative, let number = compact.magnitude, number != .zero else { return nil }
        self.number = number
    }

    init(unchecked number: Limbs) { self.number = number }

    package static func < (left: BlockTarget, right: BlockTarget) -> Bool { left.number.isBelow(right.number) }

    /// Whether the hash, read as a little-endian number, is not above.
    package func isMet(by hash: BlockHash) -> Bool {
        !number.isBelow(Limbs(bytes: hash.bytes, .littleEndian))
    }

    /// How many hashes it takes to meet it, on the average: 2²⁵⁶ / (target + 1) (Bitcoin Core, `GetBlockProof`).
    package var work: Work {
        // 2²⁵⁶ itself has no place in 256 bits: it is (2²⁵⁶ − 1 − target) / (target + 1) + 1.
        let complement = Limbs(~number.l0, ~number.l1, ~number.l2, ~number.l3)
        let next = number.adding(.one)
        // The highest target is all ones, which one hash meets.
        guard next != .zero else { return Work(.one) }
        return Work(complement.dividedVariableTime(by: next).adding(.one))
    }

    /// The next target by how long the last one took: target · seconds / two weeks, in whole numbers.
    ///
    /// A product that has more than 256 bits is a target above every network's limit, and gives the highest number.
    func scaled(by seconds: UInt64, over expected: UInt64) -> BlockTarget {
        guard let product = number.multiplied(by: seconds) else {
            return BlockTarget(unchecked: Limbs(.max, .max, .max, .max))
        }
        return BlockTarget(unchecked: product.divided(by: expected))
    }
}
