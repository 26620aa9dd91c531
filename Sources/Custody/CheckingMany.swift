import Groups
import SecretSharing
import Secrets
import ShareFiles

/// Checks many dealings at once, on all cores: each with its shares, the shares of all in one sum for each group.
///
/// What is said of a dealing is what `check` says of it alone. Where its files hold the dealing by itself, that one decides
/// for the shares beside it. The report does not depend on the number of cores.
/// - Parameters:
///   - count: How many dealings.
///   - threads: At most so many; the cores that the process may use, unless a test says otherwise.
///   - load: Reads the files of the dealing at a place; it runs on several threads at once. They are given up as soon as the
///     shares are taken out of them.
public func checkMany(
    count: Int, _ options: ManyOptions = ManyOptions(), threads: Int? = nil,
    load: @escaping @Sendable (Int) -> DealingFiles
) throws(Refusal) -> ManyReport {
    let threads = threads ?? Parallel.coreCount
    let gathered = Parallel.map(count: count, threads: threads, block: 1) { place in
        GatheredDealing(load(place), options)
    }
    let bad = try badShares(gathered, threads)
    var outcomes = zip(gathered, bad).map { $0.outcome(bad: $1, options) }
    var first: [String: String] = [:]
    for place in outcomes.indices {
        guard case .success(let report) = outcomes[place].result, let id = report.dealing?.id else { continue }
        outcomes[place].twin = first[id]
        first[id] = first[id] ?? outcomes[place].name
    }
    let met = Set(gathered.flatMap(\.met))
    return ManyReport(
        outcomes: outcomes,
        unmet: options.expected.indices.filter { !met.contains($0) }.map { options.expected[$0].text })
}

/// Of each dealing the holders whose shares are bad; empty where it has none to check.
private func badShares(_ gathered: [GatheredDealing], _ threads: Int) throws(Refusal) -> [[HolderIndex]] {
    var bad = [[HolderIndex]](repeating: [], count: gathered.count)
    func check<G: Group>(_ group: G.Type) throws(Refusal) {
        let places = gathered.indices.filter { gathered[$0].shares is UncheckedShares<G> }
        let check = DealingsCheck(places.compactMap { gathered[$0].shares as? UncheckedShares<G> })
        let parts = check.parts
        let found = Parallel.map(count: parts.count, threads: threads, block: 1) { part in
            Result { () throws(Refusal) in try refusing { try check.bad(in: parts[part]) } }
        }
        for (part, found) in zip(parts, found) {
            for (place, holders) in zip(places[part], try found.get()) { bad[place] = holders }
        }
    }
    for group in CurveName.allCases { try check(group.group) }
    return bad
}

/// The files of one dealing, read; its shares wait for those of the others.
private struct GatheredDealing: Sendable {
    private let name: String
    private let unread: [Refusal]
    private let result: Result<CheckReport, Refusal>
    /// `UncheckedShares` of the dealing's own group; nil where no dealing is decided on.
    let shares: (any Sendable)?
    /// Of each holder the place of their verdict in the report.
    private let positions: [HolderIndex: Int]
    /// Which of the expectations the dealing meets.
    let met: [Int]

    init(_ files: DealingFiles, _ options: ManyOptions) {
        var shares: (any Sendable)?, positions: [HolderIndex: Int] = [:], met: [Int] = []
        result = Result { () throws(Refusal) in
            guard !files.files.isEmpty else { throw files.unread.first ?? GatheredDealing.noFile(files.name) }
            var gathering = try Gathering(files.files, options.ofOne(beside: files.sharesProof))
            guard let dealing = try gathering.decide(among: options.expected, &met) else {
                return try gathering.reportOfCamps()
            }
            func take<G: Group>(_ group: G.Type) throws(Refusal) -> any Sendable {
                let claimed: ClaimedShares<G> = try gathering.claimedShares(of: dealing)
                positions = claimed.positions
                do {
                    return try UncheckedShares(
                        claimed.takeTable(), dealing.commitment(in: G.self), binding: dealing.id.bytes)
                } catch { throw Refusal(error) }
            }
            shares = try take(dealing.group.group)
            var report = gathering.report(dealing)
            report.expected = met.map { options.expected[$0].text }
            report.wronglySealed = try gathering.wronglySealed(in: dealing)
            return report
        }
        name = files.name
        unread = files.unread
        self.shares = shares
        self.positions = positions
        self.met = met
    }

    private static func noFile(_ name: String) -> Refusal {
        Refusal(
            .damaged, code: "no-dealing", "\(name) has no share file and no dealing in it",
            advice: "name the folder that has")
    }

    /// What is said of the dealing, now that its bad shares are known.
    func outcome(bad: [HolderIndex], _ options: ManyOptions) -> DealingOutcome {
        DealingOutcome(name: name, result: result.map { $0.naming(bad, at: positions) }, unread: unread)
    }
}

extension CheckReport {
    /// The same, some holders' shares being bad.
    fileprivate func naming(_ bad: [HolderIndex], at positions: [HolderIndex: Int]) -> CheckReport {
        guard !bad.isEmpty, let dealing else { return self }
        var shares = shares
        for holder in bad {
            guard let position = positions[holder] else { preconditionFailure("a bad share came from a file") }
            shares[position].judgeBad(holder)
        }
        var report = CheckReport(of: dealing, shares, expected: expected)
        (report.acknowledged, report.wronglySealed) = (acknowledged, wronglySealed)
        return report
    }
}

/// Gives a copy of the same passphrase whenever it is asked.
private func passphraseSource(giving file: SecretFile) -> PassphraseSource {
    { (_: String) throws(Refusal) -> LockedBytes in
        do { return try file.bytes.copy() } catch { throw Refusal(error) }
    }
}

extension ManyOptions {
    /// For the files of one dealing.
    fileprivate func ofOne(beside proof: PublicFile?) -> CheckOptions {
        let source = passphrase.map { passphraseSource(giving: $0) }
        var options = CheckOptions(identities: identities, passphrase: source)
        options.sharesProofBeside = proof
        options.verifiesSharesProof = true
        return options
    }
}

extension Gathering {
    /// The dealing that decides: the one that came by itself, else the only one; of several the one that is expected.
    /// - Parameters:
    ///   - expected: Of which it must be one, if there are any.
    ///   - met: Which of them it is.
    /// - Throws: `Refusal` with code `unexpected-key`.
    fileprivate func decide(among expected: [Expectation], _ met: inout [Int]) throws(Refusal) -> KnownDealing? {
        let candidates = alone.count == 1 ? alone : dealings
        guard !expected.isEmpty else { return candidates.count == 1 ? candidates[0] : nil }
        var matching: [(dealing: KnownDealing, met: [Int])] = []
        for dealing in candidates {
            let found = try dealing.meets(expected)
            if !found.isEmpty { matching.append((dealing, found)) }
        }
        guard !matching.isEmpty || candidates.isEmpty else {
            throw Refusal(
                .answerIsNo, code: "unexpected-key",
                "the shares are of "
                    + candidates.map { $0.facts.subject }.joined(separator: " and ")
                    + ", which is none of what was expected",
                advice: "find out whose it is, and ask the dealer where it comes from")
        }
        guard matching.count == 1 else { return nil }
        met = matching[0].met
        return matching[0].dealing
    }
}

extension KnownDealing {
    /// Which of the expectations it meets.
    func meets(_ expected: [Expectation]) throws(Refusal) -> [Int] {
        var met: [Int] = []
        for place in expected.indices where try expected[place].matches(self) { met.append(place) }
        return met
    }
}
