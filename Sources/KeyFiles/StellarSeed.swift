import Encodings
import Groups
import Secrets
package import Signatures

/// Stellar's `S…` (SEP-23): Base32 of a version byte, the Ed25519 seed and a CRC-16, low byte first.
enum StellarSeed {
    private static let version: UInt8 = 18 << 3
    private static let byteCount = 35

    static func read(_ text: KeyText) throws(KeyFilesError) -> KeyFile {
        var text = text
        text.trimQuotes()
        var bytes = try locked(byteCount)
        guard text.bytes.count == Base32.encodedCount(byteCount) else {
            throw .malformed(.stellar, facts: "\(text.bytes.count) letters stand there instead of 56")
        }
        do {
            try bytes.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try Base32.decode(text.bytes, into: room)
            }
        } catch { throw .malformed(.stellar, facts: error.description) }
        return try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            var checksum = try locked(2)
            checksum.withUnsafeMutableBytes { CRC16.write(bytes.part(0..<33), into: $0) }
            let isRight = checksum.withUnsafeBytes { constantTimeMatches($0, bytes.part(33..<byteCount)) }
            guard isRight else { throw .wrongChecksum(.stellar) }
            guard bytes.begins(with: [version]) else {
                throw .malformed(.stellar, facts: "its first byte is not that of a seed")
            }
            return try KeyFile(.stellar, bytes: bytes.part(1..<33), .ed25519, text.notes)
        }
    }

    /// One line.
    static func write(_ key: borrowing LockedBytes) throws(KeyFilesError) -> LockedBytes {
        var bytes = try locked(byteCount)
        bytes.withUnsafeMutableBytes { bytes in
            bytes[0] = version
            key.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: bytes[1..<33]).copyMemory(from: $0) }
            let content = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<33])
            CRC16.write(content, into: UnsafeMutableRawBufferPointer(rebasing: bytes[33...]))
        }
        let letters = Base32.encodedCount(byteCount)
        var writer = try SecretWriter(capacity: letters + 1)
        bytes.withUnsafeBytes { bytes in
            writer.write { room in
                Base32.encode(bytes, into: room)
                return letters
            }
        }
        writer.append("\n")
        return writer.finish()
    }
}

/// Stellar's name for an account: `G…`, the public key in the same form as a seed.
package struct StellarAddress: Hashable, Sendable {
    /// 56 letters.
    package let text: String

    /// - Throws: `KeyFilesError.otherGroup` for a key that is not Ed25519.
    package init(_ key: VerifyingKey) throws(KeyFilesError) {
        guard key.curve == .ed25519 else { throw .otherGroup(told: .ed25519, found: key.curve) }
        var bytes = [6 << 3] + key.encoded + [0, 0]
        let checksum = bytes.withUnsafeBytes { CRC16.checksum(UnsafeRawBufferPointer(rebasing: $0[..<33])) }
        bytes[33] = UInt8(truncatingIfNeeded: checksum)
        bytes[34] = UInt8(truncatingIfNeeded: checksum >> 8)
        text = Base32.encode(bytes)
    }
}
