import Groups
import SecretSharing
import Secrets

/// f(x) by Horner's rule, one full product a coefficient.
func hornerValue<G: Group>(_ coefficients: [PublicScalar<G>], at x: UInt64) -> PublicScalar<G> {
    coefficients.reversed().reduce(.zero) { $0 * PublicScalar(x) + $1 }
}

/// The Lagrange coefficients λⱼ = Π₍m≠j₎ (z − xₘ)/(xⱼ − xₘ), factor by factor, one inversion each.
func lagrangeCoefficients<G: Group>(_ holders: [HolderIndex], at point: PublicScalar<G>) -> [PublicScalar<G>] {
    let x = holders.map { PublicScalar<G>(UInt64($0.value)) }
    return x.indices.map { j in
        let others = x.indices.filter { $0 != j }
        let numerator = others.reduce(PublicScalar<G>.one) { $0 * (point - x[$1]) }
        let denominator = others.reduce(PublicScalar<G>.one) { $0 * (x[j] - x[$1]) }
        return numerator * denominator.inverse
    }
}
