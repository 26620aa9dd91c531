import Encodings
package import Groups
import OwnKeys
import SecretSharing
import Secrets

/// A dealing that is whole but for the dealer's proof, which is made over its id.
///
/// Nothing reads, writes or checks one: what a file holds is a `DealingFile`, and `proven(by:)` is the way to it.
package struct UnprovenDealing: Hashable, Sendable {
    /// What the dealer signs; computed from all that follows but recipients and a node key's addresses.
    package let id: DealingID
    /// What the dealer calls the key; may be empty.
    package let label: String
    /// When the dealer ran: UTC, `2026-11-22T10:02:33Z`.
    package let created: String
    /// How often shares of this key were made anew without a new key; 0 at first.
    package let epoch: UInt32
    package let group: CurveName
    /// t: how many shares rebuild the key; 2 … number of holders.
    package let threshold: Int
    /// 2 … 65535 holders, their indices ascending.
    package let holders: [DealingFile.Holder]
    /// t points, A₀ first, in the group's canonical form; not decoded yet.
    package let commitments: [[UInt8]]
    package let key: DealingFile.Key
    package let original: SealedOriginal
    /// What there is beside where the shares are dealt to their holders' own keys; else nil.
    package let own: OwnKeyPart?

    /// A dealing with the id that belongs to its content.
    /// - Throws: `ShareFilesError`, one case for each rule of holdfast-dealing(5) that is broken, the first in the
    ///   order of the file.
    package init(
        label: String, created: String, epoch: UInt32, group: CurveName, threshold: Int, holders: [DealingFile.Holder],
        commitments: [[UInt8]], key: DealingFile.Key, original: SealedOriginal, own: OwnKeyPart? = nil
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
        try own?.requireForm(holders: holders.count)
        self.label = label
        self.created = created
        self.epoch = epoch
        self.group = group
        self.threshold = threshold
        self.holders = holders
        self.commitments = commitments
        self.key = key
        self.original = original
        self.own = own
        self.id = Self.id(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: holders,
            commitments: commitments, key: key, original: original, own: own)
    }

    /// The dealing with the proof of its dealer.
    /// - Parameter secret: The shared scalar, of which commitment 0 was made.
    /// - Throws: `ShareFilesError.dealingOfOtherGroup`; `.commitmentPoint`; `.dealerProofWrong` where the scalar is not
    ///   the one of commitment 0, so that no dealing leaves whose proof does not verify; `.memory`.
    package func proven<G: Group>(by secret: borrowing SecretScalar<G>) throws(ShareFilesError) -> DealingFile {
        guard group == G.curve else { throw .dealingOfOtherGroup(expected: G.curve, found: group) }
        let publicKey: G.Element
        do { publicKey = try G.element(decoding: commitments[0]) } catch {
            throw .commitmentPoint(place: 0, reason: error.description)
        }
        let proof = try mappingMemory { () throws(SecretsError) in
            try DealerProof.make(for: secret, publicKey: publicKey, dealing: id.bytes)
        }
        let dealing = DealingFile(self, proof: proof.encoded)
        try dealing.requireProof()
        return dealing
    }

    /// The dealing with a proof that was made before, which has the right form and may be wrong.
    /// - Throws: `ShareFilesError.proof`.
    package func proven(by proof: [UInt8]) throws(ShareFilesError) -> DealingFile {
        if let own {
            let count = 32 * (1 + own.statementCount)
            guard proof.count == count else {
                throw .ownKeys(.dealerProofLength(expected: count, found: proof.count))
            }
        } else {
            try requireForm(of: proof, in: group.group)
        }
        return DealingFile(self, proof: proof)
    }

    private func requireForm<G: Group>(of proof: [UInt8], in group: G.Type) throws(ShareFilesError) {
        _ = try dealerProof(decoding: proof, in: G.self)
    }

    private static func requireGood(_ holders: [DealingFile.Holder]) throws(ShareFilesError) {
        guard holders.count >= 2, holders.count <= 65535 else { throw .holderCount(holders.count) }
        var names = DistinctNames()
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
            guard names.insert(holder.name) else { throw .holderNameTwice(holder.name) }
            if let recipient = holder.recipient, !DealingText.isPlain(recipient, upTo: 1024) {
                throw .recipient(position: place + 1)
            }
        }
    }

    private static func requireGood(_ key: DealingFile.Key, of group: CurveName) throws(ShareFilesError) {
        // Which words are formats that carry the group, readers of key files know.
        guard DealingText.isWord(key.format) else { throw .keyFormat(key.format, group) }
        for (place, address) in key.addresses.enumerated() {
            guard DealingText.isWord(address.name), DealingText.isPlain(address.value, upTo: 128),
                place == 0 || DealingText.ascends(key.addresses[place - 1].name, address.name)
            else { throw .addresses }
        }
        if key.kind == .wrapping {
            guard key.addresses.allSatisfy({ DealingFile.walletAddressNames.contains($0.name) }) else {
                throw .addresses
            }
        }
    }
}

/// The two parts of a proof's 64 bytes.
func dealerProof<G: Group>(decoding bytes: [UInt8], in group: G.Type) throws(ShareFilesError) -> DealerProof<G> {
    do { return try DealerProof(decoding: bytes) } catch { throw .proof(reason: error.description) }
}
