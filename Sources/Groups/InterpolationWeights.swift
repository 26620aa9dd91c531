/// The weights of interpolation in barycentric form, for ascending public numbers x₀ < x₁ < …:
/// wⱼ = 1 / Π₍m≠j₎ (xⱼ − xₘ) modulo q (Berrut, Trefethen, SIAM Review 46(3), 2004, section 3).
///
/// The differences are small, so that several are multiplied in one 64-bit word before the number modulo q is multiplied
/// by that word. Each such product costs a stray 2⁻⁶⁴; there are equally many for every j, so that all weights have the
/// same one, which `factor` makes good.
package struct InterpolationWeights: Sendable {
    /// Below q; `factor` times these are the weights.
    package private(set) var scaled: [Limbs]
    /// Below q.
    package let factor: Limbs

    /// - Parameters:
    ///   - nodes: Ascending, different modulo q, at least one, 0 … 65535.
    ///   - shared: Of a number at or above all nodes: spares the inversion of each of many small sets.
    package init(variableTime nodes: [Int], _ modulus: PublicModulus, shared: InverseFactorials? = nil) {
        let span = nodes[nodes.count - 1] - nodes[0]
        // Where fewer numbers are absent from the range than present, Π over the present is Π over all by Π over the absent.
        if let shared {
            (scaled, factor) = InterpolationWeights.fromAbsent(nodes, from: 0, shared, modulus)
        } else if span + 1 - nodes.count < nodes.count, Limbs(UInt64(span), 0, 0, 0).isBelow(modulus.order) {
            let factorials = InverseFactorials(variableTimeUpTo: span, modulus)
            (scaled, factor) = InterpolationWeights.fromAbsent(nodes, from: nodes[0], factorials, modulus)
        } else {
            (scaled, factor) = InterpolationWeights.fromPresent(nodes, modulus)
        }
        // The products were of distances; from the top every second product of differences is negative.
        for j in stride(from: nodes.count - 2, through: 0, by: -2) { scaled[j] = modulus.negated(scaled[j]) }
    }

    /// |wⱼ| = Πₐ |xⱼ − a| / ((xⱼ − low)!·(top − xⱼ)!) over the numbers a of low … top that are no nodes.
    private static func fromAbsent(
        _ nodes: [Int], from low: Int, _ factorials: InverseFactorials, _ modulus: PublicModulus
    ) -> ([Limbs], Limbs) {
        let span = factorials.top
        var present = [Bool](repeating: false, count: span + 1)
        for node in nodes { present[node - low] = true }
        let distances = DistanceProducts(from: (0...span).filter { !present[$0] }, span: span)
        let scaled = distances.products(at: nodes.map { $0 - low }, modulus) { place, product in
            let half = modulus.montgomery(factorials.scaled[place], product)
            return modulus.montgomery(half, factorials.scaled[span &- place])
        }
        let stray = modulus.powerOfWordVariableTime(distances.wordCount)
        return (scaled, modulus.montgomery(modulus.montgomery(stray, factorials.pairFactor), .one))
    }

    /// |wⱼ| = 1 / Π₍m≠j₎ |xⱼ − xₘ|, with one inversion for all.
    private static func fromPresent(_ nodes: [Int], _ modulus: PublicModulus) -> ([Limbs], Limbs) {
        let low = nodes[0], places = nodes.map { $0 - low }
        let distances = DistanceProducts(from: places, span: places[places.count - 1])
        let products = distances.productsBut(at: places, modulus) { modulus.form($1) }
        let inverses = modulus.inversesVariableTime(products).inverses.map { modulus.montgomery($0, .one) }
        // Each product was 2⁻⁶⁴ᵏ of what it should be, so that its inverse is 2⁶⁴ᵏ times too large.
        let stray = modulus.inverseVariableTime(modulus.powerOfWordVariableTime(distances.wordCount))
        return (inverses, modulus.montgomery(stray, .one))
    }
}

/// 1/k! modulo q for k = 0 … top, but for powers of 2⁶⁴.
package struct InverseFactorials: Sendable {
    let top: Int
    /// Entry k is 2⁻⁶⁴⁽ᵗᵒᵖ⁻ᵏ⁾/k!, in Montgomery's form.
    let scaled: [Limbs]
    /// 2⁶⁴ᵗᵒᵖ in Montgomery's form: times entry k times entry top − k it is 1/(k!·(top − k)!), for every k.
    let pairFactor: Limbs

    /// - Parameter top: Below q.
    package init(variableTimeUpTo top: Int, _ modulus: PublicModulus) {
        var inverse = modulus.inverseVariableTime(modulus.formOfProductVariableTime(Array(1...max(1, top))))
        let last = top
        self.top = top
        scaled = [Limbs](unsafeUninitializedCapacity: top + 1) { entries, count in
            entries[last] = inverse
            for k in stride(from: last, to: 0, by: -1) {
                inverse = modulus.productBelowOrder(inverse, word: UInt64(truncatingIfNeeded: k))
                entries[k &- 1] = inverse
            }
            count = last + 1
        }
        pairFactor = modulus.powerOfWordVariableTime(top)
    }
}

