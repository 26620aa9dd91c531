import CSystem
import Custody
import Encodings
import Glibc

/// The share files and the dealing in a directory, as `split` makes it, with holders' acknowledgements beside them.
enum ShareDirectory {
    /// The path itself, or for a directory the files in it that end in `.share`, `.json` or `.ack`, by name.
    /// - Throws: `Failure` for a directory that cannot be read, or has no such file.
    /// - Parameter words: Whether acknowledgements are wanted.
    static func files(of path: String, words: Bool = true) throws(Failure) -> [String] {
        guard isDirectory(path) else { return [path] }
        let files = try shareFiles(in: path).filter { words || !$0.hasSuffix(".ack") }
        guard !files.isEmpty else { throw nothing(in: path) }
        return files
    }

    /// The folders of one dealing each that a directory stands for: itself, where a share or a dealing is in it, and those
    /// folders in it that have some; where none has, all folders in it, by name, as `split` of several keys leaves them.
    /// - Returns: nil for what is no directory.
    /// - Throws: As `files(of:)`.
    static func folders(of path: String) throws(Failure) -> [String]? {
        guard isDirectory(path) else { return nil }
        let folders = try names(in: path).map { OutputFile.join(path, $0) }.filter { isDirectory($0) }
        guard try shareFiles(in: path).isEmpty else {
            return [path] + folders.filter { (try? shareFiles(in: $0).isEmpty) != true }
        }
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
        var proof: PublicFile?
        if let place = proofFile(in: path) {
            do { proof = try PublicFile(reading: place) } catch { unread.append(Failure(error).asRefusal) }
        }
        return DealingFiles(printable(path, most: 4096), read, sharesProof: proof, unread: unread)
    }

    /// The proof that lies beside the dealing in a directory: by its usual name, or the only one; nil where none does.
    static func proofFile(in path: String) -> String? {
        guard isDirectory(path), let names = try? names(in: path) else { return nil }
        let proofs = names.filter { $0.hasSuffix(".proof") }
        let name = proofs.contains("dealing.proof") ? "dealing.proof" : proofs.count == 1 ? proofs[0] : nil
        return name.map { OutputFile.join(path, $0) }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func shareFiles(in path: String) throws(Failure) -> [String] {
        try names(in: path).filter { name in [".share", ".json", ".ack"].contains { name.hasSuffix($0) } }
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
