import Digests
package import Groups
package import SecretSharing
package import Secrets

/// What a holder hands in to a blinded request: their part λ·s of the key under numbers that each two members have in
/// common and that cancel in the sum, with a signature (holdfast-own-keys(5), "Blinded rebuilding").
package struct BlindedAnswer<G: Group, H: Group>: ~Copyable {
    /// u = λ·s + Σ ± r.
    let value: SecretScalar<G>
    /// R = r·G for every other member, by ascending index.
    let pairPoints: [G.Element]
    private let signature: ChallengeResponse<H>

    static func byteCount(members: Int) -> Int {
        32 + (members - 1) * G.elementByteCount + ChallengeResponse<H>.byteCount
    }

    /// u ‖ every R ‖ c ‖ z.
    package borrowing func encoded() throws(SecretsError) -> LockedBytes {
        var room = try LockedBytes(count: Self.byteCount(members: pairPoints.count + 1))
        let rest = pairPoints.reduce(into: []) { $0 += $1.encoded } + signature.encoded
        room.withUnsafeMutableBytes { room in
            value.encode(into: UnsafeMutableRawBufferPointer(rebasing: room[..<32]))
            UnsafeMutableRawBufferPointer(rebasing: room[32...]).copyBytes(from: rest)
        }
        return room
    }

    /// Reads what a member handed in, and verifies that they signed it for this request.
    /// - Throws: `OwnKeysError.answerUnauthentic`, `.memory`.
    init(
        decoding bytes: UnsafeRawBufferPointer, of holder: HolderIndex, in set: BlindedSet<G>, _ key: H.Element
    ) throws(OwnKeysError) {
        let count = Self.byteCount(members: set.members.count)
        guard bytes.count == count else {
            throw .answerUnauthentic(holder, .length(expected: count, found: bytes.count))
        }
        let value: SecretScalar<G>
        do {
            value = try SecretScalar(canonical: UnsafeRawBufferPointer(rebasing: bytes[..<32]))
        } catch {
            if case .memory(let error) = error { throw .memory(error) }
            throw .answerUnauthentic(holder, .notBelowOrder)
        }
        let end = count - ChallengeResponse<H>.byteCount
        let forms = stride(from: 32, to: end, by: G.elementByteCount).map { Array(bytes[$0..<$0 + G.elementByteCount]) }
        let points: [G.Element]
        do { points = try G.elements(decoding: forms) } catch {
            throw .answerUnauthentic(holder, .point(error.reason))
        }
        guard let signature = ChallengeResponse<H>(decoding: Array(bytes[end...])) else {
            throw .answerUnauthentic(holder, .notBelowOrder)
        }
        guard let nonce = signature.nonceVariableTime(of: key) else { throw .answerUnauthentic(holder, .proofWrong) }
        var hash = try statement(set, holder, key, value, points, H.self)
        hash.append(field: nonce.encoded)
        guard hash.released() == signature.challenge else { throw .answerUnauthentic(holder, .proofWrong) }
        self.value = value
        pairPoints = points
        self.signature = signature
    }

    /// In constant time as to key and share.
    fileprivate init(
        _ set: BlindedSet<G>, _ share: borrowing CheckedShare<G>, _ secret: borrowing HolderSecret<H>,
        _ fresh: borrowing LockedBytes
    ) throws(OwnKeysError) {
        guard let place = set.members.firstIndex(of: secret.holder) else { throw .requestWithoutHolder(secret.holder) }
        var value = try mappingMemory { () throws(SecretsError) in try share.share.value.copy() }
        value.multiply(by: set.lagrange()[place])
        var points: [G.Element] = []
        for other in set.others(than: secret.holder) {
            let number = try pairNumber(set, secret, other)
            if secret.holder < other { value.add(number) } else { value.subtract(number) }
            // r hides behind the discrete logarithm.
            points.append(G.generator(times: number))
        }
        signature = try sign(set, secret, value, points, fresh)
        self.value = value
        pairPoints = points
    }
}

extension BlindedSet {
    /// A member's answer. The same each time, but for the signature: nothing is to be remembered between two.
    /// - Parameters:
    ///   - share: The member's share of this dealing.
    ///   - fresh: 32 random bytes, given by tests only.
    /// - Throws: `OwnKeysError.requestWithoutHolder`, `.nodeKeyOfAnotherHolder`, `.shareOfAnotherDealing`, `.pairUseless`,
    ///   `.memory`.
    package func answer<H: Group>(
        _ share: borrowing CheckedShare<G>, with secret: borrowing HolderSecret<H>,
        fresh: consuming LockedBytes? = nil
    ) throws(OwnKeysError) -> BlindedAnswer<G, H> {
        try dealing.requireHolder(secret)
        try dealing.requireShare(share, of: secret.holder)
        let fresh = try randomness(fresh)
        return try BlindedAnswer(self, share, secret, fresh)
    }
}

/// r of two members: H2S of the point that their keys have in common, for this request, dealing and set.
private func pairNumber<G: Group, H: Group>(
    _ set: BlindedSet<G>, _ secret: borrowing HolderSecret<H>, _ other: HolderIndex
) throws(OwnKeysError) -> SecretScalar<G> {
    let pair = HolderPair(secret.holder, other)
    let key = try set.dealing.context.key(of: other).element(in: H.self)
    let common = try product(secret, key, of: other)
    var fields = set.binding()
    fields.append(UInt32(set.members.count))
    for member in set.members { fields.append(UInt32(member.value)) }
    for member in [pair.first, pair.second] { fields.append(UInt32(member.value)) }
    let number = try mappingMemory { () throws(SecretsError) in
        var hash = ScalarHash(domain: "pair")
        hash.append(field: common)
        hash.append(encoded: fields.bytes)
        return try hash.scalar(in: G.self)
    }
    guard !number.isZero else { throw .pairUseless(pair) }
    return number
}

/// d times another holder's key.
private func product<H: Group>(
    _ secret: borrowing HolderSecret<H>, _ key: H.Element, of other: HolderIndex
) throws(OwnKeysError) -> SecretElement<H> {
    do { return try SecretElement(secret.scalar, times: key) } catch { throw OwnKeysError(error, of: other) }
}

private func statement<G: Group, H: Group>(
    _ set: BlindedSet<G>, _ holder: HolderIndex, _ key: H.Element, _ value: borrowing SecretScalar<G>,
    _ points: [G.Element], _ group: H.Type
) throws(OwnKeysError) -> FieldHash {
    do { return try set.statement(holder, key, value, points, group) } catch { throw .memory(error) }
}

private func sign<G: Group, H: Group>(
    _ set: BlindedSet<G>, _ secret: borrowing HolderSecret<H>, _ value: borrowing SecretScalar<G>,
    _ points: [G.Element], _ fresh: borrowing LockedBytes
) throws(OwnKeysError) -> ChallengeResponse<H> {
    let digest = try statement(set, secret.holder, secret.key, value, points, H.self).released()
    var hash = try statement(set, secret.holder, secret.key, value, points, H.self)
    do {
        let nonce = try hedgedNonce("blinded", secret.scalar, fresh: fresh, statement: digest)
        hash.append(field: H.generator(times: nonce).encoded)
        return try ChallengeResponse(hash.released(), nonce: nonce, secret: secret.scalar)
    } catch { throw .memory(error) }
}
