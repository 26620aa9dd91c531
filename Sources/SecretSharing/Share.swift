package import Groups
import Secrets

/// A holder's index with the secret f(i), as somebody handed it in: not checked against anything yet.
package struct Share<G: Group>: ~Copyable {
    package let holder: HolderIndex
    package let value: SecretScalar<G>

    package init(holder: HolderIndex, value: consuming SecretScalar<G>) {
        self.holder = holder
        self.value = value
    }

    /// The share, now known to lie on the committed polynomial.
    ///
    /// A share of zero is legal: one in q polynomials has it.
    /// - Throws: `SecretSharingError.shareContradictsCommitment`.
    package consuming func checked(against commitment: Commitment<G>) throws(SecretSharingError) -> CheckedShare<G> {
        guard G.generator(times: value) == commitment.elementVariableTime(for: holder) else {
            throw .shareContradictsCommitment(holder)
        }
        return CheckedShare(self)
    }
}

/// A share that lies on its committed polynomial. The only way to get one is `Share.checked(against:)`.
package struct CheckedShare<G: Group>: ~Copyable {
    package let share: Share<G>

    fileprivate init(_ share: consuming Share<G>) {
        self.share = share
    }
}
