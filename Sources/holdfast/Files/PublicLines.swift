import CSystem
import Glibc

/// A line of a file in which nothing is secret.
struct PublicLine {
    /// From 1; empty lines count.
    let number: Int
    /// Without what ends it.
    let bytes: [UInt8]
}

/// The lines of a file or a pipe in which nothing is secret, some at a time, so that any number of them takes the same room.
struct PublicLines: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isAtEnd = false
    private var lineCount = 0

    private static let readCount = 1 << 18

    /// - Parameter path: `-` is standard input.
    /// - Throws: `FileError`.
    init(_ path: String) throws(FileError) {
        self.path = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : holdfast_open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    /// The next lines that are not blank; none at the end.
    /// - Parameters:
    ///   - most: At most so many.
    ///   - mostBytes: No further line is begun behind so many bytes, nor waited for while there are some.
    /// - Throws: `FileError`.
    mutating func next(most: Int, mostBytes: Int) throws(FileError) -> [PublicLine] {
        var lines: [PublicLine] = []
        var taken = 0
        while lines.count < most, taken < mostBytes, lines.isEmpty || isMoreThere(behind: taken),
            let line = try nextLine(from: &taken)
        {
            lineCount += 1
            let content = line.last == 0x0D ? line.dropLast() : line
            guard content.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            lines.append(PublicLine(number: lineCount, bytes: Array(content)))
        }
        pending.removeFirst(taken)
        return lines
    }

    /// Whether a whole line is pending, or the end is, or something can be read without waiting.
    private func isMoreThere(behind position: Int) -> Bool {
        if isAtEnd || pending[position...].contains(0x0A) { return true }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// - Parameter position: Where in the pending bytes it begins; afterwards where the next one does.
    private mutating func nextLine(from position: inout Int) throws(FileError) -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return pending[position..<end]
            }
            guard pending.count - position <= InputFile.limit else {
                throw .tooLarge(path: "line \(lineCount + 1) of \(path)", limit: InputFile.limit)
            }
            searched = pending.count
            if isAtEnd {
                defer { position = pending.count }
                return position < pending.count ? pending[position...] : nil
            }
            try fill()
        }
    }

    private mutating func fill() throws(FileError) {
        let start = pending.count
        pending.append(contentsOf: repeatElement(0, count: PublicLines.readCount))
        while true {
            let got = pending.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress! + start, PublicLines.readCount)
            }
            if got >= 0 {
                pending.removeLast(PublicLines.readCount - got)
                isAtEnd = got == 0
                return
            }
            guard errno == EINTR else {
                pending.removeLast(PublicLines.readCount)
                throw .cannotRead(path: path, reason: reason(errno))
            }
        }
    }
}
