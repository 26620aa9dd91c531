import Encodings
public import Groups
import KeyFiles
import SecretSharing
import ShareFiles
import Signatures

/// A holder as a dealing names them.
public struct HolderFacts: Hashable, Sendable {
    /// The x-coordinate, 1 … 65535.
    public let index: Int
    public let name: String
    /// Whom the share is sealed to, where it is.
    public let recipient: String?
}

/// Everything public about a dealing, with its addresses recomputed.
public struct DealingFacts: Hashable, Sendable {
    /// What commitment 0 is.
    public enum KeyKind: String, Hashable, Sendable {
        /// The node's own public key.
        case nodeKey = "node-key"
        /// A key made to wrap the original; it says nothing about what is wrapped.
        case wrapping
    }

    /// 64 hexadecimal digits.
    public let id: String
    /// Eight letters for people, such as `K7QF-2M9X`; it decides nothing.
    public let shortForm: String
    /// 32 letters in eight groups, for holders who compare by voice.
    public let fingerprint: String
    public let label: String
    /// Such as `2026-11-22T10:02:33Z`.
    public let created: String
    public let group: CurveName
    public let threshold: Int
    /// By index.
    public let holders: [HolderFacts]
    /// A₀ first, in hexadecimal.
    public let commitments: [String]
    public let kind: KeyKind
    /// The format of the original key file.
    public let format: String
    /// Of a node key, recomputed from commitment 0; of a wrapping key, what the dealer says of the wallet that is wrapped,
    /// which nobody can check before it is rebuilt.
    public let addresses: [LedgerAddress]

    /// Commitment 0.
    public var publicKey: String { commitments[0] }

    public func holder(_ index: Int) -> HolderFacts? { holders.first { $0.index == index } }
}

/// A dealing that was read, its points decoded, its dealer's proof verified, its addresses compared: who made it had the
/// key, and it is as good as its id.
struct KnownDealing: Sendable {
    let file: DealingFile
    let facts: DealingFacts
    /// Commitment 0 as a key.
    let key: VerifyingKey
    /// The commitment of whatever group, every point decoded.
    private let commitment: any Sendable

    /// - Throws: `Refusal` with code `key-format` for a format that is not known, or carries no key of the group; where a
    ///   point is refused; `dealer-proof` where it was not dealt by someone who has the key; `addresses` where one is not the
    ///   key's own.
    init(_ file: DealingFile) throws(Refusal) {
        let kind: DealingFacts.KeyKind = file.key.kind == .wrapping ? .wrapping : .nodeKey
        let format = kind == .nodeKey ? try keyFormat(of: file) : nil
        // All points, before the dealing counts for anything: one bad point makes one bad file, whoever's it is.
        commitment = try refusing { () throws in try decodedCommitment(of: file, in: file.group.group) }
        try refusing { () throws in try file.requireProof() }
        let key = try refusing { () throws in
            try VerifyingKey(curve: file.group, encoded: file.commitments[0])
        }
        let addresses: [LedgerAddress]
        switch format {
        case .some(let format):
            // Exactly the kinds that the dealing's version 1 has; another kind is another version.
            addresses = try ledgerAddresses(of: key, as: format)
            let stated = Dictionary(
                file.key.addresses.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            guard stated == Dictionary(uniqueKeysWithValues: addresses.map { ($0.kind.rawValue, $0.text) }) else {
                throw Refusal(
                    .damaged, code: "addresses", "the addresses in the dealing are not those of its commitment 0",
                    advice: "ask the dealer for the original dealing.json")
            }
        case nil:
            addresses = try walletAddresses(stated: file.key.addresses)
        }
        self.file = file
        self.key = key
        facts = DealingFacts(
            id: Hex.encode(file.id.bytes), shortForm: file.id.shortForm, fingerprint: file.id.fingerprint,
            label: file.label, created: file.created, group: file.group, threshold: file.threshold,
            holders: file.holders.map {
                HolderFacts(index: Int($0.index.value), name: $0.name, recipient: $0.recipient)
            },
            commitments: file.commitments.map { Hex.encode($0) }, kind: kind, format: file.key.format,
            addresses: addresses)
    }
}

extension KnownDealing {
    /// The commitment, in the dealing's own group.
    func commitment<G: Group>(in group: G.Type) -> Commitment<G> {
        guard let commitment = commitment as? Commitment<G> else {
            preconditionFailure("a dealing is opened in its own group only")
        }
        return commitment
    }
}

/// What a dealer says of a wallet: of known kinds only, and each in the form that its kind has.
private func walletAddresses(stated: [DealingFile.Address]) throws(Refusal) -> [LedgerAddress] {
    var addresses: [LedgerAddress] = []
    for address in stated {
        guard let kind = LedgerAddress.Kind(rawValue: address.name) else {
            throw Refusal(
                .damaged, code: "addresses", "the dealing states an address of an unknown kind for what it wraps",
                advice: "ask the dealer for the original dealing.json")
        }
        addresses.append(LedgerAddress(kind: kind, text: address.value))
    }
    return addresses
}

/// - Throws: `Refusal` with code `key-format`.
private func keyFormat(of file: DealingFile) throws(Refusal) -> KeyFormat {
    // For so many cases the compiler's own way from a name makes a table first, which takes longer than all of this.
    let named = KeyFormat.allCases.first { $0.rawValue == file.key.format }
    guard let format = named, format.curves.contains(file.group) else {
        throw Refusal(ShareFilesError.keyFormat(file.key.format, file.group))
    }
    return format
}

private func decodedCommitment<G: Group>(of file: DealingFile, in group: G.Type) throws -> any Sendable {
    try file.commitment(in: G.self)
}
