import Digests
import Groups
import SecretSharing

extension DealingFile {
    /// The id: SHA-256 over an encoding in which every length is written, so that no two dealings share one
    /// (holdfast-dealing(5), "The id").
    static func id(
        label: String, created: String, epoch: UInt32, group: CurveName, threshold: Int, holders: [Holder],
        commitments: [[UInt8]], key: Key, original: SealedOriginal
    ) -> DealingID {
        var encoding = FieldEncoding()
        encoding.append(field: formatName)
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
        return DealingID(SHA256.hash(encoding.bytes))
    }
}

/// Numbers of 32 bits, and byte strings behind their length: no two lists of values have the same bytes.
struct FieldEncoding {
    private(set) var bytes: [UInt8] = []

    /// Four bytes, big-endian.
    mutating func append(_ number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// The length in four bytes, then the content.
    mutating func append(field content: [UInt8]) {
        append(UInt32(content.count))
        bytes += content
    }

    mutating func append(field text: String) {
        append(field: Array(text.utf8))
    }
}
