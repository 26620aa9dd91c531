import Encodings
import Groups
package import Signatures
package import Transactions

/// The address of a Solana account: 32 bytes in base58. An account that signs has its Ed25519 public key as address.
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

    /// - Parameter bytes: 32 bytes; `nil` comes back for another length.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads the text of an address.
    /// - Throws: `SolanaError.addressForm`.
    package init(_ text: String) throws(SolanaError) {
        guard text.utf8.count <= 44, let bytes = try? Base58.decode(text), bytes.count == 32 else {
            throw .addressForm(found: printable(text))
        }
        self.bytes = bytes
    }

    /// The public key that the address is; `nil` for one that nobody can sign for: no point, a second way of writing one,
    /// or a point of small order. Addresses that programs own are of that kind.
    package var key: VerifyingKey? { try? VerifyingKey(curve: .ed25519, encoded: bytes) }
}
