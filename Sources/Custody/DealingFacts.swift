import Encodings
public import Groups
import KeyFiles
import OwnKeys
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
    /// The key of the holder's node that the share is dealt to, as `GROUP:HEX`; nil where it is in a file of its own.
    public let nodeKey: String?

    init(index: Int, name: String, recipient: String?, nodeKey: String? = nil) {
        self.index = index
        self.name = name
        self.recipient = recipient
        self.nodeKey = nodeKey
    }
}

/// Everything public about a dealing, with its addresses recomputed.
public struct DealingFacts: Hashable, Sendable {
    /// What it is of, in a few letters: a node key's first address; of a wrapping key, whose addresses are the dealer's word
    /// alone, commitment 0.
    var subject: String { kind == .nodeKey ? addresses.first?.text ?? publicKey : publicKey }

    /// What commitment 0 is.
    public enum KeyKind: String, Hashable, Sendable {
        /// The node's own public key.
        case nodeKey = "node-key"
        /// A key made to wrap the original; it says nothing about what is wrapped.
        case wrapping
    }

    /// How shares stand in a dealing to the holders' own keys.
    public enum OwnKeySuite: String, Hashable, Sendable {
        /// Behind a mask that only the dealer and the holder can make.
        case masked
        /// Encrypted, with a proof beside the dealing that everyone can verify.
        case publiclyVerifiable = "publicly-verifiable"
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
    /// Whether only its binary form is known, in which label, time, format and the holders' names are not: they are empty, and
    /// a holder is named for their index and key.
    public let isBinaryForm: Bool
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
    /// How the shares stand in the dealing where they are dealt to the holders' own keys; else nil.
    public let ownKeys: OwnKeySuite?

    /// Commitment 0.
    public var publicKey: String { commitments[0] }

    public func holder(_ index: Int) -> HolderFacts? { holders.first { $0.index == index } }
}

/// A dealing that was read, its points decoded, its dealer's proof verified, its addresses compared: who made it had the
/// key, and it is as good as its id.
struct KnownDealing: Sendable {
    /// The whole dealing; nil where only its binary form came.
    let file: DealingFile?
    let id: DealingID
    let group: CurveName
    /// Of whom `facts.holders` tells, in their order.
    let indices: [HolderIndex]
    /// What there is beside where the shares are dealt to their holders' own keys; else nil.
    let ownPart: OwnKeyPart?
    let facts: DealingFacts
    /// Commitment 0 as a key.
    let key: VerifyingKey
    /// The commitment of whatever group, every point decoded.
    private let commitment: any Sendable
    /// Of a dealing to own keys, in whatever group, what was proven; else nil.
    private let own: (any Sendable)?

    /// - Throws: `Refusal` with code `key-format` for a format that is not known, or carries no key of the group; where a
    ///   point is refused; `dealer-proof` where it was not dealt by someone who has the key; `addresses` where one is not the
    ///   key's own.
    init(_ file: DealingFile) throws(Refusal) {
        let kind: DealingFacts.KeyKind = file.key.kind == .wrapping ? .wrapping : .nodeKey
        let format = kind == .nodeKey ? try keyFormat(of: file) : nil
        // All points, before the dealing counts for anything: one bad point makes one bad file, whoever's it is.
        (commitment, own) = try refusing { () throws in try proven(file, in: file.group.group) }
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
        (id, group, ownPart) = (file.id, file.group, file.own)
        indices = file.holders.map(\.index)
        facts = DealingFacts(
            id: Hex.encode(file.id.bytes), shortForm: file.id.shortForm, fingerprint: file.id.fingerprint,
            label: file.label, created: file.created, group: file.group, threshold: file.threshold, isBinaryForm: false,
            holders: file.holders.enumerated().map { place, holder in
                HolderFacts(
                    index: Int(holder.index.value), name: holder.name, recipient: holder.recipient,
                    nodeKey: file.own?.keys[place].text)
            },
            commitments: file.commitments.map { Hex.encode($0) }, kind: kind, format: file.key.format,
            addresses: addresses, ownKeys: file.own.map { DealingFacts.OwnKeySuite($0.suite) })
    }

