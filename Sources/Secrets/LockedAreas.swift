import CSodium
import Synchronization

/// Pages between guard pages that larger secrets use one after the other: files that are read, texts that are written.
///
/// A secret ends where the guard page begins, so that a write beyond its end is met at once; before it stands a canary, which is
/// looked at when the secret goes. An area is zero while nobody uses it. Giving it back to the system and asking for another
/// would cost thirteen system calls, and threads would wait for each other in all of them.
enum LockedAreas {
    /// The largest secret that goes into an area.
    static var largest: Int { areaSize(pageCounts[pageCounts.count - 1]) - Canary.size }

    private static let pageCounts = [1, 2, 4, 8, 16]
    private static let pageSize = 4096
    /// What is kept beyond so many bytes is given back, in any case beyond a quarter of what the process may lock.
    private static let mostIdleBytes = 4 << 20

    private struct Idle: Sendable {
        /// The addresses of areas that nobody uses, for each count of pages.
        var areas: [[UInt]]
        var byteCount = 0
    }

    private static let idle = Guarded(Idle(areas: [[UInt]](repeating: [], count: pageCounts.count)))

    /// Pages less the canary that libsodium puts before what it hands out.
    private static func areaSize(_ pageCount: Int) -> Int { pageCount * pageSize - 16 }

    /// Zeros for `count` bytes.
    /// - Parameters:
    ///   - count: At most `largest`.
    ///   - newArea: Where more comes from, locked, zero, and a guard page behind it.
    static func allocate(
        _ count: Int, newArea: (Int) throws(SecretsError) -> UnsafeMutableRawPointer
    ) throws(SecretsError) -> UnsafeMutableRawPointer {
        let kind = kind(for: count), size = areaSize(pageCounts[kind])
        let known = idle.withLock { idle -> UInt? in
            guard let area = idle.areas[kind].popLast() else { return nil }
            idle.byteCount -= pageCounts[kind] * pageSize
            return area
        }
        let base: UnsafeMutableRawPointer
        if let known = known.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) {
            base = known
        } else {
            base = try newArea(size)
        }
        let start = base + (size - count)
        Canary.write(at: start - Canary.size)
        return start
    }

    /// Wipes a secret and keeps its area for the next.
    /// - Parameters:
    ///   - count: As it was allocated.
    ///   - keeps: Whether it may be kept at all.
    static func free(_ start: UnsafeMutableRawPointer, _ count: Int, keeps: Bool) {
        Canary.requireIntact(at: start - Canary.size)
        // What lies before the canary was never written to.
        sodium_memzero(start - Canary.size, Canary.size + count)
        let kind = kind(for: count), base = start - (areaSize(pageCounts[kind]) - count)
        let most = UInt64(mostIdleBytes)
        let isKept =
            keeps
            && idle.withLock { idle in
                let byteCount = idle.byteCount + pageCounts[kind] * pageSize
                guard UInt64(byteCount) <= min(most, LockedMemory.limitInBytes / 4) else { return false }
                idle.areas[kind].append(UInt(bitPattern: base))
                idle.byteCount = byteCount
                return true
            }
        if !isKept { sodium_free(base) }
    }

    /// Gives all areas back that nobody uses, since there is need of memory that can be locked.
    static func giveBack() {
        let areas = idle.withLock { idle in
            defer { idle = Idle(areas: [[UInt]](repeating: [], count: pageCounts.count)) }
            return idle.areas.joined().compactMap { UnsafeMutableRawPointer(bitPattern: $0) }
        }
        for area in areas { sodium_free(area) }
    }

    private static func kind(for count: Int) -> Int {
        guard let kind = pageCounts.firstIndex(where: { count + Canary.size <= areaSize($0) }) else {
            preconditionFailure("a secret of a few pages")
        }
        return kind
    }
}
