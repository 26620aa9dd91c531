package import Groups
package import SecretSharing

/// How shares are given to holders' own keys.
package enum OwnKeySuite: String, Sendable {
    /// Each share is masked by a number that its holder's key gives.
    case masked
    /// Each share is sealed so that anyone can check it.
    case publiclyVerifiable = "publicly-verifiable"
}

/// A holder who is known by the key that their node has.
package struct OwnKeyHolder: Hashable, Sendable {
    package let index: HolderIndex
    /// P: in the holder's own group.
    package let key: AnyElement

    package init(index: HolderIndex, key: AnyElement) {
        self.index = index
        self.key = key
    }

    /// A holder with the key that a dealing gives in its canonical form.
    /// - Throws: `OwnKeysError.holderKey`.
    package init(index: HolderIndex, decoding bytes: [UInt8], in curve: CurveName) throws(OwnKeysError) {
        do { key = try AnyElement(decoding: bytes, in: curve) } catch { throw .holderKey(index, error) }
        self.index = index
    }
}

extension AnyElement {
    /// The dealer's point of a group, as a dealing gives it.
    /// - Throws: `OwnKeysError.ephemeral`.
    package static func ephemeral(decoding bytes: [UInt8], in curve: CurveName) throws(OwnKeysError) -> AnyElement {
        do { return try AnyElement(decoding: bytes, in: curve) } catch { throw .ephemeral(curve, error) }
    }
}

/// What a dealing to own keys is about, with none of the refused keys in it: all of this goes into every hash
/// (holdfast-own-keys(5), "Context").
package struct DealingContext<G: Group>: Hashable, Sendable {
    package let suite: OwnKeySuite
    package let epoch: UInt32
    package let commitment: Commitment<G>
    /// By ascending index.
    package let holders: [OwnKeyHolder]
    /// E of each group that a holder's key is in, in the order of the groups; none where shares are publicly verifiable.
    package let ephemerals: [AnyElement]
    /// ctx: 32 bytes.
    package let digest: [UInt8]
    private let positions: [HolderIndex: Int]

    /// - Parameters:
    ///   - commitment: Of as many points as the threshold.
    ///   - holders: By ascending index.
    /// - Throws: `OwnKeysError.sharing` for numbers that fit no dealing; `.holdersNotAscending`; `.ephemerals` for another
    ///   list of groups than that of the holders' keys; and every refused key.
    package init(
        suite: OwnKeySuite, epoch: UInt32, commitment: Commitment<G>, holders: [OwnKeyHolder], ephemerals: [AnyElement]
    ) throws(OwnKeysError) {
        try self.init(
            suite: suite, epoch: epoch, commitment: commitment, holders: holders, ephemerals: ephemerals
        ) { commitment.elementVariableTime(for: holders[$0].index) }
    }

    /// The same where somebody else knows the points of the shares.
    init(
        suite: OwnKeySuite, epoch: UInt32, commitment: Commitment<G>, holders: [OwnKeyHolder],
        ephemerals: [AnyElement], sharePoint: (Int) -> G.Element
    ) throws(OwnKeysError) {
        do {
            _ = try SharingPolicy(threshold: commitment.threshold, holderCount: holders.count)
        } catch { throw .sharing(error) }
        for (one, next) in zip(holders, holders.dropFirst()) where one.index >= next.index {
            throw .holdersNotAscending(next.index)
        }
        let expected = suite == .masked ? groups(of: holders) : []
        guard ephemerals.map(\.curve) == expected else {
            throw .ephemerals(expected: expected, found: ephemerals.map(\.curve))
        }
        try refuseKeys(commitment, holders, ephemerals, sharePoint: sharePoint)
        self.suite = suite
        self.epoch = epoch
        self.commitment = commitment
        self.holders = holders
        self.ephemerals = ephemerals
        digest = contextDigest(suite, epoch, commitment, holders, ephemerals)
        positions = Dictionary(uniqueKeysWithValues: zip(holders.map(\.index), 0...))
    }

    package var threshold: Int { commitment.threshold }

    /// Where a holder is in the list; nil for who is none.
    package func position(of holder: HolderIndex) -> Int? { positions[holder] }

    /// - Throws: `OwnKeysError.noSuchHolder`.
    package func key(of holder: HolderIndex) throws(OwnKeysError) -> AnyElement {
        guard let position = positions[holder] else { throw .noSuchHolder(holder) }
        return holders[position].key
    }

    /// Whose key this is, or on the SEC groups its opposite; nil where it is nobody's.
    package func holder(of key: AnyElement) -> HolderIndex? {
        holders.first { $0.key == key || key.curve.nodesMayHaveTheOpposite && $0.key.withoutSign == key.withoutSign }?
            .index
    }

    /// E of a group.
    func ephemeral<H: Group>(in group: H.Type) -> H.Element {
        guard let ephemeral = ephemerals.first(where: { $0.curve == H.curve }) else {
            preconditionFailure("every group of a masked dealing has its point")
        }
        return ephemeral.element(in: H.self)
    }
}

extension CurveName {
    /// Whether a node key may belong to the opposite point: where only x is known of a key (BIP-340), the even y is taken.
    var nodesMayHaveTheOpposite: Bool {
        switch self {
        case .secp256k1, .p256: true
        case .ed25519: false
        }
    }
}

/// The groups that occur, in their order.
func groups(of holders: [OwnKeyHolder]) -> [CurveName] {
    let occurring = Set(holders.map(\.key.curve))
    return CurveName.allCases.filter(occurring.contains)
}

/// ctx; the dealer hedges with the one of no ephemerals.
func contextDigest<G: Group>(
    _ suite: OwnKeySuite, _ epoch: UInt32, _ commitment: Commitment<G>, _ holders: [OwnKeyHolder],
    _ ephemerals: [AnyElement]
) -> [UInt8] {
    ContextEncoding.digest(
        suite: suite.rawValue, group: G.curve, epoch: epoch,
        keys: holders.map { ($0.index, ($0.key.curve, $0.key.encoded)) },
        commitments: commitment.elements.map(\.encoded), ephemerals: ephemerals.map { ($0.curve, $0.encoded) })
}
