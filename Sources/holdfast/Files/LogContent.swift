import CSystem
import Custody
import Glibc

/// A log as `audit` reads it: whole, and not while a line is being added.
enum LogContent {
    static let limit = 1 << 30

    /// - Throws: `FileError`.
    static func read(_ path: String) throws(FileError) -> PublicFile {
        if path == "-" { return PublicFile(name: "standard input", bytes: try drain(STDIN_FILENO, "standard input")) }
        let descriptor = holdfast_open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, reason: reason(errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory(path: path) }
        let isLockable = status.st_mode & S_IFMT == S_IFREG
        if isLockable { try FileLock.take(descriptor, path, exclusive: false) }
        defer { if isLockable { FileLock.release(descriptor) } }
        return PublicFile(name: path, bytes: try drain(descriptor, path))
    }

    private static func drain(_ descriptor: Int32, _ path: String) throws(FileError) -> [UInt8] {
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = part.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got == 0 { return content }
            if got > 0 {
                content += part[..<got]
                guard content.count <= limit else { throw .tooLarge(path: path, limit: limit) }
            } else if errno != EINTR {
                throw .cannotRead(path: path, reason: reason(errno))
            }
        }
    }
}
