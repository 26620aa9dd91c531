import Digests
import Encodings
import Groups
import Signatures
import Transactions

/// A transaction with a signature that was read and not judged yet.
package struct UnverifiedTransaction: Sendable {
    package let transaction: Transaction
    /// What is sent to a node: RLP, with the type byte before it where there is one.
    package let raw: [UInt8]
    /// Keccak-256 of the bytes that the signature covers, 32 bytes.
    package let signingHash: [UInt8]
    /// 0 or 1, as v or the y parity say it, or what is wrong with that.
    private let parity: Result<UInt8, EVMError>
    private let r: UInt256
    private let s: UInt256

    /// Reads the RLP strictly; the signature need not be good.
    /// - Throws: `EVMError.notSigned`; every form and range error, with its byte.
    package init(_ raw: [UInt8]) throws(EVMError) {
        var fields = try TransactionFields(raw)
        guard try fields.isSigned() else { throw .notSigned }
        var legacyParity = Result<UInt8, EVMError>.success(0)
        transaction = try fields.transaction { (fields) throws(EVMError) in
            let v = try fields.legacyV()
            legacyParity = v.map(\.y)
            // With a v that no signature has there is no chain either.
            return (try? v.get())?.chain
        }
        parity = transaction.kind == .legacy ? legacyParity : try fields.yParity()
        r = try fields.number("r")
        s = try fields.number("s")
        self.raw = raw
        signingHash = Keccak256.hash(transaction.signingPayload(fields: fields.encodedBeforeSignature))
    }

    /// The signature with the key that made it.
    /// - Throws: `EVMError.signatureParity`, `.signature`.
    func recovered() throws(EVMError) -> (RecoverableSignature, VerifyingKey) {
        try Recovery.signature(yParity: try parity.get(), r: r, s: s, of: signingHash)
    }
}

/// Signatures that name their key.
enum Recovery {
    /// The signature with the key that made it. SEC 1, section 4.1.6; s is low (EIP-2).
    /// - Throws: `EVMError.signature`.
    static func signature(
        yParity: UInt8, r: UInt256, s: UInt256, of digest: [UInt8]
    ) throws(EVMError) -> (RecoverableSignature, VerifyingKey) {
        do throws(SignaturesError) {
            let pair = try ECDSASignature(.secp256k1, r: r.bytes, s: s.bytes)
            guard pair.isLowS else { throw .signatureNotLowS }
            let signature = try RecoverableSignature(pair, yParity: yParity)
            return (signature, try ECDSA.recover(signature, digest: digest))
        } catch { throw .signature(error) }
    }
}

extension TransactionFields {
    /// v of a legacy signature: 27 + y without a chain id, 35 + 2·chain + y with one (EIP-155).
    fileprivate mutating func legacyV() throws(EVMError) -> Result<(chain: ChainID?, y: UInt8), EVMError> {
        let place = place(of: "v")
        let number = try number("v")
        let fault = EVMError.signatureParity(place, found: number.decimal)
        guard let v = number.asUInt64, v == 27 || v == 28 || v >= 35 else { return .failure(fault) }
        if v < 35 { return .success((nil, UInt8(v - 27))) }
        guard let chain = ChainID((v - 35) / 2) else { return .failure(fault) }
        return .success((chain, UInt8((v - 35) % 2)))
    }

    fileprivate mutating func yParity() throws(EVMError) -> Result<UInt8, EVMError> {
        let place = place(of: "yParity")
        let number = try number("yParity")
        guard let parity = number.asUInt64, parity < 2 else {
            return .failure(.signatureParity(place, found: number.decimal))
        }
        return .success(UInt8(parity))
    }
}
