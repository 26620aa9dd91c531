import Encodings
import Signatures

/// A transaction as it goes over the wire: the signatures, one for every account that signs, and the message they cover.
package struct Transaction: Hashable, Sendable {
    /// 64 bytes each, in the order of `message.signers`; 64 zero bytes where one is missing.
    package private(set) var signatures: [[UInt8]]
    package let message: Message

    /// A transaction that nobody has signed yet.
    package init(unsigned message: Message) {
        self.message = message
        signatures = Array(repeating: Transaction.missing, count: message.header.requiredSignatures)
    }

    /// What stands where a signature is missing: the SDK's `Signature::default()`.
    package static let missing = [UInt8](repeating: 0, count: 64)

    /// Reads the wire format to its last byte.
    /// - Throws: `SolanaError`, with the place.
    package init(parsing bytes: [UInt8]) throws(SolanaError) {
        guard bytes.count <= Message.largestTransaction else {
            throw .tooLong(limit: Message.largestTransaction, found: bytes.count)
        }
        var reader = WireReader(bytes)
        var signatures: [[UInt8]] = []
        for place in 0..<(try reader.count(of: "number of signatures", each: 64)) {
            signatures.append(try reader.bytes(64, "signature \(place)"))
        }
        let message = try Message.read(&reader, from: bytes)
        guard signatures.count == message.header.requiredSignatures else {
            throw .signatureCount(needed: message.header.requiredSignatures, found: signatures.count)
        }
        self.signatures = signatures
        self.message = message
    }

    /// The wire format.
    package var bytes: [UInt8] {
        WireReader.compactU16(signatures.count) + signatures.flatMap { $0 } + message.bytes
    }

    /// The same transaction with one signature set.
    /// - Parameter place: The place of the signer among `message.signers`.
    func with(_ signature: EdDSASignature, at place: Int) -> Transaction {
        var copy = self
        copy.signatures[place] = signature.bytes
        return copy
    }

    /// What was found out about one place for a signature.
    package enum SignatureState: Hashable, Sendable {
        case valid
        case missing
        /// Bytes that are no signature of this signer over this message.
        case wrong
        /// The signer's address is no key, so that nothing is a signature of it.
        case noKey
    }

    /// Judges one signature, by the rule by which the cluster does: ed25519-dalek's `verify_strict` (solana-signature,
    /// `verify`).
    /// - Parameter place: The place of the signer among `message.signers`.
    /// - Returns: The signer's key too, where the address is one: a good signature shows that it is.
    func judged(at place: Int) -> (state: SignatureState, key: VerifyingKey?) {
        let address = message.accounts[place]
        guard signatures[place] != Transaction.missing else { return (.missing, address.key) }
        if let key = verifiedKey(at: place) { return (.valid, key) }
        guard let key = address.key else { return (.noKey, nil) }
        return (.wrong, key)
    }

    /// The key of a signer whose signature is good; `nil` for every other one.
    private func verifiedKey(at place: Int) -> VerifyingKey? {
        guard let signature = try? EdDSASignature(signatures[place]) else { return nil }
        return try? EdDSA.verify(signature, message: message.bytes, encodedKey: message.accounts[place].bytes)
    }

    /// Judges one signature.
    func state(at place: Int) -> SignatureState {
        // Whether the address of a signer who has not signed is a key makes no difference.
        signatures[place] == Transaction.missing ? .missing : judged(at: place).state
    }

    /// Judges every signature, in order. Each costs a verification: ask once, and pass on what was found.
    package var states: [SignatureState] { signatures.indices.map { state(at: $0) } }

    /// The transaction's id: the fee payer's signature in base58; `nil` while that is missing.
    package var id: String? { signatures[0] == Transaction.missing ? nil : Base58.encode(signatures[0]) }
}
