package import Secrets

/// The coefficients of a secret polynomial, laid out so that its values at many small public numbers cost little.
///
/// Horner's rule in blocks of K coefficients: with r for the blocks above, the four limb columns of
/// Σ cⱼ·xʲ + r·xᴷ, j < K, are summed in 128 bits each, and one word of Montgomery's reduction brings the number back
/// below 2²⁵⁶. That divides it by 2⁶⁴; so the coefficients of block b were multiplied by 2⁶⁴⁽ᵇ⁺¹⁾ once.
///
/// The bounds, with X = 1 + x + … + xᴷ below 2⁶⁴, which `blockLength` sees to: all limbs are below 2⁶⁴, so that a column
/// with the carry from the one below is at most (2⁶⁴ − 1)·X + 2⁶⁴ − 1 < 2¹²⁸, and the whole below 2²⁵⁶·X < 2³²⁰.
package struct PolynomialBlocks<G: Group>: ~Copyable, Sendable {
    private let table: ScalarTable<G>
    private let blockLength: Int

    /// - Parameters:
    ///   - coefficients: a₀ first, at least one.
    ///   - largest: The largest number at which a value is asked for.
    package init(_ coefficients: borrowing ScalarTable<G>, largest: UInt16) throws(SecretsError) {
        let longest = PolynomialBlocks.blockLength(largest)
        // As few blocks as that allows, of equal length.
        let blockCount = (coefficients.count + longest - 1) / longest
        blockLength = (coefficients.count + blockCount - 1) / blockCount
        var table = try ScalarTable<G>(count: blockCount * blockLength)
        let (length, count) = (blockLength, coefficients.count)
        table.withAllMutableLimbs { target in
            coefficients.withAllLimbs { G.scalars.fillBlocks(target, from: $0, count: count, length: length) }
        }
        wipeStack()
        self.table = table
    }

    /// The largest K ≤ 16 with 1 + x + … + xᴷ < 2⁶⁴: 6 for x up to 1623, 4 for every index.
    static func blockLength(_ x: UInt16) -> Int {
        var sum: UInt128 = 1, power: UInt128 = 1
        for length in 1...16 {
            power *= UInt128(x)
            sum += power
            if sum >> 64 != 0 { return length - 1 }
        }
        return 16
    }

    /// Writes the values at these numbers, four limbs below q each, in constant time as to the coefficients.
    package borrowing func evaluate(at numbers: ArraySlice<UInt16>, into results: UnsafeMutablePointer<UInt64>) {
        let modulus = G.scalars
        let blockCount = table.count / blockLength
        table.withAllLimbs { blocks in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockLength + 1) { powers in
                for (place, x) in numbers.enumerated() {
                    powers[0] = 1
                    for k in 1...blockLength { powers[k] = powers[k - 1] &* UInt64(x) }
                    assert(UInt128(x) <= 1 || powers[1...].reduce(UInt128(1)) { $0 + UInt128($1) } >> 64 == 0)
                    modulus.evaluateBlocks(
                        results + 4 * place, blocks, count: blockCount, length: blockLength,
                        UnsafePointer(powers.baseAddress!))
                }
            }
        }
        wipeStack()
    }
}

extension ScalarModulus {
    /// Coefficient k times 2⁶⁴⁽ᵇ⁺¹⁾ for its block b = ⌊k/length⌋.
    fileprivate func fillBlocks(_ target: Output, from coefficients: Input, count: Int, length: Int) {
        let modulus = PublicModulus(self)
        var power = wordRadix
        for start in stride(from: 0, to: count, by: length) {
            power.withUnsafeLimbs { power in
                for k in start..<min(start + length, count) {
                    multiplyMontgomery(target + 4 * k, coefficients + 4 * k, power)
                }
            }
            power = modulus.montgomery(power, wordRadix)
        }
    }

    /// r = the value of the polynomial in `count` blocks of `length`, with the powers x⁰ … x^length of its point.
    fileprivate func evaluateBlocks(
        _ r: Output, _ blocks: Input, count: Int, length: Int, _ powers: UnsafePointer<UInt64>
    ) {
        // The lengths of large polynomials as constants, for which the compiler writes the columns out.
        switch length {
        case 4: hornerOverBlocks(r, blocks, count: count, length: 4, powers)
        case 5: hornerOverBlocks(r, blocks, count: count, length: 5, powers)
        case 6: hornerOverBlocks(r, blocks, count: count, length: 6, powers)
        default: hornerOverBlocks(r, blocks, count: count, length: length, powers)
        }
    }

    @inline(__always)
    private func hornerOverBlocks(
        _ r: Output, _ blocks: Input, count: Int, length: Int, _ powers: UnsafePointer<UInt64>
    ) {
        let q = order, negatedInverse = negatedInverse
        var value = Limbs.zero
        var block = blocks + 4 * length * count
        for _ in 0..<count {
            block -= 4 * length
            @inline(__always) func column(_ limb: Int, _ above: UInt64) -> UInt128 {
                var sum = wide(block[limb])
                for k in 1..<length { sum = sum &+ wide(block[4 &* k &+ limb], powers[k]) }
                return sum &+ wide(above, powers[length])
            }
            // Each column and its part of the reduction, whose quotient only needs the first.
            let s0 = column(0, value.l0)
            let quotient = low(s0) &* negatedInverse
            let u0 = wide(quotient, q.l0) &+ wide(low(s0))
            let s1 = column(1, value.l1) &+ wide(high(s0))
            let u1 = wide(quotient, q.l1) &+ wide(low(s1)) &+ wide(high(u0))
            let s2 = column(2, value.l2) &+ wide(high(s1))
            let u2 = wide(quotient, q.l2) &+ wide(low(s2)) &+ wide(high(u1))
            let s3 = column(3, value.l3) &+ wide(high(s2))
            let u3 = wide(quotient, q.l3) &+ wide(low(s3)) &+ wide(high(u2))
            let u4 = wide(high(s3)) &+ wide(high(u3))
            value = WordReduction(low(u1), low(u2), low(u3), low(u4), high(u4)).belowRadix(q)
        }
        // 2²⁵⁶·2⁻²⁵⁶: below q at last.
        MontgomerySum(value, radix, q, negatedInverse).reduced(q).store(r)
    }
}

@inline(__always)
private func wide(_ a: UInt64, _ b: UInt64) -> UInt128 {
    UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b)
}
@inline(__always)
private func wide(_ a: UInt64) -> UInt128 { UInt128(truncatingIfNeeded: a) }
@inline(__always)
private func low(_ sum: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: sum) }
@inline(__always)
private func high(_ sum: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: sum &>> 64) }
