public import Groups
public import OwnKeys
public import SecretSharing
public import Secrets

/// What can be wrong with a dealing, a share file, a share line or a sealed original.
///
/// The `code` of each case is stable; holdfast-share(5) and holdfast-dealing(5) say which rule it stands for. No case
/// holds anything of a secret.
@nonexhaustive
public enum ShareFilesError: Error, Equatable, CustomStringConvertible {
    // Text.
    /// A byte that no text has: not UTF-8, or a control character. Lines start at 1.
    case notText(line: Int)
    case tooLarge(byteCount: Int, most: Int)
    /// `holdfast-share/2`, `holdfast-dealing/2`: what stands in place of the known version.
    case unknownVersion(String)

    // The dealing.
    /// The text is no JSON, or no JSON object; the reason has line and column.
    case json(String)
    /// JSON that could be written shorter, longer or in another order; the reason names what.
    case notCanonical(String)
    /// The id in the file is not the one of its content.
    case idMismatch(computed: DealingID)
    case label(TextFault)
    case created(String)
    case unknownGroup(String)
    /// The dealing is of another group than the one that was asked for.
    case dealingOfOtherGroup(expected: CurveName, found: CurveName)
    case epoch(String)
    case threshold(found: Int, holders: Int)
    case holderCount(Int)
    /// Indices are 1 … 65535 and ascend; the position counts from 1.
    case holderIndex(position: Int, found: Int)
    case holderName(position: Int, TextFault)
    case holderNameTwice(String)
    case recipient(position: Int)
    case commitmentCount(threshold: Int, found: Int)
    /// The place counts from 0: A₀ is the public key.
    case commitmentPoint(place: Int, reason: String)
    /// It is equal or opposite to another one, or to the generator where no other is named.
    case commitmentsAlike(place: Int, other: Int?)
    case keyKind(String)
    case keyFormat(String, CurveName)
    case publicKey
    case addresses
    /// A dealing to own keys that lacks a part, or has one of another length or order; the reason says which.
    case ownKeyForm(String)
    /// A binary form of a dealing to own keys, or of what answers one, that is damaged.
    case compactForm(CompactFault)
    /// The binary form of a dealing to own keys, where the whole dealing is needed.
    case compactDealing
    /// A dealing to own keys whose keys, masked shares or proof are refused.
    case ownKeys(OwnKeysError)
    /// The dealer's proof is not 64 bytes in lower-case hexadecimal, or its number is not below the group order; the reason
    /// is a whole sentence.
    case proof(reason: String)
    /// The dealer's proof was not made with the key of commitment 0 over the id of this dealing.
    case dealerProofWrong

    // Requests and submissions.
    /// The text begins with something else than the first line of its kind.
    case otherKind(expected: String)
    /// In place of a field stands something else; the line is 0 where the text ends before it.
    case field(name: String, line: Int)
    case fieldValue(name: String, expected: String)
    case purpose(TextFault)
    /// The dealing of a request, or the sealed part of a submission, is missing or has no end.
    case blockAbsent
    case requestOfOtherDealing(expected: DealingID)
    case requestIDMismatch
    /// Sealed together with the id of another request.
    case submissionOfOtherRequest(expected: RequestID)
    /// Opened, and no submission inside.
    case submissionContent

    // The sealed original.
    case originalForm(String)
    case originalLength(Int)
    case originalTooLong(byteCount: Int, most: Int)
    /// The scalar is the committed key, so it is the sealed file that was changed.
    case originalDamaged
    /// The scalar is not the key that the original was sealed under.
    case originalOfOtherKey
    case originalPadding

    // The share file.
    case noShare
    case lineTwice
    /// A bare line came without the dealing that it needs beside it.
    case dealingMissing
    /// A share file, or what begins like one, without exactly one dealing in it.
    case dealingBlock(DealingBlockFault)
    case afterEnd(line: Int)
    /// The share is sealed to its holder's own key, and has to be opened first.
    case sealed

    // On paper. Rows count from 1 to 6.
    /// A row of a sheet with more or fewer letters than it has, its check letter counted.
    case sheetRow(Int, found: Int)
    /// Another row stands there, or none; `line` is that of the text.
    case sheetRowNumber(expected: Int, line: Int?)
    /// The line is wrong, and so are these rows by their check letters.
    case sheetRowsWrong([Int])
    /// The reason says which part of which dealing, and what is wrong with it.
    case dealingPart(String)
    /// A line among codes that were scanned is none.
    case notScanned(line: Int)

