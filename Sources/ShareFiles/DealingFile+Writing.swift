import Encodings
import Groups
import SecretSharing

extension DealingFile {
    /// The text of `dealing.json`: the same bytes for the same dealing, always.
    package func text() -> [UInt8] {
        Array(JSONWriter.text(json, .pretty).utf8) + [0x0A]
    }

    /// The members in their order.
    var json: JSONValue {
        [
            "format": .string(Self.formatName),
            "id": .string(id.description),
            "label": .string(label),
            "created": .string(created),
            "epoch": .integer(epoch),
            "group": .string(group.rawValue),
            "threshold": .integer(threshold),
            "holders": .array(holders.map(\.json)),
            "commitments": .array(commitments.map { .string(Hex.encode($0)) }),
            "key": [
                "kind": .string(key.kind.rawValue),
                "format": .string(key.format),
                "publicKey": publicKeyValue,
                "addresses": addressesValue,
            ],
            "original": [
                "salt": .string(Hex.encode(original.salt)),
                "nonce": .string(Hex.encode(original.nonce)),
                "sealed": .string(Base64.encode(original.sealed)),
            ],
            "proof": .string(Hex.encode(proof)),
        ]
    }

    /// Commitment 0 in hexadecimal digits, or null for a wrapping key.
    var publicKeyValue: JSONValue {
        publicKey.map { .string(Hex.encode($0)) } ?? .null
    }

    private var addressesValue: JSONValue {
        var object = JSONObject()
        for address in key.addresses { object.append(address.name, .string(address.value)) }
        return .object(object)
    }
}

extension DealingFile.Holder {
    fileprivate var json: JSONValue {
        [
            "index": .integer(index.value),
            "name": .string(name),
            "recipient": recipient.map { .string($0) } ?? .null,
        ]
    }
}
