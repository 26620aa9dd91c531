/// BIP-340's tagged hash: SHA-256(SHA-256(tag) ‖ SHA-256(tag) ‖ message), so that a hash made for one purpose is never
/// one made for another.
package enum TaggedHash {
    /// The tagged hash of a *public* message, 32 bytes.
    /// - Parameter tag: Its UTF-8 bytes are hashed, such as `BIP0340/challenge`.
    package static func hash(tag: String, _ message: [UInt8]) -> [UInt8] {
        let prefix = SHA256.hash(Array(tag.utf8))
        return SHA256.hash(prefix + prefix + message)
    }

    /// The tagged hash of a message that may be secret.
    /// - Parameter output: Exactly 32 bytes.
    package static func hash(
        tag: String, _ message: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) {
        var stream = stream(tag: tag)
        stream.update(message)
        stream.finalize(into: output)
    }

    /// A stream that the tag already went into.
    package static func stream(tag: String) -> SHA256.Stream {
        let prefix = SHA256.hash(Array(tag.utf8))
        var stream = SHA256.Stream()
        stream.update(prefix)
        stream.update(prefix)
        return stream
    }
}
