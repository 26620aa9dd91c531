import Digests
package import Groups
package import SecretSharing

/// What the hashes of a proof are made over (holdfast-own-keys(5), "Publicly verifiable").
package struct ProofTranscript: Sendable {
    /// ctx, 32 bytes.
    package let context: [UInt8]
    /// 32 bytes, for this proof alone.
    package let salt: [UInt8]
    package let parameters: ProofParameters

    /// Row_j: everything that the dealer made for one holder.
    /// - Parameters:
    ///   - commitments: B_j1 … B_jv in their canonical form.
    ///   - slots: All N, in order.
    package func row(of holder: HolderIndex, commitments: [[UInt8]], slots: [SealedSlot]) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-own-keys-row/1")
        encoding.append(field: context)
        encoding.append(field: salt)
        encoding.append(UInt32(holder.value))
        for commitment in commitments { encoding.append(field: commitment) }
        for slot in slots {
            encoding.append(field: slot.ephemeral)
            encoding.append(field: slot.ciphertext)
        }
        return SHA256.hash(encoding.bytes)
    }

    /// com: all rows, and with them every number that anybody chose.
    package func commitment(to rows: [[UInt8]]) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-own-keys-com/1")
        encoding.append(field: context)
        encoding.append(UInt32(parameters.slotCount))
        encoding.append(UInt32(parameters.openedCount))
        encoding.append(UInt32(rows.count))
        for row in rows { encoding.append(field: row) }
        return SHA256.hash(encoding.bytes)
    }
}

/// The numbers by which the equations of all opened slots are added up: known to nobody before com and every opened value
/// were fixed, and the same for every verifier.
package struct SlotWeights: Sendable {
    private let prefix: FieldEncoding

    /// - Parameters:
    ///   - commitment: com.
    ///   - values: All opened values as they were sent, by holder, then by slot.
    package init(_ commitment: [UInt8], values: [UInt8]) {
        var prefix = FieldEncoding()
        prefix.append(field: "holdfast-own-keys-weights/1")
        prefix.append(field: commitment)
        prefix.append(field: SHA256.hash(values))
        self.prefix = prefix
    }

    /// The first 16 bytes of SHA-256(domain, com, digest, x, i, counter) that are not all zero: below every group order.
    package func weight(_ holder: HolderIndex, slot: Int) -> Limbs {
        var encoding = prefix
        encoding.append(UInt32(holder.value))
        encoding.append(UInt32(slot))
        for counter in UInt32.min... {
            var numbered = encoding
            numbered.append(counter)
            let bytes = SHA256.hash(numbered.bytes)
            let number = Limbs(bytes: [UInt8](repeating: 0, count: 16) + bytes.prefix(16), .bigEndian)
            if number != .zero { return number }
        }
        preconditionFailure("one of 2³² digests is not zero")
    }
}

/// A slot as everybody sees it: E and the sealed value.
package struct SealedSlot: Hashable, Sendable {
    /// In its canonical form; that of a hidden slot is decoded only by the holder.
    package let ephemeral: [UInt8]
    /// 48 bytes.
    package let ciphertext: [UInt8]

    /// The value's 32 bytes and the tag.
    package static let ciphertextCount = 48

    package var bytes: [UInt8] { ephemeral + ciphertext }

    package init(ephemeral: [UInt8], ciphertext: [UInt8]) {
        self.ephemeral = ephemeral
        self.ciphertext = ciphertext
    }
}
