import Sealing
import Secrets

/// Finds the source of randomness, and makes libcrypto overwrite memory before it gives it back: opening an encrypted key
/// file leaves copies there otherwise.
///
/// For a program that owns its whole process, as its first act: the second has an effect only before libcrypto's first
/// allocation, and the first may open a file, which a process that gave up its rights cannot.
/// - Returns: Whether libcrypto's part took effect.
@discardableResult
public func prepareProcess() -> Bool {
    SecureRandom.prepare()
    return LibcryptoMemory.installZeroingAllocator()
}
