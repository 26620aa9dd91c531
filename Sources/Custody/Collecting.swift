import Groups
import SecretSharing
import ShareFiles

/// Shares that come one after another, in any order, each judged as it comes. A refused one changes nothing.
///
/// Which dealing is collected, the options say; where they don't, the first good share or the first dealing does, and
/// whatever is of another is refused from then on. The key is compared with that dealing's commitment 0 as ever.
/// ```swift
/// var collecting = try ShareCollecting()
/// while !collecting.isEnough, let file = nextFile() { show(try collecting.take(file)) }
/// let rebuilt = try rebuild(try collecting.checked())
/// ```
public struct ShareCollecting {
    private var gathering: Gathering
    private var decided: KnownDealing?
    /// On the committed polynomial, one for each holder.
    private var good: [Gathering.Entry] = []
    /// Lines whose dealing has not come yet.
    private var waiting: [Gathering.Entry] = []
    /// In the order they came.
    public private(set) var refused: [ShareVerdict] = []
    /// What convicts the dealer, where it was asked for and found.
    private var evidence: [DealerEvidence] = []
    /// Whether the shares that the dealing holds for the node keys among the identities were opened.
    private var hasOpenedOwn = false
    /// Verdicts on what was there from the beginning: shares that the dealing of the options holds for node keys.
    public private(set) var atFirst: [ShareVerdict] = []

    /// - Throws: `Refusal` where the dealing of the options is damaged, or is not what they expect.
    public init(_ options: CheckOptions = CheckOptions()) throws(Refusal) {
        guard options.request?.members == nil else {
            throw Refusal(
                .unsafe, code: "request-blinded", "answers to a blinded request are judged together, not one by one",
                advice: "leave --collect out, and name the files of all answers at once")
        }
        gathering = try Gathering(options)
        decided = try gathering.decide()
        atFirst = try openOwn()
        settle(atFirst)
    }

    /// What is collected; nil before anything says so.
    public var dealing: DealingFacts? { decided?.facts }
    /// The indices of the holders whose share is good.
    public var goodIndices: Set<Int> { Set(good.compactMap(\.verdict.index)) }
    public var have: Int { good.count }
    /// How many more are needed; nil while the dealing is not known.
    public var lacking: Int? { decided.map { max(0, $0.facts.threshold - good.count) } }
    public var isEnough: Bool { lacking == 0 }

    /// Takes in what a file holds: a share, a dealing, a submission, or what a scanner read of several.
    /// - Returns: A verdict on every share in it, and on earlier lines that only now meet their dealing; none for a dealing.
    ///   What is refused is among them, with the reason.
    /// - Throws: `Refusal` of the kinds `inputOutput` and `internalFault` alone.
    public mutating func take(_ file: SecretFile) throws(Refusal) -> [ShareVerdict] {
        let before = (dealings: gathering.dealings, decided: decided)
        var verdicts: [ShareVerdict]
        do throws(Refusal) {
            verdicts = try judge(file)
            verdicts += try openOwn()
        } catch {
            guard error.kind != .inputOutput, error.kind != .internalFault else { throw error }
            (gathering.dealings, decided) = before
            verdicts = [ShareVerdict(file: file.name, refused: error)]
        }
        settle(verdicts)
        return verdicts
    }

    /// What came is judged: the next one comes to an empty table.
    private mutating func settle(_ verdicts: [ShareVerdict]) {
        evidence += gathering.evidence
        gathering.entries = []
        if let decided { gathering.dealings = [decided] }
        refused += verdicts.filter { $0.status != .valid && $0.status != .dealingMissing }
    }

    /// Opens the shares that the decided dealing holds for the node keys among the identities, once.
    private mutating func openOwn() throws(Refusal) -> [ShareVerdict] {
        guard let decided, decided.ownPart != nil, !hasOpenedOwn else { return [] }
        hasOpenedOwn = true
        let before = gathering.entries.count
        try gathering.openOwnShares(of: decided)
        var verdicts: [ShareVerdict] = []
        for entry in gathering.entries[before...] { verdicts.append(try judge(entry, decided)) }
        return verdicts
    }

    /// All that is good, checked once more and together, for `rebuild` and `Signer`.
    /// - Throws: `Refusal`, as `check`.
    public func checked() throws(Refusal) -> CheckedCollection {
        var all = gathering
        all.entries = good + waiting
        guard let decided else {
            return CheckedCollection(
                report: try all.reportOfCamps(), verifyingKey: nil, evidence: evidence, shares: nil, dealing: nil)
        }
        return try all.collection(of: decided, refused: refused, evidence: evidence)
    }

