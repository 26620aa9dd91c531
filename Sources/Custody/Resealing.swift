import Groups
import ShareFiles

/// A share that was opened, checked, and sealed to another key.
public struct ResealedShare: Sendable {
    public let dealing: DealingFacts
    public let holder: HolderFacts
    /// To whom it was sealed before, as the dealing in the file said; nil for nobody.
    public let before: String?
    /// The content of the new share file, whose dealing names the new recipient; public.
    public let file: [UInt8]
}

/// Seals a share to another key: for a holder whose own key changes, or who hands the share over.
///
/// The share, its index and the dealing's id stay as they are. The old file still opens with the old key: it is for its
/// holder to delete.
/// - Parameters:
///   - options: What opens the share, and what it must be of.
///   - passphrase: Asked for the new passphrase, where it is sealed to one.
/// - Throws: `Refusal`: as `check`, and what is wrong with this share where it is not good.
public func reseal(
    _ file: SecretFile, to seal: Seal, _ options: CheckOptions = CheckOptions(), newPassphrase: PassphraseSource? = nil
) throws(Refusal) -> ResealedShare {
    let gathering = try goodShare(in: file, options)
    let (dealing, entry) = (gathering.dealing, gathering.entry)
    guard dealing.ownPart == nil else {
        throw Refusal(
            .unsafe, code: "own-keys",
            "the shares of dealing \(dealing.facts.shortForm) are in the dealing itself, for the keys of the holders' nodes",
            advice: "keep it as it is: there is no share file to seal again")
    }
    guard let owner = entry.line, let own = entry.dealing?.file ?? gathering.given,
        let holder = dealing.facts.holder(Int(owner.line.holder.value))
    else { preconditionFailure("a good share has a line, a dealing and a holder") }
    var secret: LockedBytes?
    if seal == .passphrase, let newPassphrase { secret = try newPassphrase("the share of \(holder.name)") }
    return try refusing { () throws in
        let content = try owner.line.sealedContent()
        let armor = try sealed(content, seal, passphrase: secret)
        let changed = try own.with(recipient: seal.text, for: owner.line.holder)
        return ResealedShare(
            dealing: dealing.facts, holder: HolderFacts(index: holder.index, name: holder.name, recipient: seal.text),
            before: own.holder(owner.line.holder)?.recipient,
            file: try ShareFileWriter(changed).write(armor: armor, for: owner.line.holder))
    }
}

/// The one share of a file, checked against its dealing.
struct GoodShare {
    let dealing: KnownDealing
    /// The dealing that was brought beside it.
    let given: DealingFile?
    let entry: Gathering.Entry
}

/// - Throws: `Refusal`: why the share is not good, or there is none or no dealing for it.
func goodShare(in file: SecretFile, _ options: CheckOptions) throws(Refusal) -> GoodShare {
    var gathering = try Gathering([file], options)
    guard gathering.entries.count == 1 else {
        throw Refusal(
            .damaged, code: "no-share", "\(file.name) is not one share, and a holder's share is wanted here",
            advice: "bring the holder's share file")
    }
    guard let dealing = try gathering.decide() else {
        let verdict = try gathering.reportOfCamps().shares[0]
        throw Refusal(verdict)
    }
    func check<G: Group>(_ group: G.Type) throws(Refusal) { _ = try gathering.checked(against: dealing, in: G.self) }
    try refusing { () throws in try check(dealing.group.group) }
    guard gathering.entries[0].verdict.status == .valid else { throw Refusal(gathering.entries[0].verdict) }
    return GoodShare(dealing: dealing, given: gathering.given?.file, entry: gathering.entries[0])
}
