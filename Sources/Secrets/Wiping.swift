import CSodium

/// Overwrites the part of the stack below the caller, where a computation on a secret just left its locals.
///
/// 16 KiB cover the deepest frame chain of this package (measured: P-256 multiplication, 3 KiB; libsecp256k1 signing, 5 KiB).
@inline(never)
package func wipeStack() {
    sodium_stackzero(16384)
}

/// Overwrites a buffer in a way that the optimiser keeps.
package func wipe(_ buffer: UnsafeMutableRawBufferPointer) {
    if let base = buffer.baseAddress { sodium_memzero(base, buffer.count) }
}

/// Whether two buffers of public length hold the same bytes, in time that depends on the length only.
package func constantTimeMatches(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard first.count == second.count else { return false }
    guard let one = first.baseAddress, let other = second.baseAddress else { return true }
    return sodium_memcmp(one, other, first.count) == 0
}
