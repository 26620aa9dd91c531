import Encodings
import OwnKeys
import Secrets
import ShareFiles

/// The files of one check, each read once: what they are, which dealings they bring, and what a mistyped line may have
/// been. Which dealing is right, what is good, and what is told of it stand in files of their own.
struct Gathering {
    /// One file that is, or should be, a share.
    struct Entry {
        var file: SecretFile
        /// What the file brings with it.
        var dealing: KnownDealing?
        /// What it says, in locked memory; nil where it cannot be read.
        var line: LineOwner?
        /// What it answers to a blinded request, instead of a line.
        var blinded: BlindedOwner?
        /// Whether the line came in an answer to a request, which anyone can seal: nobody stands for it.
        var isSubmitted = false
        /// What shows that the dealer cheated this holder, where it was asked for.
        var evidence: DealerEvidence?
        var verdict: ShareVerdict
    }

    /// A line that several values may refer to; it is never copied.
    final class LineOwner: Sendable {
        let line: ShareLine
        init(_ line: consuming ShareLine) { self.line = line }
    }

    /// An answer to a blinded request, which is not verified yet; it is never copied.
    final class BlindedOwner: Sendable {
        let content: BlindedContent
        init(_ content: consuming BlindedContent) { self.content = content }
    }

    let options: CheckOptions
    private var reader = DealingReader()
    var entries: [Entry] = []
    /// Every dealing that was met, by its full id, in the order they came.
    var dealings: [KnownDealing] = []
    /// The dealing of `options.dealing`.
    var given: KnownDealing?
    /// Those of `dealings` that came as files of their own, not inside of a share.
    private(set) var alone: [KnownDealing] = []
    /// Binary forms of dealings, which decide only where no whole dealing came.
    private(set) var binaryForms: [BinaryForm] = []
    /// Holders' words that their shares are good, not verified yet.
    var acknowledgements: [Acknowledgement] = []

    init(_ files: [SecretFile], _ options: CheckOptions) throws(Refusal) {
        try self.init(options)
        for file in files { try take(file) }
        try openOwnShares()
        // A correction is tried against a dealing that may have come after it.
        for position in entries.indices where entries[position].line == nil && entries[position].blinded == nil {
            try offerCorrection(at: position)
        }
    }

    /// No file yet; the dealing that the options name decides.
    init(_ options: CheckOptions) throws(Refusal) {
        self.options = options
        if let file = options.dealing { given = try Gathering.readDealing(Gathering.joined(file), options) }
        if let request = options.request {
            guard given == nil || given?.id == request.dealing.id else {
                throw Refusal(
                    .answerIsNo, code: "other-dealing",
                    "the request is for dealing \(request.facts.dealing.shortForm), and another was given",
                    advice: "leave the other one out, or ask for a request of it")
            }
            given = given ?? request.dealing
        }
        if let given { dealings.append(given) }
    }

