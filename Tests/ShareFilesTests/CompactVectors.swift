import Encodings
import Groups
import SecretSharing
import ShareFiles
import TestSupport

/// `Vectors/own-keys/compact.json`, whose README says what the members mean.
enum CompactVectors {
    // A repository without its vectors is broken: the tests may crash on it.
    private static let content = try! JSON.parse(try! FormatVectors.bytes(at: "own-keys/compact.json"))

    static func list(_ name: String) -> [CompactVector] {
        (content[name]?.array ?? []).map(CompactVector.init)
    }

    static let dealings = list("dealings")
    /// 3 of 5 holders with keys of all three groups.
    static let mixed = dealings[1]
}

/// One entry.
struct CompactVector: CustomStringConvertible, Sendable {
    let json: JSONValue

    var description: String { text("name") }
    var bytes: [UInt8] { octets("bytes") }

    func text(_ name: String) -> String { json[name]?.string ?? "" }
    func octets(_ name: String) -> [UInt8] { json.octets(name) }

    /// The dealing that the entry describes, with its proof.
    /// - Parameter changed: Other words than the entry's own.
    func dealing(_ changed: Words? = nil) throws -> DealingFile {
        let words = changed ?? self.words
        let group = try curve("group", of: json)
        let masked = text("suite") == "masked"
        let holders = json["holders"]?.array ?? []
        let keys = try holders.map {
            OwnKeyPart.Point(group: try curve("group", of: $0), encoded: $0.octets("key"))
        }
        let points = try (json["ephemerals"]?.array ?? []).map {
            OwnKeyPart.Point(group: try curve("group", of: $0), encoded: $0.octets("point"))
        }
        let content: OwnKeyPart.Content =
            masked
            ? .masked(ephemerals: points, shares: holders.map { $0.octets("masked") })
            : .publiclyVerifiable(proofDigest: octets("sharesProof"))
        return try UnprovenDealing(
            label: words.label, created: words.created, epoch: UInt32(json.integer("epoch")), group: group,
            threshold: json.integer("threshold"), holders: words.holders,
            commitments: (json["commitments"]?.array ?? []).map { try Hex.decode($0.string ?? "") },
            key: words.key,
            original: SealedOriginal(
                salt: words.salt, nonce: json["original"]!.octets("nonce"), sealed: json["original"]!.octets("sealed")),
            own: OwnKeyPart(keys: keys, content: content)
        ).proven(by: octets("proof"))
    }

    /// What the compact form has by a hash alone, but for the sealed bytes.
    struct Words {
        var label: String
        var created: String
        var holders: [DealingFile.Holder]
        var key: DealingFile.Key
        var salt: [UInt8]
    }

    var words: Words {
        var addresses: [DealingFile.Address] = []
        if case .object(let members)? = json["addresses"] {
            addresses = members.members.map { DealingFile.Address(name: $0.name, value: $0.value.string ?? "") }
        }
        return Words(
            label: text("label"), created: text("created"),
            holders: (json["holders"]?.array ?? []).compactMap { holder in
                (try? HolderIndex(holder.integer("index"))).map {
                    DealingFile.Holder(index: $0, name: holder["name"]?.string ?? "")
                }
            },
            key: DealingFile.Key(
                kind: DealingFile.KeyKind(rawValue: text("kind"))!, format: text("format"), addresses: addresses),
            salt: json["original"]!.octets("salt"))
    }

    private func curve(_ name: String, of value: JSONValue) throws -> CurveName {
        guard let curve = CurveName(rawValue: value[name]?.string ?? "") else {
            throw ShareFilesError.unknownGroup(name)
        }
        return curve
    }
}

extension JSONValue {
    /// Bytes that the vectors have in hexadecimal digits.
    func octets(_ name: String) -> [UInt8] { (try? Hex.decode(self[name]?.string ?? "-")) ?? [] }

    func integer(_ name: String) -> Int {
        if case .number(let digits)? = self[name] { return Int(digits) ?? -1 }
        return -1
    }
}

extension CompactDealing {
    init(_ bytes: [UInt8]) throws(ShareFilesError) {
        self = try reading(bytes) { raw throws(ShareFilesError) in try CompactDealing(parsing: raw) }
    }
}

/// Swift's own `withUnsafeBytes` forgets the type of an error.
func reading<R>(
    _ bytes: [UInt8], _ read: (UnsafeRawBufferPointer) throws(ShareFilesError) -> R
) throws(ShareFilesError) -> R {
    try bytes.withUnsafeBytes { raw in Result { () throws(ShareFilesError) in try read(raw) } }.get()
}
