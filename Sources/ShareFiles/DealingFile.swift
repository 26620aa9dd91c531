public import Groups
public import SecretSharing

/// What is public of one run of the dealer, as `dealing.json` keeps it (holdfast-dealing(5)).
///
/// A value of this type is well-formed and has the id that belongs to its content. Whether its points are points of
/// the group is found out by `commitment(in:)`, and whether its addresses are those of the key by whoever knows ledgers.
public struct DealingFile: Hashable, Sendable {
    /// What names this dealing; computed from all that follows but recipients and addresses.
    public let id: DealingID
    /// What the dealer calls the key; may be empty.
    public let label: String
    /// When the dealer ran: UTC, `2026-11-22T10:02:33Z`.
    public let created: String
    /// How often shares of this key were made anew without a new key; 0 at first.
    public let epoch: UInt32
    public let group: CurveName
    /// t: how many shares rebuild the key; 2 … number of holders.
    public let threshold: Int
    /// 2 … 65535 holders, their indices ascending.
    public let holders: [Holder]
    /// t points, A₀ first, in the group's canonical form; not decoded yet.
    public let commitments: [[UInt8]]
    public let key: Key
    public let original: SealedOriginal

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

    /// The key file that was split.
    public struct Key: Hashable, Sendable {
        public let kind: KeyKind
        /// The name of its format.
        public let format: String
        /// For a node key: its addresses, by ascending name. As the file states them; not part of the id.
        public let addresses: [Address]

        package init(kind: KeyKind, format: String, addresses: [Address]) {
            self.kind = kind
            self.format = format
            self.addresses = addresses
        }
    }

    /// A key's address on a ledger.
    public struct Address: Hashable, Sendable {
        public let name: String
        public let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A dealing with the id that belongs to its content.
    /// - Throws: `ShareFilesError`, one case for each rule of holdfast-dealing(5) that is broken, the first in the
    ///   order of the file.
    package init(
        label: String, created: String, epoch: UInt32, group: CurveName, threshold: Int, holders: [Holder],
        commitments: [[UInt8]], key: Key, original: SealedOriginal
    ) throws(ShareFilesError) {
        if let fault = DealingText.faultOfLabel(label) { throw .label(fault) }
        guard DealingText.isTime(created) else { throw .created(created) }
        try Self.requireGood(holders)
        guard threshold >= 2, threshold <= holders.count else {
            throw .threshold(found: threshold, holders: holders.count)
        }
        guard commitments.count == threshold else {
            throw .commitmentCount(threshold: threshold, found: commitments.count)
        }
        let pointByteCount = group.group.elementByteCount
        for (place, point) in commitments.enumerated() where point.count != pointByteCount {
            throw .commitmentPoint(place: place, reason: "it has \(point.count) bytes instead of \(pointByteCount)")
        }
        try Self.requireGood(key, of: group)
        self.label = label
        self.created = created
        self.epoch = epoch
        self.group = group
        self.threshold = threshold
        self.holders = holders
        self.commitments = commitments
        self.key = key
        self.original = original
        self.id = Self.id(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: holders,
            commitments: commitments, key: key, original: original)
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

    /// The commitment that shares are checked against: exactly t points, each canonical, of prime order, none the identity.
    /// - Throws: `ShareFilesError.dealingOfOtherGroup`, `.commitmentPoint`.
    package func commitment<G: Group>(in group: G.Type) throws(ShareFilesError) -> Commitment<G> {
        guard self.group == G.curve else { throw .dealingOfOtherGroup(expected: G.curve, found: self.group) }
        do {
            return try Commitment(decoding: commitments, threshold: threshold)
        } catch {
            switch error {
            case .commitmentPoint(let place, let reason):
                throw .commitmentPoint(place: place, reason: reason.description)
            case let other:
                throw .commitmentPoint(place: 0, reason: other.description)
            }
        }
    }

    /// Whether a line is a share of this dealing, as far as a line tells: its 80 bits, its group, its holder.
    /// - Throws: `ShareFilesError.lineOfOtherDealing`, `.lineOfOtherGroup`, `.lineOfNoHolder`.
    package func requireAgreement(with line: borrowing ShareLine) throws(ShareFilesError) {
        guard line.group == group else { throw .lineOfOtherGroup(expected: group, found: line.group) }
        guard line.names(id) else { throw .lineOfOtherDealing(expected: id) }
        guard holder(line.holder) != nil else { throw .lineOfNoHolder(line.holder) }
    }

    private static func requireGood(_ holders: [Holder]) throws(ShareFilesError) {
        guard holders.count >= 2, holders.count <= 65535 else { throw .holderCount(holders.count) }
        var names = Set<[UInt8]>()
        var last: HolderIndex?
        for (place, holder) in holders.enumerated() {
            if let last, holder.index <= last {
                throw .holderIndex(position: place + 1, found: Int(holder.index.value))
            }
            last = holder.index
            if let fault = DealingText.faultOfName(holder.name) {
                throw .holderName(position: place + 1, fault)
            }
            // Bytes, since Swift's strings are equal where only the normalisation differs.
            guard names.insert(Array(holder.name.utf8)).inserted else { throw .holderNameTwice(holder.name) }
            if let recipient = holder.recipient, !DealingText.isPlain(recipient, upTo: 1024) {
                throw .recipient(position: place + 1)
            }
        }
    }

    private static func requireGood(_ key: Key, of group: CurveName) throws(ShareFilesError) {
        guard KeyFormatNames.isKnown(key.format, kind: key.kind, group: group) else {
            throw .keyFormat(key.format, group)
        }
        switch key.kind {
        case .wrapping:
            guard key.addresses.isEmpty else { throw .addresses }
        case .nodeKey:
            for (place, address) in key.addresses.enumerated() {
                guard DealingText.isWord(address.name), DealingText.isPlain(address.value, upTo: 128),
                    place == 0 || DealingText.ascends(key.addresses[place - 1].name, address.name)
                else { throw .addresses }
            }
        }
    }
}

/// The names of key file formats, which are a part of the dealing's own format.
enum KeyFormatNames {
    /// Whether a dealing of such a key may name this format.
    static func isKnown(_ name: String, kind: DealingFile.KeyKind, group: CurveName) -> Bool {
        switch kind {
        case .wrapping: DealingText.isWord(name)
        case .nodeKey: groups(of: name).contains(group)
        }
    }

    private static func groups(of name: String) -> Set<CurveName> {
        switch name {
        case "raw", "hex", "pkcs8-pem", "pkcs8-der", "pkcs8-encrypted-pem", "pkcs8-encrypted-der":
            [.secp256k1, .p256, .ed25519]
        case "sec1-pem", "sec1-der": [.secp256k1, .p256]
        case "cometbft-validator", "cometbft-node", "solana": [.ed25519]
        case _: []
        }
    }
}
