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
    /// - Parameters:
    ///   - place: The place of the signer among `message.signers`.
    ///   - key: The signer's key, where the address is one.
    func state(at place: Int, by key: @autoclosure () -> VerifyingKey?) -> SignatureState {
        guard signatures[place] != Transaction.missing else { return .missing }
        guard let key = key() else { return .noKey }
        guard let signature = try? EdDSASignature(signatures[place]) else { return .wrong }
        return (try? EdDSA.verify(signature, message: message.bytes, by: key)) == nil ? .wrong : .valid
    }

    /// Judges one signature, by whatever key the signer's address is.
    func state(at place: Int) -> SignatureState { state(at: place, by: message.accounts[place].key) }

    /// Judges every signature, in order. Each costs a verification: ask once, and pass on what was found.
    package var states: [SignatureState] { signatures.indices.map { state(at: $0) } }

    /// The transaction's id: the fee payer's signature in base58; `nil` while that is missing.
    package var id: String? { signatures[0] == Transaction.missing ? nil : Base58.encode(signatures[0]) }
}
