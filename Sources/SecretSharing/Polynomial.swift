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
    /// Leaving out zero costs 2⁻²⁵¹ of the choice, and no commitment is then ever the identity.
    package static func random(through secret: borrowing SecretScalar<G>, threshold: Int) throws(SecretsError)
        -> Polynomial
    {
        var table = try ScalarTable<G>(count: threshold)
        table.set(0, to: secret)
        for k in 1..<threshold { table.draw(k) }
        return Polynomial(coefficients: table)
    }

    package var threshold: Int { coefficients.count }

    /// Writes f(x) into four limbs of the caller's locked memory, by Horner's rule in constant time.
    package borrowing func evaluate(at holder: HolderIndex, into result: UnsafeMutablePointer<UInt64>) {
        let x = G.scalars.preparedFactor(Limbs(UInt64(holder.value), 0, 0, 0))
        x.withUnsafeLimbs { x in
            coefficients.withLimbs(at: coefficients.count - 1) { result.update(from: $0, count: 4) }
            for k in stride(from: coefficients.count - 2, through: 0, by: -1) {
                G.scalars.multiplyMontgomery(result, result, x)
                coefficients.withLimbs(at: k) { G.scalars.add(result, result, $0) }
            }
        }
    }

    /// The dealer's promise: Aₖ = aₖ·G for every coefficient, in constant time.
    package borrowing func commitment() -> Commitment<G> {
        var elements: [G.Element] = []
        elements.reserveCapacity(coefficients.count)
        for k in 0..<coefficients.count {
            coefficients.withLimbs(at: k) { elements.append(G.generator(timesLimbs: $0)) }
        }
        return Commitment(elements: elements)
    }
}
