import Glibc

/// Results go to standard output, whole and checked; nothing else ever does.
enum StandardOutput {
    /// - Throws: `FileError.cannotWrite` where standard output is closed or full.
    static func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try writeAll(bytes, to: STDOUT_FILENO, name: "standard output")
    }

    static func write(_ text: String) throws(FileError) {
        let utf8 = Array(text.utf8)
        let failure: FileError? = utf8.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }
}
