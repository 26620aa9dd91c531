package import Secrets

/// The coefficients of a secret polynomial, laid out so that its values at many small public numbers cost little.
///
/// Horner's rule in blocks of K coefficients: with r for the blocks above, the four limb columns of
/// Σ cⱼ·xʲ + r·xᴷ, j < K, are summed in 128 bits each, and one word of Montgomery's reduction brings the number back
/// below 2²⁵⁶. That divides it by 2⁶⁴; so the coefficients of block b were multiplied by 2⁶⁴⁽ᵇ⁺¹⁾ once.
///
/// The bounds, with X = 1 + x + … + xᴷ below 2⁶⁴, which `blockLength` sees to: all limbs are below 2⁶⁴, so that a column
/// with the carry from the one below is at most (2⁶⁴ − 1)·X + 2⁶⁴ − 1 < 2¹²⁸, and the whole below 2²⁵⁶·X < 2³²⁰.
package struct PolynomialBlocks<G: Group>: ~Copyable {
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
    package borrowing func evaluate(at numbers: [UInt16], into results: UnsafeMutablePointer<UInt64>) {
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
    @inline(never)
    fileprivate func evaluateBlocks(
        _ r: Output, _ blocks: Input, count: Int, length: Int, _ powers: UnsafePointer<UInt64>
    ) {
        let q = order, negatedInverse = negatedInverse, last = powers[length]
        var value = Limbs.zero
        var block = blocks + 4 * length * count
        for _ in 0..<count {
            block -= 4 * length
            var s0 = wide(block[0]), s1 = wide(block[1]), s2 = wide(block[2]), s3 = wide(block[3])
            var coefficient = block + 4
            for j in 1..<length {
                let power = powers[j]
                s0 = s0 &+ wide(coefficient[0], power)
                s1 = s1 &+ wide(coefficient[1], power)
                s2 = s2 &+ wide(coefficient[2], power)
                s3 = s3 &+ wide(coefficient[3], power)
                coefficient += 4
            }
            s0 = s0 &+ wide(value.l0, last)
            s1 = s1 &+ wide(value.l1, last) &+ wide(high(s0))
            s2 = s2 &+ wide(value.l2, last) &+ wide(high(s1))
            s3 = s3 &+ wide(value.l3, last) &+ wide(high(s2))
            value = WordReduction(low(s0), low(s1), low(s2), low(s3), high(s3), q, negatedInverse).belowRadix(q)
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
