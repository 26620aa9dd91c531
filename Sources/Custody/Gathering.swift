import Groups
import SecretSharing
import ShareFiles

/// The files of one check, read once for what is public in them; lines are read again when they are checked.
struct Gathering {
    /// One file that is, or should be, a share.
    struct Entry {
        var file: SecretFile
        /// What the file brings with it.
        var dealing: KnownDealing?
        /// What it says, in locked memory; nil where it cannot be read.
        var line: LineOwner?
        var verdict: ShareVerdict
    }

    /// A line that several values may refer to; it is never copied.
    final class LineOwner: Sendable {
        let line: ShareLine
        init(_ line: consuming ShareLine) { self.line = line }
    }

    private let options: CheckOptions
    private var reader = DealingReader()
    private var entries: [Entry] = []
    /// Every dealing that was met, by its full id, in the order they came.
    private var dealings: [KnownDealing] = []
    /// The dealing of `options.dealing`.
    private var given: KnownDealing?

    init(_ files: [SecretFile], _ options: CheckOptions) throws(Refusal) {
        self.options = options
        if let file = options.dealing { given = try Gathering.readDealing(file) }
        if let given { dealings.append(given) }
        for file in files {
            if file.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) == .dealing {
                note(try Gathering.readDealing(file))
            } else {
                try add(file)
            }
        }
        // A correction is tried against a dealing that may have come after it.
        for position in entries.indices where entries[position].line == nil { try offerCorrection(at: position) }
    }

    private static func readDealing(_ file: SecretFile) throws(Refusal) -> KnownDealing {
        let dealing = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        }
        return try refusing(about: file.name) { () throws in try KnownDealing(dealing) }
    }

    private mutating func note(_ dealing: KnownDealing) {
        if !dealings.contains(where: { $0.file.id == dealing.file.id }) { dealings.append(dealing) }
    }

    private mutating func add(_ file: SecretFile) throws(Refusal) {
        do {
            entries.append(try read(try ShareFile(parsing: file.bytes, reading: &reader), of: file))
        } catch {
            let refusal = Refusal(error)
            guard refusal.kind != .internalFault, refusal.kind != .inputOutput else { throw refusal }
            let dealing = Gathering.dealing(of: file)
            if let dealing { note(dealing) }
            entries.append(
                Entry(file: file, dealing: dealing, verdict: ShareVerdict(file: file.name, refused: refusal)))
        }
    }

    /// Takes note of what is public in a share.
    private mutating func read(_ share: consuming ShareFile, of file: SecretFile) throws -> Entry {
        var entry = Entry(file: file, verdict: ShareVerdict(file: file.name))
        if let dealing = share.dealing { entry.dealing = try known(dealing) }
        entry.line = LineOwner(try share.takeLine())
        return entry
    }

    /// The dealing with its addresses compared, which is done once for each.
    private mutating func known(_ dealing: DealingFile) throws(Refusal) -> KnownDealing {
        // Recipients are not in the id: two texts of one dealing may differ there.
        if let known = dealings.first(where: { $0.file == dealing }) { return known }
        let known = try KnownDealing(dealing)
        note(known)
        return known
    }

    /// Looks whether a mistyped line is near one that fits a dealing, and asks whether to use that one.
    private mutating func offerCorrection(at position: Int) throws(Refusal) {
        let file = entries[position].file
        guard entries[position].verdict.status == .damaged else { return }
        guard let correction = Gathering.correction(of: file),
            !(correction.wrong.isEmpty && correction.unreadable.isEmpty),
            let line = try? correction.line()
        else { return }
        let embedded = Gathering.dealing(of: file)
        guard let dealing = ([embedded].compactMap { $0 } + dealings).first(where: { line.names($0.file.id) }),
            case let index = line.holder, try fits(line, dealing)
        else { return }
        let offer = CorrectionOffer(file: file.name, correction)
        let places = offer.places
        entries[position].verdict.places = places
        entries[position].verdict.index = Int(index.value)
        entries[position].verdict.holder = dealing.file.holder(index)?.name
        guard options.offer(offer) else { return }
        let taken = offer.takeCorrection()
        let bytes = try refusing { () throws in try taken.withLetters { try LockedBytes(copying: $0) } }
        let right = try refusing { () throws in try bytes.withUnsafeBytes { try ShareLine(parsing: $0) } }
        entries[position].line = LineOwner(right)
        entries[position].dealing = embedded
        entries[position].verdict = ShareVerdict(file: file.name)
        entries[position].verdict.places = places
        entries[position].verdict.isCorrected = true
    }

    private static func correction(of file: SecretFile) -> ShareLineCorrection? {
        do { return try ShareFile.correction(of: file.bytes) } catch { return nil }
    }

    /// The dealing that a file with a damaged line brings.
    private static func dealing(of file: SecretFile) -> KnownDealing? {
        guard let dealing = try? ShareFile.dealing(of: file.bytes) else { return nil }
        return try? KnownDealing(dealing)
    }

    private func fits(_ line: consuming ShareLine, _ dealing: KnownDealing) throws(Refusal) -> Bool {
        func fits<G: Group>(_ line: consuming ShareLine, _ group: G.Type) throws -> Bool {
            try dealing.file.requireAgreement(with: line)
            let share = try line.share(in: G.self)
            let commitment = dealing.commitment(in: G.self)
            return G.generator(times: share.value) == commitment.elementVariableTime(for: share.holder)
        }
        do {
            return try fits(line, dealing.file.group.group)
        } catch {
            let refusal = Refusal(error)
            if refusal.kind == .internalFault || refusal.kind == .inputOutput { throw refusal }
            return false
        }
    }

    // MARK: Which dealing is right

    /// The dealing that everything is checked against; nil where several came and nothing decides, or none came.
    /// - Throws: `Refusal` with code `unexpected-key`.
    func decide() throws(Refusal) -> KnownDealing? {
        let candidates = given.map { [$0] } ?? dealings
        guard !options.expected.isEmpty else { return candidates.count == 1 ? candidates[0] : nil }
        var matching: [KnownDealing] = []
        for dealing in candidates {
            var fits = true
            for expected in options.expected where try !expected.matches(dealing) { fits = false }
            if fits { matching.append(dealing) }
        }
        guard !matching.isEmpty || candidates.isEmpty else { throw unexpected(candidates) }
        return matching.count == 1 ? matching[0] : nil
    }

    private func unexpected(_ candidates: [KnownDealing]) -> Refusal {
        let wanted = options.expected.map(\.text).joined(separator: " and ")
        let found = candidates.map { dealing in
            options.expected.contains(where: \.isFingerprint)
                ? dealing.facts.fingerprint : dealing.facts.addresses.first?.text ?? dealing.facts.publicKey
        }
        return Refusal(
            .answerIsNo, code: "unexpected-key",
            "the shares are of \(found.joined(separator: " and ")), not of \(wanted)",
            advice: "look for the shares of the dealing that you mean, and ask the dealer where these come from")
    }

    // MARK: Checking

    /// Checks all readable shares that are of the dealing, and writes a verdict to every file.
    mutating func checked<G: Group>(
        against dealing: KnownDealing, in group: G.Type
    ) throws(Refusal) -> CheckedShares<G> {
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
                    judge(position, .invalid, SecretSharingError.shareContradictsCommitment(holder))
                    continue
                }
                guard positions[holder] == nil else {
                    judge(position, .duplicate, SecretSharingError.indexTwice(holder))
                    continue
                }
            }
            positions[holder] = position
            table.append(holder: holder, value: share.value)
        }
        let verdict = try Gathering.checked(table, commitment, binding: dealing.file.id.bytes)
        for holder in verdict.bad {
            judge(positions[holder]!, .invalid, SecretSharingError.shareContradictsCommitment(holder))
        }
        return verdict.checkedShares()
    }

    private static func checked<G: Group>(
        _ table: consuming ShareTable<G>, _ commitment: Commitment<G>, binding: [UInt8]
    ) throws(Refusal) -> BatchVerdict<G> {
        do { return try table.checked(against: commitment, binding: binding) } catch { throw Refusal(error) }
    }

    /// Whose share of this dealing the file says it is; nil, with a verdict, where it is of another.
    private mutating func claim(at position: Int, _ dealing: KnownDealing) -> HolderIndex? {
        let entry = entries[position]
        guard let owner = entry.line else { return nil }
        let holder = owner.line.holder
        entries[position].verdict.index = Int(holder.value)
        entries[position].verdict.dealing = (entry.dealing ?? dealing).facts.shortForm
        if let own = entry.dealing, own.file.id != dealing.file.id {
            entries[position].verdict.holder = own.file.holder(holder)?.name
            judge(
                position, .otherDealing,
                Refusal(
                    .answerIsNo, code: "other-dealing",
                    "the share is of dealing \(own.facts.shortForm)\(own.facts.labelInQuotes), not of \(dealing.facts.shortForm)",
                    advice: "nothing was mixed; bring the holder's share of \(dealing.facts.shortForm)"))
            return nil
        }
        if entry.dealing == nil {
            do {
                try dealing.file.requireAgreement(with: owner.line)
            } catch {
                entries[position].verdict.dealing = nil
                judge(position, .otherDealing, error)
                return nil
            }
        }
        entries[position].verdict.holder = dealing.file.holder(holder)?.name
        entries[position].verdict.status = .valid
        return holder
    }

    private func share<G: Group>(at position: Int, in group: G.Type) throws(Refusal) -> Share<G> {
        guard let owner = entries[position].line else { preconditionFailure("only what has a line is checked") }
        return try refusing(about: entries[position].file.name) { () throws in try owner.line.share(in: G.self) }
    }

    private mutating func judge(_ position: Int, _ status: ShareVerdict.Status, _ reason: any Error) {
        let refusal = Refusal(reason)
        entries[position].verdict.status = status
        entries[position].verdict.code = refusal.code
        entries[position].verdict.reason = refusal.description
    }

    // MARK: Reporting

    func report(_ dealing: KnownDealing) -> CheckReport {
        let good = Set(entries.filter { $0.verdict.status == .valid }.compactMap(\.verdict.index))
        return CheckReport(
            dealing: dealing.facts, camps: [], shares: entries.map(\.verdict), expected: options.expected.map(\.text),
            missing: dealing.facts.holders.filter { !good.contains($0.index) })
    }

    /// Several dealings and nothing to decide, or none at all: every share is checked against the dealing it brings.
    mutating func reportOfCamps() throws(Refusal) -> CheckReport {
        var camps: [Camp] = []
        var verdicts = entries.map(\.verdict)
        for dealing in dealings {
            var own = self
            func check<G: Group>(_ group: G.Type) throws(Refusal) -> Int {
                try own.checked(against: dealing, in: G.self).table.count
            }
            let good = try refusing { () throws in try check(dealing.file.group.group) }
            var files: [String] = []
            for position in entries.indices {
                if own.entries[position].line == nil {
                    if entries[position].dealing?.file.id == dealing.file.id {
                        files.append(entries[position].file.name)
                    }
                } else if own.entries[position].verdict.status != .otherDealing {
                    verdicts[position] = own.entries[position].verdict
                    files.append(entries[position].file.name)
                }
            }
            camps.append(Camp(dealing: dealing.facts, files: files, goodShares: good))
        }
        for position in entries.indices where entries[position].line != nil && verdicts[position].status == .damaged {
            verdicts[position] = ShareVerdict(
                file: entries[position].file.name,
                refused: Refusal(
                    .damaged, code: "dealing-missing", "the share line came without its dealing",
                    advice: "bring the dealing.json of the split, or a whole share file beside it"),
                status: .dealingMissing)
            verdicts[position].index = entries[position].line.map { Int($0.line.holder.value) }
        }
        return CheckReport(dealing: nil, camps: camps, shares: verdicts, expected: [], missing: [])
    }
}

extension DealingFacts {
    /// For a sentence: ` ("validator-7")`, or nothing.
    var labelInQuotes: String { label.isEmpty ? "" : " (\"\(label)\")" }
}