    /// A dealing of which only the binary form came, proven as a whole one is. The addresses are those that a key of the group
    /// usually has: in which format the node keeps it, the form does not say.
    /// - Throws: `Refusal`: what is wrong with the form; a refused point or key; `dealer-proof`.
    init(_ compact: CompactDealing) throws(Refusal) {
        (commitment, own) = try refusing { () throws in try proven(compact, in: compact.group.group) }
        let key = try refusing { () throws in
            try VerifyingKey(curve: compact.group, encoded: compact.commitments[0])
        }
        file = nil
        self.key = key
        (id, group, indices, ownPart) = (compact.id, compact.group, compact.indices, compact.own)
        facts = DealingFacts(
            id: Hex.encode(compact.id.bytes), shortForm: compact.id.shortForm, fingerprint: compact.id.fingerprint,
            label: "", created: "", group: compact.group, threshold: compact.threshold, isBinaryForm: true,
            holders: zip(compact.indices, compact.own.keys).map { HolderFacts(unnamed: $0, $1) },
            commitments: compact.commitments.map { Hex.encode($0) },
            kind: compact.kind == .wrapping ? .wrapping : .nodeKey, format: "",
            addresses: compact.kind == .nodeKey ? try ledgerAddresses(of: key, as: .usual(for: compact.group)) : [],
            ownKeys: DealingFacts.OwnKeySuite(compact.own.suite))
    }

    /// The binary form in a file.
    init(binary file: SecretFile) throws(Refusal) {
        let compact = try refusing(about: file.name) { () throws in
            try file.bytes.withUnsafeBytes { try CompactDealing(parsing: $0) }
        }
        self = try about(file) { () throws(Refusal) in try KnownDealing(compact) }
    }

    /// The whole dealing.
    /// - Throws: `Refusal` with code `compact-dealing` where only its binary form came.
    func whole() throws(Refusal) -> DealingFile {
        guard let file else { throw Refusal(ShareFilesError.compactDealing) }
        return file
    }

    func name(of holder: HolderIndex) -> String? {
        // That of a whole dealing finds its holders faster.
        if let file { return file.holder(holder)?.name }
        return facts.holder(Int(holder.value))?.name
    }

    /// Whether a line is a share of this dealing, as far as a line tells.
    /// - Throws: `ShareFilesError`, as `DealingFile.requireAgreement(with:)`.
    func requireAgreement(with line: borrowing ShareLine) throws(ShareFilesError) {
        if let file { return try file.requireAgreement(with: line) }
        try line.requireAgreement(with: id, in: group) { indices.contains($0) }
    }
}

/// Puts the name of a file before what is wrong with the dealing in it.
func about(_ file: SecretFile, _ read: () throws(Refusal) -> KnownDealing) throws(Refusal) -> KnownDealing {
    do throws(Refusal) {
        return try read()
    } catch {
        throw Refusal(error.kind, code: error.code, "\(file.name): \(error.message)", advice: error.advice)
    }
}

extension DealingFacts.OwnKeySuite {
    fileprivate init(_ suite: OwnKeyPart.Suite) { self = suite == .masked ? .masked : .publiclyVerifiable }
}

extension OwnKeyPart.Point {
    /// `GROUP:HEX`.
    fileprivate var text: String { "\(group.rawValue):\(Hex.encode(encoded))" }
}

extension HolderFacts {
    /// A holder whose name is not known: called for the index, and for how the key begins.
    fileprivate init(unnamed index: HolderIndex, _ key: OwnKeyPart.Point) {
        let start = key.text.prefix(key.group.rawValue.count + 5)
        self.init(index: Int(index.value), name: "holder \(index) (\(start)…)", recipient: nil, nodeKey: key.text)
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

extension KnownDealing {
    /// What was proven of a dealing to own keys, in the dealing's own group; nil for another dealing.
    func own<G: Group>(in group: G.Type) -> ProvenOwnPart<G>? { own as? ProvenOwnPart<G> }
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

private func proven<G: Group>(
    _ compact: CompactDealing, in group: G.Type
) throws -> (commitment: any Sendable, own: (any Sendable)?) {
    let own = try compact.proven(in: G.self, on: Parallel.cores)
    return (own.dealing.context.commitment, own)
}

/// The points of the commitment, and what there is beside it, with the dealer's proof verified.
private func proven<G: Group>(
    _ file: DealingFile, in group: G.Type
) throws -> (commitment: any Sendable, own: (any Sendable)?) {
    let commitment = try file.commitment(in: G.self, on: Parallel.cores)
    guard file.own != nil else {
        try file.requireProof()
        return (commitment, nil)
    }
    return (commitment, try file.provenToOwnKeys(commitment))
}
