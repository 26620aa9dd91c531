import Digests
import Groups
package import Signatures
import Transactions

/// What gives an account the code of a contract: whoever's key signs it hands the account over. EIP-7702.
package struct Authorization: Hashable, Sendable {
    /// The chain on which it is valid; zero means every chain.
    package let chainID: UInt256
    /// Whose code the account takes; the zero address takes a delegation back.
    package let address: Address
    /// The account's nonce when a transaction brings this.
    package let nonce: UInt64

    package init(chainID: UInt256, address: Address, nonce: UInt64) {
        self.chainID = chainID
        self.address = address
        self.nonce = nonce
    }

    package var isForEveryChain: Bool { chainID.isZero }
    /// Whether it takes back what an earlier one gave.
    package var isRevocation: Bool { address.isZero }

    /// The fields that are signed, in order.
    var fields: [RLP.Item] { [.number(chainID), .bytes(address.bytes), .number(nonce)] }

    /// The bytes that the signature covers: 05 ‖ RLP([chain id, address, nonce]). EIP-7702, "Specification".
    package var signingPayload: [UInt8] { [5] + RLP.encode(.list(fields)) }

    /// Keccak-256 of `signingPayload`, 32 bytes.
    package var signingHash: [UInt8] { Keccak256.hash(signingPayload) }
}

/// An authorization with a signature, good or not: chains skip one whose signature is bad, and take the transaction.
package struct SignedAuthorization: Hashable, Sendable {
    package let authorization: Authorization
    /// 0 or 1 in a good one; the form allows one byte.
    package let yParity: UInt8
    package let r: UInt256
    package let s: UInt256

    package init(_ authorization: Authorization, yParity: UInt8, r: UInt256, s: UInt256) {
        self.authorization = authorization
        self.yParity = yParity
        self.r = r
        self.s = s
    }

    /// The account that is handed over, with its key.
    /// - Throws: `EVMError.signatureParity`, `.signature`.
    package func authority() throws(EVMError) -> (Address, VerifyingKey) {
        guard yParity < 2 else { throw .signatureParity(.member("yParity"), found: String(yParity)) }
        let (_, key) = try Recovery.signature(yParity: yParity, r: r, s: s, of: authorization.signingHash)
        do { return (try Address(key), key) } catch { throw .key(error) }
    }

    /// Six fields: chain id, address, nonce, y parity, r, s.
    var item: RLP.Item { .list(authorization.fields + [.number(UInt64(yParity)), .number(r), .number(s)]) }
}
