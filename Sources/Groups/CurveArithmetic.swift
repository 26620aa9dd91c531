/// A group whose public arithmetic is ours; the toy group of the tests has its own.
package protocol CurveArithmetic: Group {
    associatedtype Point: VariableTimePoint

    static func addend(_ element: Element) -> Point.Addend
    /// One inversion.
    static func element(_ point: Point) -> Element
    /// Σ scalars[k]·elements[k], whichever way is the fastest for so many; both lists have the same length.
    static func sumVariableTime(_ scalars: [PublicScalar<Self>], _ elements: [Element]) -> Point
    /// x times a point, by the signed digits of x.
    static func smallMultiple(_ point: Point, _ digits: SmallDigits) -> Point
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
        return element(sumVariableTime(scalars, elements))
    }

    /// Bit by bit with shared doublings (Straus), since the points of a wider table would be on the heap.
    package static func secretSumVariableTime(
        _ a: PublicScalar<Self>, _ first: Element, _ b: PublicScalar<Self>, _ second: Element
    ) -> Element {
        let one = addend(first), other = addend(second)
        let both = addend(element(Point(one).adding(other)))
        var sum = Point.identity
        for position in (0..<max(a.limbs.bitCount, b.limbs.bitCount)).reversed() {
            sum = sum.doubled()
            switch (a.limbs.bits(from: position, count: 1), b.limbs.bits(from: position, count: 1)) {
            case (1, 1): sum = sum.adding(both)
            case (1, _): sum = sum.adding(one)
            case (_, 1): sum = sum.adding(other)
            default: break
            }
        }
        return element(sum)
    }

    package static func polynomialVariableTime(_ coefficients: [Element], at x: UInt16) -> Element {
        let digits = SmallDigits(x)
        var value = Point.identity
        for coefficient in coefficients.reversed() {
            value = smallMultiple(value, digits).adding(addend(coefficient))
        }
        return element(value)
    }
}

/// The digits −1, 0 and 1 of a public number below 2¹⁶, of which two neighbours are never both non-zero.
package struct SmallDigits: Sendable {
    private let plus: UInt32
    private let minus: UInt32
    /// How many digits there are; the highest is 1.
    let count: Int

    /// Where 3x and x differ above bit 0 is a digit of 2x's form (Reitwiesner, "Binary arithmetic", Advances in Computers
    /// 1, 1960).
    init(_ x: UInt16) {
        let tripled = 3 * UInt32(x)
        plus = (tripled & ~UInt32(x)) &>> 1
        minus = (~tripled & UInt32(x)) &>> 1
        count = 32 - plus.leadingZeroBitCount
    }

    @inline(__always) func isPositive(_ position: Int) -> Bool { plus &>> UInt32(position) & 1 == 1 }
    @inline(__always) func isNegative(_ position: Int) -> Bool { minus &>> UInt32(position) & 1 == 1 }
}
