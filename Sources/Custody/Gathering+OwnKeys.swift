import Groups
import OwnKeys
import SecretSharing
import Secrets
import ShareFiles
import Signatures

extension Gathering {
    /// Opens the shares that dealings to own keys hold for the node keys among the identities.
    ///
    /// What cannot be opened becomes an entry with the reason, as for a share file.
    mutating func openOwnShares() throws(Refusal) {
        try requireSomethingOpened()
        guard !options.identities.nodeKeys.isEmpty else { return }
        let dealings = candidates.filter { $0.ownPart != nil }
        for identity in options.identities.nodeKeys {
            for dealing in dealings { entries.append(try ownEntry(identity, dealing)) }
        }
    }

    /// The same for one dealing, which was decided on.
    mutating func openOwnShares(of dealing: KnownDealing) throws(Refusal) {
        for identity in options.identities.nodeKeys { entries.append(try ownEntry(identity, dealing)) }
    }

    /// Who brings a key believes that something was opened with it: where there is nothing for it, that is said.
    private func requireSomethingOpened() throws(Refusal) {
        guard entries.isEmpty, options.request == nil, let dealing = candidates.first, candidates.count == 1,
            dealings.count <= 1
        else {
            return
        }
        let isOwn = dealing.ownPart != nil
        guard isOwn ? options.identities.nodeKeys.isEmpty : !options.identities.nodeKeys.isEmpty,
            isOwn ? !options.identities.isEmpty : true
        else { return }
        throw Refusal(
            .cannotDecrypt, code: "identity-of-no-holder",
            isOwn
                ? "dealing \(dealing.facts.shortForm) deals to the keys of nodes, and the identity is no such key"
                : "dealing \(dealing.facts.shortForm) does not deal to the keys of nodes, so the identity opens nothing of it",
            advice: isOwn ? "bring the key file of the node" : "bring the holder's share file with it")
    }

    private func ownEntry(_ identity: NodeKeyFile, _ dealing: KnownDealing) throws(Refusal) -> Entry {
        let file = identity.file
        var entry = Entry(file: file, dealing: dealing, verdict: ShareVerdict(file: file.name))
        do throws(Refusal) {
            let key = try HolderKey(identity, in: dealing, passphrase: options.passphrase)
            entry.verdict.index = Int(key.holder.value)
            entry.verdict.holder = dealing.name(of: key.holder)
            let holder = key.holder
            switch try openOwnShare(key, dealing, options) {
            case .good(let line): entry.line = line
            case .cheated(let evidence):
                entry.evidence = evidence
                throw Refusal(OwnKeysError.dealerCheated(holder))
            }
        } catch {
            switch error.kind {
            // What the person has to do otherwise, and not what is wrong with the share.
            case .internalFault, .inputOutput, .unsafe, .declined: throw error
            case .answerIsNo, .cannotDecrypt, .damaged, .notEnoughShares: break
            }
            let told = (entry.verdict.index, entry.verdict.holder)
            entry.verdict = ShareVerdict(file: file.name, refused: error)
            (entry.verdict.index, entry.verdict.holder) = told
        }
        return entry
    }

    /// What an answer to the request gives: the share, or that its dealer masked another.
    /// - Parameters:
    ///   - content: Opened.
    ///   - entry: Of the file, without a verdict yet.
    func ownAnswer(_ content: borrowing LockedBytes, to request: ShareRequest, _ entry: Entry) throws -> Entry {
        let groups = Dictionary(
            uniqueKeysWithValues: zip(
                request.dealing.indices, request.dealing.ownPart?.keys.map(\.group) ?? []))
        let answer = try OwnAnswer(parsing: content, for: request.file) { groups[$0] }
        var bytes = try LockedBytes(count: answer.element.count + answer.proof.count)
        bytes.withUnsafeMutableBytes { bytes in
            answer.element.withUnsafeBytes { bytes.copyMemory(from: $0) }
            UnsafeMutableRawBufferPointer(rebasing: bytes[answer.element.count...]).copyBytes(from: answer.proof)
        }
        var entry = entry
        do {
            entry.line = try ownLine(bytes, of: answer.holder, request, in: request.dealing.group.group)
        } catch OwnKeysError.dealerCheated(let holder) {
            // A proven answer: whose it is, and that its dealer cheated, is known.
            entry.verdict = ShareVerdict(file: entry.file.name, refused: Refusal(OwnKeysError.dealerCheated(holder)))
            entry.verdict.index = Int(holder.value)
            entry.verdict.holder = request.dealing.name(of: holder)
            guard options.keepsEvidence else { return entry }
            entry.evidence = DealerEvidence(
                EvidenceFile(
                    dealing: try request.dealing.whole(), holder: holder, request: request.file.id.bytes, answer: bytes),
                request.dealing.facts)
        }
        return entry
    }

    private func ownLine<G: Group>(
        _ bytes: borrowing LockedBytes, of holder: HolderIndex, _ request: ShareRequest, in group: G.Type
    ) throws -> LineOwner {
        let masked = try request.dealing.masked(in: G.self)
        let checked = try bytes.withUnsafeBytes { (bytes) throws(OwnKeysError) in
            try masked.share(from: bytes, of: holder, request: request.file.id.bytes)
        }
        return LineOwner(try ShareLine(checked, of: request.dealing.id))
    }
}

/// The share that the dealing holds for a key, on the committed polynomial.
/// - Throws: `Refusal`: `dealer-cheated` where what is masked is not the share, and no evidence of that is asked for.
private func openOwnShare(
    _ key: consuming HolderKey, _ dealing: KnownDealing, _ options: CheckOptions
) throws(Refusal) -> OpenedShare {
    let holder = key.holder
    do {
        return try openOwnShare(key.takePrivateKey(), of: holder, dealing, options, in: dealing.group.group)
    } catch { throw Refusal(error) }
}

private func openOwnShare<G: Group>(
    _ key: consuming PrivateKey, of holder: HolderIndex, _ dealing: KnownDealing, _ options: CheckOptions,
    in group: G.Type
) throws -> OpenedShare {
    let share = try dealing.ownShare(of: holder, options.sharesProof(for: dealing), in: G.self)
    guard options.keepsEvidence, case .masked(let masked) = share else {
        return .good(
            try OpeningShare(share: share, id: dealing.id).perform(with: key, of: holder, in: share.dealing))
    }
    return try ConvictingDealer(masked: masked, dealing: dealing).perform(with: key, of: holder, in: share.dealing)
}

extension KnownDealing {
    /// What was proven of a masked dealing.
    /// - Throws: `Refusal` with code `own-keys` for a dealing of another kind.
    func masked<G: Group>(in group: G.Type) throws(Refusal) -> ProvenMaskedDealing<G> {
        guard case .masked(let masked) = own(in: G.self) else {
            throw Refusal(
                .unsafe, code: "own-keys", "dealing \(facts.shortForm) holds no masked shares",
                advice: "bring a dealing to the holders' own keys")
        }
        return masked
    }
}
