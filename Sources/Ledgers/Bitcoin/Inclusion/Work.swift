import Encodings
package import Groups

/// How much hashing went into blocks: the number of hashes that it takes on the average.
package struct Work: Hashable, Comparable, Sendable {
    package let number: Limbs

    init(_ number: Limbs) { self.number = number }

    package static let none = Work(.zero)

    package static func < (left: Work, right: Work) -> Bool { left.number.isBelow(right.number) }

    /// The sum; where it has more than 256 bits, which no chain reaches, the highest number.
    package static func + (left: Work, right: Work) -> Work {
        let sum = left.number.adding(right.number)
        return Work(sum.isBelow(left.number) ? Limbs(.max, .max, .max, .max) : sum)
    }

    /// 64 hexadecimal digits, as Bitcoin Core's `chainwork`.
    package var hex: String { Hex.encode(number.bytes(.bigEndian)) }

    /// `about 3.4e22 hashes`: the first two digits and the power of ten.
    package var words: String {
        let size = [number.l3, number.l2, number.l1, number.l0].reduce(0.0) { $0 * 0x1p64 + Double($1) }
        guard size >= 100 else { return "\(Int(size)) hashes" }
        var digits = size, power = 0
        while digits >= 100 {
            digits /= 10
            power += 1
        }
        let first = Int(digits)
        return "about \(first / 10).\(first % 10)e\(power + 1) hashes"
    }
}

// For public numbers.
extension Limbs {
    /// The sum modulo 2²⁵⁶.
    func adding(_ other: Limbs) -> Limbs {
        var carry: UInt128 = 0
        func step(_ a: UInt64, _ b: UInt64) -> UInt64 {
            carry += UInt128(a) + UInt128(b)
            defer { carry >>= 64 }
            return UInt64(truncatingIfNeeded: carry)
        }
        return Limbs(step(l0, other.l0), step(l1, other.l1), step(l2, other.l2), step(l3, other.l3))
    }

    /// The product; `nil` where it is 2²⁵⁶ or more.
    func multiplied(by factor: UInt64) -> Limbs? {
        var carry: UInt128 = 0
        func step(_ limb: UInt64) -> UInt64 {
            carry += UInt128(limb) * UInt128(factor)  // at most (2⁶⁴ − 1)² + 2⁶⁴ − 1, below 2¹²⁸
            defer { carry >>= 64 }
            return UInt64(truncatingIfNeeded: carry)
        }
        let product = Limbs(step(l0), step(l1), step(l2), step(l3))
        return carry == 0 ? product : nil
    }

    /// The quotient, rounded down.
    /// - Parameter divisor: 1 and up.
    func divided(by divisor: UInt64) -> Limbs {
        var remainder: UInt64 = 0
        // The remainder is below the divisor, so that no quotient needs more than 64 bits.
        func step(_ limb: UInt64) -> UInt64 {
            let (quotient, rest) = divisor.dividingFullWidth((remainder, limb))
            remainder = rest
            return quotient
        }
        let high = step(l3), upper = step(l2), lower = step(l1)
        return Limbs(step(l0), lower, upper, high)
    }

    /// The quotient, rounded down, bit by bit: a few hundred steps, once for each difficulty that a chain has.
    /// - Parameter divisor: 1 and up.
    func dividedVariableTime(by divisor: Limbs) -> Limbs {
        var quotient = Limbs.zero
        var remainder = Limbs.zero
        for place in (0..<256).reversed() {
            // The remainder is below the divisor, so that doubling it overflows only where the divisor is above 2²⁵⁵.
            let overflows = remainder.l3 >> 63 == 1
            remainder = remainder.adding(remainder)
            remainder.l0 |= bit(place)
            quotient = quotient.adding(quotient)
            guard overflows || !remainder.isBelow(divisor) else { continue }
            remainder = remainder.subtracting(divisor)
            quotient.l0 |= 1
        }
        return quotient
    }

    /// The difference modulo 2²⁵⁶: a − b = a + ¬b + 1.
    private func subtracting(_ other: Limbs) -> Limbs {
        adding(Limbs(~other.l0, ~other.l1, ~other.l2, ~other.l3)).adding(.one)
    }

    private func bit(_ place: Int) -> UInt64 {
        let limb = place < 64 ? l0 : place < 128 ? l1 : place < 192 ? l2 : l3
        return limb >> UInt64(place % 64) & 1
    }
}
