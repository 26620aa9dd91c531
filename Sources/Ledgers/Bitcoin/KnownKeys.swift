import Groups
package import Signatures
import Transactions

/// Public keys that were read and taproot outputs that were computed, so that neither is done once more: reading a key takes
/// an eighth of the time of a signature's verification, an output key half of it.
///
/// Both follow from their bytes alone, so that what is kept here is what would be found again.
package struct KnownKeys: Sendable {
    private struct Commitment: Hashable, Sendable {
        let internalKey: [UInt8]
        let merkleRoot: [UInt8]?

        func hash(into hasher: inout Hasher) {
            internalKey.withUnsafeBytes { hasher.combine(bytes: $0) }
            merkleRoot?.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// What a key was read from: hashed all at once, which byte by byte takes longer.
    private struct Encoded: Hashable, Sendable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    /// The key that signs.
    private let own: OwnKey?
    private var keys: [Encoded: VerifyingKey] = [:]
    /// The x-coordinates of output keys, 32 bytes each.
    private var outputs: [Commitment: [UInt8]] = [:]

    init(own: OwnKey? = nil) { self.own = own }

    /// A key as a script names it: 33 or 65 bytes.
    /// - Throws: As `VerifyingKey.init(curve:encoded:)`.
    func key(_ encoded: [UInt8]) throws(SignaturesError) -> VerifyingKey {
        if let known = known(encoded) { return known }
        return try VerifyingKey(curve: .secp256k1, encoded: encoded)
    }

    private func known(_ encoded: [UInt8]) -> VerifyingKey? {
        if let own, own.isKey(encoded) { return own.key }
        return keys.isEmpty ? nil : keys[Encoded(bytes: encoded)]
    }

    /// The point with an x-coordinate of 32 bytes and an even y.
    /// - Throws: As `XOnlyKey.init(_:)`.
    func evenKey(_ x: [UInt8]) throws(SignaturesError) -> VerifyingKey {
        guard x.count == 32 else { throw .xOnlyKeyLength(found: x.count) }
        return try key([2] + x)
    }

    /// The x-coordinate of BIP-341's output key.
    /// - Throws: As `Taproot.outputKey(internalKey:merkleRoot:)`.
    func taprootOutput(internalKey: [UInt8], merkleRoot: [UInt8]?) throws(TransactionsError) -> [UInt8] {
        if !outputs.isEmpty, let known = outputs[Commitment(internalKey: internalKey, merkleRoot: merkleRoot)] {
            return known
        }
        return try Taproot.outputKey(internalKey: internalKey, merkleRoot: merkleRoot).x
    }

    /// As `key`, and keeps it.
    mutating func reading(_ encoded: [UInt8]) throws(SignaturesError) -> VerifyingKey {
        if let known = known(encoded) { return known }
        let key = try VerifyingKey(curve: .secp256k1, encoded: encoded)
        keys[Encoded(bytes: encoded)] = key
        return key
    }

    /// As `evenKey`, and keeps it.
    mutating func readingEven(_ x: [UInt8]) throws(SignaturesError) -> VerifyingKey {
        guard x.count == 32 else { throw .xOnlyKeyLength(found: x.count) }
        return try reading([2] + x)
    }

    /// - Parameter output: What was computed from the two, 32 bytes.
    mutating func insert(taprootOutput output: [UInt8], internalKey: [UInt8], merkleRoot: [UInt8]?) {
        outputs[Commitment(internalKey: internalKey, merkleRoot: merkleRoot)] = output
    }
}

extension PSBT {
    /// What reading the PSBT and a key tells.
    func knownKeys(with own: OwnKey?) -> KnownKeys {
        var known = KnownKeys(own: own)
        for case let taproot? in checks.map({ $0.spending?.taproot }) where taproot.isCommitted {
            guard let internalKey = taproot.internalKey else { continue }
            known.insert(
                taprootOutput: taproot.outputKey, internalKey: internalKey, merkleRoot: taproot.merkleRoot)
        }
        return known
    }

    /// What signing has read and computed by the time when it reads back what it made.
    /// - Throws: `PSBTError.key` for a key of another group.
    package func keysKnown(whenSignedBy key: VerifyingKey) throws(PSBTError) -> KnownKeys {
        let own = try SigningView(self, key).own
        return SignatureJudge(self, knowing: VerifiedSignatures(keys: knownKeys(with: own))).verified.keys
    }
}
