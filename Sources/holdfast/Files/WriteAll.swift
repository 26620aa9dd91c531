import Glibc

/// Writes all bytes to a descriptor, in as many calls as it takes; a signal between them makes no difference.
/// - Parameter name: What the descriptor is of, for the error.
/// - Throws: `FileError.cannotWrite`.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, name: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count > 0 {
            written += count
        } else if count == 0 || errno != EINTR {
            throw .cannotWrite(path: name, reason: reason(count == 0 ? EIO : errno))
        }
    }
}
