import Digests
import Groups
import Sealing
import SecretSharing
import Secrets

/// How the slots of one holder are sealed to the holder's key, and opened with it.
///
/// ```
/// e = H2S("fve-eph", ctx, salt, x, i, σ),  E = e·H,  K = HKDF-SHA-256(e·P; domain, group, E, P, ctx, x, i)
/// c = ChaCha20-Poly1305(K, nonce 0, data ctx, x, i; h(i))
/// ```
/// Whoever knows h(i) and σ computes the same E and c again. Every key is used once, so that its nonce may be fixed.
struct SlotCipher<H: Group>: Sendable {
    let holder: HolderIndex
    /// P.
    let key: H.Element
    /// ctx, 32 bytes.
    let context: [UInt8]

    /// Seals slots; used again, by everybody, on those that were opened. In constant time as to values and seeds.
    /// - Parameters:
    ///   - slots: Their numbers.
    ///   - secrets: One entry a slot.
    /// - Returns: nil if an e is zero, which is one in 2²⁵² seeds.
    /// - Throws: `OwnKeysError.memory`.
    func seal(
        _ slots: [Int], salt: [UInt8], _ secrets: borrowing SlotSecrets
    ) throws(OwnKeysError) -> [SealedSlot]? {
        let scalars = try ephemeralScalars(slots, salt: salt, secrets)
        let ephemerals = try mappingMemory { () throws(SecretsError) in try H.generator(timesAll: scalars) }
        guard !ephemerals.contains(where: \.isIdentity) else { return nil }
        let products = try mappingGroups { () throws(GroupsError) in try SecretElements(scalars, times: key) }
        var cipherKey = try mappingMemory { () throws(SecretsError) in
            try LockedBytes(count: ChaCha20Poly1305.keyCount)
        }
        var sealed: [SealedSlot] = []
        sealed.reserveCapacity(slots.count)
        for (place, slot) in slots.enumerated() {
            let ephemeral = ephemerals[place].encoded
            products.withUnsafeBytes(at: place) { deriveKey($0, ephemeral, slot, into: &cipherKey) }
            let ciphertext = secrets.withValue(at: place) {
                ChaCha20Poly1305.seal(
                    $0, key: cipherKey, nonce: SlotCipher.nonce, associatedData: self.place(of: slot))
            }
            sealed.append(SealedSlot(ephemeral: ephemeral, ciphertext: ciphertext))
        }
        return sealed
    }

    /// Opens a hidden slot with the holder's private key, in constant time as to key and value.
    /// - Returns: The 32 bytes sealed in it; nil where E is no point of the group or the seal is not authentic.
    /// - Throws: `OwnKeysError.memory`.
    func open(
        _ sealed: SealedSlot, slot: Int, with secret: borrowing SecretScalar<H>
    ) throws(OwnKeysError) -> LockedBytes? {
        guard let ephemeral = try? H.element(decoding: sealed.ephemeral) else { return nil }
        let product = try mappingGroups { () throws(GroupsError) in try SecretElement(secret, times: ephemeral) }
        var cipherKey = try mappingMemory { () throws(SecretsError) in
            try LockedBytes(count: ChaCha20Poly1305.keyCount)
        }
        product.withUnsafeBytes { deriveKey($0, sealed.ephemeral, slot, into: &cipherKey) }
        var value = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: 32) }
        let isAuthentic = sealed.ciphertext.withUnsafeBytes { ciphertext in
            value.withUnsafeMutableBytes { value in
                (try? ChaCha20Poly1305.open(
                    ciphertext, key: cipherKey, nonce: SlotCipher.nonce, associatedData: place(of: slot), into: value))
                    != nil
            }
        }
        guard isAuthentic else { return nil }
        return value
    }

    private static var nonce: [UInt8] { [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceCount) }

    /// The e of each slot; zero is not left out here.
    private func ephemeralScalars(
        _ slots: [Int], salt: [UInt8], _ secrets: borrowing SlotSecrets
    ) throws(OwnKeysError) -> ScalarTable<H> {
        try mappingMemory { () throws(SecretsError) in
            var scalars = try ScalarTable<H>(count: slots.count)
            for (place, slot) in slots.enumerated() {
                var hash = ScalarHash(domain: "fve-eph")
                hash.append(field: context)
                hash.append(field: salt)
                hash.append(UInt32(holder.value))
                hash.append(UInt32(slot))
                secrets.withSeed(at: place) { hash.append(field: $0) }
                scalars.set(place, to: try hash.scalar(in: H.self))
            }
            return scalars
        }
    }

    /// K, from the bytes of e·P = d·E.
    private func deriveKey(
        _ product: UnsafeRawBufferPointer, _ ephemeral: [UInt8], _ slot: Int, into cipherKey: inout LockedBytes
    ) {
        var info = FieldEncoding()
        info.append(field: "holdfast-own-keys-slot/1")
        info.append(field: H.curve.rawValue)
        info.append(field: ephemeral)
        info.append(field: key.encoded)
        cipherKey.withUnsafeMutableBytes {
            HKDFSHA256.derive(secret: product, salt: [], info: info.bytes + place(of: slot), into: $0)
        }
    }

    private func mappingGroups<R: ~Copyable>(_ body: () throws(GroupsError) -> R) throws(OwnKeysError) -> R {
        do { return try body() } catch { throw OwnKeysError(error, of: holder) }
    }

    /// field(ctx) u32(x) u32(i): where a slot stands.
    private func place(of slot: Int) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: context)
        encoding.append(UInt32(holder.value))
        encoding.append(UInt32(slot))
        return encoding.bytes
    }
}

extension OwnKeyHolder {
    /// As `SlotCipher.seal`, in whichever group the holder's key is.
    package func seal(
        _ slots: [Int], _ transcript: ProofTranscript, _ secrets: borrowing SlotSecrets
    ) throws(OwnKeysError) -> [SealedSlot]? {
        try seal(slots, transcript, secrets, in: key.curve.group)
    }

    private func seal<H: Group>(
        _ slots: [Int], _ transcript: ProofTranscript, _ secrets: borrowing SlotSecrets, in group: H.Type
    ) throws(OwnKeysError) -> [SealedSlot]? {
        try SlotCipher<H>(holder: index, key: key.element(in: group), context: transcript.context)
            .seal(slots, salt: transcript.salt, secrets)
    }
}
