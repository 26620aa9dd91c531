public import Groups
public import SecretSharing

/// What is public of one run of the dealer, as `dealing.json` keeps it (holdfast-dealing(5)).
///
/// A value of this type is well-formed and has the id that belongs to its content. Whether its points are points of
/// the group is found out by `commitment(in:)`, whether who dealt had the key by `requireProof()`, and whether its
/// addresses are those of the key by whoever knows ledgers.
public struct DealingFile: Hashable, Sendable {
    /// The dealing but for the proof.
    package let content: UnprovenDealing
    /// The dealer's proof over the id: 64 bytes, c ‖ s, of the right form for the group (`DealerProof`); where shares are dealt
    /// to own keys c, then an s for each statement (`OwnDealerProof`). Whether it was made with the key of commitment 0 is found
    /// out by `requireProof()`.
    public let proof: [UInt8]

    /// What names this dealing: the hash of all of it but recipients, addresses and the proof.
    public var id: DealingID { content.id }
    /// What the dealer calls the key; may be empty.
    public var label: String { content.label }
    /// When the dealer ran: UTC, `2026-11-22T10:02:33Z`.
    public var created: String { content.created }
    /// How often shares of this key were made anew without a new key; 0 at first.
    public var epoch: UInt32 { content.epoch }
    public var group: CurveName { content.group }
    /// t: how many shares rebuild the key; 2 … number of holders.
    public var threshold: Int { content.threshold }
    /// 2 … 65535 holders, their indices ascending.
    public var holders: [Holder] { content.holders }
    /// t points, A₀ first, in the group's canonical form; not decoded yet.
    public var commitments: [[UInt8]] { content.commitments }
    public var key: Key { content.key }
    public var original: SealedOriginal { content.original }
    /// What there is beside where the shares are dealt to their holders' own keys; else nil.
    public var own: OwnKeyPart? { content.own }

    /// Only `UnprovenDealing.proven(by:)` makes one: a dealing without a proof is of that other type.
    init(_ content: UnprovenDealing, proof: [UInt8]) {
        self.content = content
        self.proof = proof
    }

    /// One who keeps a share.
    public struct Holder: Hashable, Sendable {
        public let index: HolderIndex
        /// 1 … 128 bytes, different from all other names of the dealing.
        public let name: String
        /// To what the share is sealed; not part of the id.
        public let recipient: String?

        package init(index: HolderIndex, name: String, recipient: String? = nil) {
            self.index = index
            self.name = name
            self.recipient = recipient
        }
    }

    /// What the shared secret is.
    public enum KeyKind: String, Hashable, Sendable {
        /// The shared scalar is the node's key, and commitment 0 its public key.
        case nodeKey = "node-key"
        /// The shared scalar is a random one that the original file is sealed under. Nobody can look into the original
        /// before it is rebuilt.
        case wrapping
    }

    /// The key file that was split, or that would have been written of a key that never was in one.
    public struct Key: Hashable, Sendable {
        public let kind: KeyKind
        /// The name of its format.
        public let format: String
        /// By ascending name, as the file states them. Of a node key: its own, not part of the id. Of a wrapping key: the
        /// first ones of the wallet in the original, if any, as the dealer says; part of the id.
        public let addresses: [Address]

        package init(kind: KeyKind, format: String, addresses: [Address]) {
            self.kind = kind
            self.format = format
            self.addresses = addresses
        }
    }

    /// The addresses that a wrapping key may state of the wallet that it wraps.
    package static let walletAddressNames: Set<String> = ["bitcoin-p2tr", "bitcoin-p2wpkh", "evm", "solana"]

    /// A key's address on a ledger.
    public struct Address: Hashable, Sendable {
        public let name: String
        public let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Commitment 0, where it is the node's own public key; `nil` for a wrapping key.
    public var publicKey: [UInt8]? {
        switch key.kind {
        case .nodeKey: commitments[0]
        case .wrapping: nil
        }
    }

