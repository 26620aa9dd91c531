package import Groups
package import SecretSharing
package import Secrets

/// What a holder hands in to a request for masked shares: I = d·E, and the proof of Chaum and Pedersen (CRYPTO 1992) that
/// it was made with the d of their public key (holdfast-own-keys(5), "The holder's answer").
///
/// I opens the share, so that all of this is in locked memory, and leaves sealed to the requester.
package struct HolderAnswer<H: Group>: ~Copyable {
    fileprivate let common: SecretElement<H>
    private let proof: ChallengeResponse<H>

    package static var byteCount: Int { H.elementByteCount + ChallengeResponse<H>.byteCount }

    /// I ‖ c ‖ z.
    package borrowing func encoded() throws(SecretsError) -> LockedBytes {
        var room = try LockedBytes(count: Self.byteCount)
        room.withUnsafeMutableBytes { room in
            common.withUnsafeBytes { room.copyMemory(from: $0) }
            UnsafeMutableRawBufferPointer(rebasing: room[H.elementByteCount...]).copyBytes(from: proof.encoded)
        }
        return room
    }

    /// Reads what a holder handed in, in variable time: it is on the machine that it was sent to.
    fileprivate init(decodingVariableTime bytes: UnsafeRawBufferPointer, of holder: HolderIndex) throws(OwnKeysError) {
        guard bytes.count == Self.byteCount else {
            throw .answerUnauthentic(holder, .length(expected: Self.byteCount, found: bytes.count))
        }
        let common: SecretElement<H>
        do {
            common = try SecretElement(
                decodingVariableTime: UnsafeRawBufferPointer(rebasing: bytes[..<H.elementByteCount]))
        } catch {
            if case .memory(let error) = error { throw .memory(error) }
            throw .answerUnauthentic(holder, .point(error))
        }
        guard let proof = ChallengeResponse<H>(decoding: Array(bytes[H.elementByteCount...])) else {
            throw .answerUnauthentic(holder, .notBelowOrder)
        }
        self.common = common
        self.proof = proof
    }

    /// In constant time as to the key.
    /// - Parameter request: nil for what answers none, and is evidence.
    init<G: Group>(
        _ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>, _ request: [UInt8]?,
        _ fresh: borrowing LockedBytes
    ) throws(OwnKeysError) {
        let common = try dealing.common(secret), ephemeral = dealing.dealing.context.ephemeral(in: H.self)
        let statement = AnswerStatement<H>(
            request: request, id: dealing.dealing.id, holder: secret.holder, key: secret.key, ephemeral: ephemeral)
        let digest = statement.hash(common).released()
        let nonce = try mappingMemory { () throws(SecretsError) in
            try hedgedNonce(
                request == nil ? "evidence" : "share", secret.scalar, fresh: fresh, statement: digest)
        }
        var hash = statement.hash(common)
        hash.append(field: H.generator(times: nonce).encoded)
        do { hash.append(field: try SecretElement(nonce, times: ephemeral)) } catch {
            throw OwnKeysError(error, of: secret.holder)
        }
        let challenge = hash.released()
        do { proof = try ChallengeResponse(challenge, nonce: nonce, secret: secret.scalar) } catch {
            throw .memory(error)
        }
        self.common = common
    }

    /// Whether the holder of P made this for the request; in variable time, on a wiped stack.
    fileprivate borrowing func verify(_ statement: AnswerStatement<H>) throws(OwnKeysError) {
        let wrong = OwnKeysError.answerUnauthentic(statement.holder, .proofWrong)
        guard let first = proof.nonceVariableTime(of: statement.key) else { throw wrong }
        var hash = statement.hash(common)
        hash.append(field: first.encoded)
        do {
            hash.append(
                field: try common.sumVariableTime(proof.response, statement.ephemeral, adding: proof.negatedNumber))
        } catch {
            if case .memory(let error) = error { throw .memory(error) }
            throw wrong
        }
        guard hash.released() == proof.challenge else { throw wrong }
    }
}

/// What an answer proves: P = d·H and I = d·E, for one dealing and holder, and for one request or as evidence.
private struct AnswerStatement<H: Group> {
    /// nil for evidence, which has a domain of its own: no answer to a request is one, and it answers none.
    let request: [UInt8]?
    let id: [UInt8]
    let holder: HolderIndex
    let key: H.Element
    let ephemeral: H.Element

    /// All of it, before the points of the nonce.
    func hash(_ common: borrowing SecretElement<H>) -> FieldHash {
        var hash = FieldHash(
            domain: request == nil ? "holdfast-own-keys-evidence/1" : "holdfast-own-keys-share/1")
        hash.append(field: H.curve.rawValue)
        if let request { hash.append(field: request) }
        hash.append(field: id)
        hash.append(UInt32(holder.value))
        for point in [H.generator, key, ephemeral] { hash.append(field: point.encoded) }
        hash.append(field: common)
        return hash
    }
}

extension ProvenMaskedDealing {
    /// A holder's answer to a request. It can be made even where the dealer cheated: then it is the evidence.
    /// - Parameters:
    ///   - request: The request's id, 32 bytes.
    ///   - fresh: 32 random bytes, given by tests only.
    /// - Throws: `OwnKeysError.nodeKeyOfAnotherHolder`, `.memory`.
    package func answer<H: Group>(
        to request: [UInt8], with secret: borrowing HolderSecret<H>, fresh: consuming LockedBytes? = nil
    ) throws(OwnKeysError) -> HolderAnswer<H> {
        try dealing.requireHolder(secret)
        let fresh = try randomness(fresh)
        return try HolderAnswer(self, secret, request, fresh)
    }

    /// The share that an answer opens.
    /// - Parameters:
    ///   - bytes: What was sealed to the requester, in locked memory.
    ///   - request: The request's id.
    /// - Throws: `OwnKeysError.answerUnauthentic` for what is not this holder's answer to this request: nobody is accused.
    ///   `.dealerCheated` where it is, and the share is wrong. `.noSuchHolder`, `.memory`.
    package func share(
        from bytes: UnsafeRawBufferPointer, of holder: HolderIndex, request: [UInt8]
    ) throws(OwnKeysError) -> CheckedShare<G> {
        try proven(bytes, of: holder, request: request)
    }

    /// The share that a proven point opens.
    /// - Parameter request: That of which it is the answer; nil for evidence.
    /// - Throws: As `share(from:of:request:)`.
    func proven(
        _ bytes: UnsafeRawBufferPointer, of holder: HolderIndex, request: [UInt8]?
    ) throws(OwnKeysError) -> CheckedShare<G> {
        let key = try dealing.context.key(of: holder)
        return try share(from: bytes, of: holder, key, request, key.curve.group)
    }

    private func share<H: Group>(
        from bytes: UnsafeRawBufferPointer, of holder: HolderIndex, _ key: AnyElement, _ request: [UInt8]?,
        _ group: H.Type
    ) throws(OwnKeysError) -> CheckedShare<G> {
        let answer = try HolderAnswer<H>(decodingVariableTime: bytes, of: holder)
        try answer.verify(
            AnswerStatement(
                request: request, id: dealing.id, holder: holder, key: key.element(in: H.self),
                ephemeral: dealing.context.ephemeral(in: H.self)))
        return try unmask(answer.common, of: holder)
    }
}

/// 32 random bytes, or those of a test.
func randomness(_ given: consuming LockedBytes?) throws(OwnKeysError) -> LockedBytes {
    if let given { return given }
    return try mappingMemory { () throws(SecretsError) in try LockedBytes(randomCount: 32) }
}
