import Digests
import Encodings
import OwnKeys
import ShareFiles

/// The binary form of a dealing among the files of a check.
struct BinaryForm: Sendable {
    /// The name of the file.
    let file: String
    let dealing: KnownDealing

    /// What is said of it beside another dealing.
    func refused(beside other: KnownDealing) -> ShareVerdict {
        let refusal = Refusal(
            .answerIsNo, code: "other-dealing",
            "\(file) is the binary form of dealing \(dealing.facts.shortForm), not of \(other.facts.shortForm)",
            advice: "look for the form that was published of \(other.facts.shortForm)")
        return ShareVerdict(file: file, refused: refusal, status: .otherDealing)
    }
}

/// A public file in the form that a ledger's transaction carries (holdfast-own-keys(5), "Compact forms").
public struct BinaryFile: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case dealing(DealingFacts)
        /// The proof of a publicly verifiable dealing, which is binary already.
        case proof
        /// Both in hexadecimal digits.
        case submission(request: String, dealing: String)
        case acknowledgement(holder: Int, dealing: String)
    }

    public let content: Content
    public let bytes: [UInt8]

    /// The SHA-256, under which a board keeps it (holdfast-board(7)): 64 hexadecimal digits.
    public var digest: String { Hex.encode(SHA256.hash(bytes)) }

    /// The binary form of a file that may be one already.
    /// - Parameter file: A dealing to own keys, the proof beside one, a submission, or an acknowledgement.
    /// - Throws: `Refusal`: `own-keys` for another dealing; `no-binary-form` for everything else; what is wrong with the file.
    public init(_ file: SecretFile) throws(Refusal) {
        switch file.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) {
        case .dealing: (content, bytes) = try Self.dealing(file)
        case .compactDealing:
            content = .dealing(try KnownDealing(binary: file).facts)
            bytes = try file.publicBytes()
        case .submission:
            let submission = try refusing(about: file.name) { () throws in
                try file.bytes.withUnsafeBytes { try SubmissionFile(parsing: $0) }
            }
            content = .submission(
                request: Hex.encode(submission.request), dealing: Hex.encode(submission.dealing))
            bytes = try refusing(about: file.name) { () throws in try submission.binary() }
        case .acknowledgement:
            let word = try Acknowledgement(file).word
            content = .acknowledgement(holder: Int(word.holder.value), dealing: Hex.encode(word.dealing))
            bytes = word.binary
        case .share, .bareLine, .scan, .request, .evidence, nil:
            guard file.isSharesProof else {
                throw Refusal(
                    .unsafe, code: "no-binary-form",
                    "\(file.name) is no dealing to own keys, no proof beside one, no submission and no acknowledgement",
                    advice: "only what a ledger may show to everyone has a binary form")
            }
            content = .proof
            bytes = try file.publicBytes()
            guard bytes.starts(with: Array("holdfast-own-proof/1\n".utf8)) else {
                throw Refusal(OwnKeysError.proofUnknown, about: file.name)
            }
        }
    }

    private static func dealing(_ file: SecretFile) throws(Refusal) -> (Content, [UInt8]) {
        let dealing = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        }
        let known = try about(file) { () throws(Refusal) in try KnownDealing(dealing) }
        guard let compact = CompactDealing(dealing) else {
            throw Refusal(
                .unsafe, code: "own-keys",
                "dealing \(known.facts.shortForm) is not to the holders' own keys, so it has no binary form",
                advice: "publish its fingerprint, and give its files to the holders")
        }
        return (.dealing(known.facts), compact.bytes)
    }
}
