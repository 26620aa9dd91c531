/// The field that the coordinates of a curve's points come from: the integers modulo a prime p, 2²⁵⁴ < p < 2²⁵⁶.
///
/// Values are four limbs and travel by value. A conformer may keep a number in another form inside (above p, or
/// Montgomery's), so that equality and hashing are by `canonical`.
package protocol PrimeField: Hashable, Sendable {
    /// p.
    static var modulus: Limbs { get }
    static var zero: Self { get }
    static var one: Self { get }

    /// - Parameter number: Any; p and more stand for their remainder.
    init(_ number: Limbs)
    /// The number itself, below p.
    var canonical: Limbs { get }
    var isZero: Bool { get }

    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    func squared() -> Self
    /// The inverse by Fermat's little theorem, aᵖ⁻², in constant time; zero gives zero.
    var inverse: Self { get }
    /// The inverse of a public number; zero gives zero.
    var inverseVariableTime: Self { get }
    /// The number times (p + 1)/2.
    var halved: Self { get }
    /// 1 for zero, else 0, in constant time.
    var isZeroBit: UInt64 { get }
    /// The other number where the mask is all ones, this one where it is zero, in constant time.
    func replaced(by other: Self, where mask: UInt64) -> Self
}

extension PrimeField {
    package static func == (a: Self, b: Self) -> Bool { a.canonical == b.canonical }

    package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

    /// Whether the number is odd: the bit that compressed points carry.
    package var isOdd: Bool { canonical.l0 & 1 == 1 }

    @inline(__always) package var negated: Self { .zero - self }

    @inline(__always) package var doubled: Self { self + self }

    @inline(__always) package var tripled: Self { self + self + self }

    /// Reads 32 bytes; nil for p and above, since every number has one way of being written.
    package init?(bytes: [UInt8], _ order: ByteOrder) {
        let number = Limbs(bytes: bytes, order)
        guard number.isBelow(Self.modulus) else { return nil }
        self.init(number)
    }

    /// self to the power of 2ⁿ.
    package func squared(times n: Int) -> Self {
        var result = self
        for _ in 0..<n { result = result.squared() }
        return result
    }

    /// The inverses of many numbers for the price of one, by the products of all before each (Montgomery 1987, section
    /// 10.3.1); zero stays zero. In variable time.
    package static func inversesVariableTime(_ values: [Self]) -> [Self] {
        var before: [Self] = []
        before.reserveCapacity(values.count)
        var product = Self.one
        for value in values {
            before.append(product)
            if !value.isZero { product = product * value }
        }
        var inverse = product.inverseVariableTime
        var inverses = values
        for k in values.indices.reversed() where !values[k].isZero {
            inverses[k] = inverse * before[k]
            inverse = inverse * values[k]
        }
        return inverses
    }
}
