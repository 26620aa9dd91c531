import Secrets

/// Public test data in locked memory.
func locked(_ bytes: [UInt8]) throws -> LockedBytes {
    var locked = try LockedBytes(count: bytes.count)
    locked.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return locked
}

/// The bytes of locked test data.
func revealed(_ locked: borrowing LockedBytes) -> [UInt8] {
    locked.withUnsafeBytes { Array($0) }
}
