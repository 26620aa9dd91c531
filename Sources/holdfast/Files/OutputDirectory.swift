import CSystem
import Glibc

/// Writes a directory of files so that it is there whole or not at all: made beside its place, synced, then renamed.
enum OutputDirectory {
    /// One file of the directory.
    struct Entry {
        /// With at most one slash: what stands before it is a folder in the directory, and is made.
        let name: String
        let mode: mode_t
    }

    /// The directory's name without the slashes that may stand behind it.
    static func named(_ path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        return String(trimmed)
    }

    /// Refuses early: the directory is absent or empty, and its parent is there.
    static func requireWritable(_ path: String) throws(FileError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .fileInPlace(path: path) }
        guard let directory = opendir(path) else { throw .cannotOpen(path: path, reason: reason(errno)) }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { throw .directoryNotEmpty(path: path) }
        }
    }

    /// - Parameters:
    ///   - path: The directory: absent, or empty.
    ///   - entries: Names and modes.
    ///   - content: Lends the bytes of the entry at a position.
    /// - Throws: `FileError`; then nothing of it is left.
    static func write(
        _ path: String, _ entries: [Entry],
        content: (Int, (UnsafeRawBufferPointer) throws(FileError) -> Void) throws -> Void
    ) throws {
        let guardian = SignalGuard()
        defer { withExtendedLifetime(guardian) {} }
        let target = named(path)
        try requireWritable(target)
        let temporary = OutputFile.temporaryName(for: target)
        guard mkdir(temporary, 0o700) == 0 else {
            let number = errno
            // Over a network it may have been made all the same, and its name is nobody else's.
            rmdir(temporary)
            throw FileError.cannotWrite(path: path, reason: reason(number))
        }
        let folders = folders(of: entries).map { "\(temporary)/\($0)" }
        do {
            for folder in folders {
                guard mkdir(folder, 0o700) == 0 else { throw FileError.cannotWrite(path: path, reason: reason(errno)) }
            }
            for (position, entry) in entries.enumerated() {
                // Ctrl-C between two files: undo, and let the signal end the process when the guard is released.
                guard !guardian.isSignalPending else {
                    throw FileError.cannotWrite(path: path, reason: reason(EINTR))
                }
                try content(position) { (bytes) throws(FileError) in
                    try writeEntry(entry, bytes, in: temporary, shownAs: "\(target)/\(entry.name)")
                }
            }
            for folder in folders { try OutputFile.syncDirectory(folder, path: target) }
            try OutputFile.syncDirectory(temporary, path: target)
            try move(temporary, target)
        } catch {
            for entry in entries { unlink("\(temporary)/\(entry.name)") }
            for folder in folders { rmdir(folder) }
            rmdir(temporary)
            throw error
        }
        try OutputFile.syncDirectory(OutputFile.directoryOf(target), path: target)
    }

    /// The folders that the names begin with, each once.
    private static func folders(of entries: [Entry]) -> [String] {
        var folders: [String] = []
        for entry in entries {
            guard let slash = entry.name.firstIndex(of: "/") else { continue }
            let folder = String(entry.name[..<slash])
            if !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }

    private static func writeEntry(
        _ entry: Entry, _ bytes: UnsafeRawBufferPointer, in directory: String, shownAs path: String
    ) throws(FileError) {
        let descriptor = holdfast_open(
            "\(directory)/\(entry.name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        try OutputFile.fill(descriptor, bytes, mode: entry.mode, path: path)
    }

    /// rename(2) puts a directory over an empty one and refuses every other target.
    private static func move(_ temporary: String, _ target: String) throws(FileError) {
        var made = stat(), found = stat()
        let isKnown = lstat(temporary, &made) == 0
        if rename(temporary, target) == 0 { return }
        let number = errno
        // Over a network a call whose answer was lost is made again, and then finds the directory in its place.
        if isKnown, lstat(target, &found) == 0, found.st_dev == made.st_dev, found.st_ino == made.st_ino { return }
        switch number {
        case EEXIST, ENOTEMPTY: throw .directoryNotEmpty(path: target)
        case ENOTDIR: throw .fileInPlace(path: target)
        case EBUSY: throw .directoryInUse(path: target)
        default: throw .cannotWrite(path: target, reason: reason(number))
        }
    }
}
