import CSystem
import Custody
import Encodings
import Glibc

/// The log of `--log`, held open while one act is done.
///
/// Before the act its last line is verified and room for another is reserved, so that an act that could not be recorded is
/// refused. The lock is held while the log is read or written, not during the act: that may wait for a person.
struct LogFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// The longest line that is written, and read back.
    private static let longestLine = 16 << 20

    /// Opens the log, or makes it, mode 0600; a symbolic link is not followed.
    /// - Parameter count: Bytes that the line may take.
    /// - Throws: `Failure`; then nothing was done.
    init(opening path: String, reserving count: Int, _ talk: Talk) throws(Failure) {
        guard count < Self.longestLine else {
            throw Failure(
                .usage, code: "log-line-too-long", "the arguments are too many for a line of the log",
                hint: "name fewer files at once")
        }
        let opened = try Self.opened(path)
        do throws(Failure) { try Self.prepare(opened, path, reserving: count, talk) } catch {
            close(opened)
            throw error
        }
        self.path = path
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Adds a line after the last one, whoever wrote that meanwhile, and brings it to the disk.
    /// - Throws: `FileError`, `Failure`; then the log is as it was.
    borrowing func append(_ act: LoggedAct) throws {
        let guardian = SignalGuard()
        defer { withExtendedLifetime(guardian) {} }
        try FileLock.take(descriptor, path, exclusive: true)
        defer { FileLock.release(descriptor) }
        guard OutputFile.isSameFile(path, "/proc/self/fd/\(descriptor)") else {
            throw FileError.cannotWrite(path: path, reason: "another file took its place meanwhile")
        }
        let size = try Self.ordinary(descriptor, path).st_size
        let entry = LogEntry(act, after: try Self.lastEntry(descriptor, path, size: Int(size)))
        do throws(FileError) {
            try Self.write(entry.line + "\n", to: descriptor, path)
        } catch {
            // Half a line would make every later one impossible.
            ftruncate(descriptor, size)
            throw error
        }
    }

    private static func write(_ line: String, to descriptor: Int32, _ path: String) throws(FileError) {
        var failure: FileError?
        Array(line.utf8).withUnsafeBytes { bytes in
            do throws(FileError) { try writeAll(bytes, to: descriptor, name: path) } catch { failure = error }
        }
        if let failure { throw failure }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, reason: reason(errno)) }
    }
}

// What happens before the act.
extension LogFile {
    private static func opened(_ path: String) throws(Failure) -> Int32 {
        // Without O_NONBLOCK a pipe would wait for a reader.
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK
        let made = holdfast_open(path, flags | O_CREAT | O_EXCL, 0o600)
        if made >= 0 {
            do throws(FileError) { try OutputFile.syncDirectory(OutputFile.directoryOf(path), path: path) } catch {
                close(made)
                throw unusable(path, error)
            }
            return made
        }
        guard errno == EEXIST else { throw unusable(path, .cannotWrite(path: path, reason: reason(errno))) }
        let found = holdfast_open(path, flags, 0)
        if found >= 0 { return found }
        guard errno == ELOOP else { throw unusable(path, .cannotWrite(path: path, reason: reason(errno))) }
        throw Failure(
            .usage, code: "log-is-a-link",
            "the log \(printable(path, most: 4096)) is a symbolic link, which is not followed, so nothing was done",
            hint: "name the file that it leads to")
    }

    private static func prepare(
        _ descriptor: Int32, _ path: String, reserving count: Int, _ talk: Talk
    ) throws(Failure) {
        do {
            try FileLock.take(descriptor, path, exclusive: true)
            defer { FileLock.release(descriptor) }
            let status = try ordinary(descriptor, path)
            if status.st_mode & 0o022 != 0 {
                talk.warn(
                    "others can write to the log \(printable(path, most: 4096))",
                    hint: "run: chmod 600 \(printable(path, most: 4096))")
            }
            _ = try lastEntry(descriptor, path, size: Int(status.st_size))
            guard holdfast_reserve(descriptor, status.st_size, count) == 0 else {
                throw FileError.cannotWrite(path: path, reason: reason(errno))
            }
        } catch let error as FileError {
            throw unusable(path, error)
        } catch {
            throw Failure(error)
        }
    }

    private static func unusable(_ path: String, _ error: FileError) -> Failure {
        Failure(
            .inputOutput, code: "log-not-writable", "\(error.message); it is the log, so nothing was done",
            hint: "look at the file, the disk and the permissions, or name another log")
    }

    private static func ordinary(_ descriptor: Int32, _ path: String) throws(FileError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, reason: reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        return status
    }

    /// The last line, found whole; nil in an empty log.
    /// - Throws: `Failure` with code `log-damaged` where it is no line or its hash is not its own; `FileError`.
    private static func lastEntry(_ descriptor: Int32, _ path: String, size: Int) throws -> LogEntry? {
        guard size > 0 else { return nil }
        var wanted = 8192
        while true {
            let bytes = try read(descriptor, path, from: max(0, size - wanted), to: size)
            if bytes.last == 0x0A {
                let start = bytes.dropLast().lastIndex(of: 0x0A).map { $0 + 1 }
                if start != nil || wanted >= size {
                    if let entry = try? LogEntry(parsing: bytes[(start ?? 0)..<(bytes.count - 1)]) { return entry }
                    throw damaged(path)
                }
            }
            guard bytes.last == 0x0A, wanted < longestLine else { throw damaged(path) }
            wanted *= 4
        }
    }

    private static func damaged(_ path: String) -> Failure {
        let name = printable(path, most: 4096)
        return Failure(
            .damaged, code: "log-damaged", "the last line of \(name) is not as a log's line was written",
            hint: "run 'holdfast audit \(name)', keep the file as it is, and begin a new log")
    }

    private static func read(
        _ descriptor: Int32, _ path: String, from start: Int, to end: Int
    ) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: end - start)
        var filled = 0
        while filled < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, $0.count - filled, start + filled)
            }
            if got > 0 {
                filled += got
            } else if got == 0 || errno != EINTR {
                throw .cannotRead(path: path, reason: got == 0 ? "it became shorter meanwhile" : reason(errno))
            }
        }
        return bytes
    }
}

/// The lock that holds between processes of this program, while a log is read or written.
enum FileLock {
    /// Waits ten seconds for another process; it holds the lock for one line.
    static func take(_ descriptor: Int32, _ path: String, exclusive: Bool) throws(FileError) {
        for _ in 0..<1000 {
            if holdfast_try_lock(descriptor, exclusive ? 1 : 0) == 0 { return }
            // A file system without locks is no place for a log that several write.
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .cannotWrite(path: path, reason: "it cannot be locked: \(reason(errno))")
            }
            usleep(10_000)
        }
        throw .cannotWrite(path: path, reason: "another process has had it locked for ten seconds")
    }

    static func release(_ descriptor: Int32) { _ = holdfast_unlock(descriptor) }
}
