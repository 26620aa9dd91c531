import Groups
import OwnKeys
import SecretSharing
import Secrets

extension ShareFilesError {
    /// What is wrong with its facts, and what to do.
    public var description: String {
        switch self {
        case .notText(let line):
            "line \(line) holds bytes that are no text; look for an undamaged copy of the file"
        case .tooLarge(let count, let most):
            "the file has \(count) bytes and none of its kind has more than \(most); this is something else"
        case .unknownVersion(let found):
            "the file is of version '\(found)', which this program does not know; use a newer one"
        case .json(let reason):
            "the dealing is not readable: \(reason); look for an undamaged copy"
        case .notCanonical(let reason):
            "the dealing was written or changed by hand: \(reason); look for the original"
        case .idMismatch(let computed):
            "the id in the dealing is not that of its content, which is \(computed.shortForm), so it was changed; look for the original"
        case .otherKind(let expected):
            "the text does not begin with '\(expected)'; check which file is which"
        case .field(let name, 0):
            "the text ends before its field '\(name)'; ask for the whole file"
        case .field(let name, let line):
            "line \(line) is not the field '\(name)' as it should be; ask for the file again, unchanged"
        case .fieldValue(let name, let expected):
            "the field '\(name)' is not \(expected); ask for the file again, unchanged"
        case .purpose(let fault): "the purpose \(fault); choose another"
        case .blockAbsent:
            "the part between -----BEGIN and -----END is missing or cut off; ask for the whole file"
        case .requestOfOtherDealing(let expected):
            "the request names another dealing than the one in it, \(expected.shortForm); ask for the file again, unchanged"
        case .requestIDMismatch:
            "the id of the request is not that of its content, so it was changed; answer nothing, and ask who sent it"
        case .submissionOfOtherRequest(let expected):
            "the submission was made for another request than \(expected.shortForm); ask the holder to answer this one"
        case .submissionContent:
            "what the submission has inside is no share for a request; ask the holder to submit again"
        case .label(let fault): "the label \(fault); choose another"
        case .created(let found):
            "'\(found)' is no time like 2026-11-22T10:02:33Z; look for the original dealing"
        case .unknownGroup(let found):
            "the group '\(found)' is not one of secp256k1, p256 and ed25519; look for the original dealing"
        case .dealingOfOtherGroup(let expected, let found):
            "the dealing is of a \(found.rawValue) key and not of a \(expected.rawValue) key; bring the dealing that belongs to it"
        case .epoch(let found):
            "the epoch \(found) is no number from 0 to 4294967295; look for the original dealing"
        case .threshold(let found, let holders):
            "a threshold of \(found) does not fit \(holders) holders; it is 2 or more and at most the number of holders"
        case .holderCount(let found):
            "the dealing has \(found) holders, and a dealing has 2 to 65535; look for the original"
        case .holderIndex(let position, let found):
            "holder \(position) of the dealing has the index \(found); indices run from 1 to 65535 and ascend"
        case .holderName(let position, let fault):
            "the name of holder \(position) \(fault); choose another"
        case .holderNameTwice(let name):
            "two holders are named '\(name)'; give each a name of their own"
        case .recipient(let position):
            "the recipient of holder \(position) is not 1 to 1024 plain characters; copy it again from its owner"
        case .commitmentCount(let threshold, let found):
            "a threshold of \(threshold) needs \(threshold) commitments and the dealing has \(found); do not trust who made it"
        case .commitmentsAlike(let place, let other):
            "commitment \(place) is \(other.map { "commitment \($0)" } ?? "the generator"), up to its sign, so that fewer shares may give the key than the dealing says; do not rely on it, and have the key dealt anew on another machine"
        case .commitmentPoint(let place, let reason):
            "commitment \(place) of the dealing is refused: \(reason)"
        case .keyKind(let found):
            "the key kind '\(found)' is neither node-key nor wrapping; look for the original dealing"
        case .keyFormat(let found, let group):
            "the key format '\(found)' is none for a \(group.rawValue) key; look for the original dealing"
        case .publicKey:
            "the public key in the dealing is not commitment 0; do not trust who made it"
        case .addresses:
            "the addresses in the dealing have not the form that addresses have; do not trust who made it"
        case .ownKeyForm(let reason):
            "the dealing to own keys is damaged: \(reason); look for the original dealing"
        case .compactForm(let fault):
            "the binary form is damaged: \(fault); look for an undamaged copy"
        case .compactDealing:
            "this is the binary form of a dealing, in which neither the holders' names nor the sealed original are; bring its dealing.json"
        case .ownKeys(let error): error.description
        case .proof(let reason):
            reason
        case .dealerProofWrong:
            SecretSharingError.dealerProofWrong.description
        case .originalForm(let reason):
            "the sealed original in the dealing is damaged: \(reason); look for an undamaged copy"
        case .originalLength(let count):
            "the sealed original has \(count) bytes, which no sealed file has; look for an undamaged copy of the dealing"
        case .originalTooLong(let count, let most):
            "the key file has \(count) bytes, and 1 to \(most) can be kept; bring the key file itself"
        case .originalDamaged:
            "the key is right, but the sealed original does not open, so it was changed; look for another copy of the dealing"
        case .originalOfOtherKey:
            "this is not the key that the original was sealed under; bring the shares of this dealing"
        case .originalPadding:
            "the opened original is not padded as it must be, so it was not made by this program; do not trust who made it"
        case .noShare:
            "there is no share in this text; bring the file that begins with holdfast-share/1, or the line that begins with hfs1"
        case .lineTwice:
            "there is more than one share in this text; bring each in a file of its own"
        case .dealingMissing:
            "the share comes without its dealing; bring the whole file, or dealing.json beside it"
        case .dealingBlock(let fault):
            "\(fault); bring the whole file"
        case .afterEnd(let line):
            "line \(line) comes after the end of the share file; bring the original file"
        case .sealed:
            "this share is sealed to its holder's own key; open it with that key first"
        case .sheetRow(let row, let found):
            "row \(row) has \(found) letters and a sheet has \(SheetRow.letterCount(of: row) + 1) there, the one that checks it counted; compare it with the sheet"
        case .sheetRowNumber(let expected, let line):
            "row \(expected) of the sheet \(line.map { "should stand in line \($0)" } ?? "is missing"); type all six rows with their numbers, in their order"
        case .sheetRowsWrong(let rows):
            "a letter is wrong in \(rows.count == 1 ? "row" : "rows") \(rows.map(String.init).joined(separator: ", ")); compare \(rows.count == 1 ? "it" : "them") with the sheet"
        case .dealingPart(let reason):
            "\(reason); scan all codes of the dealing again"
        case .notScanned(let line):
            "line \(line) stands among scanned codes and is none; put the rows that were typed into a file of their own"
        case .letterCount(let found):
            found < ShareLine.letterCount
                ? "the line has \(found) letters and a share has 89: \(ShareLine.letterCount - found) are missing; compare it with the sheet, letter by letter"
                : "the line has \(found) letters and a share has 89: \(found - ShareLine.letterCount) are too many; compare it with the sheet, letter by letter"
        case .letter(let place):
            place == ShareLine.prefix.count
                ? "letter \(place) of the line is not the digit 1 that stands in hfs1; type it so"
                : "letter \(place) of the line\(onSheet(place)) is not one that a share can have there; compare it with the sheet"
        case .mixedCase:
            "the line mixes upper and lower case; type it in one of them"
        case .checksum:
            "the check at the end of the line does not fit, so at least one of its letters is wrong; compare it with the sheet"
        case .lineVersion(let found):
            "the line is of version \(found), which this program does not know; use a newer one"
        case .lineGroup(let found):
            "the line names group number \(found), which this program does not know; use a newer one"
        case .lineIndexZero:
            "the line is for holder 0, whom no dealing has; do not trust who made it"
        case .lineScalar(let group):
            "the secret in the line is not below the order of \(group.rawValue); do not trust who made it"
        case .lineOfOtherGroup(let expected, let found):
            "the line is a share of a \(found.rawValue) key and the dealing is of a \(expected.rawValue) key; bring the dealing that belongs to it"
        case .lineOfOtherDealing(let expected):
            "the line does not belong to dealing \(expected.shortForm); bring the dealing that it belongs to"
        case .lineOfNoHolder(let holder):
            "the line is for holder \(holder.value), whom the dealing does not have; bring the dealing that it belongs to"
        case .memory(let facts):
            facts.description
        }
    }
}

/// Runs a body that can only run out of memory.
func mappingMemory<R: ~Copyable>(_ body: () throws(SecretsError) -> R) throws(ShareFilesError) -> R {
    do { return try body() } catch { throw .memory(error) }
}

/// Where a letter of the line stands on a sheet.
private func onSheet(_ place: Int) -> String {
    let (row, letter) = SheetRow.position(of: place)
    return " (row \(row), letter \(letter))"
}
