import Digests
import Secrets

/// The key of one age file, 16 bytes that are drawn for it (C2SP age.md, "File key"), and what is derived from it.
struct AgeFileKey: ~Copyable {
    static let count = 16
    let bytes: LockedBytes

    /// - Parameter bytes: 16 of them.
    init(_ bytes: consuming LockedBytes) {
        precondition(bytes.count == AgeFileKey.count, "a file key has its length")
        self.bytes = bytes
    }

    /// A new one, for content that is sealed nowhere else.
    static func drawn(_ randomness: borrowing HedgedRandomness) throws(SealingError) -> AgeFileKey {
        do { return AgeFileKey(try randomness.bytes(count, for: "age file key")) } catch { throw .memory(error) }
    }

    /// Sealed under a key that seals nothing else: hence the zero nonce.
    func sealed(under key: borrowing LockedBytes) -> [UInt8] {
        bytes.withUnsafeBytes { ChaCha20Poly1305.seal($0, key: key, nonce: AgeFileKey.nonce) }
    }

    /// - Returns: `nil` where the key is another one.
    /// - Throws: `SealingError.memory`.
    static func opened(_ sealed: [UInt8], under key: borrowing LockedBytes) throws(SealingError) -> AgeFileKey? {
        precondition(sealed.count == AgeStanza.sealedKeyCount, "a sealed file key has its length")
        var bytes = try locked(count)
        do throws(SealingError) {
            try sealed.withUnsafeBufferPointer { (sealed) throws(SealingError) in
                try bytes.withUnsafeMutableBytes { (output) throws(SealingError) in
                    try ChaCha20Poly1305.open(UnsafeRawBufferPointer(sealed), key: key, nonce: nonce, into: output)
                }
            }
        } catch .notAuthentic { return nil }
        return AgeFileKey(bytes)
    }

    private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceCount)

    /// The code over a header ("Header MAC"), released: it stands in the file.
    func code(over header: [UInt8]) throws(SealingError) -> [UInt8] {
        let key = try derived(HMACSHA256.codeCount, salt: [], info: "header", from: bytes)
        var code = [UInt8](repeating: 0, count: HMACSHA256.codeCount)
        header.withUnsafeBytes { header in
            key.withUnsafeBytes { key in
                code.withUnsafeMutableBytes { HMACSHA256.authenticate(header, key: key, into: $0) }
            }
        }
        code.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return code
    }

    /// The key of the payload ("Payload").
    func payloadKey(nonce: [UInt8]) throws(SealingError) -> LockedBytes {
        try derived(ChaCha20Poly1305.keyCount, salt: nonce, info: "payload", from: bytes)
    }
}

/// A key by HKDF-SHA-256 in locked memory.
func derived(
    _ count: Int, salt: [UInt8], info: String, from secret: borrowing LockedBytes
) throws(SealingError) -> LockedBytes {
    var key = try locked(count)
    secret.withUnsafeBytes { secret in
        key.withUnsafeMutableBytes {
            HKDFSHA256.derive(secret: secret, salt: salt, info: Array(info.utf8), into: $0)
        }
    }
    wipeStack()
    return key
}

/// Random bytes, marked for the memory checker.
func lockedRandom(_ count: Int) throws(SealingError) -> LockedBytes {
    do {
        let bytes = try LockedBytes(randomCount: count)
        bytes.withUnsafeBytes { MemoryChecker.markSecret($0) }
        return bytes
    } catch { throw .memory(error) }
}
