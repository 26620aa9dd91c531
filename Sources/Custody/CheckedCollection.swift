import Groups
import OwnKeys
import SecretSharing
import ShareFiles
package import Signatures

/// Shares that were collected and checked: what was found, and the good ones of the decided dealing.
public struct CheckedCollection: ~Copyable, Sendable {
    public let report: CheckReport
    /// Commitment 0 of the decided dealing.
    public let verifyingKey: VerifyingKey?
    /// What convicts the dealer, by holder; empty where `CheckOptions.keepsEvidence` did not ask for it, or none was found.
    public let evidence: [DealerEvidence]
    let shares: GoodShares?
    let dealing: KnownDealing?
}

/// What the key can be rebuilt from, in whatever group the dealing is of.
enum GoodShares: ~Copyable, Sendable {
    case secp256k1(KeySource<Secp256k1>)
    case p256(KeySource<P256>)
    case ed25519(KeySource<Ed25519>)
}

/// What the key can be rebuilt from.
enum KeySource<G: Group>: ~Copyable, Sendable {
    case shares(CheckedShares<G>)
    /// Answers to a blinded request, which have no share in them.
    case blinded(BlindedRebuild<G>)

    /// The key, which is the committed one.
    borrowing func rebuild() throws -> RebuiltKey<G> {
        switch self {
        case .shares(let shares): try shares.rebuild()
        case .blinded(let answers): try answers.rebuild()
        }
    }
}

/// What decides, and who is asked, while shares are checked.
public struct CheckOptions {
    /// The dealing that decides where files disagree or bring none.
    public var dealing: SecretFile?
    /// What the dealing must be of: its key, its fingerprint, or both. It decides too.
    public var expected: [Expectation]
    /// Asked about each correction that fits its dealing; says whether to use it. Without it none is used.
    public var offer: (borrowing CorrectionOffer) -> Bool
    /// What opens shares that are sealed to keys.
    public var identities: Identities
    /// Asked for the passphrase of shares that are sealed with one.
    public var passphrase: PassphraseSource?
    /// The request that submissions must be answers to; its dealing decides.
    public var request: ShareRequest?
    /// `dealing.proof`: what holds the shares of a publicly verifiable dealing.
    public var sharesProof: PublicFile?
    /// Whether a dealing may come in its binary form, which has neither names nor the sealed original: enough to check with.
    public var takesBinaryForms = false
    /// One that lay beside the dealing: it is used where nobody named one and the dealing has such a proof.
    public var sharesProofBeside: PublicFile?
    /// Whether all of that proof is to be verified, and not only what is opened.
    public var verifiesSharesProof = false
    /// Whether what convicts a dealer who cheated is kept. It opens what was dealt, so it is for who asks for it alone.
    public var keepsEvidence = false

    public init(
        dealing: SecretFile? = nil, expected: [Expectation] = [],
        offer: @escaping (borrowing CorrectionOffer) -> Bool = { _ in false }, identities: Identities = Identities(),
        passphrase: PassphraseSource? = nil, request: ShareRequest? = nil
    ) {
        self.dealing = dealing
        self.expected = expected
        self.identities = identities
        self.passphrase = passphrase
        self.request = request
        self.offer = offer
    }

    /// The same, for the dealing of a request.
    func of(_ request: ShareRequest) -> CheckOptions {
        var options = self
        options.request = request
        return options
    }

    /// The proof that is to be used with a dealing.
    func sharesProof(for dealing: KnownDealing) -> PublicFile? {
        sharesProof ?? (dealing.facts.ownKeys == .publiclyVerifiable ? sharesProofBeside : nil)
    }

    var opener: Opener { Opener(identities: identities, passphrase: passphrase) }
}

/// The one line that a mistyped share can have been, tried against its dealing before anyone is asked.
public struct CorrectionOffer: ~Copyable {
    /// The name of the file.
    public let file: String
    /// Letters of the line that are wrong, counted from 1.
    public let wrong: [Int]
    /// Letters of the line that could not be read.
    public let unreadable: [Int]
    private let correction: ShareLineCorrection

    /// Both, in order.
    public var places: [Int] { (wrong + unreadable).sorted() }

    init(file: String, _ correction: consuming ShareLineCorrection) {
        self.file = file
        wrong = correction.wrong
        unreadable = correction.unreadable
        self.correction = correction
    }

    /// Lends the right line. It is a secret, for a terminal and nothing else.
    public borrowing func withLine(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try correction.withLetters(body)
    }

    consuming func takeCorrection() -> ShareLineCorrection { correction }
}

/// Checks shares against the commitments of their dealing, each by itself and all together, and names every bad one.
///
/// Files may be share files, bare share lines and dealings, in any order. When they speak for several dealings, which is
/// right is decided by `options.dealing` or `options.expected`, and by nothing else: each camp is then only reported.
/// ```swift
/// let collection = try check(files)
/// for share in collection.report.shares { print(share.holder ?? share.file, share.status) }
/// ```
/// - Throws: `Refusal` where a dealing is damaged, or the decided one is not of the expected key (`unexpected-key`). What
///   is wrong with single shares is in the report.
public func check(
    _ files: [SecretFile], _ options: CheckOptions = CheckOptions()
) throws(Refusal) -> CheckedCollection {
    var gathering = try Gathering(files, options)
    let decided = try gathering.decide()
    guard let decided else {
        return CheckedCollection(
            report: try gathering.reportOfCamps(), verifyingKey: nil, evidence: gathering.evidence, shares: nil,
            dealing: nil)
    }
    return try gathering.collection(of: decided)
}

extension Gathering {
    /// Everything that was gathered, checked against the decided dealing.
    /// - Parameters:
    ///   - refused: What was refused before and is not among the entries; it stands in the report too.
    ///   - earlier: What was kept of it against the dealer.
    mutating func collection(
        of decided: KnownDealing, refused: [ShareVerdict] = [], evidence earlier: [DealerEvidence] = []
    ) throws(Refusal) -> CheckedCollection {
        if options.keepsEvidence { try decided.requireEvidenceCanBe() }
        let good: GoodShares =
            switch decided.group {
            case .secp256k1: .secp256k1(try keySource(decided, in: Secp256k1.self))
            case .p256: .p256(try keySource(decided, in: P256.self))
            case .ed25519: .ed25519(try keySource(decided, in: Ed25519.self))
            }
        var report = report(decided, besides: refused)
        report.wronglySealed = try wronglySealed(in: decided)
        return CheckedCollection(
            report: report, verifyingKey: decided.key, evidence: earlier + evidence, shares: good, dealing: decided)
    }

    /// Who cannot open a good share, as the proof beside the dealing shows; nil where none is to be verified.
    func wronglySealed(in decided: KnownDealing) throws(Refusal) -> [HolderFacts]? {
        guard options.verifiesSharesProof, let proof = options.sharesProof(for: decided) else { return nil }
        let wrong = Set(try wronglySealedHolders(decided, proof).map { Int($0.value) })
        return decided.facts.holders.filter { wrong.contains($0.index) }
    }

    private mutating func keySource<G: Group>(
        _ decided: KnownDealing, in group: G.Type
    ) throws(Refusal) -> KeySource<G> {
        guard let request = options.request, request.members != nil else {
            return .shares(try checked(against: decided, in: G.self))
        }
        return .blinded(try blinded(request, in: G.self))
    }
}
