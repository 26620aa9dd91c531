/// Threshold and holder count: any `threshold` of the `holderCount` shares suffice, one fewer says nothing.
public struct SharingPolicy: Hashable, Sendable {
    /// t, 2 … n.
    public let threshold: Int
    /// n, up to 65535.
    public let holderCount: Int

    /// - Throws: `SecretSharingError.thresholdBelowTwo`, `.thresholdAboveHolderCount`, `.tooManyHolders`.
    public init(threshold: Int, holderCount: Int) throws(SecretSharingError) {
        guard threshold >= 2 else { throw .thresholdBelowTwo(threshold) }
        guard holderCount <= Int(UInt16.max) else { throw .tooManyHolders(holderCount) }
        guard threshold <= holderCount else {
            throw .thresholdAboveHolderCount(threshold: threshold, holders: holderCount)
        }
        self.threshold = threshold
        self.holderCount = holderCount
    }
}
