import Custody
import Glibc

/// Where a result goes: a file that is written whole or not at all, or standard output for `-`.
struct OutputTarget {
    let path: String
    let force: Bool

    var isStandardOutput: Bool { path == "-" }

    /// Refuses before any work is done what would be refused at the end.
    /// - Parameter inputs: Files that are read: replacing one of them, even with `--force`, may lose the only copy.
    func requireWritable(besides inputs: [String] = []) throws(FileError) {
        guard !isStandardOutput else { return }
        if inputs.contains(where: { OutputFile.isSameFile($0, path) }) { throw .isInput(path: path) }
        try OutputFile.requireWritable(path, force ? .replaced : .refused)
        try OutputFile.requireDirectory(of: path)
    }

    func write(_ bytes: UnsafeRawBufferPointer, mode: mode_t) throws(FileError) {
        if isStandardOutput {
            try StandardOutput.write(bytes)
        } else {
            // What was read since the start, such as a file whose name was typed, was in no list then.
            if force, ReadFiles.contain(path) { throw .isInput(path: path) }
            try OutputFile.write(bytes, to: path, mode: mode, existing: force ? .replaced : .refused)
        }
    }

    /// Writes a text that anyone may read.
    func write(public text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        var failure: FileError?
        bytes.withUnsafeBytes { buffer in
            do throws(FileError) { try write(buffer, mode: 0o644) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
