import Glibc

/// Results go to standard output, whole and checked; nothing else ever does.
enum StandardOutput {
    /// - Throws: `FileError.cannotWrite` where standard output is closed or full.
    static func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(STDOUT_FILENO, bytes.baseAddress! + written, bytes.count - written)
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                throw .cannotWrite(path: "standard output", reason: reason(count == 0 ? EIO : errno))
            }
        }
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