    /// The holder with an index.
    public func holder(_ index: HolderIndex) -> Holder? {
        // Indices ascend: halve the range.
        var range = 0..<holders.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if holders[middle].index == index { return holders[middle] }
            range = holders[middle].index < index ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// The same dealing, with a share sealed to somebody else: its id and proof do not cover recipients.
    /// - Parameter recipient: As age writes it, or `passphrase`; nil where the share is not sealed.
    /// - Throws: `ShareFilesError.recipient`, `.lineOfNoHolder`.
    package func with(recipient: String?, for index: HolderIndex) throws(ShareFilesError) -> DealingFile {
        guard holder(index) != nil else { throw .lineOfNoHolder(index) }
        let changed = holders.map { holder in
            holder.index == index ? Holder(index: index, name: holder.name, recipient: recipient) : holder
        }
        return try UnprovenDealing(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: changed,
            commitments: commitments, key: key, original: original, own: own
        ).proven(by: proof)
    }

    /// The commitment that shares are checked against: exactly t points, each canonical, of prime order, none the identity.
    /// - Throws: `ShareFilesError.dealingOfOtherGroup`, `.commitmentPoint`, `.commitmentsAlike`.
    package func commitment<G: Group>(
        in group: G.Type, on cores: Cores = .one
    ) throws(ShareFilesError) -> Commitment<G> {
        guard self.group == G.curve else { throw .dealingOfOtherGroup(expected: G.curve, found: self.group) }
        return try Commitment(decodingFile: commitments, threshold: threshold, on: cores)
    }

    /// Refuses a dealing that was not made by someone who has the key of its commitment 0: from the public key alone
    /// anybody can make one in which up to t − 1 shares check (holdfast-protocol.7, section 11).
    /// - Throws: `ShareFilesError.dealerProofWrong`; `.commitmentPoint` for a commitment 0 that is no point.
    package func requireProof() throws(ShareFilesError) {
        try requireProof(in: group.group)
    }

    private func requireProof<G: Group>(in group: G.Type) throws(ShareFilesError) {
        if own != nil { return _ = try provenToOwnKeys(try commitment(in: G.self)) }
        let publicKey: G.Element
        do { publicKey = try G.element(decoding: commitments[0]) } catch {
            throw .commitmentPoint(place: 0, reason: error.description)
        }
        let proof = try dealerProof(decoding: proof, in: G.self)
        do { try proof.verify(publicKey: publicKey, dealing: id.bytes) } catch { throw .dealerProofWrong }
    }

    /// Whether a line is a share of this dealing, as far as a line tells: its 80 bits, its group, its holder.
    /// - Throws: `ShareFilesError.lineOfOtherDealing`, `.lineOfOtherGroup`, `.lineOfNoHolder`.
    package func requireAgreement(with line: borrowing ShareLine) throws(ShareFilesError) {
        try line.requireAgreement(with: id, in: group) { holder($0) != nil }
    }
}

extension ShareLine {
    /// Whether this is a share of a dealing, as far as a line tells.
    /// - Throws: `ShareFilesError.lineOfOtherDealing`, `.lineOfOtherGroup`, `.lineOfNoHolder`.
    package borrowing func requireAgreement(
        with dealing: DealingID, in group: CurveName, isHolder: (HolderIndex) -> Bool
    ) throws(ShareFilesError) {
        guard self.group == group else { throw .lineOfOtherGroup(expected: group, found: self.group) }
        guard names(dealing) else { throw .lineOfOtherDealing(expected: dealing) }
        guard isHolder(holder) else { throw .lineOfNoHolder(holder) }
    }
}

extension Commitment {
    /// The commitment that a file has, in the words of its reader.
    /// - Throws: `ShareFilesError.commitmentPoint`, `.commitmentsAlike`.
    init(decodingFile points: [[UInt8]], threshold: Int, on cores: Cores) throws(ShareFilesError) {
        do {
            try self.init(decoding: points, threshold: threshold, on: cores)
        } catch {
            switch error {
            case .commitmentPoint(let place, let reason):
                throw .commitmentPoint(place: place, reason: reason.description)
            case let other:
                throw .commitmentPoint(place: 0, reason: other.description)
            }
        }
        try Self.refuseAlike(points)
    }

    /// Refuses two that are equal or opposite, and one behind the first that is ±G: what a generator gives that is stuck.
    ///
    /// An honest dealing has such a pair with a chance of about t² · 2⁻²⁵². It is no proof of honest coefficients: there are
    /// others with which fewer than t shares give the key (holdfast-protocol.7, section 11).
    /// - Parameter points: In their canonical form.
    private static func refuseAlike(_ points: [[UInt8]]) throws(ShareFilesError) {
        var places: [SIMD4<UInt64>: Int] = [:]
        places.reserveCapacity(points.count)
        let generator = withoutSign(G.generator.encoded)
        for (place, point) in points.enumerated() {
            let point = withoutSign(point)
            if place > 0, point == generator { throw .commitmentsAlike(place: place, other: nil) }
            if let other = places.updateValue(place, forKey: point) {
                throw .commitmentsAlike(place: place, other: other)
            }
        }
    }

    /// The same for a point and its opposite, and for no other: x, or of Ed25519 y.
    private static func withoutSign(_ point: [UInt8]) -> SIMD4<UInt64> {
        var words = SIMD4<UInt64>()
        point.withUnsafeBytes { bytes in
            let start = bytes.count - 32
            for place in 0..<4 {
                let word = bytes.loadUnaligned(fromByteOffset: start + 8 * place, as: UInt64.self)
                words[place] = UInt64(littleEndian: word)
            }
        }
        // The sign of x stands in the highest bit of y.
        if point.count == 32 { words[3] &= ~(1 << 63) }
        return words
    }
}
