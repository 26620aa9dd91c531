import Encodings
import Groups
import Secrets
import Signatures

/// CometBFT's `priv_validator_key.json` (privval/file.go) and `node_key.json` (p2p/key.go): Ed25519, the private key as
/// Base64 of seed ‖ public key, as Go's crypto/ed25519 keeps it.
///
/// CometBFT itself overwrites a wrong `pub_key` and `address` when it loads; here they are refused.
enum CometBFTKeyFile {
    private static let privateType = "tendermint/PrivKeyEd25519"
    private static let publicType = "tendermint/PubKeyEd25519"

    static func read(_ text: KeyText, _ format: KeyFormat) throws(KeyFilesError) -> KeyFile {
        let fields = try JSONFields(text.bytes, format)
        try fields.requireNone(but: format == .cometBFTNode ? ["priv_key", "id"] : ["address", "pub_key", "priv_key"])
        let pair = try value("priv_key", fields, privateType, count: 64)
        let file = try pair.withUnsafeBytes { (pair) throws(KeyFilesError) in
            let file = try KeyFile(format, bytes: pair.part(0..<32), .ed25519, text.notes)
            try file.requireOwn(pair.part(32..<64))
            return file
        }
        let address = try CometBFTAddress(file.verifyingKey)
        if format == .cometBFTValidator {
            let publicKey = try value("pub_key", fields, publicType, count: 32)
            try publicKey.withUnsafeBytes { (bytes) throws(KeyFilesError) in try file.requireOwn(bytes) }
            guard try fields.text("address") == address.text else { throw .addressNotItsOwn(format, field: "address") }
        } else if fields.has("id"), try fields.text("id") != address.peerID {
            throw .addressNotItsOwn(format, field: "id")
        }
        return file
    }

    /// The value of {"type": …, "value": Base64}.
    private static func value(
        _ name: String, _ fields: JSONFields, _ type: String, count: Int
    ) throws(KeyFilesError) -> LockedBytes {
        let inner = try fields.object(name)
        try inner.requireNone(but: ["type", "value"])
        let found = try inner.text("type")
        guard found == type else {
            throw .notSupported(found.lowercased().contains("sr25519") ? .sr25519 : .cometBFT(type: found))
        }
        return try inner.base64("value", count: count)
    }

    /// Byte for byte what CometBFT writes: two blanks of indentation for a validator, one line for a node, no newline at
    /// the end of either.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey, _ format: KeyFormat
    ) throws(KeyFilesError) -> LockedBytes {
        var pair = try locked(64)
        pair.withUnsafeMutableBytes { room in
            key.withUnsafeBytes { room.part(32).copyMemory(from: $0) }
            UnsafeMutableRawBufferPointer(rebasing: room[32...]).copyBytes(from: verifyingKey.encoded)
        }
        let address = try CometBFTAddress(verifyingKey)
        let before: String
        let after: String
        if format == .cometBFTNode {
            before = #"{"priv_key":{"type":"\#(privateType)","value":""#
            after = #""}}"#
        } else {
            before = """
                {
                  "address": "\(address.text)",
                  "pub_key": {
                    "type": "\(publicType)",
                    "value": "\(Base64.encode(verifyingKey.encoded))"
                  },
                  "priv_key": {
                    "type": "\(privateType)",
                    "value": "
                """
            after = "\"\n  }\n}"
        }
        let letters = Base64.encodedCount(64, padding: .required)
        var writer = try SecretWriter(capacity: before.utf8.count + letters + after.utf8.count)
        writer.append(before)
        pair.withUnsafeBytes { bytes in
            writer.write { Base64.encode(bytes, padding: .required, into: $0.part(letters)) }
        }
        writer.append(after)
        return writer.finish()
    }
}
