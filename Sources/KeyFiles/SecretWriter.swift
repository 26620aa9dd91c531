import Secrets

/// Puts a key file together in locked memory, from front to back.
struct SecretWriter: ~Copyable {
    private var bytes: LockedBytes
    private var count = 0

    /// - Parameter capacity: As many bytes as will be written, or more.
    init(capacity: Int) throws(KeyFilesError) {
        bytes = try locked(capacity)
    }

    /// Public text.
    mutating func append(_ text: String) {
        append(Array(text.utf8))
    }

    /// Public bytes.
    mutating func append(_ other: [UInt8]) {
        other.withUnsafeBytes { append($0) }
    }

    /// Bytes that may be secret.
    mutating func append(_ other: UnsafeRawBufferPointer) {
        write { room in
            room.copyMemory(from: other)
            return other.count
        }
    }

    /// Gives the room that is left; the closure says how much of it was used.
    mutating func write<E: Error>(_ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) {
        let start = count
        count += try bytes.withUnsafeMutableBytes { (all) throws(E) in
            try body(UnsafeMutableRawBufferPointer(rebasing: all[start...]))
        }
    }

    consuming func finish() -> LockedBytes {
        bytes.truncate(to: count)
        return bytes
    }
}
