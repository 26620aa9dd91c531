import Groups
import SecretSharing
import Secrets

/// What the dealer draws for one holder: the polynomial h with h(0) the holder's share, and a seed for every slot.
struct DealtSlots<G: Group>: ~Copyable {
    /// h, of degree v.
    let polynomial: Polynomial<G>
    /// σ of the slots 1 … N, 16 bytes each.
    private let seeds: LockedBytes

    /// The same for the same seed, holder and attempt.
    /// - Parameter share: The four limbs of s, which becomes h(0).
    init(
        _ seed: borrowing ProofSeed, _ holder: HolderIndex, share: UnsafePointer<UInt64>, attempt: UInt32,
        _ parameters: ProofParameters
    ) throws(SecretsError) {
        var coefficients = try ScalarTable<G>(count: parameters.openedCount + 1)
        coefficients.withMutableLimbs(at: 0) { $0.update(from: share, count: 4) }
        // 64 bytes a coefficient, so that none is likelier than another by more than 2⁻²⁵⁶; and room to reduce in.
        var room = try LockedBytes(count: 64 * parameters.openedCount + 32)
        room.withUnsafeMutableBytes { room in
            let wide = UnsafeMutableRawBufferPointer(rebasing: room[..<(64 * parameters.openedCount)])
            seed.fill(wide, role: "coefficients", holder: holder, attempt: attempt)
            let numbers = room.baseAddress!.assumingMemoryBound(to: UInt64.self)
            let scratch = numbers + 8 * parameters.openedCount
            for k in 1...parameters.openedCount {
                coefficients.withMutableLimbs(at: k) {
                    G.scalars.reduceWide($0, low: numbers + 8 * k - 8, high: numbers + 8 * k - 4, scratch: scratch)
                }
            }
        }
        wipeStack()
        var seeds = try LockedBytes(count: SlotSecrets.seedCount * parameters.slotCount)
        seeds.withUnsafeMutableBytes {
            seed.fill($0, role: "seeds", holder: holder, attempt: attempt)
        }
        polynomial = Polynomial(coefficients: coefficients)
        self.seeds = seeds
    }

    /// B_1 … B_v.
    borrowing func commitments() throws(SecretsError) -> [G.Element] {
        // The first one is that of the share, which everybody computes from the dealing.
        Array(try polynomial.commitment().elements.dropFirst())
    }

    /// h(i) and σ of these slots.
    borrowing func slots(_ slots: [Int]) throws(SecretsError) -> SlotSecrets {
        let values = try polynomial.shares(of: slots.map(slotIndex))
        var secrets = try SlotSecrets(count: slots.count)
        seeds.withUnsafeBytes { seeds in
            for (place, slot) in slots.enumerated() {
                let start = SlotSecrets.seedCount * (slot - 1)
                secrets.fill(
                    place, value: { values.encode(place, into: $0) },
                    seed: UnsafeRawBufferPointer(rebasing: seeds[start..<start + SlotSecrets.seedCount]))
            }
        }
        return secrets
    }
}

/// The number of a slot as the x-coordinate that it is.
func slotIndex(_ slot: Int) -> HolderIndex {
    guard let index = try? HolderIndex(slot) else { preconditionFailure("slots are numbered 1 … 255") }
    return index
}
