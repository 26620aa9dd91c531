import Signatures

/// Signatures that were verified and found good, each with its key and what it is over, so that none is verified twice.
struct VerifiedSignatures: Sendable {
    struct Entry: Sendable {
        /// As scripts carry it.
        let signature: [UInt8]
        let digest: [UInt8]
        /// As the script or the stack has it: 33 or 65 bytes for ECDSA, 32 for BIP-340.
        let keyBytes: [UInt8]
        let key: VerifyingKey
    }

    /// Those of one input: a few.
    struct OfInput: Sendable {
        fileprivate let entries: [Entry]

        /// The key by which a signature over a digest is known to be, where that is the key of these bytes.
        func key(_ signature: [UInt8], over digest: [UInt8], by keyBytes: [UInt8]) -> VerifyingKey? {
            entries.first { $0.signature == signature && $0.digest == digest && $0.keyBytes == keyBytes }?.key
        }
    }

    private var ofInputs: [Int: [Entry]] = [:]

    mutating func insert(_ entry: Entry, input: Int) { ofInputs[input, default: []].append(entry) }

    func ofInput(_ input: Int) -> OfInput { OfInput(entries: ofInputs[input] ?? []) }
}
