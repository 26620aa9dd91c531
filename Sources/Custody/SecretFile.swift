import Encodings

/// A file's whole content in locked memory, with the name that messages call it by.
///
/// The library opens no file; whoever embeds it reads the bytes. The object may be shared, the bytes are never copied.
public final class SecretFile: Sendable {
    /// As the person knows it: a path, or "standard input".
    public let name: String
    public let bytes: LockedBytes

    public init(name: String, bytes: consuming LockedBytes) {
        // A name comes from whoever sent the file, and a terminal obeys control characters.
        self.name = printable(name, most: 4096)
        self.bytes = bytes
    }
}
