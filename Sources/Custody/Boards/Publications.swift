import Digests
import Encodings
import OwnKeys
import ShareFiles
import Transactions

extension Summary {
    /// With what it puts on a board of dealings in words: a ledger sees bytes there.
    var explained: Summary { explaining(PublishedContent.explanations) }
}

extension Verification {
    var explained: Verification { explaining(PublishedContent.explanations) }
}

extension SignedContent {
    var explained: SignedContent { explaining(PublishedContent.explanations) }
}

/// What somebody publishes on a board of dealings to own keys, as far as anyone can know it.
struct PublishedContent {
    private var explanation = Summary.Explanation()
    private var members: [(name: String, value: JSONValue)] = []

    /// More publications than these in one content are counted and not looked at: each may take a proof to verify.
    static let mostExplained = 64

    static func explanations(_ publications: [Publication]) -> [Summary.Explanation] {
        let explained = publications.prefix(mostExplained).map(explanation)
        guard publications.count > mostExplained else { return explained }
        var rest = PublishedContent()
        let count = publications.count - mostExplained
        rest.warn("publications-cut", "NOT ALL IS SHOWN: \(count) publications more were not looked at")
        return explained + [rest.explanation]
    }

    private static func explanation(of publication: Publication) -> Summary.Explanation {
        var content = PublishedContent()
        content.read(publication)
        return content.finished(publication)
    }

    private mutating func fact(_ label: String, _ text: String) {
        explanation.facts += MessageText.whole(label, text)
    }

    private mutating func warn(_ code: String, _ text: String) {
        explanation.warnings.append(Summary.Warning(code: code, text: text))
    }

    private mutating func member(_ name: String, _ value: JSONValue) { members.append((name, value)) }

    private func finished(_ publication: Publication) -> Summary.Explanation {
        var explanation = explanation
        explanation.member = JSONObject(
            [("kind", .string(publication.kind.rawValue)), ("ok", .bool(explanation.warnings.isEmpty))] + members)
        return explanation
    }

    private mutating func read(_ publication: Publication) {
        if let fault = publication.fault { return refuse(publication, fault) }
        do throws(Refusal) {
            switch publication.kind {
            case .dealing: tell(try parsed(publication, .dealing) { try CompactDealing(parsing: $0) })
            case .submission:
                tell(try parsed(publication, .submission) { try SubmissionFile(parsing: $0) }, publication)
            case .acknowledgement:
                tell(try parsed(publication, .acknowledgement) { try AcknowledgementFile(parsing: $0) }, publication)
            case .proof: tellProof(publication)
            }
        } catch { refuse(publication, error.message) }
    }

    /// Reads the binary form alone: the text of a submission is read from files, and is not what a board has.
    private func parsed<Form>(
        _ publication: Publication, _ form: CompactForm, _ parse: (UnsafeRawBufferPointer) throws -> Form
    ) throws(Refusal) -> Form {
        try refusing { () throws in
            guard publication.content.starts(with: form.start) else {
                throw ShareFilesError.compactForm(.otherKind(form))
            }
            return try publication.content.withUnsafeBytes(parse)
        }
    }

    /// Says that what is published is not what the function is for.
    private mutating func refuse(_ publication: Publication, _ reason: String) {
        fact("publishes", "NO \(publication.kind.noun): \(reason)")
        warn(
            "publication-unreadable",
            "WHAT IS PUBLISHED IS NO \(publication.kind.noun): whoever reads the board will refuse it, and if it is a secret, everyone sees it for ever"
        )
        let content = publication.content
        member("sha256", content.isEmpty ? .null : .string(Hex.encode(SHA256.hash(content))))
    }

    // MARK: A dealing

    private mutating func tell(_ dealing: CompactDealing) {
        let kind = dealing.own.suite == .masked ? "masked" : "publicly verifiable"
        fact(
            "publishes",
            "dealing \(dealing.id.shortForm) to own keys, \(kind), \(dealing.threshold) of \(dealing.indices.count), "
                + "key of \(dealing.group.rawValue)")
        fact("  id", dealing.id.description)
        fact("  SHA-256", Hex.encode(SHA256.hash(dealing.bytes)))
        let key = Hex.encode(dealing.commitments[0])
        fact("  key", dealing.publicKey == nil ? "\(key); the dealer says that it was made to wrap a file" : key)
        for (index, key) in zip(dealing.indices, dealing.own.keys).prefix(Self.mostHolders) {
            fact("  holder", "\(index.value), \(key.group.rawValue) \(Hex.encode(key.encoded))")
        }
        if dealing.indices.count > Self.mostHolders {
            fact("  more", "\(dealing.indices.count - Self.mostHolders) holders, which 'holdfast check' shows")
        }
        judge(dealing)
        fact("  for ever", "everyone sees these public keys; names, label and the sealed original are not in it")
        tellMembers(of: dealing)
    }

