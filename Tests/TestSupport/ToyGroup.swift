package import Groups

/// A group of order 13, small enough to try *all* secrets, polynomials and subsets: the powers of 16 modulo 53.
///
/// Nothing about it is in constant time, and discrete logarithms are a table of thirteen.
package enum ToyGroup: Group {
    /// 1 … 52; one byte when written.
    package struct Element: GroupElement, CustomStringConvertible {
        package let value: UInt8

        package var encoded: [UInt8] { [value] }
        package var isIdentity: Bool { value == 1 }
        package var description: String { "\(value) mod 53" }

        package func encode(into buffer: UnsafeMutableRawBufferPointer) { buffer[0] = value }
    }

    /// Borrowed: messages about the toy group speak of secp256k1.
    package static var curve: CurveName { .secp256k1 }
    package static let scalars = ScalarModulus(order: Limbs(13, 0, 0, 0))
    package static var scalarByteOrder: ByteOrder { .bigEndian }
    package static var elementByteCount: Int { 1 }

    package static var identity: Element { Element(value: 1) }
    package static var generator: Element { Element(value: 16) }

    package static func generator(timesLimbs limbs: UnsafePointer<UInt64>) -> Element {
        precondition(limbs[0] < 13 && limbs[1] == 0 && limbs[2] == 0 && limbs[3] == 0, "a scalar is below the order")
        return power(generator, limbs[0])
    }

    package static func element(decoding bytes: [UInt8]) throws(GroupsError) -> Element {
        guard bytes.count == 1 else { throw .elementLength(curve, expected: 1, found: bytes.count) }
        guard bytes[0] >= 1 && bytes[0] < 53 else { throw .elementNotCanonical(curve) }
        let element = Element(value: bytes[0])
        guard !element.isIdentity else { throw .elementIsIdentity(curve) }
        guard power(element, 13).isIdentity else { throw .elementOutsideSubgroup(curve) }
        return element
    }

    package static func product(
        limbs: UnsafePointer<UInt64>, _ element: Element, into buffer: UnsafeMutableRawBufferPointer
    ) throws(GroupsError) {
        power(element, limbs[0]).encode(into: buffer)
    }

    package static func element(
        decodingSecretVariableTime bytes: UnsafeRawBufferPointer
    ) throws(GroupsError) -> Element {
        try element(decoding: Array(bytes))
    }

    package static func secretSumVariableTime(
        _ a: PublicScalar<ToyGroup>, _ first: Element, _ b: PublicScalar<ToyGroup>, _ second: Element
    ) -> Element {
        linearCombinationVariableTime([a, b], [first, second])
    }

    package static func sumVariableTime(_ first: Element, _ second: Element) -> Element {
        Element(value: UInt8(UInt(first.value) * UInt(second.value) % 53))
    }

    package static func negatedVariableTime(_ element: Element) -> Element {
        power(element, 51)
    }

    package static func productVariableTime(_ scalar: PublicScalar<ToyGroup>, _ element: Element) -> Element {
        power(element, scalar.limbs.l0)
    }

    package static func linearCombinationVariableTime(
        _ scalars: [PublicScalar<ToyGroup>], _ elements: [Element]
    ) -> Element {
        precondition(scalars.count == elements.count, "every element has its scalar")
        return zip(scalars, elements).reduce(identity) { sumVariableTime($0, productVariableTime($1.0, $1.1)) }
    }

    package static func polynomialVariableTime(_ coefficients: [Element], at x: UInt16) -> Element {
        coefficients.reversed().reduce(identity) { sumVariableTime(power($0, UInt64(x)), $1) }
    }

    /// The element written additively `times` times.
    private static func power(_ element: Element, _ times: UInt64) -> Element {
        (0..<times).reduce(identity) { sum, _ in sumVariableTime(sum, element) }
    }
}
