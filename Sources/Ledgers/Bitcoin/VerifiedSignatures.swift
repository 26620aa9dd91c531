/// Signatures that were verified and found good, each with its key and what it is over, so that none is verified twice.
struct VerifiedSignatures: Sendable {
    private struct Entry: Hashable, Sendable {
        /// 33 bytes for ECDSA, 32 for BIP-340.
        let key: [UInt8]
        let digest: [UInt8]
        /// As scripts carry it.
        let signature: [UInt8]

        // The digest tells them apart but for the signers of one input, and byte by byte takes longer.
        func hash(into hasher: inout Hasher) { digest.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    private var good: Set<Entry> = []
    /// The keys that were read so far.
    var keys: KnownKeys

    init(keys: KnownKeys = KnownKeys()) { self.keys = keys }

    mutating func insert(_ signature: [UInt8], over digest: [UInt8], by key: [UInt8]) {
        good.insert(Entry(key: key, digest: digest, signature: signature))
    }

    func contains(_ signature: [UInt8], over digest: [UInt8], by key: [UInt8]) -> Bool {
        !good.isEmpty && good.contains(Entry(key: key, digest: digest, signature: signature))
    }
}
