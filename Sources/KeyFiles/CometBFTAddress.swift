import Digests
import Encodings
import Groups
public import Signatures

/// How CometBFT names a validator: the first 20 bytes of SHA-256 of its Ed25519 public key.
public struct CometBFTAddress: Hashable, Sendable {
    /// 20 bytes.
    public let bytes: [UInt8]

    /// - Throws: `KeyFilesError.otherGroup` for a key that is not Ed25519.
    public init(_ key: VerifyingKey) throws(KeyFilesError) {
        guard key.curve == .ed25519 else { throw .otherGroup(told: .ed25519, found: key.curve) }
        bytes = Array(SHA256.hash(key.encoded)[..<20])
    }

    /// 40 upper-case hexadecimal digits, as `priv_validator_key.json` and `cometbft show-validator` have it.
    public var text: String { Hex.encode(bytes, uppercase: true) }

    /// 40 lower-case hexadecimal digits: the id of a peer, made from its `node_key.json`.
    public var peerID: String { Hex.encode(bytes) }
}
