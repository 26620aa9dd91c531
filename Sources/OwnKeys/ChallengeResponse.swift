package import Groups
import Secrets

/// A proof of knowing a secret number, made non-interactive as Fiat and Shamir do: the hash c, and z = k + c·secret.
package struct ChallengeResponse<H: Group>: Hashable, Sendable {
    /// c: 32 bytes, as the hash gives them.
    package let challenge: [UInt8]
    /// z.
    package let response: PublicScalar<H>

    /// c, then z as 32 bytes in the group's order.
    package static var byteCount: Int { 64 }

    /// z for a challenge, released: k hides the secret, and is used once and forgotten.
    init(
        _ challenge: [UInt8], nonce: consuming SecretScalar<H>, secret: borrowing SecretScalar<H>
    ) throws(SecretsError) {
        var product = try secret.copy()
        product.multiply(by: number(of: challenge, in: H.self))
        nonce.add(product)
        self.challenge = challenge
        response = PublicScalar(releasing: nonce)
    }

    package var encoded: [UInt8] { challenge + response.encoded }

    /// Reads 64 bytes: any 32 may be a challenge, and z is below the order; nil for what has not this form.
    package init?(decoding bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let response = try? PublicScalar<H>(canonical: Array(bytes[32...])) else {
            return nil
        }
        challenge = Array(bytes[..<32])
        self.response = response
    }

    /// −c, by which the proven point is multiplied.
    var negatedNumber: PublicScalar<H> { number(of: challenge, in: H.self).negated }

    /// z·H − c·P: what k·H was; nil for the neutral element, which no proof has.
    func nonceVariableTime(of point: H.Element) -> H.Element? {
        let nonce = H.linearCombinationVariableTime([response, negatedNumber], [H.generator, point])
        return nonce.isIdentity ? nil : nonce
    }
}

/// c as a number modulo the order: big-endian in every group, since it is a hash and not a scalar of one.
func number<H: Group>(of challenge: [UInt8], in group: H.Type) -> PublicScalar<H> {
    PublicScalar(reducing: Limbs(bytes: challenge, .bigEndian))
}

extension PublicScalar {
    /// A number that may be known from here on; each use says why.
    init(releasing secret: borrowing SecretScalar<G>) {
        var limbs = secret.withLimbs { Limbs(at: $0) }
        withUnsafeMutableBytes(of: &limbs) { MemoryChecker.markPublic(UnsafeRawBufferPointer($0)) }
        self.init(reducing: limbs)
    }
}

/// A holder's nonce: hard to guess as long as either the randomness is or the key is secret, and another one for another
/// statement even where a machine draws the same randomness twice (holdfast-own-keys(5), "Hedged randomness").
/// - Parameters:
///   - role: What is proven.
///   - fresh: 32 random bytes.
///   - statement: The hash of what is proven.
func hedgedNonce<H: Group>(
    _ role: String, _ secret: borrowing SecretScalar<H>, fresh: borrowing LockedBytes, statement: [UInt8]
) throws(SecretsError) -> SecretScalar<H> {
    var hash = ScalarHash(domain: "nonce " + role)
    try hash.append(field: secret)
    fresh.withUnsafeBytes { hash.append(field: $0) }
    hash.append(field: statement)
    let nonce = try hash.scalar(in: H.self)
    // One randomness in 2²⁵² gives zero.
    guard nonce.isZero else { return nonce }
    return try hedgedNonce(role, secret, fresh: try LockedBytes(randomCount: 32), statement: statement)
}
