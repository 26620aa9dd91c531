import Digests
import Groups
import Secrets

/// SHA-256 over fields and numbers (holdfast-own-keys(5), "Hashes"), of which some are secret and stay in locked memory.
struct FieldHash: ~Copyable {
    private var stream = SHA256.Stream()

    init(domain: String) { append(field: domain) }

    mutating func append(_ number: UInt32) {
        stream.update([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    }

    mutating func append(field content: [UInt8]) {
        append(UInt32(content.count))
        stream.update(content)
    }

    mutating func append(field text: String) { append(field: Array(text.utf8)) }

    mutating func append<H: Group>(field element: borrowing SecretElement<H>) {
        element.withUnsafeBytes {
            append(UInt32($0.count))
            stream.update($0)
        }
    }

    mutating func append<G: Group>(field scalar: borrowing SecretScalar<G>) throws(SecretsError) {
        let bytes = try scalar.encoded()
        bytes.withUnsafeBytes {
            append(UInt32($0.count))
            stream.update($0)
        }
    }

    /// 32 bytes, released: a digest of what nobody can guess tells nothing about it.
    consuming func released() -> [UInt8] {
        let digest: [UInt8] = stream.finalize()
        wipeStack()
        digest.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return digest
    }
}