    /// Reads one file, whatever it holds.
    mutating func take(_ file: SecretFile) throws(Refusal) {
        let known = given ?? (dealings.count == 1 ? dealings[0] : nil)
        try Gathering.refuseSharesProof(file)
        if file.isKeyInstead { return try add(file) { _ in throw Gathering.keyInstead(file) } }
        for piece in try Gathering.pieces(of: file, known?.file) {
            switch piece.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) {
            case .compactDealing where options.takesBinaryForms:
                binaryForms.append(BinaryForm(file: piece.name, dealing: try Gathering.readDealing(piece, options)))
            case .dealing, .compactDealing:
                let dealing = try Gathering.readDealing(piece, options)
                if !alone.contains(where: { $0.id == dealing.id }) { alone.append(dealing) }
                note(dealing)
            case .request: note(try ShareRequest(piece).dealing)
            case .submission: try add(piece) { try $0.submitted(in: piece) }
            case .acknowledgement: acknowledgements.append(try Acknowledgement(piece))
            case .evidence: throw Gathering.evidence(in: piece)
            case .share, .bareLine, .scan, nil:
                try add(piece) { try $0.read(ShareFile(parsing: piece.bytes, reading: &$0.reader), of: piece) }
            }
        }
    }

    /// What stands beside a dealing is no share, and has an option of its own.
    private static func refuseSharesProof(_ file: SecretFile) throws(Refusal) {
        guard file.isSharesProof else { return }
        throw Refusal(
            .unsafe, code: "shares-proof", "\(file.name) is the proof beside a dealing, and no share or dealing itself",
            advice: "give it with --proof")
    }

    /// The key of a node opens a share where it is said to; it is none itself.
    private static func keyInstead(_ file: SecretFile) -> Refusal {
        Refusal(
            .unsafe, code: "is-the-key", "\(file.name) is a private key, and no share or dealing",
            advice: "where it is the key of a holder's node, give it with --identity")
    }

    /// What convicts a dealer has an act of its own.
    private static func evidence(in file: SecretFile) -> Refusal {
        Refusal(
            .unsafe, code: "usage", "\(file.name) is evidence against a dealer, and no share or dealing",
            advice: "keep it secret, and judge it with --evidence")
    }

    /// A text of a scanner, which may hold the codes of several sheets, as the shares and dealings that it holds.
    /// - Parameter known: The dealing of a sealed share that was scanned without it.
    private static func pieces(of file: SecretFile, _ known: DealingFile?) throws(Refusal) -> [SecretFile] {
        try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { bytes -> [SecretFile] in
                guard let scan = try ScannedText(bytes) else { return [file] }
                let texts = try scan.dealings.map { try DealingPart.join($0) }
                var pieces = try texts.map { try SecretFile.ofPublic($0, file.name) }
                for (place, line) in scan.lines.enumerated() {
                    let name = scan.lines.count == 1 ? file.name : "\(file.name), share \(place + 1)"
                    let bytes = try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: bytes[line]))
                    pieces.append(SecretFile(name: name, bytes: bytes))
                }
                return try pieces + sealedPieces(scan.armors.map { Array(bytes[$0]) }, of: file, texts, known)
            }
        }
    }

    /// Sealed shares from paper, each as the share file that it was, but for the words for people.
    private static func sealedPieces(
        _ armors: [[UInt8]], of file: SecretFile, _ texts: [[UInt8]], _ known: DealingFile?
    ) throws -> [SecretFile] {
        if armors.isEmpty { return [] }
        var dealing = known
        if texts.count == 1 {
            let scanned = try SecretFile.ofPublic(texts[0], file.name)
            dealing = try scanned.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        }
        guard let dealing else {
            throw Refusal(
                .damaged, code: "dealing-missing", "\(file.name): a sealed share came without its dealing",
                advice: "scan the codes of the dealing with it, or give --dealing with the dealing.json of the split")
        }
        let writer = ShareFileWriter(dealing)
        return try armors.enumerated().map { place, armor in
            let name = armors.count == 1 ? file.name : "\(file.name), sealed share \(place + 1)"
            return try SecretFile.ofPublic(writer.write(armor: armor), name)
        }
    }

    /// The text of the dealing where its codes were scanned into the file; what was scanned with it is left out.
    private static func joined(_ file: SecretFile) throws(Refusal) -> SecretFile {
        try refusing(about: file.name) { () throws in
            let parts = try file.bytes.withUnsafeBytes { try ScannedText($0)?.dealings.first }
            return try parts.map { try SecretFile.ofPublic(DealingPart.join($0), file.name) } ?? file
        }
    }

    private static func readDealing(_ file: SecretFile, _ options: CheckOptions) throws(Refusal) -> KnownDealing {
        let isBinary = file.bytes.withUnsafeBytes { ShareFileKind.recognise($0) } == .compactDealing
        if isBinary, options.takesBinaryForms { return try KnownDealing(binary: file) }
        let dealing = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        }
        return try about(file) { () throws(Refusal) in try KnownDealing(dealing) }
    }

    private mutating func note(_ dealing: KnownDealing) {
        if !dealings.contains(where: { $0.id == dealing.id }) { dealings.append(dealing) }
    }

    private mutating func add(
        _ file: SecretFile, _ read: (inout Gathering) throws -> Entry
    ) throws(Refusal) {
        do {
            entries.append(try read(&self))
        } catch {
            let refusal = Refusal(error)
            guard refusal.kind != .internalFault, refusal.kind != .inputOutput else { throw refusal }
            let dealing = Gathering.dealing(of: file)
            if let dealing { note(dealing) }
            var verdict = ShareVerdict(file: file.name, refused: refusal)
            verdict.addresseeCount = Opener.recipientCount(of: file)
            entries.append(Entry(file: file, dealing: dealing, verdict: verdict))
        }
    }

    /// Takes note of what is public in a share.
    ///
    /// One whose dealing is refused is checked against nothing; the file's own word is all there is on whose share it is.
    private mutating func read(_ share: consuming ShareFile, of file: SecretFile) throws -> Entry {
        var entry = Entry(file: file, verdict: ShareVerdict(file: file.name))
        guard let embedded = share.dealing else {
            entry.line = LineOwner(try share.takeLine())
            return entry
        }
        do throws(Refusal) {
            entry.dealing = try known(embedded)
        } catch {
            guard error.kind == .answerIsNo || error.kind == .damaged else { throw error }
            entry.verdict = ShareVerdict(file: file.name, refused: error)
            if let line = try? share.takeLine() {
                entry.verdict.index = Int(line.holder.value)
                entry.verdict.holder = embedded.holder(line.holder)?.name
            }
            return entry
        }
        if let armor = share.armor {
            entry.verdict.addresseeCount = Opener.recipientCount(in: armor)
            entry.line = LineOwner(try opened(armor, of: file, embedded))
        } else {
            entry.line = LineOwner(try share.takeLine())
        }
        return entry
    }

    /// The line of a share that is sealed to its holder.
    private func opened(_ armor: [UInt8], of file: SecretFile, _ dealing: DealingFile) throws -> ShareLine {
        let stated = (try? ShareFile.publicParts(of: file.bytes))?.statedHolder.flatMap { dealing.holder($0) }
        let owner = stated.map { "\($0.name)'s" + ($0.recipient.map { ", sealed to \($0)" } ?? "") }
        let content = try options.opener.open(armor, named: file.name, owner: owner)
        // A line with a letter more or less is told as such; this is something else.
        guard (80...300).contains(content.count) else {
            throw Refusal(
                .damaged, code: "letter-count", "\(file.name): what is sealed in it is no line of a share",
                advice: "ask the dealer for the file again")
        }
        let line = try ShareLine(sealedContent: content)
        try dealing.requireAgreement(with: line)
        return line
    }

    /// The share that answers the request.
    private func submitted(in file: SecretFile) throws -> Entry {
        let submission = try file.bytes.withUnsafeBytes { try SubmissionFile(parsing: $0) }
        guard let request = options.request else {
            throw Refusal(
                .unsafe, code: "request-missing", "\(file.name) answers a request, and none was given",
                advice: "say which one it answers")
        }
        guard submission.request == request.file.id.bytes else {
            throw ShareFilesError.submissionOfOtherRequest(expected: request.file.id)
        }
        let content = try options.opener.open(
            submission.armor, named: file.name, owner: nil, requester: request.facts.recipient)
        var entry = Entry(file: file, dealing: request.dealing, verdict: ShareVerdict(file: file.name))
        entry.verdict.addresseeCount = Opener.recipientCount(in: submission.armor)
        if request.members != nil {
            entry.blinded = BlindedOwner(try BlindedContent(parsing: content, for: request.file))
            return entry
        }
        if OwnAnswer.isContent(content) { return try ownAnswer(content, to: request, entry) }
        let owner = LineOwner(try SubmissionFile.line(in: content, for: request.file))
        // Holders of masked shares sign what they answer: a line alone counts as what it is, and never as theirs.
        if request.dealing.facts.ownKeys == .masked {
            guard try fits(owner.line, request.dealing) else { throw Gathering.unsigned(file) }
        }
        entry.line = owner
        entry.isSubmitted = true
        return entry
    }

    /// No holder of a masked dealing sends such a thing.
    private static func unsigned(_ file: SecretFile) -> Refusal {
        Refusal(
            .answerIsNo, code: "submission-unauthentic",
            "\(file.name): what is sealed in it is signed by nobody, and is no share of this dealing",
            advice: "nobody is accused; ask the holders to answer with 'holdfast submit'")
    }

    /// The dealing with its proof verified and its addresses compared, which is done once for each.
    private mutating func known(_ dealing: DealingFile) throws(Refusal) -> KnownDealing {
        // Recipients are not in the id: two texts of one dealing may differ there.
        if let known = dealings.first(where: { $0.file == dealing }) { return known }
        let known = try KnownDealing(dealing)
        note(known)
        return known
    }

    /// The dealing that a file with a damaged line brings.
    static func dealing(of file: SecretFile) -> KnownDealing? {
        guard let dealing = try? ShareFile.dealing(of: file.bytes) else { return nil }
        return try? KnownDealing(dealing)
    }
}

extension SecretFile {
    /// Whether it is a key file where a share is expected. 32 bytes that are no text may be anything.
    fileprivate var isKeyInstead: Bool {
        guard !isShareOrDealing, let format = recognisedKeyFormat else { return false }
        return format != .raw
    }

    /// A text that anyone may read, where a file is expected.
    fileprivate static func ofPublic(_ text: [UInt8], _ name: String) throws -> SecretFile {
        try text.withUnsafeBytes { SecretFile(name: name, bytes: try LockedBytes(copying: $0)) }
    }
}
