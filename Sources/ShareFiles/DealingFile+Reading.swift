import Digests
import Encodings
import Groups
import SecretSharing

extension DealingFile {
    /// The first member of every dealing.
    static let formatName = "holdfast-dealing/1"
    /// That of a dealing to its holders' own keys.
    static let ownKeysFormatName = "holdfast-own-dealing/1"
    /// The most bytes a dealing can have.
    package static let mostBytes = 33_554_432

    /// Reads a dealing: strictly, but for white space between the parts of the JSON and a byte order mark.
    ///
    /// The id is computed anew and compared. Commitments are not decoded, the proof is not verified, and addresses are only
    /// looked at: see `commitment(in:)`, `requireProof()` and the type's comment.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong, the first of them in the file.
    package init(parsing text: UnsafeRawBufferPointer) throws(ShareFilesError) {
        guard text.count <= Self.mostBytes else { throw .tooLarge(byteCount: text.count, most: Self.mostBytes) }
        if CompactForm.dealing.isBegun(text) { throw .compactDealing }
        if let line = TextBytes.lineOfFirstForeignByte(in: text) { throw .notText(line: line) }
        let bytes = Array(text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...])
        if bytes.contains(UInt8(ascii: "\\")) { throw .notCanonical("no string of a dealing has a backslash") }
        let root: JSONValue
        do {
            root = try JSON.parse(bytes)
        } catch {
            switch error {
            case .json(.duplicateName(let name), let line, _):
                throw .notCanonical("line \(line) has '\(printable(name))' a second time")
            case let other: throw .json(other.description)
            }
        }
        guard case .object(let object) = root else { throw .json("it is no JSON object") }
        let formatName = object["format"]?.string
        let isToOwnKeys = formatName == Self.ownKeysFormatName
        if let formatName, formatName != Self.formatName, !isToOwnKeys { throw .unknownVersion(formatName) }
        var members = MembersInOrder(object, of: "the dealing")
        _ = try members.text("format")
        let suite = isToOwnKeys ? try Self.suite(members.text("suite")) : nil
        let statedID = try members.text("id")
        let label = try members.text("label")
        let created = try members.text("created")
        let epochNumber = try members.number("epoch")
        guard let epoch = UInt32(exactly: epochNumber) else { throw .epoch(String(epochNumber)) }
        let groupName = try members.text("group")
        guard let group = CurveName(rawValue: groupName) else { throw .unknownGroup(groupName) }
        let threshold = try members.number("threshold")
        let holderValues = try members.array("holders")
        let holders: [Holder]
        var own: OwnKeyPart?
        if let suite {
            (holders, own) = try Self.ownKeys(holderValues, suite, &members)
        } else {
            holders = try Self.holders(holderValues)
        }
        var commitments: [[UInt8]] = []
        for (place, value) in try members.array("commitments").enumerated() {
            guard let digits = value.string, let point = Self.octets(digits) else {
                throw .commitmentPoint(place: place, reason: "it is no text of lower-case hexadecimal digits")
            }
            commitments.append(point)
        }
        var keyMembers = try members.object("key")
        let kindName = try keyMembers.text("kind")
        guard let kind = KeyKind(rawValue: kindName) else { throw .keyKind(kindName) }
        let format = try keyMembers.text("format")
        let publicKey = try keyMembers.value("publicKey")
        var addresses: [Address] = []
        for member in try keyMembers.members("addresses") {
            guard let value = member.value.string else { throw .addresses }
            addresses.append(Address(name: member.name, value: value))
        }
        try keyMembers.end()
        let original = try Self.original(members.object("original"))
        let proofDigits = try members.text("proof")
        try members.end()

