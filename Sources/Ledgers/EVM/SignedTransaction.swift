import Digests
import Groups
package import Signatures
import Transactions

/// A transaction with a signature that its chain accepts; the sender is what the signature gives.
package struct SignedTransaction: Hashable, Sendable {
    package let transaction: Transaction
    package let signature: RecoverableSignature
    /// What is sent to a node: RLP, with the type byte before it where there is one.
    package let raw: [UInt8]
    /// Keccak-256 of the bytes that the signature covers, 32 bytes.
    package let signingHash: [UInt8]
    /// The account whose key signed, by recovery. SEC 1, section 4.1.6; Yellow Paper, Appendix F.
    package let sender: Address
    package let key: VerifyingKey

    /// Keccak-256 of `raw`, 32 bytes: the transaction's id.
    package var hash: [UInt8] { Keccak256.hash(raw) }

    /// Reads a signed transaction and recovers the sender.
    ///
    /// Strict: canonical RLP and no byte after it, v is 27, 28 or 35 + 2·chain + y (EIP-155) or the y parity is 0 or 1,
    /// 0 < r < n, 0 < s ≤ n/2 (EIP-2).
    /// - Throws: `EVMError.notSigned`, `.signatureParity`, `.signature`; every form and range error, with its byte.
    package init(_ raw: [UInt8]) throws(EVMError) {
        try self.init(UnverifiedTransaction(raw), knowing: nil)
    }

    /// - Parameter owner: A key with its account, which is not hashed once more where the signature gives that key.
    /// - Throws: `EVMError.signatureParity`, `.signature`.
    init(
        _ unverified: UnverifiedTransaction, knowing owner: (key: VerifyingKey, account: Address)?
    ) throws(EVMError) {
        let (signature, key) = try unverified.recovered()
        if let owner, owner.key == key {
            sender = owner.account
        } else {
            do { sender = try Address(key) } catch { throw .key(error) }
        }
        self.signature = signature
        self.key = key
        transaction = unverified.transaction
        raw = unverified.raw
        signingHash = unverified.signingHash
    }

    /// Puts a signature to a transaction; `sender` is recovered from the two, not believed.
    /// - Parameters:
    ///   - fields: `transaction.fields`, each in RLP, one behind the other.
    ///   - owner: A key with its account, which is not hashed once more where the signature gives that key.
    init(
        _ transaction: Transaction, fields: [UInt8], _ signature: RecoverableSignature,
        knowing owner: (key: VerifyingKey, account: Address)
    ) throws(EVMError) {
        let v: UInt64 =
            switch (transaction.kind, transaction.chainID) {
            case (.legacy, let chain?): 35 + 2 * chain.value + UInt64(signature.yParity)
            case (.legacy, nil): 27 + UInt64(signature.yParity)
            case (.eip2930, _), (.eip1559, _), (.eip4844, _), (.eip7702, _): UInt64(signature.yParity)
            }
        let ends = [signature.r, signature.s].map { RLP.Item.bytes(Array($0.drop { $0 == 0 })) }
        let raw = transaction.typePrefix + RLP.list(of: fields + RLP.encode([.number(v)] + ends))
        try self.init(UnverifiedTransaction(raw), knowing: owner)
    }

    /// Refuses a transaction that somebody else signed.
    /// - Throws: `EVMError.otherSigner`.
    package func requireSigner(_ address: Address) throws(EVMError) {
        guard sender == address else { throw .otherSigner(needed: address.text, found: sender.text) }
    }
}
