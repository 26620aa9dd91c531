import CSodium
import CSystem

/// Overwrites the part of the stack below the caller, where a computation on a secret just left its locals,
/// and the vector registers.
///
/// 16 KiB cover the deepest frame chain of this package (measured: P-256 multiplication, 3 KiB; libsecp256k1 signing, 5 KiB).
@inline(never)
package func wipeStack() {
    holdfast_clear_vector_registers()
    sodium_stackzero(16384)
}

/// Overwrites a buffer in a way that the optimiser keeps.
package func wipe(_ buffer: UnsafeMutableRawBufferPointer) {
    if let base = buffer.baseAddress { sodium_memzero(base, buffer.count) }
}

/// Whether two buffers of public length hold the same bytes, in time that depends on the length only.
///
/// The verdict is released: whoever compares goes one way or the other then.
package func constantTimeMatches(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard first.count == second.count else { return false }
    guard let one = first.baseAddress, let other = second.baseAddress else { return true }
    let verdict = sodium_memcmp(one, other, first.count)
    return MemoryChecker.released(UInt64(truncatingIfNeeded: verdict)) == 0
}
