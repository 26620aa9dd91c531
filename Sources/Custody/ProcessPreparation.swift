import Sealing

/// Makes libcrypto overwrite memory before it gives it back: opening an encrypted key file leaves copies there otherwise.
///
/// For a program that owns its whole process, as its first act: it has an effect only before libcrypto's first allocation.
/// - Returns: Whether it took effect.
@discardableResult
public func prepareProcess() -> Bool {
    LibcryptoMemory.installZeroingAllocator()
}
