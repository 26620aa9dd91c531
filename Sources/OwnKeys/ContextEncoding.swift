import Digests
package import Groups
package import SecretSharing

/// The context of a dealing to own keys from the bytes of its points, decoded or not (holdfast-own-keys(5), "The context").
package enum ContextEncoding {
    /// A point in the canonical form of its group.
    package typealias Point = (group: CurveName, encoded: [UInt8])

    /// - Parameters:
    ///   - group: That of the shared key, in which the commitments are.
    ///   - keys: The holders by ascending index, with their keys.
    /// - Returns: 32 bytes.
    package static func digest(
        suite: String, group: CurveName, epoch: UInt32, keys: [(index: HolderIndex, key: Point)],
        commitments: [[UInt8]], ephemerals: [Point]
    ) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-own-keys-context/1")
        encoding.append(field: suite)
        encoding.append(field: group.rawValue)
        for number in [epoch, UInt32(commitments.count), UInt32(keys.count)] { encoding.append(number) }
        for holder in keys {
            encoding.append(UInt32(holder.index.value))
            encoding.append(holder.key)
        }
        for point in commitments { encoding.append(field: point) }
        encoding.append(UInt32(ephemerals.count))
        for point in ephemerals { encoding.append(point) }
        return SHA256.hash(encoding.bytes)
    }
}

extension FieldEncoding {
    fileprivate mutating func append(_ point: ContextEncoding.Point) {
        append(field: point.group.rawValue)
        append(field: point.encoded)
    }
}
