/// Σ scalars[k]·points[k] over few public points, with shared doublings, in variable time.
///
/// Straus, "Addition chains of vectors" (Amer. Math. Monthly 71, 1964), over the signed digits of `signedDigits`.
func interleavedSum<Point: VariableTimePoint>(_ scalars: [Limbs], _ points: [Point.Addend]) -> Point {
    let bitCount = scalars.reduce(1) { max($0, $1.bitCount) }
    // A wider table saves additions, one in `width + 1` doublings, and costs twice the points.
    let width = bitCount > 100 ? 5 : bitCount > 40 ? 4 : 3
    let multiples = 1 << (width - 2)
    let addends = oddMultiples(points, count: multiples, as: Point.self)
    let digits = scalars.map { signedDigits(of: $0, width: width) }
    let top = min(bitCount + 1, 257)
    var sum = Point.identity
    for position in stride(from: top - 1, through: 0, by: -1) {
        sum = sum.doubled()
        for k in digits.indices {
            let digit = Int(digits[k][position])
            if digit > 0 {
                sum = sum.adding(addends[k * multiples + digit / 2])
            } else if digit < 0 {
                sum = sum.adding(Point.negated(addends[k * multiples - digit / 2]))
            }
        }
    }
    return sum
}

/// 1, 3, 5 … times each point, ready to be added, for the price of one inversion.
func oddMultiples<Point: VariableTimePoint>(
    _ points: [Point.Addend], count: Int, as type: Point.Type
) -> [Point.Addend] {
    var table: [Point] = []
    table.reserveCapacity(points.count * count)
    for point in points {
        var multiple = Point(point)
        table.append(multiple)
        let twice = multiple.doubled()
        for _ in 1..<count {
            multiple = multiple.adding(twice)
            table.append(multiple)
        }
    }
    return Point.addends(table)
}

/// The digits dₖ, 0 or odd with |dₖ| < 2^(width − 1), for which Σ dₖ · 2ᵏ is the number; least significant first. After a
/// non-zero digit come at least width − 1 zeros.
func signedDigits(of number: Limbs, width: Int) -> [Int8] {
    precondition(width >= 2 && width <= 8, "digits fit 8 bits")
    var digits = [Int8](repeating: 0, count: 257)
    var position = 0, carry = 0
    while position < 257 {
        let bits = Int(truncatingIfNeeded: number.bits(from: position, count: width))
        guard bits & 1 != carry else {
            position += 1
            continue
        }
        // An odd window; from its upper half on it is written as itself less 2^width, and the next one gets a carry.
        let window = bits + carry
        carry = window >> (width - 1)
        digits[position] = Int8(window - (carry << width))
        position += width
    }
    return digits
}
