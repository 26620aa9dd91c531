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
        let bytes = text.bytes
        let scanner: JSONScanner
        do { scanner = try JSONScanner(bytes) } catch { throw .malformed(format, facts: error.description) }
        let reader = FieldReader(bytes: bytes, scanner: scanner, format: format)
        let allowed: [String] = format == .cometBFTNode ? ["priv_key", "id"] : ["address", "pub_key", "priv_key"]
        let fields = try reader.fields(of: scanner.root, allowed)

        let pair = try reader.privateKey(fields, privateType)
        let file = try pair.withUnsafeBytes { (pair) throws(KeyFilesError) in
            let file = try KeyFile(format, bytes: pair.part(0..<32), .ed25519, text.notes)
            try file.requireOwn(pair.part(32..<64))
            return file
        }
        let address = try CometBFTAddress(file.verifyingKey)
        if format == .cometBFTValidator {
            let publicKey = try reader.publicKey(fields, publicType)
            try publicKey.withUnsafeBytes { (bytes) throws(KeyFilesError) in try file.requireOwn(bytes) }
            guard try reader.text("address", of: fields) == address.text else {
                throw .addressNotItsOwn(format, field: "address")
            }
        } else if fields["id"] != nil, try reader.text("id", of: fields) != address.peerID {
            throw .addressNotItsOwn(format, field: "id")
        }
        return file
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

/// Takes fields out of JSON that lies in locked memory.
private struct FieldReader {
    let bytes: UnsafeRawBufferPointer
    let scanner: JSONScanner
    let format: KeyFormat

    /// The fields of an object, all of them known.
    func fields(
        of item: JSONScanner.Item, _ allowed: [String]
    ) throws(KeyFilesError) -> [String: JSONScanner.Item] {
        guard case .object = item.kind else { throw .malformed(format, facts: "an object is expected") }
        var fields: [String: JSONScanner.Item] = [:]
        for member in scanner.members(of: item) {
            guard allowed.contains(member.name) else { throw .unknownField(format, name: member.name) }
            fields[member.name] = member.value
        }
        return fields
    }

    func field(
        _ name: String, of fields: [String: JSONScanner.Item]
    ) throws(KeyFilesError) -> JSONScanner.Item {
        guard let item = fields[name] else { throw .missingField(format, name: name) }
        return item
    }

    /// A field of public text.
    func text(_ name: String, of fields: [String: JSONScanner.Item]) throws(KeyFilesError) -> String {
        let item = try field(name, of: fields)
        guard case .string = item.kind else { throw .malformed(format, facts: "the field '\(name)' is no text") }
        return scanner.publicString(item, in: bytes)
    }

    /// Seed ‖ public key, 64 bytes.
    func privateKey(
        _ fields: [String: JSONScanner.Item], _ type: String
    ) throws(KeyFilesError) -> LockedBytes {
        try value("priv_key", fields, type, count: 64)
    }

    func publicKey(
        _ fields: [String: JSONScanner.Item], _ type: String
    ) throws(KeyFilesError) -> LockedBytes {
        try value("pub_key", fields, type, count: 32)
    }

    /// The value of {"type": …, "value": Base64}.
    private func value(
        _ name: String, _ fields: [String: JSONScanner.Item], _ type: String, count: Int
    ) throws(KeyFilesError) -> LockedBytes {
        let inner = try self.fields(of: try field(name, of: fields), ["type", "value"])
        let found = try text("type", of: inner)
        guard found == type else { throw .notSupported(.cometBFT(type: found)) }
        let item = try field("value", of: inner)
        guard case .string = item.kind else { throw .malformed(format, facts: "the value of '\(name)' is no text") }
        // Escapes such as \/ are another way of writing the same letters.
        var letters = try locked(item.range.count)
        var decoded = try locked(Base64.decodedCapacity(item.range.count))
        do {
            let letterCount = letters.withUnsafeMutableBytes { scanner.unescape(item, from: bytes, into: $0) }
            letters.truncate(to: letterCount)
            let decodedCount = try letters.withUnsafeBytes { (ascii) throws(EncodingsError) in
                try decoded.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                    try Base64.decode(ascii, padding: .required, into: room)
                }
            }
            decoded.truncate(to: decodedCount)
        } catch { throw .malformed(format, facts: error.description) }
        guard decoded.count == count else { throw .keyLength(format, expected: count, found: decoded.count) }
        return decoded
    }
}
