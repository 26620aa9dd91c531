import CSodium
import Synchronization

/// Small secrets side by side on locked pages, since pages of its own cost a secret eight system calls.
///
/// A cell is zero while it is free, and behind each secret stands a random canary, so that a write beyond its end is seen
/// when it goes. The pages come from `sodium_malloc`, guarded on both sides, and stay with the process.
enum LockedCells {
    /// The largest secret that goes into a cell.
    static var largest: Int { cellSizes[cellSizes.count - 1] - Canary.size }

    private static let cellSizes = [64, 128, 256, 512, 1024]
    /// What is cut into cells of one size; a whole page would be too much for sizes that a process needs once.
    private static let runSize = 1024
    /// Two pages.
    private static let regionSize = 8192

    private struct Free: Sendable {
        /// The addresses of free cells, for each size.
        var cells: [[UInt]]
        /// The addresses of runs that are of no size yet.
        var runs: [UInt] = []

        /// A free cell; of a run, if there is none of this size.
        mutating func take(_ size: Int, of cellSize: Int) -> UInt? {
            if let cell = cells[size].popLast() { return cell }
            guard let run = runs.popLast() else { return nil }
            cells[size] += stride(from: run + UInt(cellSize), to: run + UInt(runSize), by: cellSize).reversed()
            return run
        }
    }

    private static let free = Guarded(Free(cells: [[UInt]](repeating: [], count: cellSizes.count)))

    /// A cell of zeros for `count` bytes.
    /// - Parameters:
    ///   - count: At most `largest`.
    ///   - newRegion: Where memory for more cells comes from, locked and zero.
    static func allocate(
        _ count: Int, newRegion: (Int) throws(SecretsError) -> UnsafeMutableRawPointer
    ) throws(SecretsError) -> UnsafeMutableRawPointer {
        let size = sizeIndex(for: count)
        var address = free.withLock { $0.take(size, of: cellSizes[size]) }
        while address == nil {
            let region = UInt(bitPattern: try newRegion(regionSize))
            address = free.withLock {
                $0.runs += stride(from: region, to: region + UInt(regionSize), by: runSize).reversed()
                return $0.take(size, of: cellSizes[size])
            }
        }
        guard let address, let cell = UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("a region has cells")
        }
        Canary.write(at: cell + count)
        return cell
    }

    /// Wipes a cell and takes it back.
    /// - Parameter count: As it was allocated.
    static func free(_ cell: UnsafeMutableRawPointer, _ count: Int) {
        Canary.requireIntact(at: cell + count)
        let size = sizeIndex(for: count)
        sodium_memzero(cell, cellSizes[size])
        free.withLock { $0.cells[size].append(UInt(bitPattern: cell)) }
    }

    private static func sizeIndex(for count: Int) -> Int {
        guard let index = cellSizes.firstIndex(where: { count + Canary.size <= $0 }) else {
            preconditionFailure("a small secret")
        }
        return index
    }
}
