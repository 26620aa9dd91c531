import CSodium
import CSystem

/// Secret bytes: one owner, locked against swapping, wiped when the owner goes. Large ones stand between guard pages, small
/// ones share pages and have a canary behind them.
///
/// Bytes are reached only inside a closure; the pointer must not outlive it. The type cannot be copied, printed,
/// compared with `==` or put into an array, so that no second copy comes to be by accident.
public struct LockedBytes: ~Copyable, @unchecked Sendable {
    // `@unchecked`: one owner, and libsodium's allocation functions are thread-safe (libsodium manual, "Usage").
    private let base: UnsafeMutableRawPointer
    /// How many bytes were allocated.
    public let capacity: Int
    /// How many bytes count; never more than `capacity`.
    public private(set) var count: Int

    /// `count` zero bytes.
    /// - Throws: `SecretsError.outOfMemory`, or `.memoryNotLocked` where that is refused.
    public init(count: Int) throws(SecretsError) {
        precondition(count >= 0, "a count of bytes is not negative")
        self.base = try LockedMemory.allocate(count)
        self.capacity = count
        self.count = count
    }

    /// A copy of bytes that are somewhere else; wiping the original stays with its owner.
    public init(copying bytes: UnsafeRawBufferPointer) throws(SecretsError) {
        try self.init(count: bytes.count)
        if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
    }

    /// `count` bytes that nobody can guess.
    public init(randomCount count: Int) throws(SecretsError) {
        try self.init(count: count)
        randombytes_buf(base, count)
    }

    deinit {
        LockedMemory.free(base, capacity)
    }

    /// Reads the `count` bytes.
    public borrowing func withUnsafeBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Reads and writes the `count` bytes.
    public mutating func withUnsafeMutableBytes<R: ~Copyable, E: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    /// Makes the first `newCount` bytes the whole; the rest is wiped at once.
    /// - Parameter newCount: 0 … `count`.
    public mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count, "truncating never makes longer")
        sodium_memzero(base + newCount, count - newCount)
        count = newCount
    }

    /// Overwrites all bytes with zero, now rather than at the end of life.
    public mutating func wipe() {
        sodium_memzero(base, capacity)
    }

    /// A second owner of the same bytes.
    public borrowing func copy() throws(SecretsError) -> LockedBytes {
        try LockedBytes(copying: UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Whether both hold the same bytes. Time depends on the lengths only; the verdict is released.
    public borrowing func matches(_ other: borrowing LockedBytes) -> Bool {
        constantTimeMatches(
            UnsafeRawBufferPointer(start: base, count: count),
            UnsafeRawBufferPointer(start: other.base, count: other.count))
    }
}
