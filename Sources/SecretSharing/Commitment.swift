package import Groups

/// The public side of a dealing: A₀ … A₍t−1₎, one point per coefficient; A₀ is the public key.
///
/// Feldman, "A practical scheme for non-interactive verifiable secret sharing", FOCS 1987; RFC 9591, appendix C.2.
package struct Commitment<G: Group>: Hashable, Sendable {
    /// A₀ first.
    package let elements: [G.Element]

    /// A commitment of the program's own making. One from outside comes through `init(decoding:threshold:)`.
    package init(elements: [G.Element]) {
        precondition(!elements.isEmpty, "a polynomial has a constant term")
        self.elements = elements
    }

    /// Reads the points of a dealing: exactly as many as the dealing's threshold, each canonical, of prime order, none
    /// the identity.
    ///
    /// The threshold is given, not counted: with one point more, t shares would rebuild another key than they were
    /// checked for; with one fewer, t − 1 shares would suffice.
    /// - Throws: `SecretSharingError.commitmentLength`, `.commitmentPoint`; of several points that of the first that has no
    ///   right form, else that of the first outside of the subgroup, whatever the cores.
    package init(decoding points: [[UInt8]], threshold: Int, on cores: Cores = .one) throws(SecretSharingError) {
        guard points.count == threshold, threshold > 0 else {
            throw .commitmentLength(threshold: threshold, found: points.count)
        }
        let parts = cores.map(points.count, least: 128) { part in
            Result { () throws(ElementListError) in
                do throws(ElementListError) {
                    return try G.elements(decoding: Array(points[part]))
                } catch {
                    throw ElementListError(place: part.lowerBound + error.place, reason: error.reason)
                }
            }
        }
        if let refused = firstRefused(parts) { throw .commitmentPoint(place: refused.place, refused.reason) }
        elements = parts.flatMap { (try? $0.get()) ?? [] }
    }

    /// t: how many shares suffice.
    package var threshold: Int { elements.count }

    /// A₀ = f(0)·G.
    package var publicKey: G.Element { elements[0] }

    /// The public point that a holder's share must match: the commitment evaluated at the holder's index.
    ///
    /// Computes Σ Aₖ·iᵏ for k in 0..<t by Horner's rule (`vss_verify` in RFC 9591, appendix C.2), in variable time.
    /// - Parameter holder: The index that the dealer used; not a position in a list.
    package func elementVariableTime(for holder: HolderIndex) -> G.Element {
        G.polynomialVariableTime(elements, at: holder.value)
    }
}

/// What reading the whole list at once would have refused: a wrong form before a wrong subgroup.
private func firstRefused<Element>(_ parts: [Result<[Element], ElementListError>]) -> ElementListError? {
    let refused = parts.compactMap { part in
        if case .failure(let error) = part { error } else { nil }
    }
    return refused.first { !$0.isSubgroup } ?? refused.first
}

extension ElementListError {
    fileprivate var isSubgroup: Bool {
        if case .elementOutsideSubgroup = reason { true } else { false }
    }
}
