import Encodings
import Groups
import Sealing
import SecretSharing
import ShareFiles

/// The line of a share, sealed, as an armored age file.
///
/// What was made is read back: it has one addressee, of the kind that was asked for, and under a passphrase it was opened
/// again and is this very line.
/// - Parameter passphrase: For `.passphrase`; 1 byte or more.
func sealed(
    _ content: borrowing LockedBytes, _ seal: Seal, passphrase: borrowing LockedBytes?
) throws -> [UInt8] {
    switch seal {
    case .key(let recipient):
        let armor = try AgeFile.seal(content, to: [recipient.key], armored: true)
        guard try AgeFile(parsing: armor).addressees.count == 1 else {
            throw SecretSharingError.dealingContradictsItself
        }
        return armor
    case .passphrase:
        switch passphrase {
        case .none: throw SealingError.passphraseMissing
        case .some(let passphrase):
            let armor = try AgeFile.seal(content, passphrase: passphrase, armored: true)
            guard try AgeFile(parsing: armor).open(passphrase: passphrase).matches(content) else {
                throw SecretSharingError.dealingContradictsItself
            }
            return armor
        }
    }
}

extension ShareLine {
    /// What is sealed of a share: its line and a line feed (holdfast-share(5), "Sealed shares").
    borrowing func sealedContent() throws -> LockedBytes {
        var content = try LockedBytes(count: ShareLine.letterCount + 1)
        try content.withUnsafeMutableBytes { content in
            try write(into: UnsafeMutableRawBufferPointer(rebasing: content[..<ShareLine.letterCount]))
            content[ShareLine.letterCount] = 0x0A
        }
        return content
    }

    /// Reads what was sealed of a share; the line feed may be missing.
    init(sealedContent content: borrowing LockedBytes) throws(ShareFilesError) {
        self = try content.withUnsafeBytes { (content) throws(ShareFilesError) in
            let end = content.ends(with: [0x0A]) ? content.count - 1 : content.count
            return try ShareLine(parsing: UnsafeRawBufferPointer(rebasing: content[..<end]))
        }
    }
}

/// Opens what was sealed to a holder, or to a requester.
struct Opener {
    let identities: Identities
    let passphrase: PassphraseSource?

    /// How many can open a sealed share or answer; nil where it is no age file.
    static func recipientCount(in armor: [UInt8]) -> Int? { (try? AgeFile(parsing: armor))?.recipientCount }

    /// The same for a file that may be one; nil for what is not sealed.
    static func recipientCount(of file: SecretFile) -> Int? {
        let armor =
            switch file.bytes.withUnsafeBytes({ ShareFileKind.recognise($0) }) {
            case .share: (try? ShareFile.publicParts(of: file.bytes))?.armor
            case .submission: (try? file.bytes.withUnsafeBytes { try SubmissionFile(parsing: $0) })?.armor
            default: nil as [UInt8]?
            }
        return armor.flatMap { recipientCount(in: $0) }
    }

    /// - Parameters:
    ///   - name: What it is, for the question; whoever reports a refusal names the file.
    ///   - owner: Whose it is, where that is known, for the message that nothing opens it.
    ///   - requester: To whom it is sealed where it answers a request.
    /// - Throws: `Refusal`: `sealed` where nothing was brought that could open it, `sealed-to-other`, `passphrase-wrong`; what
    ///   is wrong with the age file.
    func open(
        _ armor: [UInt8], named name: String, owner: String?, requester: Recipient? = nil
    ) throws(Refusal) -> LockedBytes {
        let file = try refusing { () throws in try AgeFile(parsing: armor) }
        if file.wantsPassphrase {
            guard let passphrase else { throw unopened(owner, requester) }
            let secret = try passphrase("the share \(name)")
            return try refusing { () throws in try file.open(passphrase: secret) }
        }
        guard !identities.isEmpty else { throw unopened(owner, requester) }
        do throws(SealingError) {
            return try file.open(with: identities.all)
        } catch {
            guard case .age(.noIdentityMatches) = error else { throw Refusal(error) }
            throw Refusal(
                .cannotDecrypt, code: "sealed-to-other",
                "it is sealed to another key than \(identities.all.count == 1 ? "the identity" : "the identities") given"
                    + (owner.map { "; it says that it is \($0)" } ?? ""),
                advice: requester.map { "bring the private key of the requester, \($0)" }
                    ?? "bring the identity of the holder it is for, or ask them to open it")
        }
    }

    /// Nothing was brought that could open it.
    private func unopened(_ owner: String?, _ requester: Recipient?) -> Refusal {
        if let requester {
            return Refusal(
                .cannotDecrypt, code: "sealed", "it is sealed to whoever made the request, \(requester)",
                advice: "bring the private key of that recipient with it")
        }
        return Refusal(
            .cannotDecrypt, code: "sealed",
            "it is sealed to its holder's own key or passphrase" + (owner.map { "; it says that it is \($0)" } ?? ""),
            advice: "bring the holder's identity, or the passphrase, with it")
    }
}
