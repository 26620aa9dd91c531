/// What can go wrong with memory for secrets.
@nonexhaustive
public enum SecretsError: Error, Equatable, CustomStringConvertible {
    /// The system gave no memory.
    case outOfMemory(byteCount: Int)
    /// The memory could not be kept out of swap, and `LockedMemory.refuseUnlocked()` was called.
    case memoryNotLocked(limitInBytes: UInt64)

    public var description: String {
        switch self {
        case .outOfMemory(let byteCount):
            "the system has no \(byteCount) bytes of memory left for a secret; close other programs and try again"
        case .memoryNotLocked(let limit):
            "memory for secrets cannot be locked (limit \(limit / 1024) KiB); raise it with 'ulimit -l'"
        }
    }
}
