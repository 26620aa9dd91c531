package import Digests
package import Groups
package import Secrets

/// The dealer's proof of having the key of commitment 0, made over the id of the dealing.
///
/// Feldman's commitments alone do not say who dealt: from A₀ anybody can make a dealing in which up to t − 1 shares
/// check. So the dealer signs the id, which fixes all that is public, with the shared scalar x itself: Schnorr's proof
/// (J. Cryptology 4, 1991) of x in A₀ = x·G, made non-interactive as Fiat and Shamir do, in the form (c, s).
/// ```
/// R = k·G,  c = SHA-256(domain, group, id, A₀, R),  s = k + c·x mod q       x: the key; k: in 1 … q − 1, hedged
/// R′ = s·G − c·A₀ ≠ 0,  c = SHA-256(domain, group, id, A₀, R′)              to verify
/// ```
/// A₀ and through the id every other commitment are hashed, so that nobody can choose them after c (Bernhard, Pereira,
/// Warinschi, "How not to prove yourself", Asiacrypt 2012). The argument is in holdfast-protocol.7, section 11.
package struct DealerProof<G: Group>: Hashable, Sendable {
    /// c: 32 bytes, as the hash gives them.
    package let challenge: [UInt8]
    /// s.
    package let response: PublicScalar<G>

    /// c, then s as 32 bytes in the group's order.
    package static var byteCount: Int { 64 }

    package init(challenge: [UInt8], response: PublicScalar<G>) {
        precondition(challenge.count == 32, "a challenge is one SHA-256")
        self.challenge = challenge
        self.response = response
    }

    /// Proves that whoever runs this has the key; two proofs of the same differ.
    ///
    /// In constant time as to the key and the nonce.
    /// - Parameters:
    ///   - secret: x, 1 … q − 1.
    ///   - publicKey: A₀, which is x·G.
    ///   - id: The id of the dealing, 32 bytes.
    /// - Throws: `SecretsError` where there is no memory for the nonce.
    package static func make(
        for secret: borrowing SecretScalar<G>, publicKey: G.Element, dealing id: [UInt8]
    ) throws(SecretsError) -> DealerProof {
        try make(for: secret, publicKey: publicKey, dealing: id, try HedgedRandomness(secret: secret))
    }

    /// The same with chosen randomness: k is another one for another id, since two proofs with one k give x.
    package static func make(
        for secret: borrowing SecretScalar<G>, publicKey: G.Element, dealing id: [UInt8],
        _ randomness: borrowing HedgedRandomness
    ) throws(SecretsError) -> DealerProof {
        // k, until c·x is added to it.
        var response = try randomness.scalar(in: G.self, for: "nonce of the proof", id)
        let challenge = hash(publicKey: publicKey, dealing: id, nonce: G.generator(times: response))
        var product = try secret.copy()
        product.multiply(by: number(of: challenge))
        response.add(product)
        var encoded = [UInt8](repeating: 0, count: 32)
        encoded.withUnsafeMutableBytes { response.encode(into: $0) }
        wipeStack()
        // s hides x behind k, which is used once and forgotten: this is where it is released.
        encoded.withUnsafeBytes { MemoryChecker.markPublic($0) }
        guard let response = try? PublicScalar<G>(canonical: encoded) else {
            preconditionFailure("a sum modulo q is below q")
        }
        return DealerProof(challenge: challenge, response: response)
    }

    /// Whether somebody who has the key of A₀ made this proof over this id; in variable time.
    /// - Throws: `SecretSharingError.dealerProofWrong`.
    package func verify(publicKey: G.Element, dealing id: [UInt8]) throws(SecretSharingError) {
        let negated = DealerProof.number(of: challenge).negated
        let nonce = G.linearCombinationVariableTime([response, negated], [G.generator, publicKey])
        guard !nonce.isIdentity, challenge == DealerProof.hash(publicKey: publicKey, dealing: id, nonce: nonce) else {
            throw .dealerProofWrong
        }
    }

    /// The challenge for a nonce: SHA-256 over the fields domain, group, id, A₀ and R, each behind its length.
    /// - Parameter nonce: R, not the identity.
    package static func hash(publicKey: G.Element, dealing id: [UInt8], nonce: G.Element) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-dealing-proof/1")
        encoding.append(field: G.curve.rawValue)
        encoding.append(field: id)
        encoding.append(field: publicKey.encoded)
        encoding.append(field: nonce.encoded)
        return SHA256.hash(encoding.bytes)
    }

    /// c as a number modulo q: big-endian in every group, since it is a hash and not a scalar of one.
    private static func number(of challenge: [UInt8]) -> PublicScalar<G> {
        PublicScalar(reducing: Limbs(bytes: challenge, .bigEndian))
    }
}

extension DealerProof {
    /// 64 bytes: c, then s in the group's order.
    package var encoded: [UInt8] { challenge + response.encoded }

    /// Reads 64 bytes: any 32 may be a challenge, and s is below q.
    /// - Throws: `SecretSharingError.dealerProofLength`, `.dealerProofNotBelowOrder`.
    package init(decoding bytes: [UInt8]) throws(SecretSharingError) {
        guard bytes.count == Self.byteCount else { throw .dealerProofLength(found: bytes.count) }
        guard let response = try? PublicScalar<G>(canonical: Array(bytes[32...])) else {
            throw .dealerProofNotBelowOrder(G.curve)
        }
        self.init(challenge: Array(bytes[..<32]), response: response)
    }
}
