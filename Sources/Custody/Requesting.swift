import ShareFiles

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
}

/// A request for shares that was read, or made; public.
public struct ShareRequest: Sendable {
    public let facts: RequestFacts
    let file: RequestFile
    let dealing: KnownDealing

    /// The content of the request file.
    public var text: [UInt8] { file.text() }

    init(_ file: RequestFile) throws(Refusal) {
        self.file = file
        dealing = try KnownDealing(file.dealing)
        facts = RequestFacts(
            id: file.id.description, shortForm: file.id.shortForm, dealing: dealing.facts,
            recipient: try Recipient(file.recipient), purpose: file.purpose, created: file.created,
            expires: file.expires)
    }

    /// Asks the holders of a dealing for their shares.
    /// - Parameters:
    ///   - dealing: `dealing.json`, or any file with the dealing in it.
    ///   - recipient: To which the shares are to be sealed; whoever has its private key sees them.
    ///   - purpose: 1 … 256 bytes, for people.
    ///   - created: UTC, such as `2026-11-22T10:02:33Z`.
    ///   - expires: In the same form, later; nil for never.
    /// - Throws: `Refusal`: what is wrong with the dealing, `purpose`, `request-field`.
    public init(
        for dealing: SecretFile, recipient: Recipient, purpose: String, created: String, expires: String?
    ) throws(Refusal) {
        guard let known = try Gathering([dealing], CheckOptions()).dealings.first else {
            throw Refusal(
                .damaged, code: "no-dealing", "\(dealing.name) has no dealing in it", advice: "bring dealing.json")
        }
        do {
            try self.init(
                RequestFile(
                    for: known.file, recipient: recipient.text, purpose: purpose, created: created, expires: expires))
        } catch let error as ShareFilesError {
            // A wrong wish, not a damaged file.
            throw Refusal(.unsafe, code: error.code, sentence: error.description)
        } catch { throw Refusal(error) }
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
    /// The content of the submission file.
    public let text: [UInt8]
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
    let good = try goodShare(in: share, options.of(request))
    guard let owner = good.entry.line, let holder = good.dealing.facts.holder(Int(owner.line.holder.value)) else {
        preconditionFailure("a good share has a line and a holder")
    }
    return try refusing { () throws in
        let content = try SubmissionFile.content(of: owner.line, for: request.file)
        let armor = try sealed(content, .key(request.facts.recipient), passphrase: nil)
        return Submission(
            request: request.facts, holder: holder,
            text: SubmissionFile(answering: request.file, armor: armor).text())
    }
}
