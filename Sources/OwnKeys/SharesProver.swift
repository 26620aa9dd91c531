package import Groups
package import SecretSharing
import Secrets

/// The dealer's side of publicly verifiable sealed shares: every share sealed to its holder's own key, and a proof by which
/// anybody sees that what is sealed is the share (holdfast-own-keys(5), "Publicly verifiable").
///
/// "Feldman in the head", RDKGitH of Takahashi and Zaverucha (ePrint 2021/1704, Protocol 5). For each holder the share is
/// shared once more, as the value at zero of a polynomial h of degree v, among N slots that are sealed to the holder alone;
/// a hash over all of that opens v slots to everybody, which say nothing about the share, and any one of the others gives it
/// to the holder.
///
/// Three steps, of which the first and the last may be spread over the holders: `row`, `subset`, `blob`. One holder's
/// secrets are in memory at a time; they are derived again for the last step.
package struct SharesProver<G: Group>: ~Copyable, Sendable {
    package let context: DealingContext<G>
    package let transcript: ProofTranscript
    private let seed: ProofSeed
    private let shares: ScalarTable<G>

    /// - Parameters:
    ///   - shares: All of the dealing, in the order of its holders.
    ///   - context: Of the suite that is publicly verifiable.
    ///   - randomness: The dealer's.
    /// - Throws: `OwnKeysError.memory`.
    package init(
        _ shares: borrowing ShareTable<G>, of context: DealingContext<G>, _ randomness: borrowing DealerRandomness
    ) throws(OwnKeysError) {
        try self.init(shares, of: context, randomness, ProofParameters(holderCount: context.holders.count))
    }

    /// The same with parameters of a test.
    package init(
        _ shares: borrowing ShareTable<G>, of context: DealingContext<G>, _ randomness: borrowing DealerRandomness,
        _ parameters: ProofParameters
    ) throws(OwnKeysError) {
        precondition(context.suite == .publiclyVerifiable, "the dealer of a publicly verifiable dealing")
        precondition(shares.holders == context.holders.map(\.index), "every holder has a share")
        let seed = try mappingMemory { () throws(SecretsError) in
            try ProofSeed(randomness, context: context.digest)
        }
        self.shares = try mappingMemory { () throws(SecretsError) in
            var table = try ScalarTable<G>(count: shares.count)
            for position in 0..<shares.count {
                table.withMutableLimbs(at: position) { target in
                    shares.withLimbs(at: position) { target.update(from: $0, count: 4) }
                }
            }
            return table
        }
        transcript = ProofTranscript(
            context: context.digest, salt: ProofSeed.salt(randomness, context: context.digest),
            parameters: parameters)
        self.seed = seed
        self.context = context
    }

    private var holders: [OwnKeyHolder] { context.holders }

    /// All of it, one holder after the other.
    /// - Throws: `OwnKeysError.memory`.
    package borrowing func proof() throws(OwnKeysError) -> SharesProof<G> {
        var rows: [SlotRow] = []
        for position in holders.indices { rows.append(try row(at: position)) }
        let subset = subset(of: rows)
        var blobs: [[UInt8]] = []
        for position in holders.indices { blobs.append(try blob(at: position, rows[position], subset)) }
        return proof(rows, blobs)
    }

    /// What the dealer commits to for the holder at a position, all of it public.
    /// - Throws: `OwnKeysError.memory`.
    package borrowing func row(at position: Int) throws(OwnKeysError) -> SlotRow {
        let holder = holders[position], slots = Array(1...transcript.parameters.slotCount)
        for attempt in UInt32.min... {
            let secrets = try secrets(of: position, attempt)
            let points = try mappingMemory { () throws(SecretsError) in try secrets.commitments() }
            let opened = try mappingMemory { () throws(SecretsError) in try secrets.slots(slots) }
            // Neither a coefficient nor an e is zero, as anybody can see of B and E: one in 2²⁴⁰ attempts is made again.
            guard !points.contains(where: \.isIdentity),
                let sealed = try holder.seal(slots, transcript, opened)
            else { continue }
            let commitments = points.map(\.encoded)
            let digest = transcript.row(of: holder.index, commitments: commitments, slots: sealed)
            return SlotRow(digest: digest, attempt: attempt, commitments: commitments, slots: sealed)
        }
        preconditionFailure("one of 2³² attempts draws no zero")
    }

    /// Which slots are to be opened, of every holder.
    /// - Parameter rows: Of all holders, in their order.
    package borrowing func subset(of rows: [SlotRow]) -> SlotSubset {
        precondition(rows.count == holders.count, "a row for every holder")
        return SlotSubset(transcript.commitment(to: rows.map(\.digest)), transcript.parameters)
    }

    /// The part of the proof that is the holder's at a position: commitments, the opened slots, the hidden ones.
    /// - Throws: `OwnKeysError.memory`.
    package borrowing func blob(
        at position: Int, _ row: SlotRow, _ subset: SlotSubset
    ) throws(OwnKeysError) -> [UInt8] {
        let secrets = try secrets(of: position, row.attempt)
        let opened = try mappingMemory { () throws(SecretsError) in try secrets.slots(subset.opened) }
        var bytes = Array(row.commitments.joined())
        for place in 0..<opened.count { bytes += opened.release(place) }
        for slot in subset.hidden { bytes += row.slots[slot - 1].bytes }
        return bytes
    }

    /// The whole, from the parts of all holders in their order.
    package borrowing func proof(_ rows: [SlotRow], _ blobs: [[UInt8]]) -> SharesProof<G> {
        precondition(rows.count == holders.count && blobs.count == holders.count, "a part for every holder")
        var bytes = SharesProof<G>.marker + transcript.salt
        bytes.reserveCapacity(bytes.count + 32 * rows.count + blobs.reduce(0) { $0 + $1.count })
        for row in rows { bytes += row.digest }
        for blob in blobs { bytes += blob }
        return SharesProof(bytes, holders, transcript.parameters)
    }

    private borrowing func secrets(of position: Int, _ attempt: UInt32) throws(OwnKeysError) -> DealtSlots<G> {
        try mappingMemory { () throws(SecretsError) in
            try shares.withLimbs(at: position) { (share) throws(SecretsError) in
                try DealtSlots(
                    seed, holders[position].index, share: share, attempt: attempt, transcript.parameters)
            }
        }
    }
}

/// What the dealer committed to for one holder before the challenge was known; public.
package struct SlotRow: Sendable {
    /// Row_j, 32 bytes.
    package let digest: [UInt8]
    /// Which of the attempts to draw it was taken.
    package let attempt: UInt32
    /// B_1 … B_v.
    package let commitments: [[UInt8]]
    /// All N.
    package let slots: [SealedSlot]

    package init(digest: [UInt8], attempt: UInt32, commitments: [[UInt8]], slots: [SealedSlot]) {
        self.digest = digest
        self.attempt = attempt
        self.commitments = commitments
        self.slots = slots
    }
}
