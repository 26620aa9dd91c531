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
            let indices = holders.map(\.index)
            let texts = OwnDealingTexts(
                label: label, created: created, holders: holders, key: key, salt: original.salt)
            return own.id(
                in: own.context(group: group, epoch: epoch, indices: indices, commitments: commitments),
                indices: indices, texts: texts.digest, kind: key.kind, original: original.digest)
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
}
