public import Groups

/// What a dealing to its holders' own keys has beside what every dealing has (holdfast-own-keys(5)). Public.
public struct OwnKeyPart: Hashable, Sendable {
    /// How a holder's share is hidden behind the holder's key.
    public enum Suite: String, Hashable, Sendable, CaseIterable {
        /// Each share stands behind a mask that only the dealer and its holder can compute.
        case masked
        /// Each share is encrypted, with a proof beside the dealing that everyone can verify.
        case publiclyVerifiable = "publicly-verifiable"
    }

    /// A point in one of the groups: a holder's public key, or the dealer's half of all masks of a group.
    public struct Point: Hashable, Sendable {
        public let group: CurveName
        /// The canonical form; not decoded yet.
        public let encoded: [UInt8]

        package init(group: CurveName, encoded: [UInt8]) {
            self.group = group
            self.encoded = encoded
        }
    }

    /// What differs by the suite.
    package enum Content: Hashable, Sendable {
        /// E of each group that holders have keys in, in the order of `CurveName.allCases`; and for each holder the masked
        /// share, 32 bytes in the order of the shared group.
        case masked(ephemerals: [Point], shares: [[UInt8]])
        /// The SHA-256 of the proof file.
        case publiclyVerifiable(proofDigest: [UInt8])
    }

    /// The public key of each holder, in the order of the dealing's holders.
    public let keys: [Point]
    package let content: Content

    public var suite: Suite {
        switch content {
        case .masked: .masked
        case .publiclyVerifiable: .publiclyVerifiable
        }
    }

    /// The points E; none where the shares are publicly verifiable.
    public var ephemerals: [Point] {
        switch content {
        case .masked(let ephemerals, _): ephemerals
        case .publiclyVerifiable: []
        }
    }

    package init(keys: [Point], content: Content) {
        self.keys = keys
        self.content = content
    }

    /// The masked share of the holder at a position, as bytes.
    package func maskedShare(at position: Int) -> [UInt8]? {
        switch content {
        case .masked(_, let shares): shares[position]
        case .publiclyVerifiable: nil
        }
    }

    /// How many numbers the dealer's proof has besides its challenge: one for the key, and one for each E.
    package var statementCount: Int { 1 + ephemerals.count }

    /// The groups in which holders have keys, in the order of `CurveName.allCases`.
    var groups: [CurveName] { Self.groups(of: keys) }

    static func groups(of keys: [Point]) -> [CurveName] {
        CurveName.allCases.filter { group in keys.contains { $0.group == group } }
    }

    /// - Throws: `ShareFilesError.ownKeyForm` for what has another length, count or order than it must.
    func requireForm(holders: Int) throws(ShareFilesError) {
        guard keys.count == holders else { throw .ownKeyForm("it has \(keys.count) keys for \(holders) holders") }
        for (place, key) in keys.enumerated() where key.encoded.count != key.group.group.elementByteCount {
            throw .ownKeyForm("the key of holder \(place + 1) has \(key.encoded.count) bytes")
        }
        switch content {
        case .masked(let ephemerals, let shares):
            guard ephemerals.map(\.group) == groups else {
                throw .ownKeyForm("it does not have one ephemeral key for each group that holders have keys in")
            }
            for point in ephemerals where point.encoded.count != point.group.group.elementByteCount {
                throw .ownKeyForm("its ephemeral key of \(point.group.rawValue) has \(point.encoded.count) bytes")
            }
            guard shares.count == holders, shares.allSatisfy({ $0.count == 32 }) else {
                throw .ownKeyForm("a masked share has 32 bytes, and there is one for each holder")
            }
        case .publiclyVerifiable(let digest):
            guard digest.count == 32 else {
                throw .ownKeyForm("the hash of its proof has \(digest.count) bytes, not 32")
            }
        }
    }
}
