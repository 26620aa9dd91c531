/// BIP-340's tagged hash: SHA-256(SHA-256(tag) ‖ SHA-256(tag) ‖ message), so that a hash made for one purpose is never
/// one made for another.
package enum TaggedHash {
    /// The tagged hash of a *public* message, 32 bytes.
    /// - Parameter tag: Its UTF-8 bytes are hashed, such as `BIP0340/challenge`.
    package static func hash(tag: String, _ message: [UInt8]) -> [UInt8] {
        SHA256.hash((prefixes[tag] ?? prefix(tag)) + message)
    }

    /// The tags of BIP-341, which each taproot input needs several of: a block of SHA-256 less for each hash.
    private static let prefixes = Dictionary(
        uniqueKeysWithValues: ["TapTweak", "TapSighash", "TapLeaf", "TapBranch"].map { ($0, prefix($0)) })

    /// 64 bytes: the hash of the tag twice.
    private static func prefix(_ tag: String) -> [UInt8] {
        let hash = SHA256.hash(Array(tag.utf8))
        return hash + hash
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
        var stream = SHA256.Stream()
        stream.update(prefix(tag))
        return stream
    }
}
