package import Secrets

/// Finds wrong and unreadable letters of a share line by the algebra of its code.
///
/// Syndromes at β⁷⁷ … β⁸⁴, Berlekamp-Massey on what is left of them when the unreadable places are taken out, a search
/// of all places for the roots, Forney's formula for the values (Blahut, "Algebraic Codes for Data Transmission",
/// chapter 7). Any pattern of w wrong and u unreadable letters with 2w + u ≤ 8 is found, and no other word is nearer.
///
/// The values of the errors are secrets: with an unreadable letter they are the letter. Everything is computed in
/// locked memory, and only the places and the verdict are released.
package struct ShareLineDecoder: ~Copyable {
    /// 2w + u of the patterns that are found.
    package static let radius = 8
    /// The first of the consecutive exponents of β at which the generator is zero (BIP-93's code).
    private static let firstRoot = 77
    /// Coefficients of a polynomial of degree 8.
    private static let width = radius + 1

    /// Syndromes, syndromes without the unreadable places, the locator, its last change, its next form, the product of
    /// both locators, the evaluator: `width` coefficients each, lowest first; then the residue.
    private var scratch: LockedBytes

    package init() throws(SecretsError) {
        let polynomials = 7 * Self.width * MemoryLayout<GF1024>.stride
        scratch = try LockedBytes(count: polynomials + ShareLineChecksum.count * MemoryLayout<GF32>.stride)
    }

    /// Makes the word right where that can be done.
    /// - Parameters:
    ///   - values: What follows `hfs1`, the value of one letter a byte; 0 at unreadable places. Unspecified after `nil`.
    ///   - unreadable: Their positions in `values`, distinct.
    /// - Returns: The positions of wrong letters, ascending, without the unreadable ones; `nil` where no line lies
    ///   within 2w + u ≤ 8.
    package mutating func correct(_ values: UnsafeMutableRawBufferPointer, unreadable: [Int]) -> [Int]? {
        guard unreadable.count <= Self.radius else { return nil }
        let exponent = { (position: Int) in values.count - 1 - position }
        let wrong = scratch.withUnsafeMutableBytes { room -> [Int]? in
            let width = Self.width
            let table = room.baseAddress!.assumingMemoryBound(to: GF1024.self)
            let syndromes = table, reduced = table + width, locator = table + 2 * width
            let errata = table + 5 * width, evaluator = table + 6 * width
            let residue = UnsafeMutableRawPointer(table + 7 * width).assumingMemoryBound(to: GF32.self)

            ShareLineChecksum.residue(of: UnsafeRawBufferPointer(values), into: residue)
            Self.evaluate(residue, into: syndromes)

            Self.setOne(errata)
            for position in unreadable { Self.multiply(errata, byLocatorOf: exponent(position)) }
            Self.multiply(syndromes, errata, into: reduced)
            Self.findLocator(
                reduced + unreadable.count, count: Self.radius - unreadable.count, locator,
                changed: table + 3 * width, next: table + 4 * width)

            var wrong: [Int] = []
            for position in 0..<values.count where !unreadable.contains(position) {
                let value = Self.evaluate(locator, degree: Self.radius / 2, at: .beta(-exponent(position)))
                // Where the errors are is what the decoder is asked for.
                if MemoryChecker.released(value.isNotZero.isNotZeroBit) == 0 { wrong.append(position) }
            }
            guard 2 * wrong.count + unreadable.count <= Self.radius else { return nil }
            for position in wrong { Self.multiply(errata, byLocatorOf: exponent(position)) }
            Self.multiply(syndromes, errata, into: evaluator)
            for position in wrong + unreadable {
                let error = Self.errorValue(errata, evaluator, exponent: exponent(position))
                values[position] ^= error.a.letter
            }
            return wrong
        }
        wipeStack()
        scratch.wipe()
        // Decides for every way above to be beyond the radius: a word with more errors, or none at all that fits.
        guard let wrong, ShareLineChecksum.isRight(UnsafeRawBufferPointer(values)) else { return nil }
        return wrong
    }

    /// The residue at the eight roots: S₀ … S₇, the ninth zero.
    private static func evaluate(_ residue: UnsafePointer<GF32>, into syndromes: UnsafeMutablePointer<GF1024>) {
        for j in 0..<radius {
            let root = GF1024.beta(firstRoot + j)
            var sum = GF1024.zero
            for k in 0..<ShareLineChecksum.count { sum = sum * root + GF1024(residue[k]) }
            syndromes[j] = sum
        }
        syndromes[radius] = .zero
    }

    /// Berlekamp-Massey without inversion and without a branch on the sequence: the shortest recurrence that gives it.
    private static func findLocator(
        _ sequence: UnsafePointer<GF1024>, count: Int, _ locator: UnsafeMutablePointer<GF1024>,
        changed: UnsafeMutablePointer<GF1024>, next: UnsafeMutablePointer<GF1024>
    ) {
        setOne(locator)
        setOne(changed)
        var scale = GF1024.one
        // Steps since the locator grew, below zero until it may grow again.
        var sinceGrowth: Int64 = 0
        for step in 0..<count {
            var discrepancy = GF1024.zero
            for k in 0...step { discrepancy = discrepancy + locator[k] * sequence[step - k] }
            for k in 0..<width {
                let shifted = k == 0 ? GF1024.zero : changed[k - 1]
                next[k] = scale * locator[k] + discrepancy * shifted
            }
            let mayGrow = GF32(UInt8(truncatingIfNeeded: UInt64(bitPattern: ~sinceGrowth) >> 63))
            let grows = discrepancy.isNotZero * mayGrow
            for k in stride(from: width - 1, through: 0, by: -1) {
                let shifted = k == 0 ? GF1024.zero : changed[k - 1]
                changed[k] = shifted + grows * (shifted + locator[k])
            }
            scale = scale + grows * (scale + discrepancy)
            // -sinceGrowth - 1 where it grows, else sinceGrowth + 1.
            let bit = Int64(grows.letter)
            sinceGrowth = (sinceGrowth ^ (0 &- bit)) &+ (1 &- bit)
            locator.update(from: next, count: width)
        }
    }

    /// Forney's formula: X⁻⁷⁶ · Ω(X⁻¹) / Λ′(X⁻¹) for X = β to the exponent.
    private static func errorValue(
        _ errata: UnsafePointer<GF1024>, _ evaluator: UnsafePointer<GF1024>, exponent: Int
    ) -> GF1024 {
        let inverse = GF1024.beta(-exponent)
        // In characteristic 2 the derivative has the odd coefficients, each one power lower.
        var derivative = GF1024.zero
        for k in stride(from: radius - 1, through: 1, by: -2) {
            derivative = derivative * inverse * inverse + errata[k]
        }
        let numerator = evaluate(evaluator, degree: radius - 1, at: inverse)
        return .beta((1 - firstRoot) * exponent) * numerator * derivative.inverse
    }

    private static func evaluate(_ polynomial: UnsafePointer<GF1024>, degree: Int, at x: GF1024) -> GF1024 {
        var sum = GF1024.zero
        for k in stride(from: degree, through: 0, by: -1) { sum = sum * x + polynomial[k] }
        return sum
    }

    private static func setOne(_ polynomial: UnsafeMutablePointer<GF1024>) {
        polynomial.update(repeating: .zero, count: width)
        polynomial[0] = .one
    }

    /// Times 1 − βᵉ·x, whose root is the inverse of βᵉ.
    private static func multiply(_ polynomial: UnsafeMutablePointer<GF1024>, byLocatorOf exponent: Int) {
        let place = GF1024.beta(exponent)
        for k in stride(from: width - 1, through: 1, by: -1) {
            polynomial[k] = polynomial[k] + place * polynomial[k - 1]
        }
    }

    /// The product of the syndromes and a locator modulo x⁸.
    private static func multiply(
        _ syndromes: UnsafePointer<GF1024>, _ locator: UnsafePointer<GF1024>,
        into product: UnsafeMutablePointer<GF1024>
    ) {
        for k in 0..<radius {
            var sum = GF1024.zero
            for j in 0...k { sum = sum + locator[j] * syndromes[k - j] }
            product[k] = sum
        }
        product[radius] = .zero
    }
}
