package import Groups
import Secrets

/// The Lagrange coefficients λⱼ with f(z) = Σ λⱼ·f(xⱼ) for every f of degree below the number of indices.
///
/// λⱼ = Π₍m≠j₎ (z − xₘ) / (xⱼ − xₘ). All denominators share one inversion (Montgomery 1987, section 10.3.1).
/// - Parameters:
///   - holders: Distinct indices modulo the order; the caller has seen to that.
///   - point: z; zero gives the coefficients that rebuild the key.
/// - Returns: One coefficient per holder, in the same order.
package func lagrangeCoefficientsVariableTime<G: Group>(
    _ holders: [HolderIndex], at point: PublicScalar<G>
) -> [PublicScalar<G>] {
    let x = holders.map { PublicScalar<G>(UInt64($0.value)) }
    var numerators: [PublicScalar<G>] = []
    var denominators: [PublicScalar<G>] = []
    numerators.reserveCapacity(x.count)
    denominators.reserveCapacity(x.count)
    for j in x.indices {
        var numerator = PublicScalar<G>.one, denominator = PublicScalar<G>.one
        for m in x.indices where m != j {
            numerator = numerator * (point - x[m])
            denominator = denominator * (x[j] - x[m])
        }
        numerators.append(numerator)
        denominators.append(denominator)
    }
    let inverses = inversesVariableTime(denominators)
    return x.indices.map { numerators[$0] * inverses[$0] }
}

/// The inverses of non-zero numbers, at the price of one inversion and three products each.
package func inversesVariableTime<G: Group>(_ values: [PublicScalar<G>]) -> [PublicScalar<G>] {
    var products: [PublicScalar<G>] = []
    products.reserveCapacity(values.count)
    var running = PublicScalar<G>.one
    for value in values {
        products.append(running)
        running = running * value
    }
    var inverse = running.inverse
    var inverses = values
    for k in values.indices.reversed() {
        inverses[k] = inverse * products[k]
        inverse = inverse * values[k]
    }
    return inverses
}

extension ShareTable {
    /// f(z) from the shares at `positions`, into four limbs of the caller's locked memory, in constant time.
    /// - Parameter scratch: Four limbs of the caller's locked memory.
    package borrowing func interpolate(
        _ positions: [Int], at point: PublicScalar<G>, into result: UnsafeMutablePointer<UInt64>,
        scratch: UnsafeMutablePointer<UInt64>
    ) {
        let coefficients: [PublicScalar<G>] = lagrangeCoefficientsVariableTime(positions.map { holders[$0] }, at: point)
        combine(positions, coefficients, into: result, scratch: scratch)
    }

    /// Σ coefficients[k] · share at positions[k], into four limbs of the caller's locked memory, in constant time.
    /// - Parameter scratch: Four limbs of the caller's locked memory.
    package borrowing func combine(
        _ positions: [Int], _ coefficients: [PublicScalar<G>], into result: UnsafeMutablePointer<UInt64>,
        scratch: UnsafeMutablePointer<UInt64>
    ) {
        result.update(repeating: 0, count: 4)
        for (position, coefficient) in zip(positions, coefficients) {
            let factor = G.scalars.preparedFactor(coefficient.limbs)
            withLimbs(at: position) { value in
                factor.withUnsafeLimbs { G.scalars.multiplyMontgomery(scratch, value, $0) }
            }
            G.scalars.add(result, result, scratch)
        }
    }
}
