package import Groups

/// The proof that every holder's share is sealed to the holder's own key, and the sealed shares themselves: the bytes of
/// `dealing.proof`, of the right length and not looked into (holdfast-own-keys(5), "Publicly verifiable").
///
/// ```
/// "holdfast-own-proof/1" LF ‖ salt ‖ Row_1 … Row_n ‖ Blob_1 … Blob_n
/// Blob = B_1 … B_v ‖ opened slots (h(i), σ) ‖ hidden slots (E, c), both by ascending slot
/// ```
package struct SharesProof<G: Group>: Sendable {
    package let bytes: [UInt8]
    package let parameters: ProofParameters
    /// Where the blob of each holder begins; behind the last stands the length.
    private let starts: [Int]
    /// Bytes of a hidden slot, for each holder.
    private let hiddenCounts: [Int]

    /// Reads the bytes of a proof for these holders.
    /// - Throws: `OwnKeysError.proofUnknown` where they don't begin as a proof does, `.proofLength`.
    package init(decoding bytes: [UInt8], holders: [OwnKeyHolder]) throws(OwnKeysError) {
        try self.init(decoding: bytes, holders: holders, ProofParameters(holderCount: holders.count))
    }

    package init(decoding bytes: [UInt8], holders: [OwnKeyHolder], _ parameters: ProofParameters) throws(OwnKeysError) {
        guard bytes.starts(with: Self.marker) else { throw .proofUnknown }
        self.init(bytes, holders, parameters)
        guard bytes.count == starts[holders.count] else {
            throw .proofLength(expected: starts[holders.count], found: bytes.count)
        }
    }

    package init(_ bytes: [UInt8], _ holders: [OwnKeyHolder], _ parameters: ProofParameters) {
        self.bytes = bytes
        self.parameters = parameters
        let hiddenCounts = holders.map { $0.key.encoded.count + SealedSlot.ciphertextCount }
        let shared = parameters.openedCount * (G.elementByteCount + SlotSecrets.entryCount)
        starts = hiddenCounts.reduce(into: [Self.headCount + 32 * holders.count]) { starts, hiddenCount in
            starts.append(starts[starts.count - 1] + shared + parameters.hiddenCount * hiddenCount)
        }
        self.hiddenCounts = hiddenCounts
    }

    /// The first line.
    package static var marker: [UInt8] { Array("holdfast-own-proof/1\n".utf8) }
    private static var headCount: Int { marker.count + 32 }

    package var holderCount: Int { hiddenCounts.count }

    package var salt: [UInt8] { Array(bytes[Self.marker.count..<Self.headCount]) }

    /// Row_1 … Row_n as they were sent.
    package var rows: [[UInt8]] { (0..<holderCount).map(row) }

    package func row(at position: Int) -> [UInt8] {
        let start = Self.headCount + 32 * position
        return Array(bytes[start..<start + 32])
    }

    /// All opened values as they were sent, by holder, then by slot.
    package var openedValues: [UInt8] {
        (0..<holderCount).flatMap { position in openedValues(at: position).joined() }
    }

    /// The opened values of one holder, 32 bytes each.
    package func openedValues(at position: Int) -> [[UInt8]] {
        let opened = openedRange(position)
        return stride(from: opened.lowerBound, to: opened.upperBound, by: SlotSecrets.entryCount)
            .map { Array(bytes[$0..<$0 + 32]) }
    }

    /// The opened slots of one holder: value and seed of each.
    package func opened(at position: Int) -> [UInt8] { Array(bytes[openedRange(position)]) }

    /// B_1 … B_v of one holder.
    package func commitments(at position: Int) -> [[UInt8]] {
        (0..<parameters.openedCount).map { k in
            let start = starts[position] + G.elementByteCount * k
            return Array(bytes[start..<start + G.elementByteCount])
        }
    }

    /// The hidden slots of one holder.
    package func hidden(at position: Int) -> [SealedSlot] {
        let count = hiddenCounts[position]
        return stride(from: openedRange(position).upperBound, to: starts[position + 1], by: count).map { start in
            let middle = start + count - SealedSlot.ciphertextCount
            return SealedSlot(ephemeral: Array(bytes[start..<middle]), ciphertext: Array(bytes[middle..<start + count]))
        }
    }

    private func openedRange(_ position: Int) -> Range<Int> {
        let start = starts[position] + G.elementByteCount * parameters.openedCount
        return start..<start + SlotSecrets.entryCount * parameters.openedCount
    }
}