        let content = try UnprovenDealing(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: holders,
            commitments: commitments, key: Key(kind: kind, format: format, addresses: addresses), original: original,
            own: own)
        guard let proof = Self.octets(proofDigits) else {
            throw .proof(
                reason:
                    "the dealer's proof is no text of lower-case hexadecimal digits; look for an undamaged copy of the dealing"
            )
        }
        self = try content.proven(by: proof)
        guard publicKey == self.publicKeyValue else { throw .publicKey }
        guard statedID == id.description else { throw .idMismatch(computed: id) }
        // Everything was understood; what remains is a second way of writing the same.
        try requireCanonical(bytes)
    }

    private static func holders(_ values: [JSONValue]) throws(ShareFilesError) -> [Holder] {
        var holders: [Holder] = []
        holders.reserveCapacity(values.count)
        for (place, value) in values.enumerated() {
            guard case .object(let object) = value else { throw .notCanonical("holder \(place + 1) is no JSON object") }
            var members = MembersInOrder(object, of: "holder \(place + 1)")
            let number = try members.number("index")
            guard let index = try? HolderIndex(number) else { throw .holderIndex(position: place + 1, found: number) }
            let name = try members.text("name")
            let recipient = try members.value("recipient")
            guard recipient == .null || recipient.string != nil else { throw .recipient(position: place + 1) }
            try members.end()
            holders.append(Holder(index: index, name: name, recipient: recipient.string))
        }
        return holders
    }

    /// The bytes that lower-case hexadecimal digits mean.
    static func octets(_ digits: String) -> [UInt8]? {
        guard let octets = try? Hex.decode(digits), Hex.encode(octets) == digits else { return nil }
        return octets
    }

    private static func original(_ object: MembersInOrder) throws(ShareFilesError) -> SealedOriginal {
        var members = object
        let salt = try members.text("salt")
        let nonce = try members.text("nonce")
        let sealed = try members.text("sealed")
        try members.end()
        guard let salt = octets(salt), let nonce = octets(nonce) else {
            throw .originalForm("its salt or nonce is no text of lower-case hexadecimal digits")
        }
        guard let sealed = try? Base64.decode(sealed) else { throw .originalForm("it is no padded base64") }
        return try SealedOriginal(salt: salt, nonce: nonce, sealed: sealed)
    }

    /// Compares what was read, white space outside of strings left out, with the one way of writing this dealing.
    private func requireCanonical(_ bytes: [UInt8]) throws(ShareFilesError) {
        var expected = JSONWriter.text(json, .compact).utf8.makeIterator()
        var isInString = false
        var line = 1
        for byte in bytes {
            if byte == 0x0A { line += 1 }
            if !isInString, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { continue }
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            guard byte == expected.next() else {
                throw .notCanonical("line \(line) of it is not as this program writes it")
            }
        }
    }
}

/// The members of a JSON object, taken one by one in the one order that they may have.
struct MembersInOrder {
    private var rest: ArraySlice<JSONObject.Member>
    private let owner: String

    /// - Parameter owner: What the object is, for messages.
    init(_ object: JSONObject, of owner: String) {
        rest = object.members[...]
        self.owner = owner
    }

    /// The next member, which has to have this name.
    /// - Throws: `ShareFilesError.notCanonical` where it is absent or another stands there.
    mutating func value(_ name: String) throws(ShareFilesError) -> JSONValue {
        guard let member = rest.popFirst() else { throw .notCanonical("\(owner) lacks '\(name)'") }
        guard member.name == name else {
            throw .notCanonical("\(owner) has '\(printable(member.name))' where '\(name)' belongs")
        }
        return member.value
    }

    mutating func text(_ name: String) throws(ShareFilesError) -> String {
        guard let text = try value(name).string else { throw .notCanonical("'\(name)' of \(owner) is no text") }
        return text
    }

    /// A whole number in plain decimal digits; one that is beyond `Int` comes as the nearest `Int`.
    mutating func number(_ name: String) throws(ShareFilesError) -> Int {
        guard case .number(let digits) = try value(name) else {
            throw .notCanonical("'\(name)' of \(owner) is no number")
        }
        let unsigned = digits.utf8.first == 0x2D ? digits.utf8.dropFirst() : digits.utf8[...]
        guard unsigned.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .notCanonical("'\(name)' of \(owner) is no whole number in plain digits")
        }
        return Int(digits) ?? (digits.utf8.first == 0x2D ? .min : .max)
    }

    mutating func array(_ name: String) throws(ShareFilesError) -> [JSONValue] {
        guard case .array(let values) = try value(name) else {
            throw .notCanonical("'\(name)' of \(owner) is no JSON array")
        }
        return values
    }

    mutating func members(_ name: String) throws(ShareFilesError) -> [JSONObject.Member] {
        guard case .object(let object) = try value(name) else {
            throw .notCanonical("'\(name)' of \(owner) is no JSON object")
        }
        return object.members
    }

    mutating func object(_ name: String) throws(ShareFilesError) -> MembersInOrder {
        guard case .object(let object) = try value(name) else {
            throw .notCanonical("'\(name)' of \(owner) is no JSON object")
        }
        return MembersInOrder(object, of: "'\(name)'")
    }

    /// - Throws: `ShareFilesError.notCanonical` where a member is left.
    func end() throws(ShareFilesError) {
        if let member = rest.first {
            throw .notCanonical("\(owner) has '\(printable(member.name))', which is not known")
        }
    }
}
