/// A group whose public arithmetic is ours; the toy group of the tests has its own.
package protocol CurveArithmetic: Group {
    associatedtype Point: VariableTimePoint

    static func addend(_ element: Element) -> Point.Addend
    /// One inversion.
    static func element(_ point: Point) -> Element
}

extension CurveArithmetic {
    package static func sumVariableTime(_ first: Element, _ second: Element) -> Element {
        element(Point(addend(first)).adding(addend(second)))
    }

    package static func productVariableTime(_ scalar: PublicScalar<Self>, _ element: Element) -> Element {
        linearCombinationVariableTime([scalar], [element])
    }

    package static func linearCombinationVariableTime(
        _ scalars: [PublicScalar<Self>], _ elements: [Element]
    ) -> Element {
        precondition(scalars.count == elements.count, "every point has its scalar")
        return element(interleavedSum(scalars.map(\.limbs), elements.map { addend($0) }))
    }

    package static func polynomialVariableTime(_ coefficients: [Element], at x: UInt16) -> Element {
        var value = Point.identity
        for coefficient in coefficients.reversed() {
            value = smallMultiple(value, x).adding(addend(coefficient))
        }
        return element(value)
    }

    /// x times a point, by the signed digits of x, of which two neighbours are never both non-zero.
    private static func smallMultiple(_ point: Point, _ x: UInt16) -> Point {
        guard x > 0 else { return .identity }
        // 3x and x, bit by bit: where they differ above bit 0 is a digit of 2x's form (Reitwiesner 1960).
        let tripled = 3 * UInt32(x)
        let plus = (tripled & ~UInt32(x)) &>> 1, minus = (~tripled & UInt32(x)) &>> 1
        let negative = minus == 0 ? point : point.negated()
        var result = point
        // The highest digit is +1 and is `result` already.
        for bit in stride(from: 30 - plus.leadingZeroBitCount, through: 0, by: -1) {
            result = result.doubled()
            if plus &>> UInt32(bit) & 1 == 1 {
                result = result.adding(point)
            } else if minus &>> UInt32(bit) & 1 == 1 {
                result = result.adding(negative)
            }
        }
        return result
    }

    /// Σ scalars[k] · points[k] with shared doublings (Straus 1964) over signed windows of odd digits.
    private static func interleavedSum(_ scalars: [Limbs], _ points: [Point.Addend]) -> Point {
        let width = 5
        let multiples = 1 << (width - 2)
        var table: [Point] = []
        table.reserveCapacity(points.count * multiples)
        for point in points {
            // 1, 3, 5 … 15 times the point.
            var multiple = Point(point)
            let twice = multiple.doubled()
            table.append(multiple)
            for _ in 1..<multiples {
                multiple = multiple.adding(twice)
                table.append(multiple)
            }
        }
        let addends = Point.addends(table)
        let digits = scalars.map { signedDigits(of: $0, width: width) }
        let top = digits.reduce(0) { max($0, $1.count) }
        var sum = Point.identity
        for position in stride(from: top - 1, through: 0, by: -1) {
            sum = sum.doubled()
            for k in digits.indices where position < digits[k].count {
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
}

/// The digits dₖ, 0 or odd with |dₖ| < 2^(width − 1), for which Σ dₖ · 2ᵏ is the number; least significant first. After a
/// non-zero digit come at least width − 1 zeros.
func signedDigits(of number: Limbs, width: Int) -> [Int8] {
    precondition(width >= 2 && width <= 8, "digits fit 8 bits")
    let words = [number.l0, number.l1, number.l2, number.l3, 0, 0]
    var digits = [Int8](repeating: 0, count: 257)
    var position = 0, carry = 0
    while position < 257 {
        let word = position / 64, shift = UInt64(position % 64)
        let bits = words[word] &>> shift | (shift == 0 ? 0 : words[word + 1] &<< (64 &- shift))
        guard Int(bits & 1) != carry else {
            position += 1
            continue
        }
        // An odd window; from its upper half on it is written as itself less 2^width, and the next one gets a carry.
        let window = Int(bits & ((1 &<< UInt64(width)) &- 1)) + carry
        carry = window >> (width - 1)
        digits[position] = Int8(window - (carry << width))
        position += width
    }
    return digits
}
