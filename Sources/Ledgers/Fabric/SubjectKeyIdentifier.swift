import Digests
import Encodings
import Groups
package import Signatures
package import Transactions

/// The name that Hyperledger Fabric gives a key: its *subject key identifier*, which is also its file name
/// (`msp/keystore/<SKI>_sk`).
///
/// SHA-256 of the uncompressed point 04 ‖ x ‖ y (Fabric, `bccsp/sw/ecdsakey.go`, `SKI()`).
package struct SubjectKeyIdentifier: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]
    /// 64 hexadecimal digits in lower case.
    package var text: String { Hex.encode(bytes) }

    /// - Throws: `TransactionsError.keyOfOtherGroup`.
    package init(_ key: VerifyingKey) throws(TransactionsError) {
        bytes = SHA256.hash(try key.uncompressed(of: .p256, on: .fabric))
    }
}
