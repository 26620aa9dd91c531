import Digests
package import Groups
package import SecretSharing
import Secrets

/// The holders S of a blinded request, all of whom have to answer, with keys of one group.
package struct BlindedSet<G: Group>: Sendable {
    package let dealing: ProvenOwnDealing<G>
    /// The request's id.
    package let request: [UInt8]
    /// By ascending index.
    package let members: [HolderIndex]
    /// The group of their keys.
    package let curve: CurveName

    /// - Parameters:
    ///   - members: As the request lists them.
    ///   - requested: The id of the dealing that the request names.
    /// - Throws: `OwnKeysError.requestOfAnotherDealing`, `.requestNotAscending`, `.requestTooSmall`, `.noSuchHolder`,
    ///   `.requestOfSeveralGroups`.
    package init(
        _ members: [HolderIndex], of dealing: ProvenOwnDealing<G>, request: [UInt8], dealing requested: [UInt8]
    ) throws(OwnKeysError) {
        guard requested == dealing.id else { throw .requestOfAnotherDealing }
        for (one, next) in zip(members, members.dropFirst()) where one >= next { throw .requestNotAscending(next) }
        var keys: [AnyElement] = []
        for member in members { keys.append(try dealing.context.key(of: member)) }
        guard members.count >= dealing.context.threshold, let curve = keys.first?.curve else {
            throw .requestTooSmall(threshold: dealing.context.threshold, found: members.count)
        }
        if let other = keys.firstIndex(where: { $0.curve != curve }) {
            throw .requestOfSeveralGroups(members[0], curve, members[other], keys[other].curve)
        }
        self.curve = curve
        self.dealing = dealing
        self.request = request
        self.members = members
    }

    /// What each value of a pair and each signature is bound to: request and dealing.
    func binding() -> FieldEncoding {
        var encoding = FieldEncoding()
        encoding.append(field: request)
        encoding.append(field: dealing.id)
        return encoding
    }

    /// λ of every member, by which f(0) = Σ λ·s over them.
    func lagrange() -> [PublicScalar<G>] {
        let weights = InterpolationCoefficients(
            variableTimeAtZero: members.map { Int($0.value) }, PublicModulus(G.scalars))
        let factor = PublicScalar<G>(reducing: weights.factor)
        return weights.coefficients.map { PublicScalar(reducing: $0) * factor }
    }

    /// The members without one.
    func others(than holder: HolderIndex) -> [HolderIndex] { members.filter { $0 != holder } }

    /// What a signature is over, but for the point of its nonce.
    func statement<H: Group>(
        _ holder: HolderIndex, _ key: H.Element, _ value: borrowing SecretScalar<G>, _ pairPoints: [G.Element],
        _ group: H.Type
    ) throws(SecretsError) -> FieldHash {
        var hash = FieldHash(domain: "holdfast-own-keys-blinded/1")
        hash.append(field: H.curve.rawValue)
        hash.append(field: request)
        hash.append(field: dealing.id)
        hash.append(UInt32(holder.value))
        hash.append(field: key.encoded)
        try hash.append(field: value)
        hash.append(UInt32(pairPoints.count))
        for point in pairPoints { hash.append(field: point.encoded) }
        return hash
    }
}
