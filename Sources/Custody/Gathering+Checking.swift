import Groups
import SecretSharing
import ShareFiles

/// The shares of one dealing that are to be checked together, and where they came from.
struct ClaimedShares<G: Group>: ~Copyable {
    let table: ShareTable<G>
    /// Of each holder the position of the entry.
    let positions: [HolderIndex: Int]

    consuming func takeTable() -> ShareTable<G> { table }
}

extension Gathering {
    /// Checks all readable shares that are of the dealing, and writes a verdict to every file.
    mutating func checked<G: Group>(
        against dealing: KnownDealing, in group: G.Type
    ) throws(Refusal) -> CheckedShares<G> {
        let claimed: ClaimedShares<G> = try claimedShares(of: dealing)
        let positions = claimed.positions
        let verdict = try Gathering.checked(
            claimed.takeTable(), dealing.commitment(in: G.self), binding: dealing.id.bytes)
        for holder in verdict.bad {
            guard let position = positions[holder] else { preconditionFailure("a bad share came from a file") }
            entries[position].judgeBad(holder)
        }
        return verdict.checkedShares()
    }

    /// Every readable share that is of the dealing, one a holder; the other files get their verdicts.
    mutating func claimedShares<G: Group>(of dealing: KnownDealing) throws(Refusal) -> ClaimedShares<G> {
        let commitment = dealing.commitment(in: G.self)
        var candidates: [(position: Int, holder: HolderIndex)] = []
        for position in entries.indices where entries[position].line != nil {
            guard let holder = claim(at: position, dealing) else { continue }
            candidates.append((position, holder))
        }
        var table = try refusing { () throws in try ShareTable<G>(capacity: candidates.count) }
        var positions: [HolderIndex: Int] = [:]
        let several = Dictionary(grouping: candidates, by: \.holder).filter { $0.value.count > 1 }
        for (position, holder) in candidates {
            let share = try self.share(at: position, in: G.self)
            if several[holder] != nil {
                // Two files of one holder: each alone, so that a forged twin costs the honest one nothing.
                let isGood = G.generator(times: share.value) == commitment.elementVariableTime(for: holder)
                guard isGood else {
                    entries[position].judgeBad(holder)
                    continue
                }
                guard positions[holder] == nil else {
                    entries[position].verdict.judge(.duplicate, SecretSharingError.indexTwice(holder))
                    continue
                }
            }
            positions[holder] = position
            table.append(holder: holder, value: share.value)
        }
        return ClaimedShares(table: table, positions: positions)
    }

    private static func checked<G: Group>(
        _ table: consuming ShareTable<G>, _ commitment: Commitment<G>, binding: [UInt8]
    ) throws(Refusal) -> BatchVerdict<G> {
        do { return try table.checked(against: commitment, binding: binding, on: Parallel.cores) } catch {
            throw Refusal(error)
        }
    }

    /// Whose share of this dealing the file says it is; nil, with a verdict, where it is of another.
    private mutating func claim(at position: Int, _ dealing: KnownDealing) -> HolderIndex? {
        let entry = entries[position]
        guard let owner = entry.line else { return nil }
        let holder = owner.line.holder
        entries[position].verdict.index = Int(holder.value)
        entries[position].verdict.dealing = (entry.dealing ?? dealing).facts.shortForm
        if let own = entry.dealing, own.id != dealing.id {
            entries[position].verdict.holder = own.name(of: holder)
            entries[position].verdict.judge(
                .otherDealing,
                Refusal(
                    .answerIsNo, code: "other-dealing",
                    "the share is of dealing \(own.facts.shortForm)\(own.facts.labelInQuotes), not of \(dealing.facts.shortForm)",
                    advice: "nothing was mixed; bring the holder's share of \(dealing.facts.shortForm)"))
            return nil
        }
        if entry.dealing == nil {
            do {
                try dealing.requireAgreement(with: owner.line)
            } catch {
                entries[position].verdict.dealing = nil
                entries[position].verdict.judge(.otherDealing, error)
                return nil
            }
        }
        entries[position].verdict.holder = dealing.name(of: holder)
        entries[position].verdict.status = .valid
        return holder
    }

    private func share<G: Group>(at position: Int, in group: G.Type) throws(Refusal) -> Share<G> {
        guard let owner = entries[position].line else { preconditionFailure("only what has a line is checked") }
        return try refusing(about: entries[position].file.name) { () throws in try owner.line.share(in: G.self) }
    }
}

extension ShareVerdict {
    mutating func judge(_ status: Status, _ reason: any Error) {
        let refusal = Refusal(reason)
        self.status = status
        code = refusal.code
        self.reason = refusal.description
    }

    /// It is not on the committed polynomial.
    mutating func judgeBad(_ holder: HolderIndex) {
        judge(.invalid, SecretSharingError.shareContradictsCommitment(holder))
    }
}

extension Gathering.Entry {
    /// It is not on the committed polynomial.
    ///
    /// A share file is brought by its holder. What was sealed to the requester may be anybody's, so that it is told without
    /// a holder: only the file is bad.
    mutating func judgeBad(_ holder: HolderIndex) {
        guard isSubmitted else {
            verdict.judgeBad(holder)
            return
        }
        let name = verdict.holder ?? "the holder"
        (verdict.index, verdict.holder) = (nil, nil)
        verdict.judge(
            .invalid,
            Refusal(
                .answerIsNo, code: "submission-mismatch",
                "whoever sealed this, what it gives as share \(holder.value) does not fit the dealer's commitment,"
                    + " and shows nothing about \(name)",
                advice: "ask \(name) by another way what they sent"))
    }
}

extension DealingFacts {
    /// For a sentence: ` ("validator-7")`, or nothing.
    var labelInQuotes: String { label.isEmpty ? "" : " (\"\(label)\")" }
}
