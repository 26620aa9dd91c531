package import Groups
import OwnKeys
package import SecretSharing

/// What everyone needs who checks a dealing to own keys, and no more: no name, no label, no time, and the sealed original by
/// its hash (holdfast-own-keys(5), "Compact forms"). Small enough for a ledger's transaction.
///
/// A value of this type is well-formed and has the id that belongs to its content, which is that of the whole dealing.
/// Whether its points are points, and who dealt had the key, `proven(in:)` finds out.
package struct CompactDealing: Hashable, Sendable {
    package let id: DealingID
    package let epoch: UInt32
    package let group: CurveName
    /// 2 … number of holders; as many commitments.
    package let threshold: Int
    package let kind: DealingFile.KeyKind
    /// 2 … 65535 of them, ascending.
    package let indices: [HolderIndex]
    /// Keys and masked shares are in the order of the indices.
    package let own: OwnKeyPart
    /// A₀ first, in the group's canonical form; not decoded yet.
    package let commitments: [[UInt8]]
    /// `OwnDealingTexts.digest`: 32 bytes.
    package let texts: [UInt8]
    /// `SealedOriginal.digest`: 32 bytes.
    package let original: [UInt8]
    /// The dealer's, over the id; not verified yet.
    package let proof: [UInt8]

    /// What a dealing is without what only its JSON has; nil for a dealing that is not to own keys.
    package init?(_ dealing: DealingFile) {
        guard let own = dealing.own else { return nil }
        id = dealing.id
        epoch = dealing.epoch
        group = dealing.group
        threshold = dealing.threshold
        kind = dealing.key.kind
        indices = dealing.holders.map(\.index)
        self.own = own
        commitments = dealing.commitments
        texts = OwnDealingTexts(dealing.content).digest
        original = dealing.original.digest
        proof = dealing.proof
    }

    /// Commitment 0, where it is the node's own public key; nil for a wrapping key.
    package var publicKey: [UInt8]? {
        switch kind {
        case .nodeKey: commitments[0]
        case .wrapping: nil
        }
    }

    /// Decodes all points and verifies the dealer's proof over the id.
    /// - Throws: `ShareFilesError.dealingOfOtherGroup`, `.commitmentPoint`; `.ownKeys`: a refused key, a masked share that is
    ///   no number, a wrong proof.
    package func proven<G: Group>(
        in group: G.Type, on cores: Cores = .one
    ) throws(ShareFilesError) -> ProvenOwnPart<G> {
        guard self.group == G.curve else { throw .dealingOfOtherGroup(expected: G.curve, found: self.group) }
        let commitment = try Commitment<G>(decodingFile: commitments, threshold: threshold, on: cores)
        return try own.proven(commitment, indices: indices, epoch: epoch, by: proof, id: id)
    }

    /// The same where nothing but the verdict is wanted.
    package func requireProof() throws(ShareFilesError) {
        func require<G: Group>(_ group: G.Type) throws(ShareFilesError) { _ = try proven(in: G.self) }
        try require(group.group)
    }
}

extension CompactDealing {
    /// The most bytes that one can have: 65535 holders with keys of 33 bytes, and as many commitments.
    package static let mostBytes = 8_388_608

    private static let suites: [OwnKeyPart.Suite] = [.masked, .publiclyVerifiable]
    private static let kinds: [DealingFile.KeyKind] = [.nodeKey, .wrapping]

    /// The one encoding of this dealing.
    package var bytes: [UInt8] {
        var bytes = CompactForm.dealing.start
        bytes += [Self.number(own.suite, in: Self.suites), group.lineNumber, Self.number(kind, in: Self.kinds)]
        bytes += bigEndian(epoch) + bigEndian(UInt16(threshold)) + bigEndian(UInt16(indices.count))
        bytes += texts + original
        for (place, index) in indices.enumerated() {
            let key = own.keys[place]
            bytes += bigEndian(index.value) + [key.group.lineNumber] + key.encoded
            bytes += own.maskedShare(at: place) ?? []
        }
        switch own.content {
        case .masked(let ephemerals, _): for point in ephemerals { bytes += point.encoded }
        case .publiclyVerifiable(let digest): bytes += digest
        }
        return commitments.reduce(bytes, +) + proof
    }