    private mutating func judge(_ file: SecretFile) throws(Refusal) -> [ShareVerdict] {
        let before = (dealings: gathering.dealings, decided: decided)
        try gathering.take(file)
        for position in gathering.entries.indices where gathering.entries[position].line == nil {
            try gathering.offerCorrection(at: position)
        }
        let fresh = gathering.entries
        if decided == nil { decided = try decidedNow(file) }
        guard let dealing = decided else { return fresh.map { wait(for: $0) } }
        var verdicts: [ShareVerdict] = []
        for entry in fresh { verdicts.append(try judge(entry, dealing)) }
        if before.decided == nil, !fresh.isEmpty, !verdicts.contains(where: { $0.status == .valid }) {
            // Only a good share, or the dealing by itself, says what is collected.
            (gathering.dealings, decided) = before
            return verdicts
        }
        let late = waiting
        waiting = []
        for entry in late { verdicts.append(try judge(entry, dealing)) }
        return verdicts
    }

    /// The dealing that a first file brings.
    private func decidedNow(_ file: SecretFile) throws(Refusal) -> KnownDealing? {
        if let decided = try gathering.decide() { return decided }
        guard gathering.dealings.count > 1 else { return nil }
        throw Refusal(
            .answerIsNo, code: "dealings-differ",
            "\(file.name) holds \(gathering.dealings.count) dealings, and nothing says which is right",
            advice: "find out which one is right and say so; nothing here can tell")
    }

    /// A line keeps until its dealing comes; what has none is refused.
    private mutating func wait(for entry: Gathering.Entry) -> ShareVerdict {
        guard let line = entry.line, entry.dealing == nil else { return entry.verdict }
        var verdict = ShareVerdict(
            file: entry.file.name,
            refused: Refusal(
                .damaged, code: "dealing-missing", "the share line waits for its dealing",
                advice: "bring the dealing.json of the split, or a whole share file"),
            status: .dealingMissing)
        verdict.index = Int(line.line.holder.value)
        waiting.append(entry)
        return verdict
    }

    private mutating func judge(_ entry: Gathering.Entry, _ dealing: KnownDealing) throws(Refusal) -> ShareVerdict {
        guard entry.line != nil else { return entry.verdict }
        var single = gathering
        single.entries = [entry]
        func check<G: Group>(_ group: G.Type) throws(Refusal) { _ = try single.checked(against: dealing, in: G.self) }
        try refusing { () throws in try check(dealing.group.group) }
        var judged = single.entries[0]
        guard judged.verdict.status == .valid, let index = judged.verdict.index else { return judged.verdict }
        guard goodIndices.contains(index) else {
            good.append(judged)
            return judged.verdict
        }
        let name = judged.verdict.holder ?? "\(index)"
        judged.verdict.refuse(
            .duplicate,
            Refusal(
                .answerIsNo, code: "duplicate", "the share of \(name) is in already, and counts once",
                advice: "bring the share of another holder"))
        return judged.verdict
    }
}

extension ShareVerdict {
    fileprivate mutating func refuse(_ status: Status, _ refusal: Refusal) {
        self.status = status
        code = refusal.code
        reason = refusal.description
    }
}

/// What a line is that a person typed, or a script wrote, where the name of a file or a share may stand.
public enum CollectedLine: Equatable, Sendable {
    case blank
    /// Of a share file, which goes on to the end of its dealing.
    case shareFileStart
    /// The first row of a sheet.
    case firstRow
    /// The whole line of a share.
    case shareLine
    /// A code that a scanner read, a part of a dealing.
    case dealingPart
    /// Nothing of ours, so it may name a file.
    case name

    public init(_ line: UnsafeRawBufferPointer) {
        if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            self = .blank
            return
        }
        switch ShareFileKind.recognise(line) {
        case .share: self = .shareFileStart
        case .bareLine:
            let letters = line.count { ![0x20, 0x09, 0x0D, 0x2D].contains($0) }
            self = letters >= ShareLine.letterCount - 4 ? .shareLine : .firstRow
        case .scan: self = Self.isShareCode(line) ? .shareLine : .dealingPart
        case .dealing, .compactDealing, .request, .submission, .acknowledgement, .evidence, nil: self = .name
        }
    }

    /// Where a share file ends, as a line.
    public static func endsShareFile(_ line: UnsafeRawBufferPointer) -> Bool {
        line.prefix(29).elementsEqual("-----END HOLDFAST DEALING-----".utf8.prefix(29))
    }

    private static func isShareCode(_ line: UnsafeRawBufferPointer) -> Bool {
        line.starts(with: "QR-Code:hfs1".utf8) || line.starts(with: "QR-Code:HFS1".utf8)
    }
}

extension SecretFile {
    /// Whether it is what a scanner reads, and every code in it can be read.
    public var isScan: Bool { bytes.withUnsafeBytes { (try? ScannedText($0)) != nil } }

    /// Whether the codes that a scanner read make up whole dealings; where one is missing, more may come.
    public var isWholeScan: Bool {
        bytes.withUnsafeBytes { bytes in
            guard let scan = try? ScannedText(bytes) else { return false }
            return scan.dealings.allSatisfy { (try? DealingPart.join($0)) != nil }
        }
    }
}
