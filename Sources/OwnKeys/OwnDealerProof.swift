package import Groups
import SecretSharing
import Secrets

/// The dealer's proof of having the shared key *and* the secret of every point E, made over the dealing's id: Schnorr's
/// proofs under one challenge (holdfast-own-keys(5), "The dealer's proof").
///
/// Without E in it anyone could put another dealing's E into one of their own, and the answer of an unsuspecting holder would
/// open a share of that other dealing. Without x anyone could deal a key that is not theirs. The id covers every masked
/// share, so that none can be altered and its dealer be accused.
package struct OwnDealerProof<G: Group>: Hashable, Sendable {
    /// c: 32 bytes, as the hash gives them.
    private let challenge: [UInt8]
    /// s of each statement, 32 bytes in its group's order; that of the shared key first.
    private let responses: [[UInt8]]

    /// c, then every s.
    package var encoded: [UInt8] { responses.reduce(challenge, +) }

    /// Reads the proof of a dealing: exactly as long as its statements ask for, every number below its order.
    /// - Throws: `OwnKeysError.dealerProofLength`, `.dealerProofNotBelowOrder`.
    package init(decoding bytes: [UInt8], for context: DealingContext<G>) throws(OwnKeysError) {
        let count = 1 + context.ephemerals.count
        guard bytes.count == 32 * (1 + count) else {
            throw .dealerProofLength(expected: 32 * (1 + count), found: bytes.count)
        }
        let parts = stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
        try requireBelowOrder(parts[1], G.self)
        for (ephemeral, part) in zip(context.ephemerals, parts[2...]) {
            try requireBelowOrder(part, ephemeral.curve.group)
        }
        challenge = parts[0]
        responses = Array(parts[1...])
    }

    /// In constant time as to the secrets and the nonces.
    static func make(
        _ context: DealingContext<G>, _ id: [UInt8], _ secret: borrowing SecretScalar<G>,
        _ ephemerals: borrowing MixedScalars, _ randomness: borrowing DealerRandomness
    ) throws(SecretsError) -> OwnDealerProof {
        var nonces = try MixedScalars(count: 1 + context.ephemerals.count)
        // The id alone tells dealings apart, but the same one may be proven twice.
        let binding = id + SecureRandom.publicBytes(32)
        var points = [try drawScalar(G.self, "proof", binding, randomness, into: &nonces, at: 0).encoded]
        for (k, ephemeral) in context.ephemerals.enumerated() {
            let point = try drawScalar(
                ephemeral.curve.group, "proof", binding, randomness, into: &nonces, at: k + 1)
            points.append(point.encoded)
        }
        let challenge = hash(context, id, points)
        var responses = [
            try ChallengeResponse(challenge, nonce: nonces.scalar(at: 0, in: G.self), secret: secret).response.encoded
        ]
        for (k, ephemeral) in context.ephemerals.enumerated() {
            responses.append(try respond(challenge, k, nonces, ephemerals, ephemeral.curve.group))
        }
        return OwnDealerProof(challenge: challenge, responses: responses)
    }

    private init(challenge: [UInt8], responses: [[UInt8]]) {
        self.challenge = challenge
        self.responses = responses
    }

    private static func respond<H: Group>(
        _ challenge: [UInt8], _ k: Int, _ nonces: borrowing MixedScalars, _ ephemerals: borrowing MixedScalars,
        _ group: H.Type
    ) throws(SecretsError) -> [UInt8] {
        let secret = try ephemerals.scalar(at: k, in: H.self)
        return try ChallengeResponse(challenge, nonce: nonces.scalar(at: k + 1, in: H.self), secret: secret)
            .response.encoded
    }

    /// c over the id and every statement with the point of its nonce.
    private static func hash(_ context: DealingContext<G>, _ id: [UInt8], _ nonces: [[UInt8]]) -> [UInt8] {
        var hash = FieldHash(domain: "holdfast-own-keys-dealer/1")
        hash.append(field: id)
        hash.append(UInt32(nonces.count))
        let publicKey = AnyElement(context.commitment.publicKey, in: G.self)
        for (k, point) in ([publicKey] + context.ephemerals).enumerated() {
            hash.append(field: point.curve.rawValue)
            hash.append(field: k == 0 ? G.generator.encoded : point.curve.generator)
            hash.append(field: point.encoded)
            hash.append(field: nonces[k])
        }
        return hash.released()
    }

    /// The dealing as one whose dealer has its key and the secret of every E; in variable time.
    /// - Parameter id: The id, computed again from everything that it covers.
    /// - Throws: `OwnKeysError.dealerProofWrong`.
    package func verify(_ context: DealingContext<G>, id: [UInt8]) throws(OwnKeysError) -> ProvenOwnDealing<G> {
        guard responses.count == 1 + context.ephemerals.count else { throw .dealerProofWrong }
        var nonces = [try nonce(0, of: context.commitment.publicKey, G.self)]
        for (k, ephemeral) in context.ephemerals.enumerated() {
            nonces.append(try nonce(k + 1, of: ephemeral, ephemeral.curve.group))
        }
        guard challenge == OwnDealerProof.hash(context, id, nonces) else { throw .dealerProofWrong }
        return ProvenOwnDealing(context: context, id: id)
    }

    private func nonce<H: Group>(_ k: Int, of point: AnyElement, _ group: H.Type) throws(OwnKeysError) -> [UInt8] {
        try nonce(k, of: point.element(in: H.self), group)
    }

    /// s·H − c·P, which is not the neutral element.
    private func nonce<H: Group>(_ k: Int, of point: H.Element, _ group: H.Type) throws(OwnKeysError) -> [UInt8] {
        guard let response = ChallengeResponse<H>(decoding: challenge + responses[k]),
            let nonce = response.nonceVariableTime(of: point)
        else { throw .dealerProofWrong }
        return nonce.encoded
    }
}

private func requireBelowOrder<H: Group>(_ bytes: [UInt8], _ group: H.Type) throws(OwnKeysError) {
    guard (try? PublicScalar<H>(canonical: bytes)) != nil else { throw .dealerProofNotBelowOrder(H.curve) }
}

extension CurveName {
    /// The canonical form of the group's generator.
    var generator: [UInt8] {
        func encoded<H: Group>(_ group: H.Type) -> [UInt8] { H.generator.encoded }
        return encoded(group)
    }
}

/// A dealing of which is known that whoever made it has its key, and the secrets of its points, and meant this id. The only
/// way to get one is `OwnDealerProof.verify`, and without one no holder's key is used and nobody is accused.
package struct ProvenOwnDealing<G: Group>: Sendable {
    package let context: DealingContext<G>
    /// 32 bytes.
    package let id: [UInt8]

    fileprivate init(context: DealingContext<G>, id: [UInt8]) {
        self.context = context
        self.id = id
    }
}

/// The same of a masked dealing, whose masked shares the id covers.
package struct ProvenMaskedDealing<G: Group>: Sendable {
    package let dealing: ProvenOwnDealing<G>
    /// In the order of the context's holders.
    let maskedShares: [PublicScalar<G>]
}

extension MaskedDealing {
    /// - Parameter id: The id, computed again from everything that it covers, these masked shares among it.
    /// - Throws: `OwnKeysError.dealerProofWrong`.
    package func proven(by proof: OwnDealerProof<G>, id: [UInt8]) throws(OwnKeysError) -> ProvenMaskedDealing<G> {
        ProvenMaskedDealing(dealing: try proof.verify(context, id: id), maskedShares: maskedShares)
    }
}
