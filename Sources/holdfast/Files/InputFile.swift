import CSystem
import Custody
import Encodings
import Glibc

/// A file read whole into locked memory, since what it holds may be secret.
struct InputFile: ~Copyable {
    /// As it was named on the command line; `-` is standard input.
    let path: String
    let bytes: LockedBytes
    /// The permission bits of an ordinary file; nil for a pipe or standard input.
    let permissions: mode_t?

    /// How many bytes a file of ours may have: a dealing of 65,535 holders stays below.
    static let limit = 64 << 20

    /// - Throws: `FileError`, `SecretsError`.
    static func read(_ path: String) throws -> InputFile {
        if path == "-" {
            return InputFile(
                path: path, bytes: try drain(STDIN_FILENO, name: "standard input", expected: 0), permissions: nil)
        }
        let descriptor = holdfast_open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0)
        guard descriptor >= 0 else { throw FileError.cannotOpen(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError.cannotRead(path: path, reason: reason(errno)) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw FileError.isDirectory(path: path) }
        if kind == S_IFREG { ReadFiles.note(status) }
        let size = kind == S_IFREG ? Int(status.st_size) : 0
        guard size <= limit else { throw FileError.tooLarge(path: path, limit: limit) }
        let bytes = try drain(descriptor, name: path, expected: size)
        return InputFile(path: path, bytes: bytes, permissions: kind == S_IFREG ? status.st_mode & 0o777 : nil)
    }

    /// Reads several files. One that cannot be read is named and left out, since the others may be enough.
    /// - Throws: What is wrong with the first, where none can be read.
    static func readAll(_ paths: [String], _ talk: Talk) throws -> [SecretFile] {
        guard paths.count(where: { $0 == "-" }) <= 1 else {
            throw Failure(
                .usage, code: "usage", "standard input can be read once, and - was given more than once",
                hint: "put the other inputs into files")
        }
        var files: [SecretFile] = []
        var first: FileError?
        for path in paths {
            do {
                files.append(try read(path).asSecretFile())
            } catch let error as FileError {
                first = first ?? error
                if paths.count > 1 { talk.warn("\(error.message); it is left out", hint: error.hint) }
            }
        }
        if files.isEmpty, let first { throw first }
        return files
    }

    /// Everything that a descriptor holds.
    /// - Parameter name: What is behind it, for messages; nil for one that was inherited.
    static func read(descriptor: Int32, name: String? = nil) throws -> LockedBytes {
        try drain(descriptor, name: name ?? "file descriptor \(descriptor)", expected: 0)
    }

    consuming func takeBytes() -> LockedBytes { bytes }

    /// For the library, which knows no path.
    consuming func asSecretFile() -> SecretFile {
        SecretFile(name: path == "-" ? "standard input" : path, bytes: bytes)
    }

    /// Reads to the end. A file whose size is known gets one allocation; a pipe gets twice the room when it is full.
    private static func drain(_ descriptor: Int32, name: String, expected: Int) throws -> LockedBytes {
        var bytes = try LockedBytes(count: expected > 0 ? expected + 1 : 4096)
        var filled = 0
        while true {
            if filled == bytes.count {
                guard filled <= limit else { throw FileError.tooLarge(path: name, limit: limit) }
                // One byte more than the limit: that the input ends there shows only when there is room for another.
                var larger = try LockedBytes(count: min(2 * filled, limit + 1))
                larger.withUnsafeMutableBytes { target in bytes.withUnsafeBytes { target.copyMemory(from: $0) } }
                bytes = larger
            }
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + filled, $0.count - filled)
            }
            if got == 0 { break }
            if got > 0 {
                filled += got
            } else if errno != EINTR {
                throw FileError.cannotRead(path: name, reason: reason(errno))
            }
        }
        bytes.truncate(to: filled)
        return bytes
    }

    /// Whether a key or a share seems to be in it.
    var holdsKey: Bool { bytes.withUnsafeBytes { looksSecret($0) } }

    /// Says so where others than the owner may read a secret file, with the line that mends it.
    func warnIfOpenToOthers(_ talk: Talk) {
        guard let permissions, permissions & 0o077 != 0 else { return }
        let name = printable(path, most: 4096)
        talk.warn("\(name) is open to others (mode 0\(String(permissions, radix: 8)))", hint: "run: chmod 600 \(name)")
    }
}