    // The line. Places count letters from 1 to 89, blanks and hyphens left out.
    case letterCount(found: Int)
    case letter(place: Int)
    case mixedCase
    case checksum
    case lineVersion(Int)
    case lineGroup(Int)
    case lineIndexZero
    case lineScalar(CurveName)
    case lineOfOtherGroup(expected: CurveName, found: CurveName)
    case lineOfOtherDealing(expected: DealingID)
    case lineOfNoHolder(HolderIndex)

    /// No memory for a secret.
    case memory(SecretsError)

    /// The stable word for what is wrong.
    public var code: String {
        switch self {
        case .otherKind: "not-recognised"
        case .field, .fieldValue, .purpose: "request-field"
        case .blockAbsent: "request-block"
        case .requestOfOtherDealing, .requestIDMismatch: "request-id"
        case .submissionOfOtherRequest: "other-request"
        case .submissionContent: "submission"
        case .notText: "not-text"
        case .tooLarge: "too-large"
        case .unknownVersion: "unknown-version"
        case .json: "json"
        case .notCanonical: "not-canonical"
        case .idMismatch: "id-mismatch"
        case .label: "label"
        case .created: "created"
        case .unknownGroup, .dealingOfOtherGroup: "group"
        case .epoch: "epoch"
        case .threshold, .holderCount: "threshold"
        case .holderIndex: "holder-index"
        case .holderName: "holder-name"
        case .holderNameTwice: "holder-name-twice"
        case .recipient: "recipient"
        case .commitmentCount: "commitment-count"
        case .commitmentPoint: "commitment-point"
        case .commitmentsAlike: "commitment-alike"
        case .keyKind: "key-kind"
        case .keyFormat: "key-format"
        case .publicKey: "public-key"
        case .addresses: "addresses"
        case .ownKeyForm: "own-keys"
        case .compactForm: "compact-form"
        case .compactDealing: "compact-dealing"
        case .ownKeys(let error): error.code
        case .proof: "proof"
        case .dealerProofWrong: "dealer-proof"
        case .originalForm: "original-form"
        case .originalLength, .originalTooLong: "original-length"
        case .originalDamaged: "original-sealed"
        case .originalOfOtherKey: "original-other-key"
        case .originalPadding: "original-padding"
        case .noShare: "no-share"
        case .lineTwice: "line-twice"
        case .dealingMissing: "dealing-missing"
        case .dealingBlock: "dealing-block"
        case .afterEnd: "after-end"
        case .sealed: "sealed"
        case .sheetRow: "row-length"
        case .sheetRowNumber: "row-number"
        case .sheetRowsWrong: "row-check"
        case .dealingPart: "dealing-part"
        case .notScanned: "no-share"
        case .letterCount: "letter-count"
        case .letter: "letter"
        case .mixedCase: "mixed-case"
        case .checksum: "checksum"
        case .lineVersion: "line-version"
        case .lineGroup, .lineOfOtherGroup: "line-group"
        case .lineIndexZero, .lineOfNoHolder: "line-index"
        case .lineOfOtherDealing: "line-dealing"
        case .lineScalar: "line-scalar"
        case .memory: "memory"
        }
    }
}

/// What can be wrong with the dealing inside of a share file. Lines start at 1.
public enum DealingBlockFault: Equatable, Sendable, CustomStringConvertible {
    case absent
    case withoutEnd(line: Int)
    case endWithoutBegin(line: Int)
    case second(line: Int)
    /// The first line of the file is not `holdfast-share/1`, as it must be where a dealing follows.
    case firstLineAbsent(line: Int)

    public var description: String {
        switch self {
        case .absent: "there is no dealing in the share file"
        case .withoutEnd(let line): "what begins in line \(line) has no end"
        case .endWithoutBegin(let line): "line \(line) ends a dealing that never began"
        case .second(let line): "a second dealing begins in line \(line)"
        case .firstLineAbsent(let line):
            "a dealing begins in line \(line), but the first line is not holdfast-share/1"
        }
    }
}

/// What can be wrong with a label or a name.
public enum TextFault: Equatable, Sendable, CustomStringConvertible {
    case empty
    case tooLong(byteCount: Int, most: Int)
    /// A quotation mark, a backslash, a slash in a name, or a character that cannot be seen.
    case character(codePoint: UInt32)
    /// A blank at the start or the end.
    case blankAtEnd

    public var description: String {
        switch self {
        case .empty: "is empty"
        case .tooLong(let count, let most): "has \(count) bytes, and \(most) are allowed"
        case .character(let codePoint):
            "has the character U+\(codePoint < 0x1000 ? String(repeating: "0", count: 4 - String(codePoint, radix: 16).count) : "")\(String(codePoint, radix: 16, uppercase: true)), which is not allowed there"
        case .blankAtEnd: "starts or ends with a blank"
        }
    }
}
