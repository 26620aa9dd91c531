package import Groups
package import SecretSharing
import Secrets

extension VerifiedSealedShare {
    /// Opens the share with the holder's private key, in constant time as to key and share.
    ///
    /// Any one hidden slot that was sealed as it should be gives the share: with the opened values it is one point more than
    /// the degree of their polynomial. A dealer can spoil single slots and hope that the challenge leaves them hidden; so
    /// every one is tried before this fails, and nobody is told which of them it was.
    /// - Parameter secret: The holder's node key, for this dealing.
    /// - Throws: `OwnKeysError.nodeKeyOfAnotherHolder`; `.shareNotSealed` where no hidden slot gives the share, which the
    ///   dealer had one chance in 2¹²⁴ for; `.memory`.
    package func opened<H: Group>(with secret: borrowing HolderSecret<H>) throws(OwnKeysError) -> CheckedShare<G> {
        guard secret.holder == holder.index, AnyElement(secret.key, in: H.self) == holder.key else {
            throw .nodeKeyOfAnotherHolder(holder.index)
        }
        let cipher = SlotCipher<H>(holder: holder.index, key: secret.key, context: context.digest)
        let interpolation = try SlotInterpolation<G>(subset.opened, openedValues, among: subset)
        for (slot, sealed) in zip(subset.hidden, hidden) {
            guard let bytes = try cipher.open(sealed, slot: slot, with: secret.scalar) else { continue }
            guard let share = try share(interpolation, slot, bytes) else { continue }
            return share
        }
        throw .shareNotSealed(holder.index)
    }

    /// The share from the value in a hidden slot, if it is one below the order and gives it.
    private func share(
        _ interpolation: borrowing SlotInterpolation<G>, _ slot: Int, _ bytes: borrowing LockedBytes
    ) throws(OwnKeysError) -> CheckedShare<G>? {
        guard let value = try scalar(bytes) else { return nil }
        let candidate = try mappingMemory { () throws(SecretsError) in try interpolation.atZero(with: slot, value) }
        return try? Share(holder: holder.index, value: candidate).checked(against: context.commitment)
    }

    /// The number, if it is below the order.
    private func scalar(_ bytes: borrowing LockedBytes) throws(OwnKeysError) -> SecretScalar<G>? {
        do {
            return try bytes.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar<G>(canonical: bytes) }
        } catch {
            guard case .memory(let reason) = error else { return nil }
            throw .memory(reason)
        }
    }
}

/// Values of a polynomial in the opened slots, which one value more determines.
private struct SlotInterpolation<G: Group>: ~Copyable {
    private let slots: [Int]
    private let factorials: InverseFactorials
    private let modulus = PublicModulus(G.scalars)
    /// The opened values, and room for one more.
    private let values: ScalarTable<G>

    /// - Parameters:
    ///   - slots: Ascending.
    ///   - values: 32 bytes a slot, below the order.
    init(_ slots: [Int], _ values: [[UInt8]], among subset: SlotSubset) throws(OwnKeysError) {
        self.slots = slots
        // What all sets of slots share, so that each of them needs no inversion.
        factorials = InverseFactorials(variableTimeUpTo: subset.slotCount, modulus)
        var table = try mappingMemory { () throws(SecretsError) in try ScalarTable<G>(count: slots.count) }
        for (place, bytes) in values.enumerated() {
            guard let value = try? PublicScalar<G>(canonical: bytes) else {
                preconditionFailure("the values of a proof that was verified are below the order")
            }
            table.withMutableLimbs(at: place) { target in
                value.limbs.withUnsafeLimbs { target.update(from: $0, count: 4) }
            }
        }
        self.values = table
    }

    /// The value at zero of the polynomial through the opened values and this one.
    borrowing func atZero(with slot: Int, _ value: borrowing SecretScalar<G>) throws(SecretsError) -> SecretScalar<G> {
        let place = slots.firstIndex { $0 > slot } ?? slots.count
        var table = try ShareTable<G>(capacity: slots.count + 1)
        for (position, known) in slots.enumerated() {
            if position == place { table.append(holder: slotIndex(slot), value: value) }
            values.withLimbs(at: position) { limbs in
                table.append(holder: slotIndex(known)) { $0.update(from: limbs, count: 4) }
            }
        }
        if place == slots.count { table.append(holder: slotIndex(slot), value: value) }
        let nodes = table.holders.map { Int($0.value) }
        let numbers = InterpolationCoefficients(variableTimeAtZero: nodes, modulus, shared: factorials)
        var result = try SecretScalar<G>()
        result.withMutableLimbs { table.combine(Array(nodes.indices), numbers, into: $0) }
        wipeStack()
        return result
    }
}
