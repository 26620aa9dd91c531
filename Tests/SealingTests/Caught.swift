import Sealing
import Secrets

/// The error of a body that has to throw one; `nil` where it threw none.
func caught(_ body: () throws(SealingError) -> Void) -> SealingError? {
    do {
        try body()
        return nil
    } catch { return error }
}

/// Public test data in locked memory, with the errors of Sealing alone.
func kept(_ bytes: [UInt8]) throws(SealingError) -> LockedBytes {
    do { return try locked(bytes) } catch { throw .outOfMemory }
}

func kept(_ bytes: [UInt8]?) throws(SealingError) -> LockedBytes? {
    if let bytes { return try kept(bytes) as LockedBytes }
    return nil
}
