import Digests
import SecretSharing

/// What a dealing to own keys says in words: how the key and its holders are called, when, and which format the file has. The
/// id covers it by this hash, so that the id can be told without the words (holdfast-own-keys(5), "The id").
struct OwnDealingTexts {
    /// 32 bytes.
    let digest: [UInt8]

    init(_ dealing: UnprovenDealing) {
        self.init(
            label: dealing.label, created: dealing.created, holders: dealing.holders, key: dealing.key,
            salt: dealing.original.salt)
    }

    /// - Parameter salt: That of the sealed original: random, and not in the compact form, so that nobody guesses a short name
    ///   from what a ledger shows.
    init(
        label: String, created: String, holders: [DealingFile.Holder], key: DealingFile.Key, salt: [UInt8]
    ) {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-own-dealing-texts/1")
        encoding.append(field: salt)
        encoding.append(field: label)
        encoding.append(field: created)
        encoding.append(UInt32(holders.count))
        for holder in holders {
            encoding.append(UInt32(holder.index.value))
            encoding.append(field: holder.name)
        }
        encoding.append(field: key.format)
        // Those of a node's key follow from commitment 0; what a wrapped file holds follows from nothing that is public.
        let stated = key.kind == .wrapping ? key.addresses : []
        encoding.append(UInt32(stated.count))
        encoding.append(stated)
        digest = SHA256.hash(encoding.bytes)
    }
}

extension OwnKeyPart {
    /// The id of a dealing to own keys.
    /// - Parameters:
    ///   - context: What covers group, threshold, indices, all keys and commitments: 32 bytes.
    ///   - texts: `OwnDealingTexts.digest`.
    ///   - original: `SealedOriginal.digest`.
    func id(
        in context: [UInt8], indices: [HolderIndex], texts: [UInt8], kind: DealingFile.KeyKind, original: [UInt8]
    ) -> DealingID {
        var encoding = FieldEncoding()
        encoding.append(field: DealingFile.ownKeysFormatName)
        encoding.append(field: suite.rawValue)
        encoding.append(field: context)
        encoding.append(field: texts)
        encoding.append(field: kind.rawValue)
        encoding.append(field: original)
        switch content {
        case .masked(_, let shares):
            for (index, share) in zip(indices, shares) {
                encoding.append(UInt32(index.value))
                encoding.append(field: share)
            }
        case .publiclyVerifiable(let digest): encoding.append(field: digest)
        }
        return DealingID(SHA256.hash(encoding.bytes))
    }
}

extension FieldEncoding {
    mutating func append(_ addresses: [DealingFile.Address]) {
        for address in addresses {
            append(field: address.name)
            append(field: address.value)
        }
    }
}
