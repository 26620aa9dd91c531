import CSodium
package import Secrets

/// Poly1305 (RFC 8439, section 2.5) through libsodium, with verdicts that are released by name.
///
/// libsodium's own opening of sealed texts branches on its verdict, which the memory checker cannot tell from a leak.
package enum Poly1305 {
    static let keyCount = 32
    static let tagCount = 16

    /// The tag of the AEAD construction (RFC 8439, section 2.8): over data and ciphertext, each filled up to whole blocks, and
    /// their lengths.
    /// - Parameter key: 32 bytes, for this one text.
    static func sealingTag(
        key: borrowing LockedBytes, associatedData: [UInt8], ciphertext: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var state = crypto_onetimeauth_state()
        defer { withUnsafeMutableBytes(of: &state) { wipe($0) } }
        key.withUnsafeBytes { _ = crypto_onetimeauth_init(&state, $0.octets) }
        associatedData.withUnsafeBytes { update(&state, $0) }
        update(&state, ciphertext)
        for length in [associatedData.count, ciphertext.count] {
            let octets = withUnsafeBytes(of: UInt64(length).littleEndian) { Array($0) }
            crypto_onetimeauth_update(&state, octets, 8)
        }
        var tag = [UInt8](repeating: 0, count: tagCount)
        crypto_onetimeauth_final(&state, &tag)
        return tag
    }

    private static func update(_ state: inout crypto_onetimeauth_state, _ part: UnsafeRawBufferPointer) {
        let padding = [UInt8](repeating: 0, count: (16 - part.count % 16) % 16)
        crypto_onetimeauth_update(&state, part.octets, UInt64(part.count))
        crypto_onetimeauth_update(&state, padding, UInt64(padding.count))
    }

    /// The tag of the bytes as they are.
    /// - Parameter key: 32 bytes, for this one text.
    package static func tag(key: borrowing LockedBytes, _ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: tagCount)
        key.withUnsafeBytes { _ = crypto_onetimeauth(&tag, bytes.octets, UInt64(bytes.count), $0.octets) }
        return tag
    }

    /// Whether two tags are the same: the one bit that opening tells.
    static func matches(_ one: [UInt8], _ other: some Collection<UInt8>) -> Bool {
        let other = Array(other)
        return one.withUnsafeBytes { one in other.withUnsafeBytes { constantTimeMatches(one, $0) } }
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes for a C function that wants `unsigned char *`, never null: where the length is 0, it does not read.
    var octets: UnsafePointer<UInt8> {
        baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(bitPattern: 1)!
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The place for a C function that wants `unsigned char *`, never null: where the length is 0, it does not write.
    var octets: UnsafeMutablePointer<UInt8> {
        baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafeMutablePointer(bitPattern: 1)!
    }
}
