import Encodings
import Groups
import OwnKeys
import Sealing
import SecretSharing
import ShareFiles
import Signatures

/// What a request for shares says.
public struct RequestFacts: Hashable, Sendable {
    /// 64 hexadecimal digits.
    public let id: String
    /// Eight letters, to tell requests apart.
    public let shortForm: String
    public let dealing: DealingFacts
    /// To which key submissions are sealed.
    public let recipient: Recipient
    public let purpose: String
    public let created: String
    /// nil for never.
    public let expires: String?
    /// Whom a blinded request asks, all of whom have to answer; nil for a plain one.
    public let members: [HolderFacts]?
}

/// A request for shares that was read, or made; public.
public struct ShareRequest: Sendable {
    public let facts: RequestFacts
    let file: RequestFile
    let dealing: KnownDealing
    /// Whom a blinded request asks, by ascending index.
    let members: [HolderIndex]?

    /// The content of the request file.
    public var text: [UInt8] { file.text() }

    init(_ file: RequestFile) throws(Refusal) {
        self.file = file
        let known = try KnownDealing(file.dealing)
        dealing = known
        let members: [HolderIndex]?
        switch file.mode {
        case .plain: members = nil
        case .blinded(let holders):
            members = holders
            try ShareRequest.requireSet(holders, file, known)
        }
        self.members = members
        facts = RequestFacts(
            id: file.id.description, shortForm: file.id.shortForm, dealing: dealing.facts,
            recipient: try Recipient(file.recipient), purpose: file.purpose, created: file.created,
            expires: file.expires,
            members: members.map { members in
                known.facts.holders.filter { holder in members.contains { Int($0.value) == holder.index } }
            })
    }

    /// Asks the holders of a dealing for their shares.
    /// - Parameters:
    ///   - dealing: `dealing.json`, or any file with the dealing in it.
    ///   - recipient: To which the shares are to be sealed; whoever has its private key sees them.
    ///   - purpose: 1 … 256 bytes, for people.
    ///   - created: UTC, such as `2026-11-22T10:02:33Z`.
    ///   - expires: In the same form, later; nil for never.
    ///   - members: Names of holders, to ask for a blinded rebuilding by all of them; empty for all of the dealing; nil for a
    ///     plain request.
    /// - Throws: `Refusal`: what is wrong with the dealing, `purpose`, `request-field`.
    public init(
        for dealing: SecretFile, recipient: Recipient, purpose: String, created: String, expires: String?,
        blindedAmong members: [String]? = nil
    ) throws(Refusal) {
        guard let known = try Gathering([dealing], CheckOptions()).dealings.first else {
            throw Refusal(
                .damaged, code: "no-dealing", "\(dealing.name) has no dealing in it", advice: "bring dealing.json")
        }
        do {
            try self.init(
                RequestFile(
                    for: known.whole(), mode: try ShareRequest.mode(members, known), recipient: recipient.text,
                    purpose: purpose, created: created, expires: expires))
        } catch let error as ShareFilesError {
            // A wrong wish, not a damaged file.
            throw Refusal(.unsafe, code: error.code, sentence: error.description)
        } catch { throw Refusal(error) }
    }

    private static func mode(_ names: [String]?, _ dealing: KnownDealing) throws(Refusal) -> RequestFile.Mode {
        guard let names else { return .plain }
        var named: Set<String> = []
        if let twice = names.first(where: { !named.insert($0).inserted }) {
            throw Refusal(
                .unsafe, code: "request-holders", "'\(printable(twice, most: 128))' is named twice, and answers once",
                advice: "name each holder once")
        }
        if let stranger = names.first(where: { name in !dealing.facts.holders.contains { $0.name == name } }) {
            throw Refusal(
                .unsafe, code: "request-holders",
                "dealing \(dealing.facts.shortForm) has no holder '\(printable(stranger, most: 128))'",
                advice: "name holders as the dealing does")
        }
        let asked = zip(dealing.indices, dealing.facts.holders).filter { names.isEmpty || names.contains($1.name) }
        return .blinded(asked.map { $0.0 })
    }

    /// So many that an answer, which has a point for every other one, still fits a submission.
    private static let mostBlinded = 900

    /// Refuses a set of holders who cannot answer a blinded request together.
    private static func requireSet(
        _ members: [HolderIndex], _ file: RequestFile, _ dealing: KnownDealing
    ) throws(Refusal) {
        guard members.count <= mostBlinded else {
            throw Refusal(
                .unsafe, code: "request-holders",
                "the request asks \(members.count) holders for blinded answers, and at most \(mostBlinded) can give one",
                advice: "ask fewer of them, or ask for shares")
        }
        func require<G: Group>(_ group: G.Type) throws { _ = try dealing.blindedSet(members, file, in: G.self) }
        try refusing { () throws in try require(dealing.group.group) }
    }

    /// Reads a request; its id is recomputed, the dealing in it proven and compared as everywhere.
    /// - Throws: `Refusal`: `request-field`, `request-id`, or what is wrong with the dealing or the recipient.
    public init(_ file: SecretFile) throws(Refusal) {
        let request = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try RequestFile(parsing: $0) }
        }
        try self.init(request)
    }

    /// - Parameter now: UTC, in the form of `created`.
    /// - Throws: `Refusal`: `request-expired`.
    public func requireOpen(at now: String) throws(Refusal) {
        guard !file.isExpired(at: now) else {
            throw Refusal(
                .unsafe, code: "request-expired", "the request ended at \(file.expires ?? ""), and it is \(now)",
                advice: "ask whoever sent it for a new one, and look at the clock of this machine")
        }
    }
}

