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
        own.map { ownKeysJSON($0) } ?? [
            "format": .string(Self.formatName),
            "id": .string(id.description),
            "label": .string(label),
            "created": .string(created),
            "epoch": .integer(epoch),
            "group": .string(group.rawValue),
            "threshold": .integer(threshold),
            "holders": .array(holders.map(\.json)),
            "commitments": .array(commitments.map { .string(Hex.encode($0)) }),
            "key": keyValue,
            "original": originalValue,
            "proof": .string(Hex.encode(proof)),
        ]
    }

    /// The members of a dealing to own keys, in their order.
    private func ownKeysJSON(_ own: OwnKeyPart) -> JSONValue {
        var object = JSONObject()
        object.append("format", .string(Self.ownKeysFormatName))
        object.append("suite", .string(own.suite.rawValue))
        object.append("id", .string(id.description))
        object.append("label", .string(label))
        object.append("created", .string(created))
        object.append("epoch", .integer(epoch))
        object.append("group", .string(group.rawValue))
        object.append("threshold", .integer(threshold))
        object.append("holders", .array(holders.indices.map { own.json(of: holders[$0], at: $0) }))
        switch own.content {
        case .masked(let ephemerals, _):
            var points = JSONObject()
            for point in ephemerals { points.append(point.group.rawValue, .string(Hex.encode(point.encoded))) }
            object.append("ephemerals", .object(points))
        case .publiclyVerifiable(let digest):
            object.append("sharesProof", .string(Hex.encode(digest)))
        }
        object.append("commitments", .array(commitments.map { .string(Hex.encode($0)) }))
        object.append("key", keyValue)
        object.append("original", originalValue)
        object.append("proof", .string(Hex.encode(proof)))
        return .object(object)
    }

    private var keyValue: JSONValue {
        [
            "kind": .string(key.kind.rawValue),
            "format": .string(key.format),
            "publicKey": publicKeyValue,
            "addresses": addressesValue,
        ]
    }

    private var originalValue: JSONValue {
        [
            "salt": .string(Hex.encode(original.salt)),
            "nonce": .string(Hex.encode(original.nonce)),
            "sealed": .string(Base64.encode(original.sealed)),
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

extension OwnKeyPart {
    fileprivate func json(of holder: DealingFile.Holder, at place: Int) -> JSONValue {
        var object = JSONObject()
        object.append("index", .integer(holder.index.value))
        object.append("name", .string(holder.name))
        object.append("group", .string(keys[place].group.rawValue))
        object.append("publicKey", .string(Hex.encode(keys[place].encoded)))
        if let share = maskedShare(at: place) { object.append("masked", .string(Hex.encode(share))) }
        return .object(object)
    }
}
