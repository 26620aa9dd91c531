import CSystem
import Glibc

/// The share files and the dealing in a directory, as `split` makes it.
enum ShareDirectory {
    /// The path itself, or for a directory the files in it that end in `.share` or `.json`, by name.
    /// - Throws: `FileError` for a directory that cannot be read; `Failure` for one without any such file.
    static func files(of path: String) throws -> [String] {
        var status = stat()
        guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        guard let directory = opendir(path) else {
            let reason = String(cString: strerror(errno))
            throw Failure(
                .inputOutput, code: "cannot-read", "the directory \(path) cannot be read: \(reason)",
                hint: "look at its permissions")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".share") || name.hasSuffix(".json") { names.append(name) }
        }
        guard !names.isEmpty else {
            throw Failure(
                .damaged, code: "no-dealing", "the directory \(path) has no share file and no dealing in it",
                hint: "name the files themselves")
        }
        return names.sorted().map { OutputFile.join(path, $0) }
    }
}