/// Products of the distances from one number to many, several of them in a word.
struct DistanceProducts {
    /// How many words each product is made of, and so which power of 2⁻⁶⁴ it carries.
    let wordCount: Int
    /// The numbers of the longer groups, group by group, then those of the shorter ones.
    private let grouped: [Int64]
    /// How many groups have one number more than the others, and how many the others have.
    private let longCount: Int
    private let shortLength: Int

    /// - Parameters:
    ///   - numbers: Ascending, 0 … span.
    ///   - span: The largest distance, up to 65535.
    init(from numbers: [Int], span: Int) {
        // Neighbours go into different groups: in a group that is spread over the range, not all distances are large.
        var length = min(DistanceProducts.safeLength(span) + 4, max(numbers.count, 1))
        while !DistanceProducts.fits(numbers, length, span) { length -= 1 }
        let count = (numbers.count + length - 1) / length
        wordCount = count
        shortLength = count == 0 ? 0 : numbers.count / count
        longCount = count == 0 ? 0 : numbers.count % count
        grouped = (0..<count).flatMap { group in
            stride(from: group, to: numbers.count, by: count).map { Int64(numbers[$0]) }
        }
    }

    /// How many distances surely fit 63 bits.
    private static func safeLength(_ span: Int) -> Int {
        63 / max(1, Int.bitWidth - span.leadingZeroBitCount)
    }

    /// Whether every product of distances from 0 … span to a group is below 2⁶³, when groups have this length.
    private static func fits(_ numbers: [Int], _ length: Int, _ span: Int) -> Bool {
        guard length > safeLength(span) else { return true }
        let count = (numbers.count + length - 1) / length
        return (0..<count).allSatisfy { group in
            largestProduct(stride(from: group, to: numbers.count, by: count).map { numbers[$0] }, span) < 0x1p63 * 0.999
        }
    }

    /// A bound on Π |x − g| for x in 0 … span, to some digits: in each gap of the group every distance is at most that to
    /// the gap's farther end.
    private static func largestProduct(_ group: [Int], _ span: Int) -> Double {
        let ends = [0] + group + [span]
        return zip(ends, ends.dropFirst()).reduce(0) { largest, gap in
            max(largest, group.reduce(1) { $0 * Double(max(abs($1 - gap.0), abs($1 - gap.1))) })
        }
    }

    /// For each place, what `finish` makes of 2⁻⁶⁴ʷ·Π |place − number|, w the count of words: a number below 2²⁵⁶.
    /// - Parameter places: None of the numbers; 0 … span.
    func products(
        at places: [Int], _ modulus: PublicModulus, _ finish: (_ place: Int, _ product: Limbs) -> Limbs
    ) -> [Limbs] {
        products(at: places, leavingOutItself: false, modulus, finish)
    }

    /// The same for places that are among the numbers; the number itself is left out of its product.
    func productsBut(
        at places: [Int], _ modulus: PublicModulus, _ finish: (_ place: Int, _ product: Limbs) -> Limbs
    ) -> [Limbs] {
        products(at: places, leavingOutItself: true, modulus, finish)
    }

    /// Two places at a time: each step waits for the one before, and the processor has room for two.
    @inline(__always)
    private func products(
        at places: [Int], leavingOutItself: Bool, _ modulus: PublicModulus, _ finish: (Int, Limbs) -> Limbs
    ) -> [Limbs] {
        [Limbs](unsafeUninitializedCapacity: places.count) { results, count in
            grouped.withUnsafeBufferPointer { grouped in
                for k in stride(from: 0, to: places.count, by: 2) {
                    let other = min(k &+ 1, places.count &- 1)
                    let x = Int64(places[k]), y = Int64(places[other])
                    var first = Limbs.one, second = Limbs.one, place = 0
                    for group in 0..<wordCount {
                        let length = shortLength &+ (group < longCount ? 1 : 0)
                        let (one, two) = words(grouped, place, length, x, y, leavingOutItself)
                        first = modulus.times(first, word: one)
                        second = modulus.times(second, word: two)
                        place &+= length
                    }
                    results[k] = finish(places[k], first)
                    results[other] = finish(places[other], second)
                }
            }
            count = places.count
        }
    }

    /// The products of the distances to a group, of two numbers.
    @inline(__always)
    private func words(
        _ grouped: UnsafeBufferPointer<Int64>, _ place: Int, _ length: Int, _ x: Int64, _ y: Int64,
        _ leavingOutItself: Bool
    ) -> (UInt64, UInt64) {
        @inline(__always) func word(_ x: Int64, _ length: Int) -> UInt64 {
            var product: Int64 = 1
            for k in 0..<length {
                let difference = grouped[place &+ k] &- x
                product = product &* (leavingOutItself && difference == 0 ? 1 : difference)
            }
            return product.magnitude
        }
        // The lengths of large sets as constants, for which the compiler writes the loop out.
        return switch length {
        case 4: (word(x, 4), word(y, 4))
        case 5: (word(x, 5), word(y, 5))
        case 6: (word(x, 6), word(y, 6))
        case 7: (word(x, 7), word(y, 7))
        default: (word(x, length), word(y, length))
        }
    }
}
