package import Digests
package import Groups
package import Secrets

/// The dealer's secret polynomial f(x) = a₀ + a₁·x + … + a₍t−1₎·xᵗ⁻¹ modulo the group order, a₀ the key.
///
/// Zeros are allowed as coefficients, so that the exhaustive counts in a small group stay exact; `random` draws none.
package struct Polynomial<G: Group>: ~Copyable {
    /// a₀ first; as many as the threshold.
    private var coefficients: ScalarTable<G>

    /// The polynomial with these coefficients, a₀ first.
    package init(coefficients: consuming ScalarTable<G>) {
        precondition(coefficients.count > 0, "a polynomial has a constant term")
        self.coefficients = coefficients
    }

    /// A polynomial of degree t − 1 through `secret` at zero, all else uniform in 1 … q − 1.
    ///
    /// Leaving out zero costs 2⁻²⁵¹ of the choice, and no commitment is then ever the identity. Another secret and another
    /// threshold give another polynomial, also where the system's randomness comes twice.
    package static func random(
        through secret: borrowing SecretScalar<G>, threshold: Int
    ) throws(SecretsError) -> Polynomial {
        try random(through: secret, threshold: threshold, try HedgedRandomness(secret: secret))
    }

    /// The same with chosen randomness.
    package static func random(
        through secret: borrowing SecretScalar<G>, threshold: Int, _ randomness: borrowing HedgedRandomness
    ) throws(SecretsError) -> Polynomial {
        var table = try ScalarTable<G>(count: threshold)
        table.set(0, to: secret)
        var context = FieldEncoding()
        context.append(UInt32(threshold))
        try randomness.fill(&table, from: 1, for: "coefficients", context.bytes)
        return Polynomial(coefficients: table)
    }

    package var threshold: Int { coefficients.count }

    /// Shows the coefficients one after the other, a₀ first, as 32 bytes in the group's order and in locked memory.
    package borrowing func forEachCoefficient(_ body: (UnsafeRawBufferPointer) -> Void) throws(SecretsError) {
        var room = try LockedBytes(count: 32)
        for index in 0..<coefficients.count {
            room.withUnsafeMutableBytes {
                coefficients.encode(index, into: $0)
                body(UnsafeRawBufferPointer($0))
            }
        }
    }

    /// The shares f(x) of these holders, in constant time.
    package borrowing func shares(
        of holders: [HolderIndex], on cores: Cores = .one
    ) throws(SecretsError) -> ShareTable<G> {
        let blocks = try PolynomialBlocks(coefficients, largest: largestIndex(holders))
        let numbers = holders.map(\.value)
        // Some 8 ns for a coefficient of a share.
        let least = 1 + (1 << 15) / coefficients.count
        return try ShareTable(holders: holders) { values in
            let values = SecretLimbs(start: values)
            _ = cores.map(numbers.count, least: least) { part in
                blocks.evaluate(at: numbers[part], into: values.start + 4 * part.lowerBound)
            }
        }
    }

    /// The dealer's promise: Aₖ = aₖ·G for every coefficient, in constant time.
    package borrowing func commitment(on cores: Cores = .one) throws(SecretsError) -> Commitment<G> {
        let parts = cores.map(coefficients.count, least: 128) { part in
            Result { () throws(SecretsError) in try G.generator(timesAll: coefficients, in: part) }
        }
        var elements: [G.Element] = []
        elements.reserveCapacity(coefficients.count)
        for part in parts { elements += try part.get() }
        return Commitment(elements: elements)
    }
}

/// Shares that are written by several threads, each its own.
private struct SecretLimbs: @unchecked Sendable {
    let start: UnsafeMutablePointer<UInt64>
}
