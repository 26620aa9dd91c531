import Encodings

/// An unsigned integer below 2²⁵⁶, exact: what the EVM counts in. For public numbers.
package struct UInt256: Hashable, Sendable {
    /// Four 64-bit limbs, the least significant first.
    private var limbs: (UInt64, UInt64, UInt64, UInt64)

    private init(limbs: (UInt64, UInt64, UInt64, UInt64)) { self.limbs = limbs }

    package init(_ value: UInt64) { limbs = (value, 0, 0, 0) }

    package static let zero = UInt256(0)
    /// 2²⁵⁶ − 1.
    package static let max = UInt256(limbs: (.max, .max, .max, .max))

    package static func == (first: UInt256, second: UInt256) -> Bool { first.limbs == second.limbs }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(limbs.0)
        hasher.combine(limbs.1)
        hasher.combine(limbs.2)
        hasher.combine(limbs.3)
    }

    package var isZero: Bool { self == .zero }

    /// The same number in 64 bits, where it fits.
    package var asUInt64: UInt64? { limbs.1 | limbs.2 | limbs.3 == 0 ? limbs.0 : nil }

    // MARK: Bytes

    /// Reads a big-endian number; leading zeros make no difference.
    /// - Parameter bytes: Up to 32 bytes; none is zero. Longer ones give `nil`.
    package init?(bigEndian bytes: some Collection<UInt8>) {
        var left = bytes.count
        guard left <= 32 else { return nil }
        self = .zero
        for byte in bytes {
            left -= 1
            let part = UInt64(byte) << UInt64(8 * (left % 8))
            switch left / 8 {
            case 0: limbs.0 |= part
            case 1: limbs.1 |= part
            case 2: limbs.2 |= part
            default: limbs.3 |= part
            }
        }
    }

    /// 32 bytes, big-endian.
    package var bytes: [UInt8] { bigEndian(dropping: 0) }

    /// Big-endian without leading zeros, so that zero has no byte: how RLP writes a number (Yellow Paper, Appendix B).
    package var minimalBytes: [UInt8] { bigEndian(dropping: 32 - (bitWidth + 7) / 8) }

    private func bigEndian(dropping count: Int) -> [UInt8] {
        let words = (limbs.3.bigEndian, limbs.2.bigEndian, limbs.1.bigEndian, limbs.0.bigEndian)
        return withUnsafeBytes(of: words) { Array($0[count...]) }
    }

    /// How many bits it has, from the highest that is set; 0 … 256.
    var bitWidth: Int {
        if limbs.3 != 0 { return 256 - limbs.3.leadingZeroBitCount }
        if limbs.2 != 0 { return 192 - limbs.2.leadingZeroBitCount }
        if limbs.1 != 0 { return 128 - limbs.1.leadingZeroBitCount }
        return 64 - limbs.0.leadingZeroBitCount
    }

    /// 2ⁿ − 1.
    /// - Parameter bits: n, a multiple of 8 up to 256.
    static func largest(bits: Int) -> UInt256 {
        UInt256(bigEndian: [UInt8](repeating: 0xff, count: bits / 8)) ?? .max
    }

    // MARK: Text

    /// Reads decimal digits: at least one, nothing else, no leading zero.
    package init?(decimal digits: some StringProtocol) {
        let letters = digits.utf8
        guard !letters.isEmpty, letters.count <= 78, letters.count == 1 || letters.first != 0x30 else { return nil }
        var value = UInt256.zero
        for letter in letters {
            guard (0x30...0x39).contains(letter),
                let next = value.multiplied(by: 10)?.adding(UInt256(UInt64(letter - 0x30)))
            else { return nil }
            value = next
        }
        self = value
    }

    /// Reads hexadecimal digits without `0x`: at least one, of either case; leading zeros make no difference up to 64.
    package init?(hex digits: some StringProtocol) {
        let count = digits.utf8.count
        guard (1...64).contains(count) else { return nil }
        guard let bytes = try? Hex.decode(count % 2 == 0 ? String(digits) : "0" + String(digits)) else { return nil }
        self.init(bigEndian: bytes)
    }

    /// Decimal digits without leading zeros.
    package var decimal: String {
        if let small = asUInt64 { return String(small) }
        var rest = self
        var groups: [UInt64] = []
        repeat { groups.append(rest.divideByTenToThe19th()) } while !rest.isZero
        let tail = groups.dropLast().reversed().map { group in
            let digits = String(group)
            return String(repeating: "0", count: 19 - digits.count) + digits
        }
        return String(groups[groups.count - 1]) + tail.joined()
    }

    /// Divides in place and gives the remainder: 19 decimal digits fit in a limb.
    private mutating func divideByTenToThe19th() -> UInt64 {
        let divisor: UInt64 = 10_000_000_000_000_000_000
        var remainder: UInt64 = 0
        // The remainder is below the divisor, so that no quotient needs more than 64 bits.
        (limbs.3, remainder) = divisor.dividingFullWidth((remainder, limbs.3))
        (limbs.2, remainder) = divisor.dividingFullWidth((remainder, limbs.2))
        (limbs.1, remainder) = divisor.dividingFullWidth((remainder, limbs.1))
        (limbs.0, remainder) = divisor.dividingFullWidth((remainder, limbs.0))
        return remainder
    }

    /// The quantity of Ethereum's JSON-RPC: `0x` and digits without leading zeros, zero as `0x0`.
    package var quantity: String {
        let digits = Hex.encode(minimalBytes)
        return "0x" + (digits.isEmpty ? "0" : digits.first == "0" ? String(digits.dropFirst()) : digits)
    }

    // MARK: Arithmetic

    /// The product; `nil` where it is 2²⁵⁶ or more.
    package func multiplied(by factor: UInt64) -> UInt256? {
        var carry: UInt128 = 0
        func step(_ limb: UInt64) -> UInt64 {
            carry += UInt128(limb) * UInt128(factor)  // at most (2⁶⁴−1)² + 2⁶⁴−1, below 2¹²⁸
            defer { carry >>= 64 }
            return UInt64(truncatingIfNeeded: carry)
        }
        let product = UInt256(limbs: (step(limbs.0), step(limbs.1), step(limbs.2), step(limbs.3)))
        return carry == 0 ? product : nil
    }

    /// The sum; `nil` where it is 2²⁵⁶ or more.
    package func adding(_ other: UInt256) -> UInt256? {
        var carry: UInt128 = 0
        func step(_ a: UInt64, _ b: UInt64) -> UInt64 {
            carry += UInt128(a) + UInt128(b)
            defer { carry >>= 64 }
            return UInt64(truncatingIfNeeded: carry)
        }
        let sum = UInt256(
            limbs: (
                step(limbs.0, other.limbs.0), step(limbs.1, other.limbs.1), step(limbs.2, other.limbs.2),
                step(limbs.3, other.limbs.3)
            ))
        return carry == 0 ? sum : nil
    }
}

extension UInt256: Comparable {
    package static func < (first: UInt256, second: UInt256) -> Bool {
        // Tuples of up to six members compare in order: the most significant limb first.
        (first.limbs.3, first.limbs.2, first.limbs.1, first.limbs.0)
            < (second.limbs.3, second.limbs.2, second.limbs.1, second.limbs.0)
    }
}
