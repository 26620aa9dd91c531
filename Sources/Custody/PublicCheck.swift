import Sealing
import ShareFiles

/// What anyone can see of a dealing and its share files, with no secret at all.
public struct PublicReport: Hashable, Sendable {
    /// What was found of one file.
    public struct Entry: Hashable, Sendable {
        public enum Status: String, Hashable, Sendable {
            /// The dealing itself.
            case dealing
            /// Sealed, to the kind of key that the dealing names.
            case sealed
            /// Not sealed: whoever has the file has the share. Its line was not looked at.
            case open
            /// Sealed to another key than the dealing names.
            case otherRecipient = "other-recipient"
            case otherDealing = "other-dealing"
            case damaged
        }

        public let file: String
        public let status: Status
        /// Whose it says it is; proven only when it is opened.
        public let holder: HolderFacts?
        /// Stable, for programs; nil where nothing is wrong.
        public let code: String?
        public let reason: String?
    }

    public let dealing: DealingFacts
    public let entries: [Entry]
    /// What the person expected, all of which fits.
    public let expected: [String]
    /// Holders of whom no file is there.
    public let missing: [HolderFacts]

    /// The worst of what was found; nil where nothing is wrong. That holders are missing is not wrong.
    public var fault: Refusal.Kind? {
        let found = Set(entries.map(\.status))
        if found.contains(.otherRecipient) || found.contains(.otherDealing) { return .answerIsNo }
        return found.contains(.damaged) ? .damaged : nil
    }
}

/// Checks what can be checked with no secret: that all files carry one dealing, that its dealer had the key, whose files are
/// there, and to whom they are sealed.
///
/// Whether a sealed share is good only its holder can tell.
/// - Parameter options: Only `dealing` and `expected` count.
/// - Throws: `Refusal`: `no-dealing`, `dealings-differ` where nothing decides, `unexpected-key`, or what is wrong with the
///   deciding dealing.
public func checkPublic(
    _ files: [SecretFile], _ options: CheckOptions = CheckOptions()
) throws(Refusal) -> PublicReport {
    var parts: [Result<ShareFile.PublicParts?, Refusal>] = []
    var dealings: [KnownDealing] = []
    if let file = options.dealing { dealings.append(try knownDealing(in: file)) }
    for file in files {
        do throws(Refusal) {
            let found = try publicParts(of: file)
            let known = try KnownDealing(found.dealing)
            if options.dealing == nil {
                if let place = dealings.firstIndex(where: { $0.id == known.id }) {
                    // What a share file says of recipients is compared with the dealing's own file, where that is there.
                    if found.parts == nil { dealings[place] = known }
                } else {
                    dealings.append(known)
                }
            }
            parts.append(.success(found.parts))
        } catch {
            guard error.kind == .damaged || error.kind == .answerIsNo else { throw error }
            parts.append(.failure(error))
        }
    }
    let dealing = try decided(dealings, options)
    let entries = zip(files, parts).map { entry(of: $0.name, $1, dealing) }
    let there = Set(entries.compactMap(\.holder?.index))
    return PublicReport(
        dealing: dealing.facts, entries: entries, expected: options.expected.map(\.text),
        missing: dealing.facts.holders.filter { !there.contains($0.index) })
}

private struct FoundParts {
    let dealing: DealingFile
    /// nil for a dealing alone.
    let parts: ShareFile.PublicParts?
}

private func publicParts(of file: SecretFile) throws(Refusal) -> FoundParts {
    if [.dealing, .compactDealing].contains(file.bytes.withUnsafeBytes { ShareFileKind.recognise($0) }) {
        let dealing = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        }
        return FoundParts(dealing: dealing, parts: nil)
    }
    let parts = try refusing(about: file.name) { () throws in try ShareFile.publicParts(of: file.bytes) }
    return FoundParts(dealing: parts.dealing, parts: parts)
}

private func knownDealing(in file: SecretFile) throws(Refusal) -> KnownDealing {
    try KnownDealing(try publicParts(of: file).dealing)
}

private func decided(_ dealings: [KnownDealing], _ options: CheckOptions) throws(Refusal) -> KnownDealing {
    var matching: [KnownDealing] = []
    for dealing in dealings {
        var fits = true
        for expected in options.expected where try !expected.matches(dealing) { fits = false }
        if fits { matching.append(dealing) }
    }
    if matching.count == 1 { return matching[0] }
    guard !dealings.isEmpty else {
        throw Refusal(
            .damaged, code: "no-dealing", "no file has a dealing that can be read",
            advice: "bring dealing.json, or whole share files")
    }
    guard !matching.isEmpty else {
        throw Refusal(
            .answerIsNo, code: "unexpected-key",
            "the files are of \(dealings.map(\.facts.shortForm).joined(separator: ", ")), not of what was expected",
            advice: "find out which dealing is right")
    }
    throw Refusal(
        .answerIsNo, code: "dealings-differ",
        "the files are of \(matching.count) different dealings: \(matching.map(\.facts.fingerprint).joined(separator: ", "))",
        advice: "find out which one is right and say so; nothing here can tell")
}

private func entry(
    of file: String, _ found: Result<ShareFile.PublicParts?, Refusal>, _ dealing: KnownDealing
) -> PublicReport.Entry {
    func entry(
        _ status: PublicReport.Entry.Status, _ holder: HolderFacts? = nil, _ refusal: Refusal? = nil
    ) -> PublicReport.Entry {
        PublicReport.Entry(
            file: file, status: status, holder: holder, code: refusal?.code, reason: refusal?.description)
    }
    switch found {
    case .failure(let refusal): return entry(.damaged, nil, refusal)
    case .success(nil): return entry(.dealing)
    case .success(let parts?):
        guard parts.dealing.id == dealing.id else {
            return entry(
                .otherDealing, nil,
                Refusal(
                    .answerIsNo, code: "other-dealing", "the file is of another dealing",
                    advice: "bring the holder's file of \(dealing.facts.shortForm)"))
        }
        guard let armor = parts.armor else { return entry(.open) }
        let holder = parts.statedHolder.flatMap { dealing.facts.holder(Int($0.value)) }
        // A share that was sealed again names its recipient in its own copy of the dealing.
        let recipient = parts.statedHolder.flatMap { parts.dealing.holder($0) }?.recipient
        do throws(Refusal) {
            try requireSealed(armor, to: recipient, file)
            return entry(.sealed, holder.map { HolderFacts(index: $0.index, name: $0.name, recipient: recipient) })
        } catch {
            return entry(error.kind == .answerIsNo ? .otherRecipient : .damaged, holder, error)
        }
    }
}

/// Compares what a header shows of its addressee with what the dealing says: an SSH key by its tag, of others the kind.
private func requireSealed(_ armor: [UInt8], to recipient: String?, _ file: String) throws(Refusal) {
    let age = try refusing { () throws in try AgeFile(parsing: armor) }
    let isRight: Bool
    switch recipient {
    case nil: isRight = false
    case "passphrase"?: isRight = age.wantsPassphrase
    case let text?:
        let key = try Recipient(text).key
        switch key.kind {
        case .x25519: isRight = age.addressees == [.x25519]
        case .sshEd25519(let key): isRight = age.addressees.count == 1 && age.isAddressed(to: key)
        }
    }
    guard isRight else {
        let whom = recipient ?? "anybody that the dealing names"
        throw Refusal(
            .answerIsNo, code: "other-recipient",
            age.recipientCount > 1
                ? "the file is sealed to \(age.recipientCount) keys, and should be to \(whom) and to nobody besides"
                : "the file is not sealed to \(whom)",
            advice: "ask the dealer which key it was sealed to")
    }
}