    private static func number<Value: Equatable>(_ value: Value, in values: [Value]) -> UInt8 {
        guard let place = values.firstIndex(of: value) else { preconditionFailure("every value has its number") }
        return UInt8(place + 1)
    }

    private static func value<Value>(_ number: UInt8, in values: [Value]) -> Value? {
        number >= 1 && number <= values.count ? values[Int(number) - 1] : nil
    }

    /// Reads a compact dealing, and nothing after it. The id is computed; points are not decoded and the proof is not verified.
    /// - Throws: `ShareFilesError`: `.tooLarge`, `.unknownVersion`, `.compactForm`, `.holderCount`, `.threshold`,
    ///   `.holderIndex`.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge(byteCount: bytes.count, most: Self.mostBytes) }
        var reader = try CompactForm.dealing.content(of: bytes)
        let suiteNumber = try reader.octets(1, "head")[0]
        guard let suite = Self.value(suiteNumber, in: Self.suites) else { throw .compactForm(.suite(suiteNumber)) }
        group = try reader.group("head")
        let kindNumber = try reader.octets(1, "head")[0]
        guard let kind = Self.value(kindNumber, in: Self.kinds) else { throw .compactForm(.keyKind(kindNumber)) }
        self.kind = kind
        epoch = UInt32(try reader.number(bytes: 4, "head"))
        threshold = try reader.number(bytes: 2, "head")
        let count = try reader.number(bytes: 2, "head")
        guard count >= 2 else { throw .holderCount(count) }
        guard threshold >= 2, threshold <= count else { throw .threshold(found: threshold, holders: count) }
        texts = try reader.octets(32, "hash of the texts")
        original = try reader.octets(32, "hash of the sealed original")
        (indices, own) = try Self.holders(count, suite, &reader)
        var commitments: [[UInt8]] = []
        for _ in 0..<threshold { commitments.append(try reader.point(in: group, "commitments").encoded) }
        self.commitments = commitments
        proof = try reader.octets(32 * (1 + own.statementCount), "dealer's proof")
        try reader.end()
        let context = own.context(group: group, epoch: epoch, indices: indices, commitments: commitments)
        id = own.id(in: context, indices: indices, texts: texts, kind: kind, original: original)
    }

    private static func holders(
        _ count: Int, _ suite: OwnKeyPart.Suite, _ reader: inout CompactReader
    ) throws(ShareFilesError) -> ([HolderIndex], OwnKeyPart) {
        var indices: [HolderIndex] = []
        var keys: [OwnKeyPart.Point] = []
        var shares: [[UInt8]] = []
        for position in 1...count {
            let number = try reader.number(bytes: 2, "holders")
            guard let index = try? HolderIndex(number), indices.last.map({ $0 < index }) ?? true else {
                throw .holderIndex(position: position, found: number)
            }
            indices.append(index)
            keys.append(try reader.point(in: reader.group("holders"), "holders"))
            if suite == .masked { shares.append(try reader.octets(32, "holders")) }
        }
        switch suite {
        case .masked:
            var ephemerals: [OwnKeyPart.Point] = []
            for group in OwnKeyPart.groups(of: keys) {
                ephemerals.append(try reader.point(in: group, "ephemeral keys"))
            }
            return (indices, OwnKeyPart(keys: keys, content: .masked(ephemerals: ephemerals, shares: shares)))
        case .publiclyVerifiable:
            let digest = try reader.octets(32, "hash of the proof of the shares")
            return (indices, OwnKeyPart(keys: keys, content: .publiclyVerifiable(proofDigest: digest)))
        }
    }
}
