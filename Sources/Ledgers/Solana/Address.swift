import Encodings
import Groups
package import Signatures
package import Transactions

/// The address of a Solana account: its Ed25519 public key in base58.
package struct Address: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]
    /// 32 to 44 letters of Bitcoin's base58 alphabet, without a checksum.
    package var text: String { Base58.encode(bytes) }

    /// - Throws: `TransactionsError.keyOfOtherGroup`.
    package init(_ key: VerifyingKey) throws(TransactionsError) {
        try requireCurve(.ed25519, key.curve, on: .solana)
        bytes = key.encoded
    }
}
