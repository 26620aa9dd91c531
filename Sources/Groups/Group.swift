package import Secrets

/// A public point of a group: free to copy and to print.
package protocol GroupElement: Hashable, Sendable {
    /// The canonical form: SEC1 compressed (33 bytes) or RFC 8032 (32 bytes).
    ///
    /// The neutral element of the SEC1 groups is written as zero bytes of the full length here, which no decoder takes.
    var encoded: [UInt8] { get }
    /// A form that is read without taking a root: SEC1 uncompressed (65 bytes), else the canonical form.
    var decompressed: [UInt8] { get }
    /// Whether this is the neutral element.
    var isIdentity: Bool { get }
    /// Writes the canonical form, and nothing of it to the heap: for a point that stays secret.
    /// - Parameter buffer: As long as the canonical form.
    func encode(into buffer: UnsafeMutableRawBufferPointer)
}

extension GroupElement {
    package var decompressed: [UInt8] { encoded }
}

/// A group of prime order in which discrete logarithms are hard.
///
/// Everything in `SecretSharing` is generic over it, so that shares of two curves cannot meet. Secret scalars meet
/// points in `generator(timesLimbs:)` and `product(limbs:_:into:)` only, in constant time; everything `…VariableTime` is for public values.
package protocol Group: Sendable {
    associatedtype Element: GroupElement

    /// The name in files and messages. The toy group of the tests borrows one.
    static var curve: CurveName { get }
    /// The group order q and what arithmetic modulo q needs.
    static var scalars: ScalarModulus { get }
    /// How a scalar is written in 32 bytes: big-endian for the SEC groups, little-endian for Ed25519 (RFC 8032).
    static var scalarByteOrder: ByteOrder { get }
    /// How many bytes the canonical form of a point has.
    static var elementByteCount: Int { get }

    /// The neutral element.
    static var identity: Element { get }
    /// The point whose multiples all others are, as the curve's standard fixes it.
    static var generator: Element { get }

    /// The generator times a secret number, in constant time.
    /// - Parameter limbs: Four 64-bit limbs, the least significant first, below the order. Zero gives the identity.
    static func generator(timesLimbs limbs: UnsafePointer<UInt64>) -> Element

    /// The generator times each of many secret numbers, in constant time.
    /// - Parameter range: Which entries of the table. Several threads may ask for different ones at once.
    static func generator(
        timesAll scalars: borrowing ScalarTable<Self>, in range: Range<Int>
    ) throws(SecretsError) -> [Element]

    /// A secret number times a public point, in constant time: a point that is as secret as the number, in its canonical form.
    /// - Parameters:
    ///   - limbs: Four 64-bit limbs, the least significant first, in 1 … q − 1.
    ///   - element: Not the neutral element.
    ///   - buffer: `elementByteCount` bytes of locked memory.
    /// - Throws: `GroupsError.elementOutsideSubgroup` for a point that `element(decoding:)` had not taken.
    static func product(
        limbs: UnsafePointer<UInt64>, _ element: Element, into buffer: UnsafeMutableRawBufferPointer
    ) throws(GroupsError)

    /// Reads the canonical form of a point that stays secret: in variable time, and with nothing of it on the heap. Who
    /// calls it wipes the stack.
    /// - Throws: As `element(decoding:)`.
    static func element(decodingSecretVariableTime bytes: UnsafeRawBufferPointer) throws(GroupsError) -> Element

    /// a·first + b·second, of which a point may stay secret: in variable time, and with nothing of it on the heap. Who calls
    /// it wipes the stack.
    static func secretSumVariableTime(
        _ a: PublicScalar<Self>, _ first: Element, _ b: PublicScalar<Self>, _ second: Element
    ) -> Element

    /// Reads the canonical form of a point.
    /// - Throws: `GroupsError.elementLength`, `.elementNotCanonical`, `.elementOutsideSubgroup`, or
    ///   `.elementIsIdentity`: no key and no commitment is the neutral element.
    static func element(decoding bytes: [UInt8]) throws(GroupsError) -> Element

    /// Reads many points, faster than one by one where the group allows it.
    /// - Throws: What `element(decoding:)` says of the first one that is refused for its form, else of the first one outside
    ///   of the subgroup.
    static func elements(decoding list: [[UInt8]]) throws(ElementListError) -> [Element]

    /// The number that 128 random bits stand for where equations are combined at random: different bits, different numbers.
    /// A group may choose numbers with which its sums are short.
    static func weight(_ high: UInt64, _ low: UInt64) -> Limbs
    /// How many bits a scalar of `linearCombinationVariableTime` is worked through for, for a full one and for a weight.
    static var scalarWork: (full: Int, weight: Int) { get }

    /// The sum of two points, complete: equal, opposite and neutral ones too.
    static func sumVariableTime(_ first: Element, _ second: Element) -> Element
    /// The opposite point; the neutral one is its own.
    static func negatedVariableTime(_ element: Element) -> Element
    /// A public number times a point.
    static func productVariableTime(_ scalar: PublicScalar<Self>, _ element: Element) -> Element
    /// Σ scalars[k] · elements[k]; both lists have the same length.
    static func linearCombinationVariableTime(_ scalars: [PublicScalar<Self>], _ elements: [Element]) -> Element
    /// Σ coefficients[k] · xᵏ by Horner's rule over points, so that only the small number x multiplies a point.
    static func polynomialVariableTime(_ coefficients: [Element], at x: UInt16) -> Element
}

/// Which point of a list was refused, counted from 0, and why.
package struct ElementListError: Error, Equatable {
    package let place: Int
    package let reason: GroupsError

    package init(place: Int, reason: GroupsError) {
        self.place = place
        self.reason = reason
    }
}

extension Group {
    package static func elements(decoding list: [[UInt8]]) throws(ElementListError) -> [Element] {
        try readEach(list, element(decoding:))
    }

    /// high·2⁶⁴ + low.
    package static func weight(_ high: UInt64, _ low: UInt64) -> Limbs { Limbs(low, high, 0, 0) }
    package static var scalarWork: (full: Int, weight: Int) { (256, 128) }

    static func readEach(
        _ list: [[UInt8]], _ read: ([UInt8]) throws(GroupsError) -> Element
    ) throws(ElementListError) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(list.count)
        for (place, bytes) in list.enumerated() {
            do { elements.append(try read(bytes)) } catch { throw ElementListError(place: place, reason: error) }
        }
        return elements
    }

    /// The generator times a secret number, in constant time.
    package static func generator(times scalar: borrowing SecretScalar<Self>) -> Element {
        scalar.withLimbs { generator(timesLimbs: $0) }
    }

    package static func generator(
        timesAll scalars: borrowing ScalarTable<Self>, in range: Range<Int>
    ) throws(SecretsError) -> [Element] {
        generator(timesEachOf: scalars, in: range)
    }

    /// The generator times every number of a table, in constant time.
    package static func generator(timesAll scalars: borrowing ScalarTable<Self>) throws(SecretsError) -> [Element] {
        try generator(timesAll: scalars, in: 0..<scalars.count)
    }

    /// One number after the other.
    static func generator(timesEachOf scalars: borrowing ScalarTable<Self>, in range: Range<Int>) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(range.count)
        for index in range {
            scalars.withLimbs(at: index) { elements.append(generator(timesLimbs: $0)) }
        }
        return elements
    }
}

/// In which order the bytes of a number are written.
package enum ByteOrder: Sendable {
    case bigEndian, littleEndian
}
