import CSodium
import CSystem
import Glibc
import Synchronization

/// Small secrets side by side on locked pages, since each page of its own costs eight system calls.
///
/// A cell is zero while it is free, and behind each secret stands a random canary, so that a write beyond its end is seen
/// when it goes. The pages come from `sodium_malloc`, guarded on both sides, and stay with the process.
enum LockedCells {
    /// The largest secret that goes into a cell.
    static var largest: Int { cellSizes[cellSizes.count - 1] - canarySize }

    private static let cellSizes = [64, 128, 256, 512, 1024]
    private static let canarySize = 16
    private static let pageSize = 4096

    /// The addresses of free cells, for each size.
    private static let freeCells = Mutex([[UInt]](repeating: [], count: cellSizes.count))

    private static let canary: (UInt64, UInt64) = (.random(in: .min ... .max), .random(in: .min ... .max))

    /// A cell of zeros for `count` bytes.
    /// - Parameters:
    ///   - count: At most `largest`.
    ///   - newPage: Where a page for more cells comes from, locked and zero.
    static func allocate(
        _ count: Int, newPage: (Int) throws(SecretsError) -> UnsafeMutableRawPointer
    ) throws(SecretsError) -> UnsafeMutableRawPointer {
        let size = sizeIndex(for: count)
        var address = freeCells.withLock { $0[size].popLast() }
        if address == nil {
            let page = UInt(bitPattern: try newPage(pageSize))
            let cells = stride(from: page, to: page + UInt(pageSize), by: cellSizes[size])
            address = page
            freeCells.withLock { $0[size] += cells.dropFirst().reversed() }
        }
        guard let address, let cell = UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("a page has cells")
        }
        (cell + count).storeBytes(of: canary.0, as: UInt64.self)
        (cell + count + 8).storeBytes(of: canary.1, as: UInt64.self)
        return cell
    }

    /// Wipes a cell and takes it back.
    /// - Parameter count: As it was allocated.
    static func free(_ cell: UnsafeMutableRawPointer, _ count: Int) {
        let isIntact =
            (cell + count).loadUnaligned(as: UInt64.self) == canary.0
            && (cell + count + 8).loadUnaligned(as: UInt64.self) == canary.1
        precondition(isIntact, "nothing writes beyond the end of a secret")
        let size = sizeIndex(for: count)
        sodium_memzero(cell, cellSizes[size])
        freeCells.withLock { $0[size].append(UInt(bitPattern: cell)) }
    }

    private static func sizeIndex(for count: Int) -> Int {
        guard let index = cellSizes.firstIndex(where: { count + canarySize <= $0 }) else {
            preconditionFailure("a small secret")
        }
        return index
    }
}
