import Digests
import Encodings
import Groups
package import Signatures

/// How CometBFT names a validator: the first 20 bytes of SHA-256 of its Ed25519 public key.
package struct CometBFTAddress: Hashable, Sendable {
    /// 20 bytes.
    package let bytes: [UInt8]

    /// - Throws: `KeyFilesError.otherGroup` for a key that is not Ed25519.
    package init(_ key: VerifyingKey) throws(KeyFilesError) {
        guard key.curve == .ed25519 else { throw .otherGroup(told: .ed25519, found: key.curve) }
        bytes = Array(SHA256.hash(key.encoded)[..<20])
    }

    /// 40 upper-case hexadecimal digits, as `priv_validator_key.json` and `cometbft show-validator` have it.
    package var text: String { Hex.encode(bytes, uppercase: true) }

    /// 40 lower-case hexadecimal digits: the id of a peer, made from its `node_key.json`.
    package var peerID: String { Hex.encode(bytes) }
}
