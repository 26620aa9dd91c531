package import Secrets

/// What is drawn, made from fresh random bytes and from what is secret anyway, so that it is hard to guess while either of
/// them is, and another one for another secret or another use even where a machine that was restored from a snapshot draws the
/// same bytes again (holdfast-protocol(7), section 9).
///
/// HKDF-SHA-512 (RFC 5869): extracted once from fresh bytes, secret and content, expanded for each use. In constant time but
/// for the lengths.
package struct HedgedRandomness: ~Copyable {
    /// HKDF's pseudorandom key.
    private var key: LockedBytes

    /// How many fresh bytes are drawn.
    package static var freshCount: Int { 32 }

    /// - Parameters:
    ///   - secret: A key, or nothing.
    ///   - content: What is sealed, or nothing.
    ///   - fresh: `freshCount` bytes that nobody can guess.
    /// - Throws: `SecretsError` where there is no memory.
    package init(
        secret: borrowing LockedBytes, content: borrowing LockedBytes, fresh: borrowing LockedBytes
    ) throws(SecretsError) {
        precondition(fresh.count == Self.freshCount, "fresh bytes for a whole key")
        var stream = HKDFSHA512.extraction(salt: [])
        func append(field: borrowing LockedBytes) {
            stream.update(withUnsafeBytes(of: UInt32(field.count).bigEndian) { Array($0) })
            field.withUnsafeBytes { stream.update($0) }
        }
        append(field: fresh)
        append(field: secret)
        append(field: content)
        key = try LockedBytes(count: HKDFSHA512.keyCount)
        key.withUnsafeMutableBytes { stream.finish(into: $0) }
        wipeStack()
    }

    /// For what is sealed under a key that is drawn too.
    package init(content: borrowing LockedBytes) throws(SecretsError) {
        try self.init(
            secret: try LockedBytes(count: 0), content: content, fresh: try LockedBytes(randomCount: Self.freshCount))
    }

    /// Secret bytes for one use.
    /// - Parameters:
    ///   - use: What they are for; no two uses share a name.
    ///   - context: Public: what sets this use apart from another of its kind.
    package borrowing func fill(_ output: UnsafeMutableRawBufferPointer, for use: String, _ context: [UInt8] = []) {
        var info = FieldEncoding()
        info.append(field: "holdfast-randomness/1")
        info.append(field: use)
        info.append(field: context)
        key.withUnsafeBytes { HKDFSHA512.expand($0, info: info.bytes, into: output) }
        wipeStack()
        MemoryChecker.markSecret(UnsafeRawBufferPointer(output))
    }

    /// The same in locked memory of their own.
    package borrowing func bytes(
        _ count: Int, for use: String, _ context: [UInt8] = []
    ) throws(SecretsError) -> LockedBytes {
        var bytes = try LockedBytes(count: count)
        bytes.withUnsafeMutableBytes { fill($0, for: use, context) }
        return bytes
    }

    /// Bytes that are published, such as a salt.
    package borrowing func publicBytes(_ count: Int, for use: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes {
            fill($0, for: use)
            MemoryChecker.markPublic(UnsafeRawBufferPointer($0))
        }
        return bytes
    }
}
