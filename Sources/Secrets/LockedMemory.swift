import CSodium
import CSystem
import Glibc
import Synchronization

/// What is known of this process's memory for secrets.
///
/// `sodium_malloc` gives usable but *unlocked* memory, without a word, once the limit `RLIMIT_MEMLOCK` is reached, so
/// every allocation is locked a second time and the answer looked at. Counters only; no secret is in here.
public enum LockedMemory {
    private static let unlockedAllocations = Atomic<Int>(0)
    private static let refusesUnlocked = Atomic<Bool>(false)

    /// From now on an allocation that cannot be locked throws `SecretsError.memoryNotLocked`.
    public static func refuseUnlocked() {
        refusesUnlocked.store(true, ordering: .relaxed)
    }

    /// Whether some secret of this process may have reached swap.
    public static var anyUnlocked: Bool { unlockedAllocations.load(ordering: .relaxed) > 0 }

    /// The soft limit in bytes; `UInt64.max` where there is none.
    public static var limitInBytes: UInt64 { holdfast_locked_memory_limit() }

    /// Memory of `count` bytes, all zero, locked if the system allows it, to be given back by `free`.
    static func allocate(_ count: Int) throws(SecretsError) -> UnsafeMutableRawPointer {
        if count <= LockedCells.largest {
            return try LockedCells.allocate(count) { (size) throws(SecretsError) in try pages(size) }
        }
        if count <= LockedAreas.largest {
            return try LockedAreas.allocate(count) { (size) throws(SecretsError) in try pages(size) }
        }
        return try pages(count)
    }

    /// Wipes memory and takes it back.
    /// - Parameter count: As it was allocated.
    static func free(_ base: UnsafeMutableRawPointer, _ count: Int) {
        // memcheck keeps its marks by address, and the same bytes are handed out again.
        holdfast_mark_public(base, count)
        if count <= LockedCells.largest {
            LockedCells.free(base, count)
        } else if count <= LockedAreas.largest {
            // What is not locked must not be handed out once that is refused.
            LockedAreas.free(base, count, keeps: !anyUnlocked)
        } else {
            sodium_free(base)
        }
    }

    /// Pages of their own between guard pages.
    private static func pages(_ count: Int) throws(SecretsError) -> UnsafeMutableRawPointer {
        // sodium_init draws the canary that sodium_malloc puts before each allocation; it is idempotent and thread-safe.
        guard sodium_init() >= 0, let base = sodium_malloc(max(count, 1)) else {
            throw .outOfMemory(byteCount: count)
        }
        sodium_memzero(base, count)
        // The system's own call: libsodium's would ask once more that the pages stay out of core files.
        var isLocked = mlock(base, count) == 0
        if !isLocked {
            LockedAreas.giveBack()
            isLocked = mlock(base, count) == 0
        }
        if !isLocked {
            unlockedAllocations.add(1, ordering: .relaxed)
            if refusesUnlocked.load(ordering: .relaxed) {
                sodium_free(base)
                throw .memoryNotLocked(limitInBytes: limitInBytes)
            }
        }
        return base
    }
}
