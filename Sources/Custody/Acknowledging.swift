import Groups
import OwnKeys
import SecretSharing
import ShareFiles
import Signatures

/// A holder's word that was read, before it is known of which dealing it is.
struct Acknowledgement: Sendable {
    let file: String
    let word: AcknowledgementFile

    /// - Throws: `Refusal` where the text is none.
    init(_ file: SecretFile) throws(Refusal) {
        word = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try AcknowledgementFile(parsing: $0) }
        }
        self.file = file.name
    }

    /// Whose word it is, or why it is nobody's.
    func judged(by dealing: KnownDealing) -> (holder: Int?, refused: ShareVerdict?) {
        do {
            guard word.dealing == dealing.id.bytes else {
                throw Refusal(
                    .answerIsNo, code: "other-dealing",
                    "it acknowledges another dealing than \(dealing.facts.shortForm)",
                    advice: "ask the holder to acknowledge this one")
            }
            try verify(dealing, in: dealing.group.group)
            return (Int(word.holder.value), nil)
        } catch { return (nil, ShareVerdict(file: file, refused: Refusal(error))) }
    }

    private func verify<G: Group>(_ dealing: KnownDealing, in group: G.Type) throws {
        guard let own = dealing.own(in: G.self) else {
            throw Refusal(
                .answerIsNo, code: "other-dealing",
                "dealing \(dealing.facts.shortForm) is not to the holders' own keys",
                advice: "bring the dealing that it acknowledges")
        }
        try own.dealing.verifyAcknowledgement(word.proof, of: word.holder)
    }
}

/// A holder's public word that the share dealt to their own key is good.
public struct AcknowledgedShare: Sendable {
    public let dealing: DealingFacts
    public let holder: HolderFacts
    /// The content of the file.
    public let text: [UInt8]
    /// The same in the form that a ledger's transaction carries.
    public let binary: [UInt8]
}

/// Opens the share that a dealing holds for the key of a node, and says to everyone that it is good.
/// - Parameters:
///   - dealing: `dealing.json` of a dealing to own keys.
///   - options: Its identities are one key of a node.
/// - Throws: `Refusal`: `dealer-cheated` where the share is not good; `identity-missing`, `identity-of-no-holder`, or what is
///   wrong with the dealing or the key.
public func acknowledge(_ dealing: SecretFile, _ options: CheckOptions) throws(Refusal) -> AcknowledgedShare {
    let known = try decidedDealing(dealing, options)
    let key = try holderKey(of: known, options)
    let holder = key.holder
    do {
        let proof = try acknowledge(
            key.takePrivateKey(), of: holder, known, options.sharesProof, in: known.group.group)
        guard let facts = known.facts.holder(Int(holder.value)) else {
            preconditionFailure("a key that opens is a holder's")
        }
        let word = AcknowledgementFile(dealing: known.id, holder: holder, proof: proof)
        return AcknowledgedShare(
            dealing: known.facts, holder: facts, text: word.text(name: facts.name), binary: word.binary)
    } catch { throw Refusal(error) }
}

private func acknowledge<G: Group>(
    _ key: consuming PrivateKey, of holder: HolderIndex, _ dealing: KnownDealing, _ sharesProof: PublicFile?,
    in group: G.Type
) throws -> [UInt8] {
    let share = try dealing.ownShare(of: holder, sharesProof, in: G.self)
    let proof = try Acknowledging(share: share).perform(with: key, of: holder, in: share.dealing)
    try share.dealing.verifyAcknowledgement(proof, of: holder)
    return proof
}

/// The dealing in a file, which is the expected one.
private func decidedDealing(_ file: SecretFile, _ options: CheckOptions) throws(Refusal) -> KnownDealing {
    var alone = options
    alone.identities = Identities()
    alone.dealing = nil
    // Whoever has seen a dealing on a ledger can say that their share of it is good.
    alone.takesBinaryForms = true
    guard let dealing = try Gathering([file], alone).decide() else {
        throw Refusal(
            .damaged, code: "no-dealing", "\(file.name) has no dealing in it", advice: "bring dealing.json")
    }
    alone.dealing = options.dealing
    if let other = try Gathering(alone).given, other.id != dealing.id {
        throw Refusal(
            .answerIsNo, code: "other-dealing",
            "\(file.name) is dealing \(dealing.facts.shortForm), and \(other.facts.shortForm) was given beside it",
            advice: "find out which of the two you mean, and name that one alone")
    }
    return dealing
}

/// The one key of a node among the identities, which is a holder's.
/// - Throws: `Refusal`: `identity-missing`, `several-keys`, and as `HolderKey`.
func holderKey(of dealing: KnownDealing, _ options: CheckOptions) throws(Refusal) -> HolderKey {
    guard dealing.ownPart != nil else {
        throw Refusal(
            .unsafe, code: "own-keys",
            "dealing \(dealing.facts.shortForm) does not deal to the keys of nodes, so no key of one opens a share of it",
            advice: "bring the holder's share file")
    }
    let keys = options.identities.nodeKeys
    guard let file = keys.first else {
        throw Refusal(
            .cannotDecrypt, code: "identity-missing",
            "dealing \(dealing.facts.shortForm) holds the shares for the keys of the holders' nodes, and no such key was brought",
            advice: "bring the key file of the node")
    }
    guard keys.count == 1 else {
        throw Refusal(
            .unsafe, code: "several-keys", "\(keys.count) keys of nodes were brought, and one holder answers at a time",
            advice: "bring the key of the one node")
    }
    return try HolderKey(file, in: dealing, passphrase: options.passphrase)
}
