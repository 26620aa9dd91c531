import Groups
import OwnKeys
import SecretSharing

extension OwnKeyPart {
    /// What covers all keys and commitments of the dealing: 32 bytes (holdfast-own-keys(5), "The context").
    func context(
        group: CurveName, epoch: UInt32, indices: [HolderIndex], commitments: [[UInt8]]
    ) -> [UInt8] {
        ContextEncoding.digest(
            suite: suite.rawValue, group: group, epoch: epoch,
            keys: zip(indices, keys).map { ($0, ($1.group, $1.encoded)) }, commitments: commitments,
            ephemerals: ephemerals.map { ($0.group, $0.encoded) })
    }
}
