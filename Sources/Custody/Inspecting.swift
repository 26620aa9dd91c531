import Encodings
import KeyFiles
import ShareFiles
import Transactions

/// What a file is.
public enum Inspection: Sendable {
    case key(KeyFacts)
    /// An encrypted key file that was not opened.
    case encryptedKey(KeyFormat)
    /// What stands for a whole wallet, and is split as a whole.
    case wallet(WrappedFacts)
    case dealing(DealingFacts)
    /// A share, checked against the dealing that it brings; alone it has no dealing.
    case share(ShareVerdict, DealingFacts?)
    /// What asks for shares.
    case request(RequestFacts)
    /// A sealed answer to a request, of which nothing can be seen but what it says it answers.
    /// - Parameter recipientCount: How many can open it.
    case submission(request: String, dealing: String, recipientCount: Int?)
    /// A holder's word that the share dealt to their own key is good; whether it is theirs shows beside the dealing.
    case acknowledgement(holder: Int, dealing: String)
    /// What shows that the dealer of a dealing cheated a holder, or does not: it is not judged.
    case evidence(holder: HolderFacts, dealing: DealingFacts)
    /// What stands beside a publicly verifiable dealing, in which its shares are; of which dealing, that one says.
    case sharesProof(byteCount: Int)
    /// What is to be signed.
    case unsigned(Summary)
    /// What was signed, with its signatures judged; what was brought beside it may have let more of them be judged.
    case signed(Verification)
    /// What a board of dealings is called with, alone: call data, or the arguments of a chaincode.
    case boardCall(Summary)
}

/// Says what a file is and what anyone may know of it; never a secret.
///
/// An encrypted key is opened only where a passphrase source is given.
/// ```swift
/// if case .key(let facts) = try inspect(file, group: .secp256k1) { print(facts.addresses) }
/// ```
/// - Throws: `Refusal`: `group-not-told` for a bare key, `not-recognised`, or what is wrong with the file.
public func inspect(
    _ file: SecretFile, group: CurveName? = nil, expected: Expectation? = nil, passphrase: PassphraseSource? = nil,
    under terms: Terms = Terms()
) throws(Refusal) -> Inspection {
    switch file.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) {
    case .dealing, .compactDealing:
        var options = CheckOptions(expected: expected.map { [$0] } ?? [])
        options.takesBinaryForms = true
        let collection = try check([file], options)
        guard let dealing = collection.report.dealing else {
            throw Refusal(.internalFault, code: "internal", "a dealing was read and is not there")
        }
        return .dealing(dealing)
    case .share, .bareLine:
        let report = try check([file], CheckOptions(expected: expected.map { [$0] } ?? [])).report
        return .share(report.shares[0], report.dealing)
    case .scan:
        let report = try check([file], CheckOptions(expected: expected.map { [$0] } ?? [])).report
        if let share = report.shares.first { return .share(share, report.dealing) }
        if let dealing = report.dealing { return .dealing(dealing) }
    case .request:
        return .request(try ShareRequest(file).facts)
    case .submission:
        let submission = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try SubmissionFile(parsing: $0) }
        }
        return .submission(
            request: Hex.encode(submission.request), dealing: Hex.encode(submission.dealing),
            recipientCount: Opener.recipientCount(in: submission.armor))
    case .acknowledgement:
        let word = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try AcknowledgementFile(parsing: $0) }
        }
        return .acknowledgement(holder: Int(word.holder.value), dealing: Hex.encode(word.dealing))
    case .evidence:
        let evidence = try ReadEvidence(file)
        return .evidence(holder: evidence.holder, dealing: evidence.dealing.facts)
    case nil:
        if let call = boardCall(in: file) { return .boardCall(call) }
    }
    if file.isSharesProof { return .sharesProof(byteCount: file.bytes.count) }
    if let format = file.recognisedKeyFormat {
        if format.isEncrypted, passphrase == nil { return .encryptedKey(format) }
        return .key(try readKey(file, group: group, expected: expected, passphrase: passphrase).facts)
    }
    if let wallet = try WrappedFile(wallet: file) { return .wallet(wallet.facts) }
    if !file.looksSecret, let found = try inspectContent(file, terms) { return found }
    // The reader of key files knows what else a file can be, by name.
    do throws(Refusal) {
        return .key(try readKey(file, group: group, expected: expected, passphrase: passphrase).facts)
    } catch {
        guard ["not-recognised", "too-large"].contains(error.code) else { throw error }
        throw Refusal(
            .damaged, code: "not-recognised",
            "\(file.name) (\(file.bytes.count) bytes) is no key, share, dealing or transaction of a known form",
            advice: "check which file this is")
    }
}

/// What of a ledger a file is; `nil` where no ledger knows it.
private func inspectContent(_ file: SecretFile, _ terms: Terms) throws(Refusal) -> Inspection? {
    let bytes = try file.publicBytes()
    let ledger: any Ledger.Type
    do throws(Refusal) {
        ledger = try recognise(bytes, of: file.name, as: .signed, named: nil)
    } catch {
        guard error.code == "not-recognised" else { throw error }
        return nil
    }
    return try refusing(about: file.name) { () throws in
        if ledger.look(at: bytes)?.state == .unsigned {
            return .unsigned(
                try ledger.readUnsigned(bytes, under: terms).summary(signer: nil, under: terms).explained)
        }
        let verification = try ledger.readSigned(bytes, under: terms).verified(under: terms).explained
        // A form of both states, such as a PSBT, in which nobody has signed yet.
        return verification.signatures.contains(where: \.isThere)
            ? .signed(verification) : .unsigned(verification.summary)
    }
}

extension SignatureVerdict {
    /// Whether there is something to judge, good or bad.
    fileprivate var isThere: Bool {
        switch status {
        case .valid, .invalid: true
        case .notJudged(let code, _): code != "not-signed"
        }
    }
}

extension SecretFile {
    /// Whether a key or a share seems to be in it.
    var looksSecret: Bool { bytes.withUnsafeBytes { Custody.looksSecret($0) } }
}

extension SecretFile {
    /// Whether it is a share, a share line or a dealing, by its looks; what else a command may be given beside them is told
    /// apart by this.
    public var isShareOrDealing: Bool { bytes.withUnsafeBytes { ShareFileKind.recognise($0) } != nil }
}

/// Whether bytes read as a private key or a share, so that they belong neither into an argument nor into a log.
///
/// Cheap, and careful rather than exact.
public func looksSecret(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch ShareFileKind.recognise(bytes) {
    case .share, .bareLine, .scan, .evidence: return true
    case .dealing, .compactDealing, .request, .submission, .acknowledgement: return false
    case nil: return KeyFile.looksSecret(bytes)
    }
}

/// As above, for an argument of a command line.
public func looksSecret(_ argument: String) -> Bool {
    var argument = argument
    return argument.withUTF8 { looksSecret(UnsafeRawBufferPointer($0)) }
}