extension ShareRequest {
    /// What is odd about the time: a request that is made on a later day than today shows that a clock is wrong, and whether
    /// it has ended cannot be told then. Nil where nothing is.
    public func doubt(at now: String) -> String? {
        guard file.created.prefix(10) > now.prefix(10) else { return nil }
        return
            "the request was made at \(file.created), and by the clock of this machine it is \(now): one of the two is "
            + "wrong, so whether the request has ended is not known"
    }
}

/// A holder's answer to a request, sealed to whoever asked; public.
public struct Submission: Sendable {
    public let request: RequestFacts
    public let holder: HolderFacts
    /// Whether the share is good. An answer with a masked share is made even where it is not, since it is what shows that the
    /// dealer cheated.
    public let isGood: Bool
    /// The content of the submission file.
    public let text: [UInt8]
    /// The same in the form that a ledger's transaction carries.
    public let binary: [UInt8]

    /// - Parameter armor: What is sealed.
    init(to request: ShareRequest, by holder: HolderFacts, isGood: Bool, _ armor: [UInt8]) throws(SealingError) {
        let file = SubmissionFile(answering: request.file, armor: armor)
        self.request = request.facts
        self.holder = holder
        self.isGood = isGood
        text = file.text()
        binary = try file.binary()
    }
}

/// Answers a request with a share, which is opened and checked before it is sealed to the requester.
///
/// The caller has shown the person who asks and for what, and has their yes: whoever gets the submission open has the share.
/// - Parameters:
///   - share: The holder's share file.
///   - options: What opens it. The dealing is that of the request.
/// - Throws: `Refusal`: `request-expired`; `other-dealing` and everything else that can be wrong with the share.
public func submit(
    _ share: SecretFile, to request: ShareRequest, _ options: CheckOptions = CheckOptions(), at now: String
) throws(Refusal) -> Submission {
    try request.requireOpen(at: now)
    guard request.members == nil else {
        throw Refusal(
            .unsafe, code: "request-blinded", "the request asks for no share, and \(share.name) would give one",
            advice: "answer it with the key of the node that the dealing deals to")
    }
    let good = try goodShare(in: share, options.of(request))
    guard let owner = good.entry.line, let holder = good.dealing.facts.holder(Int(owner.line.holder.value)) else {
        preconditionFailure("a good share has a line and a holder")
    }
    return try refusing { () throws in
        let content = try SubmissionFile.content(of: owner.line, for: request.file)
        let armor = try sealed(content, .key(request.facts.recipient), passphrase: nil)
        return try Submission(to: request, by: holder, isGood: true, armor)
    }
}

/// Answers a request with the share that its dealing holds for the key of the holder's node.
///
/// The caller has shown the person who asks and for what, and has their yes.
/// - Parameter options: Its identities are one key of a node, which is opened after the dealing was proven.
/// - Throws: `Refusal`: `request-expired`, `own-keys` where the dealing is not to own keys, `identity-missing`,
///   `identity-of-no-holder`, `other-dealing`, `unexpected-key`, or what is wrong with the key file.
public func submit(
    to request: ShareRequest, _ options: CheckOptions, at now: String
) throws(Refusal) -> Submission {
    try request.requireOpen(at: now)
    // What the holder expects, and a dealing that they bring, decide here as everywhere.
    _ = try Gathering(options.of(request)).decide()
    let key = try holderKey(of: request.dealing, options)
    let holder = key.holder
    do {
        let content = try answer(
            request, with: key.takePrivateKey(), of: holder, options.sharesProof,
            in: request.dealing.group.group)
        guard let facts = request.dealing.facts.holder(Int(holder.value)) else {
            preconditionFailure("a key that opens is a holder's")
        }
        let armor = try sealed(content.file.bytes, .key(request.facts.recipient), passphrase: nil)
        return try Submission(to: request, by: facts, isGood: content.isGood, armor)
    } catch { throw Refusal(error) }
}

private func answer<G: Group>(
    _ request: ShareRequest, with key: consuming PrivateKey, of holder: HolderIndex, _ proof: PublicFile?,
    in group: G.Type
) throws -> HolderAnswerContent {
    let share = try request.dealing.ownShare(of: holder, proof, in: G.self)
    if let members = request.members {
        let set = try request.dealing.blindedSet(members, request.file, in: G.self)
        return try AnsweringBlinded(share: share, set: set, request: request.file)
            .perform(with: key, of: holder, in: share.dealing)
    }
    switch share {
    case .masked(let masked):
        return try AnsweringRequest(dealing: masked, request: request.file)
            .perform(with: key, of: holder, in: share.dealing)
    case .sealed:
        let owner = try OpeningShare(share: share, id: request.dealing.id)
            .perform(with: key, of: holder, in: share.dealing)
        return HolderAnswerContent(try SubmissionFile.content(of: owner.line, for: request.file), isGood: true)
    }
}
