import CSystem
import Custody
import Encodings
import Glibc

/// The share files and the dealing in a directory, as `split` makes it.
enum ShareDirectory {
    /// The path itself, or for a directory the files in it that end in `.share` or `.json`, by name.
    /// - Throws: `Failure` for a directory that cannot be read, or has no such file.
    static func files(of path: String) throws(Failure) -> [String] {
        guard isDirectory(path) else { return [path] }
        let files = try shareFiles(in: path)
        guard !files.isEmpty else { throw nothing(in: path) }
        return files
    }

    /// The folders of one dealing each that a directory stands for: itself, or where no share and no dealing is in it, as
    /// `split` of several keys leaves it, those in it, by name.
    /// - Returns: nil for what is no directory.
    /// - Throws: As `files(of:)`.
    static func folders(of path: String) throws(Failure) -> [String]? {
        guard isDirectory(path) else { return nil }
        guard try shareFiles(in: path).isEmpty else { return [path] }
        let folders = try names(in: path).map { OutputFile.join(path, $0) }.filter { isDirectory($0) }
        guard !folders.isEmpty else { throw nothing(in: path) }
        return folders
    }

    /// Everything in a folder of one dealing. May run on several threads at once.
    static func load(_ path: String) -> DealingFiles {
        var read: [SecretFile] = [], unread: [Refusal] = []
        do {
            for file in try files(of: path) {
                do { read.append(try InputFile.read(file).asSecretFile()) } catch {
                    unread.append(Failure(error).asRefusal)
                }
            }
        } catch {
            unread.append(error.asRefusal)
        }
        return DealingFiles(printable(path, most: 4096), read, unread: unread)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func shareFiles(in path: String) throws(Failure) -> [String] {
        try names(in: path).filter { $0.hasSuffix(".share") || $0.hasSuffix(".json") }
            .map { OutputFile.join(path, $0) }
    }

    /// What is in a directory but for hidden entries, sorted.
    private static func names(in path: String) throws(Failure) -> [String] {
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
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func nothing(in path: String) -> Failure {
        Failure(
            .damaged, code: "no-dealing", "the directory \(path) has no share file and no dealing in it",
            hint: "name the files themselves")
    }
}
