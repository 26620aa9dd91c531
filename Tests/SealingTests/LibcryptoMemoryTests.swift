import Sealing
import Testing

@Suite struct LibcryptoMemoryTests {
    /// Blocks of two allocators would be freed by the wrong one; the answer tells a program that it came too late.
    @Test func theAllocatorIsRefusedOnceLibcryptoHasAllocated() throws {
        let passphrase = try locked([1])
        _ = try [UInt8](repeating: 0, count: 16).withUnsafeBytes {
            try PBES2.fresh(iterations: 1).encrypt($0, passphrase: passphrase)
        }
        let isInstalled = LibcryptoMemory.installZeroingAllocator()
        #expect(!isInstalled)
    }
}
