/// BIP-340's tagged hash: SHA-256(SHA-256(tag) ‖ SHA-256(tag) ‖ message), so that a hash made for one purpose is never
/// one made for another.
package enum TaggedHash {
    /// The tagged hash of a *public* message, 32 bytes.
    /// - Parameter tag: Its UTF-8 bytes are hashed, such as `BIP0340/challenge`.
    package static func hash(tag: String, _ message: [UInt8]) -> [UInt8] {
        (begun(tag) ?? SHA256.Begun(with: prefix(tag))).hash(message)
    }

    /// The tags of BIP-341, which each taproot input needs several of, and BIP-322's: two blocks of SHA-256 less for each
    /// hash.
    private static func begun(_ tag: String) -> SHA256.Begun? {
        switch tag {
        case "TapSighash": sighash
        case "TapTweak": tweak
        case "TapLeaf": leaf
        case "TapBranch": branch
        case "BIP0322-signed-message": message
        default: nil
        }
    }

    private static let sighash = SHA256.Begun(with: prefix("TapSighash"))
    private static let tweak = SHA256.Begun(with: prefix("TapTweak"))
    private static let leaf = SHA256.Begun(with: prefix("TapLeaf"))
    private static let branch = SHA256.Begun(with: prefix("TapBranch"))
    private static let message = SHA256.Begun(with: prefix("BIP0322-signed-message"))

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
