import Digests

/// The key file as it was, sealed so that the shared scalar opens it (holdfast-dealing(5), "The original").
///
/// XChaCha20-Poly1305 under a key that HKDF-SHA-256 takes from the scalar; fewer than t holders learn the padded length
/// and nothing else. Not bound to the commitments above A₀, since refreshing changes them and nobody then has the scalar.
public struct SealedOriginal: Hashable, Sendable {
    /// 32 bytes, of which no two dealings have the same.
    public let salt: [UInt8]
    /// 24 such bytes.
    public let nonce: [UInt8]
    /// The padded file encrypted, then 16 bytes of authentication.
    public let sealed: [UInt8]

    /// The longest file that is kept, in bytes.
    public static let mostFileBytes = 1_048_576

    static let saltCount = 32
    static let nonceCount = 24
    static let tagCount = 16
    /// The bytes before the file that tell its length.
    static let lengthCount = 4

    /// - Throws: `ShareFilesError.originalForm` for a salt of other than 32 or a nonce of other than 24 bytes,
    ///   `.originalLength` for a length that no sealed file has.
    package init(salt: [UInt8], nonce: [UInt8], sealed: [UInt8]) throws(ShareFilesError) {
        guard salt.count == Self.saltCount, nonce.count == Self.nonceCount else {
            throw .originalForm("a salt has 32 bytes and a nonce 24, and these have \(salt.count) and \(nonce.count)")
        }
        let bodyCount = sealed.count - Self.tagCount
        guard bodyCount > 0, bodyCount == Self.paddedCount(bodyCount),
            bodyCount <= Self.paddedCount(Self.lengthCount + Self.mostFileBytes)
        else { throw .originalLength(sealed.count) }
        self.salt = salt
        self.nonce = nonce
        self.sealed = sealed
    }

    /// SHA-256 over salt, nonce and sealed bytes: what the id of the dealing covers.
    var digest: [UInt8] { SHA256.hash(salt + nonce + sealed) }

    /// How long a body of `count` bytes becomes: 256 at least, above that as Padmé says, which tells no more of the length
    /// than a floating-point number of that size would (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
    /// and Communication with PURBs", PoPETs 2019, section 4).
    static func paddedCount(_ count: Int) -> Int {
        guard count > 256 else { return 256 }
        let exponent = Int.bitWidth - 1 - count.leadingZeroBitCount
        let exponentBits = Int.bitWidth - exponent.leadingZeroBitCount
        let granule = 1 << (exponent - exponentBits)
        return (count + granule - 1) / granule * granule
    }
}
