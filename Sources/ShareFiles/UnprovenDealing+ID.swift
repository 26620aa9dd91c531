import Digests
import Groups
import SecretSharing

extension UnprovenDealing {
    /// The id: SHA-256 over an encoding in which every length is written, so that no two dealings share one
    /// (holdfast-dealing(5), "The id").
    static func id(
        label: String, created: String, epoch: UInt32, group: CurveName, threshold: Int, holders: [DealingFile.Holder],
        commitments: [[UInt8]], key: DealingFile.Key, original: SealedOriginal, own: OwnKeyPart?
    ) -> DealingID {
        if let own {
            let context = own.context(group: group, epoch: epoch, holders: holders, commitments: commitments)
            return id(
                of: own, in: context, label: label, created: created, holders: holders, key: key, original: original)
        }
        var encoding = FieldEncoding()
        encoding.append(field: DealingFile.formatName)
        encoding.append(field: group.rawValue)
        encoding.append(epoch)
        encoding.append(field: label)
        encoding.append(field: created)
        encoding.append(UInt32(threshold))
        encoding.append(UInt32(holders.count))
        for holder in holders {
            encoding.append(UInt32(holder.index.value))
            encoding.append(field: holder.name)
        }
        for point in commitments { encoding.append(field: point) }
        encoding.append(field: key.kind.rawValue)
        encoding.append(field: key.format)
        encoding.append(field: original.digest)
        // Those of a node's key follow from commitment 0; what a wrapped file holds follows from nothing that is public.
        if key.kind == .wrapping { encoding.append(key.addresses) }
        return DealingID(SHA256.hash(encoding.bytes))
    }

    /// The id of a dealing to own keys (holdfast-own-keys(5), "The id").
    /// - Parameter context: What covers group, threshold, indices, all keys and commitments: 32 bytes.
    private static func id(
        of own: OwnKeyPart, in context: [UInt8], label: String, created: String, holders: [DealingFile.Holder],
        key: DealingFile.Key, original: SealedOriginal
    ) -> DealingID {
        var encoding = FieldEncoding()
        encoding.append(field: DealingFile.ownKeysFormatName)
        encoding.append(field: own.suite.rawValue)
        encoding.append(field: context)
        encoding.append(field: label)
        encoding.append(field: created)
        for (place, holder) in holders.enumerated() {
            encoding.append(UInt32(holder.index.value))
            encoding.append(field: holder.name)
            if let share = own.maskedShare(at: place) { encoding.append(field: share) }
        }
        encoding.append(field: key.kind.rawValue)
        encoding.append(field: key.format)
        encoding.append(field: original.digest)
        // Their number stands before them, since something may follow.
        let stated = key.kind == .wrapping ? key.addresses : []
        encoding.append(UInt32(stated.count))
        encoding.append(stated)
        if case .publiclyVerifiable(let digest) = own.content { encoding.append(field: digest) }
        return DealingID(SHA256.hash(encoding.bytes))
    }
}

extension FieldEncoding {
    fileprivate mutating func append(_ addresses: [DealingFile.Address]) {
        for address in addresses {
            append(field: address.name)
            append(field: address.value)
        }
    }
}
