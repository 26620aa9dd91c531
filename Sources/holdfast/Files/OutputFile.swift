import CSystem
import Glibc

/// Writes a whole file so that after a crash at any point there is the old state or the new one.
///
/// The bytes go to a file without a name in the target's directory (a named one where the file system has no such
/// thing), are synced, and only then get the name; last the directory is synced.
enum OutputFile {
    /// What happens when the target exists.
    enum Existing {
        case refused, replaced
    }

    /// - Parameters:
    ///   - bytes: The whole content.
    ///   - path: The target; its directory exists.
    ///   - mode: Permission bits; secret files are 0600 from the first byte.
    /// - Throws: `FileError`.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to path: String, mode: mode_t, existing: Existing
    ) throws(FileError) {
        let guardian = SignalGuard()
        defer { withExtendedLifetime(guardian) {} }
        try requireWritable(path, existing)
        let directory = directoryOf(path)
        let unnamed = holdfast_open_unnamed(directory, 0o600)
        if unnamed >= 0 {
            defer { close(unnamed) }
            try fill(unnamed, bytes, mode: mode, path: path)
            try name(unnamed, path, existing)
        } else {
            let temporary = temporaryName(for: path)
            let descriptor = holdfast_open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: reason(errno)) }
            do throws(FileError) {
                defer { close(descriptor) }
                try fill(descriptor, bytes, mode: mode, path: path)
                try move(temporary, path, descriptor, existing)
            } catch {
                unlink(temporary)
                throw error
            }
        }
        try syncDirectory(directory, path: path)
    }

    /// Refuses early what would be refused late, before anybody is asked for a passphrase.
    static func requireWritable(_ path: String, _ existing: Existing) throws(FileError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isDirectory(path: path)
        case S_IFREG, S_IFLNK: if case .refused = existing { throw .exists(path: path) }
        default: throw .notRegular(path: path)
        }
        // A link is replaced, not what it leads to; but one to a device is meant as the device, and so is /dev/stdout,
        // whatever that is just now.
        guard !isLinkToDescriptor(path) else { throw .notRegular(path: path) }
        guard stat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isDirectory(path: path)
        case S_IFREG: return
        default: throw .notRegular(path: path)
        }
    }

    /// Whether a link leads into /proc, as those of the standard streams do.
    private static func isLinkToDescriptor(_ path: String) -> Bool {
        var text = [CChar](repeating: 0, count: 6)
        return readlink(path, &text, text.count) == text.count
            && text.elementsEqual("/proc/".utf8.map { CChar(bitPattern: $0) })
    }

    /// Refuses a target whose directory is not there or cannot be written to.
    static func requireDirectory(of path: String) throws(FileError) {
        // It is read, too, when it is synced.
        guard access(directoryOf(path), R_OK | W_OK | X_OK) == 0 else {
            throw .cannotWrite(path: path, reason: reason(errno))
        }
    }

    /// Writes everything, sets the mode, and syncs.
    static func fill(
        _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, mode: mode_t, path: String
    ) throws(FileError) {
        try writeAll(bytes, to: descriptor, name: path)
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw .cannotWrite(path: path, reason: reason(errno))
        }
    }

    private static func name(_ descriptor: Int32, _ path: String, _ existing: Existing) throws(FileError) {
        let source = "/proc/self/fd/\(descriptor)"
        switch existing {
        case .refused:
            try requireNamed(linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW), path, descriptor)
        case .replaced:
            let temporary = temporaryName(for: path)
            let answer = linkat(AT_FDCWD, source, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW)
            guard answer == 0 || isName(temporary, of: descriptor) else {
                throw .cannotWrite(path: path, reason: reason(errno))
            }
            do throws(FileError) {
                try move(temporary, path, descriptor, existing)
            } catch {
                unlink(temporary)
                throw error
            }
        }
    }

    /// - Parameter descriptor: Of the file that has the temporary name.
    private static func move(
        _ temporary: String, _ path: String, _ descriptor: Int32, _ existing: Existing
    ) throws(FileError) {
        switch existing {
        case .replaced: try requireNamed(rename(temporary, path), path, descriptor)
        case .refused:
            if holdfast_rename_exclusive(temporary, path) == 0 { return }
            guard errno == EINVAL || errno == ENOSYS else { return try requireNamed(-1, path, descriptor) }
            // A hard link refuses an existing target just as well.
            try requireNamed(link(temporary, path), path, descriptor)
            // Twice, since a file system in trouble may do it then; a name that stays is as secret as the file.
            guard unlink(temporary) == 0 || unlink(temporary) == 0 || !isName(temporary, of: descriptor) else {
                throw .nameLeft(path: path, other: temporary, reason: reason(errno))
            }
        }
    }

    /// Takes the answer of the call that gave a file its name.
    ///
    /// Over a network a call whose answer was lost is made again, and then answers that the name exists, or that there is
    /// nothing left to rename. So it is looked which file has the name.
    /// - Parameter answer: Of the call that was just made, so that `errno` is its own.
    private static func requireNamed(_ answer: Int32, _ path: String, _ descriptor: Int32) throws(FileError) {
        guard answer == 0 || isName(path, of: descriptor) else {
            throw errno == EEXIST ? .exists(path: path) : .cannotWrite(path: path, reason: reason(errno))
        }
    }

    /// Whether a path is a name of an open file; leaves `errno` as it is.
    private static func isName(_ path: String, of descriptor: Int32) -> Bool {
        let number = errno
        defer { errno = number }
        var named = stat(), opened = stat()
        guard lstat(path, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
        return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
    }

    static func syncDirectory(_ directory: String, path: String) throws(FileError) {
        let descriptor = holdfast_open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .cannotWrite(path: path, reason: reason(errno)) }
    }

    /// Whether two paths lead to one existing file.
    static func isSameFile(_ first: String, _ second: String) -> Bool {
        var one = stat(), other = stat()
        guard fstatat(AT_FDCWD, first, &one, 0) == 0, fstatat(AT_FDCWD, second, &other, 0) == 0 else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    /// A name in a directory.
    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    /// The part of a path before its last slash.
    static func directoryOf(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A name beside the target that nobody else uses.
    static func temporaryName(for path: String) -> String {
        let directory = directoryOf(path)
        let name = path.split(separator: "/").last.map(String.init) ?? "file"
        return "\(directory)/.\(name).holdfast-\(UInt32.random(in: .min ... .max))"
    }
}