    private static let mostHolders = 40

    private mutating func judge(_ dealing: CompactDealing) {
        do throws(ShareFilesError) {
            try dealing.requireProof()
            fact("  dealer", "the proof is right: whoever dealt had the key, and nothing was changed since")
            member("code", .null)
        } catch {
            fact("  dealer", "REFUSED: \(error.description)")
            warn(
                "publication-proof-wrong",
                "THE DEALING WAS CHANGED, OR NEVER WAS GOOD: it is refused, and no holder will answer it")
            member("code", .string(error.code))
        }
    }

    private mutating func tellMembers(of dealing: CompactDealing) {
        member("id", .string(dealing.id.description))
        member("dealing", .string(dealing.id.shortForm))
        member("suite", .string(dealing.own.suite.rawValue))
        member("group", .string(dealing.group.rawValue))
        member("publicKey", dealing.publicKey.map { .string(Hex.encode($0)) } ?? .null)
        member("threshold", .integer(dealing.threshold))
        let holders = zip(dealing.indices, dealing.own.keys).map { index, key -> JSONValue in
            [
                "index": .integer(index.value), "group": .string(key.group.rawValue),
                "publicKey": .string(Hex.encode(key.encoded)),
            ]
        }
        member("holders", .array(holders))
        member("sha256", .string(Hex.encode(SHA256.hash(dealing.bytes))))
    }

    // MARK: What belongs to one

    private mutating func tell(_ submission: SubmissionFile, _ publication: Publication) {
        let (request, dealing) = (DealingID(submission.request), DealingID(submission.dealing))
        fact(
            "publishes",
            "an answer to request \(request.shortForm), as it says for a share of dealing \(dealing.shortForm)")
        fact("  request", request.description)
        fact("  dealing", dealing.description)
        fact("  sealed", "to whom, and whether it is, the bytes do not show; what is in it stays there for ever")
        member("request", .string(request.description))
        member("id", .string(dealing.description))
        member("dealing", .string(dealing.shortForm))
        member("sha256", .string(Hex.encode(SHA256.hash(publication.content))))
        compare(submission.request, with: publication, "request")
    }

    private mutating func tell(_ word: AcknowledgementFile, _ publication: Publication) {
        let dealing = DealingID(word.dealing)
        fact(
            "publishes",
            "the word of holder \(word.holder.value) of dealing \(dealing.shortForm) that their share is good")
        fact("  dealing", dealing.description)
        fact("  proof", "not judged here; 'holdfast check' beside the dealing shows whose word it is")
        member("id", .string(dealing.description))
        member("dealing", .string(dealing.shortForm))
        member("index", .integer(word.holder.value))
        member("sha256", .string(Hex.encode(SHA256.hash(publication.content))))
        compare(word.dealing, with: publication, "dealing")
    }

    private mutating func tellProof(_ publication: Publication) {
        let dealing = DealingID(publication.id ?? [])
        fact("publishes", "the hash of the proof of the shares of dealing \(dealing.shortForm)")
        fact("  dealing", dealing.description)
        fact("  SHA-256", Hex.encode(publication.content))
        fact("  proof", "not seen here; 'holdfast check --proof' beside the dealing judges it")
        member("id", .string(dealing.description))
        member("dealing", .string(dealing.shortForm))
        member("sha256", .string(Hex.encode(publication.content)))
    }

    /// Whether the call says the same as what stands in the bytes: under its id nobody looks for what belongs to another.
    private mutating func compare(_ inside: [UInt8], with publication: Publication, _ what: String) {
        guard let id = publication.id, id != inside else { return }
        fact("  under", "ANOTHER \(what): \(Hex.encode(id))")
        warn(
            "publication-other-id",
            "IT IS PUBLISHED UNDER ANOTHER \(what.uppercased()) than it belongs to, where nobody will look for it")
    }
}

extension Publication.Kind {
    /// As sentences shout it.
    fileprivate var noun: String {
        switch self {
        case .dealing: "DEALING"
        case .proof: "HASH OF A PROOF"
        case .acknowledgement: "ACKNOWLEDGEMENT"
        case .submission: "SUBMISSION"
        }
    }
}
