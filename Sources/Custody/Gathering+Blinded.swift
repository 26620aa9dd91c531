import Groups
import OwnKeys
import SecretSharing
import ShareFiles

extension KnownDealing {
    /// The holders of a blinded request, who can answer it together.
    /// - Throws: `OwnKeysError`: `request-holders` for a set that cannot be.
    func blindedSet<G: Group>(
        _ members: [HolderIndex], _ request: RequestFile, in group: G.Type
    ) throws -> BlindedSet<G> {
        guard let own = own(in: G.self) else {
            throw Refusal(
                .unsafe, code: "own-keys", "only the holders of a dealing to their own keys can answer blinded",
                advice: "make a plain request")
        }
        return try BlindedSet(members, of: own.dealing, request: request.id.bytes, dealing: request.dealing.id.bytes)
    }
}

extension Gathering {
    /// Takes the answers to a blinded request, and writes a verdict to every file.
    ///
    /// Whoever signed a value that is not theirs is named; where two holders contradict each other both are suspected.
    mutating func blinded<G: Group>(_ request: ShareRequest, in group: G.Type) throws(Refusal) -> BlindedRebuild<G> {
        guard let members = request.members else { preconditionFailure("a blinded request names its holders") }
        do {
            let set = try request.dealing.blindedSet(members, request.file, in: G.self)
            var rebuild = try BlindedRebuild(set)
            for position in entries.indices { try take(position, into: &rebuild, request.dealing) }
            if rebuild.missing.isEmpty { try judgeTogether(rebuild, request.dealing) }
            return rebuild
        } catch { throw Refusal(error) }
    }

    private mutating func take<G: Group>(
        _ position: Int, into rebuild: inout BlindedRebuild<G>, _ dealing: KnownDealing
    ) throws {
        guard let owner = entries[position].blinded else {
            if entries[position].line != nil {
                entries[position].verdict.judge(
                    .damaged,
                    Refusal(
                        .unsafe, code: "request-blinded", "it is a share, and the request asks for none",
                        advice: "leave it out, or rebuild from shares without the request"))
            }
            return
        }
        let holder = owner.content.holder
        do throws(OwnKeysError) {
            try owner.content.answer.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                try rebuild.add(bytes, of: holder)
            }
            entries[position].verdict.status = .valid
        } catch {
            if case .memory = error { throw error }
            var status = ShareVerdict.Status.invalid
            if case .answerTwice = error { status = .duplicate }
            entries[position].verdict.judge(status, error)
        }
        // Whose it is, is proven by the signature and by nothing else.
        guard entries[position].verdict.status != .invalid else { return }
        entries[position].verdict.index = Int(holder.value)
        entries[position].verdict.holder = dealing.name(of: holder)
    }

    /// What the answers of all show of each other.
    private mutating func judgeTogether<G: Group>(
        _ rebuild: borrowing BlindedRebuild<G>, _ dealing: KnownDealing
    ) throws {
        let findings = try rebuild.findings()
        func position(_ holder: HolderIndex) -> Int? {
            entries.firstIndex { $0.verdict.status == .valid && $0.verdict.index == Int(holder.value) }
        }
        let cheated = findings.cheated.compactMap(position)
        var partners: [Int: [HolderIndex]] = [:]
        for pair in findings.disagreeing {
            for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
                guard let place = position(one) else { continue }
                partners[place, default: []].append(other)
            }
        }
        for position in cheated {
            entries[position].verdict.judge(
                .invalid,
                Refusal(
                    .answerIsNo, code: "holder-cheated", "its holder signed a value that is not theirs",
                    advice: "make a request without this holder"))
        }
        for (position, others) in partners {
            let names = others.compactMap { dealing.name(of: $0) }
            entries[position].verdict.contradicts = others.map { Int($0.value) }
            entries[position].verdict.judge(
                .suspected,
                Refusal(
                    .answerIsNo, code: "pair-disagrees",
                    "it contradicts the answer of \(names.joined(separator: ", ")), and which of the two is wrong cannot be told",
                    advice: "make a request without one of the two"))
        }
    }
}
