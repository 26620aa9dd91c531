import Groups
import OwnKeys
import SecretSharing
import ShareFiles

/// What convicts the dealer of a masked dealing: it shows to everyone who has it that what was masked for a holder is not
/// the holder's share (holdfast-own-keys(5)). Secret, for it opens what was masked.
public final class DealerEvidence: Sendable {
    public let dealing: DealingFacts
    public let holder: HolderFacts
    private let content: EvidenceFile

    init(_ content: consuming EvidenceFile, _ dealing: DealingFacts) {
        guard let holder = dealing.holder(Int(content.holder.value)) else {
            preconditionFailure("evidence is about a holder of its dealing")
        }
        self.dealing = dealing
        self.holder = holder
        self.content = content
    }

    /// The content of the evidence file, in locked memory.
    public func file() throws(Refusal) -> SecretFile {
        try refusing { () throws in SecretFile(name: "the evidence", bytes: try content.text()) }
    }
}

/// Evidence that was read, its dealing proven, and not judged yet.
struct ReadEvidence: ~Copyable {
    let content: EvidenceFile
    let dealing: KnownDealing
    let holder: HolderFacts

    /// - Throws: `Refusal`: what is wrong with the text, or with the dealing in it.
    init(_ file: SecretFile) throws(Refusal) {
        let content = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try EvidenceFile(parsing: $0) }
        }
        let dealing = try KnownDealing(content.dealing)
        guard let holder = dealing.facts.holder(Int(content.holder.value)) else {
            preconditionFailure("evidence is about a holder of its dealing")
        }
        self.content = content
        self.dealing = dealing
        self.holder = holder
    }

    /// - Throws: `Refusal`, where it convicts nobody.
    borrowing func requireCheated<G: Group>(in group: G.Type) throws(Refusal) {
        let masked = try dealing.masked(in: G.self)
        do throws(OwnKeysError) {
            try content.answer.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                try masked.requireCheated(bytes, of: content.holder, request: content.request)
            }
        } catch { throw Refusal(error) }
    }
}

/// What evidence shows.
public struct Conviction: Sendable {
    public let dealing: DealingFacts
    /// Whom the dealer cheated.
    public let holder: HolderFacts
    /// What the person expected, all of which fits the dealing.
    public let expected: [String]
}

/// Judges evidence against a dealer: whether the holder's own key made it for this dealing, and whether what it opens is
/// something else than the share.
/// - Parameters:
///   - dealing: That which the evidence has to be of, where it is known; it is compared in full.
///   - options: Only `dealing` and `expected` count.
/// - Throws: `Refusal`: `evidence-unauthentic`, `evidence-unfounded` where nobody is convicted; `other-dealing`,
///   `unexpected-key` where it is about something else; `own-keys` where the dealing has no masked shares; or what is wrong
///   with a file.
public func judge(
    evidence file: SecretFile, against dealing: SecretFile? = nil, _ options: CheckOptions = CheckOptions()
) throws(Refusal) -> Conviction {
    let evidence = try ReadEvidence(file)
    for other in [dealing, options.dealing].compactMap({ $0 }) {
        let given = try Gathering(CheckOptions(dealing: other)).given
        guard let given, given.id != evidence.dealing.id else { continue }
        throw Refusal(
            .answerIsNo, code: "other-dealing",
            "\(file.name) is about dealing \(evidence.dealing.facts.shortForm), and \(other.name) is \(given.facts.shortForm)",
            advice: "bring the evidence of the dealing that you mean")
    }
    for expected in options.expected where try !expected.matches(evidence.dealing) {
        throw Refusal(
            .answerIsNo, code: "unexpected-key",
            "\(file.name) is about a dealing of \(evidence.dealing.facts.subject), not of \(expected.text)",
            advice: "ask who gave it to you which dealing it is about")
    }
    try evidence.requireCheated(in: evidence.dealing.group.group)
    return Conviction(
        dealing: evidence.dealing.facts, holder: evidence.holder, expected: options.expected.map(\.text))
}

extension Gathering {
    /// What was kept against the dealer, by holder.
    var evidence: [DealerEvidence] {
        entries.compactMap(\.evidence).sorted { $0.holder.index < $1.holder.index }
    }
}

extension KnownDealing {
    /// Refuses to look for evidence where there can be none beside what is public.
    /// - Throws: `Refusal`: `own-keys`; `compact-dealing` where only the binary form came.
    func requireEvidenceCanBe() throws(Refusal) {
        switch facts.ownKeys {
        // All of the dealing stands in the evidence.
        case .masked: _ = try whole()
        case .publiclyVerifiable:
            // What opens a slot would be d·E of an E that nobody proved to have made: it never leaves a holder.
            throw Refusal(
                .unsafe, code: "own-keys",
                "the shares of dealing \(facts.shortForm) can be verified by everyone, so that dealing and proof are the evidence themselves",
                advice: "leave --write-evidence out, and let whoever is to judge it verify the proof with --proof")
        case nil:
            throw Refusal(
                .unsafe, code: "own-keys",
                "dealing \(facts.shortForm) is not to the holders' own keys, and no share of it convicts anyone",
                advice: "leave --write-evidence out")
        }
    }
}
