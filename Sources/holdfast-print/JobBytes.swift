import Glibc

/// The job as it came through the pipe: in pages of their own, locked as far as the limit goes, left out of dumps, and
/// overwritten at the end.
final class JobBytes {
    private let base: UnsafeMutableRawPointer
    private let count: Int
    /// Above what the command ever writes.
    private static let capacity = 1 << 20

    /// Reads standard input to its end.
    /// - Returns: `nil` where there is no memory, the input cannot be read, or is too long.
    init?() {
        let pages = mmap(nil, Self.capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else { return nil }
        // The first page holds the secret; that the rest is locked too is welcome and not needed.
        mlock(pages, Int(getpagesize()))
        mlock(pages, Self.capacity)
        madvise(pages, Self.capacity, MADV_DONTDUMP)
        var filled = 0
        while true {
            let got = read(STDIN_FILENO, pages + filled, Self.capacity - filled)
            if got < 0, errno == EINTR { continue }
            guard got >= 0, filled + got < Self.capacity else { return nil }
            if got == 0 { break }
            filled += got
        }
        base = pages
        count = filled
    }

    deinit { explicit_bzero(base, Self.capacity) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}
