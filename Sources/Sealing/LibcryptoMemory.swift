import CLibcrypto
import Glibc

/// libcrypto's own memory.
package enum LibcryptoMemory {
    /// Makes libcrypto overwrite every block that it gives back.
    ///
    /// It keeps copies of keys in blocks of its own and frees some of them as they are (seen with OpenSSL 3.0: the private
    /// scalar, twice, after reading a key).
    /// - Returns: Whether it took effect: only before libcrypto's first allocation, so call it at the start of the program.
    @discardableResult
    package static func installZeroingAllocator() -> Bool {
        CRYPTO_set_mem_functions(
            { count, _, _ in allocate(count) },
            { block, count, _, _ in reallocate(block, count) },
            { block, _, _ in release(block) }) == 1
    }
}

/// Each block has its length before it, and the place for it keeps malloc's alignment.
private let prefixCount = 16

private func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
    let (whole, overflow) = count.addingReportingOverflow(prefixCount)
    guard count > 0, !overflow, let start = malloc(whole) else { return nil }
    start.storeBytes(of: count, as: Int.self)
    return start + prefixCount
}

private func reallocate(_ block: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutableRawPointer? {
    guard let block else { return allocate(count) }
    guard count > 0 else {
        release(block)
        return nil
    }
    // Where there is no memory the old block stays, as with realloc.
    guard let larger = allocate(count) else { return nil }
    larger.copyMemory(from: block, byteCount: min(count, lengthOf(block)))
    release(block)
    return larger
}

private func release(_ block: UnsafeMutableRawPointer?) {
    guard let block else { return }
    explicit_bzero(block, lengthOf(block))
    free(block - prefixCount)
}

private func lengthOf(_ block: UnsafeMutableRawPointer) -> Int {
    (block - prefixCount).load(as: Int.self)
}
