/// A letter of the bech32 alphabet as an element of the field with 32 elements, GF(2)[x]/(x⁵ + x³ + 1) (BIP-173).
///
/// Its five bits are kept four bits apart. One integer product then sums each coefficient of the polynomial product in
/// a nibble of its own (at most 5 terms), and the nibble's lowest bit is the sum modulo 2. So there is no table, no
/// branch and no shift that depends on a letter, and no mask that the optimiser could make a branch of.
struct GF32: BitwiseCopyable, Sendable {
    private let bits: UInt64

    static let zero = GF32(bits: 0)
    static let one = GF32(bits: 1)

    private init(bits: UInt64) {
        self.bits = bits
    }

    /// - Parameter letter: The value of a letter, 0 … 31.
    init(_ letter: UInt8) {
        let value = UInt64(letter)
        bits = value & 1 | (value & 2) << 3 | (value & 4) << 6 | (value & 8) << 9 | (value & 16) << 12
    }

    /// The value of the letter, 0 … 31.
    var letter: UInt8 {
        UInt8(truncatingIfNeeded: bits & 1 | bits >> 3 & 2 | bits >> 6 & 4 | bits >> 9 & 8 | bits >> 12 & 16)
    }

    /// The sum; the difference is the same.
    static func + (x: GF32, y: GF32) -> GF32 {
        GF32(bits: x.bits ^ y.bits)
    }

    static func * (x: GF32, y: GF32) -> GF32 {
        let product = x.bits &* y.bits & 0x1_1111_1111
        // x⁵ = x³ + 1, twice: x⁸ becomes x⁶ + x³, and x⁶ becomes x⁴ + x.
        return GF32(bits: folded(folded(product)))
    }

    /// What is above x⁴ times x³ + 1 instead of x⁵.
    private static func folded(_ product: UInt64) -> UInt64 {
        let high = product >> 20
        return product & 0x1_1111 ^ high ^ high << 12
    }

    /// The inverse, x³⁰; zero gives zero.
    var inverse: GF32 {
        let square = self * self
        let fourth = square * square
        let eighth = fourth * fourth
        return square * fourth * eighth * (eighth * eighth)
    }

    /// 1 for an element that is not zero, else 0. An element, so that choosing is a product and not a branch.
    var isNotZero: GF32 { self * inverse }

    /// `isNotZero` as a number.
    var isNotZeroBit: UInt64 { isNotZero.bits }
}
