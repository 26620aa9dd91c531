import Encodings
import Foundation
import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// Test data in locked memory, as the real thing is.
func locked(_ bytes: [UInt8]) throws(SecretsError) -> LockedBytes {
    var room = try LockedBytes(count: bytes.count)
    room.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return room
}

func scalar<H: Group>(_ bytes: [UInt8], in group: H.Type) throws -> SecretScalar<H> {
    let room = try locked(bytes)
    return try room.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar<H>(canonical: bytes) }
}

/// What is secret elsewhere, to be compared here.
func shown(_ bytes: borrowing LockedBytes) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }

func shown<G: Group>(_ share: borrowing CheckedShare<G>) throws -> [UInt8] { shown(try share.share.value.encoded()) }

func random(_ count: Int) -> [UInt8] { SecureRandom.publicBytes(count) }

/// The error that a body ends with, nil where it ends well.
func failure(_ body: () throws -> Void) -> OwnKeysError? {
    do {
        try body()
        return nil
    } catch let error as OwnKeysError {
        return error
    } catch {
        Issue.record("another error: \(error)")
        return nil
    }
}

extension JSONValue {
    var hex: [UInt8] { (try? Hex.decode(string ?? "-")) ?? [] }

    /// Bytes of a member.
    func hex(_ name: String) -> [UInt8] { self[name]?.hex ?? [] }

    func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }

    func number(_ name: String) -> Int { self[name]?.integer ?? -1 }

    func text(_ name: String) -> String { self[name]?.string ?? "" }
}

/// A case of `Vectors/own-keys`, whose README says what the members mean.
struct OwnKeyCase: CustomStringConvertible, Sendable {
    let json: JSONValue
    /// Members that stand instead of the case's own.
    var changed: JSONValue?

    var description: String { json.text("name") }
    var curve: CurveName { CurveName(rawValue: json.text("group")) ?? .p256 }

    static let masked = load("masked").map { OwnKeyCase(json: $0) }

    static func load(_ name: String, _ member: String = "cases") -> [JSONValue] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/own-keys/\(name).json")
        // A repository without its vectors is broken: the tests may crash on it.
        return try! JSON.parse(Array(Data(contentsOf: file))).list(member)
    }

    private func member(_ name: String) -> JSONValue? { changed?[name] ?? json[name] }

    func list(_ name: String) -> [JSONValue] { member(name)?.array ?? [] }

    var id: [UInt8] { member("id")?.hex ?? [] }

    func holderIndex(_ entry: JSONValue) throws -> HolderIndex { try HolderIndex(entry.number("index")) }

    /// The context, and what refuses it.
    func context<G: Group>(_ group: G.Type) throws -> DealingContext<G> {
        let commitment = try Commitment<G>(
            decoding: list("commitments").map(\.hex), threshold: json.number("threshold"))
        var holders: [OwnKeyHolder] = []
        for entry in list("holders") {
            let curve = try #require(CurveName(rawValue: entry.text("group")))
            holders.append(try OwnKeyHolder(index: try holderIndex(entry), decoding: entry.hex("key"), in: curve))
        }
        let ephemerals = try list("ephemerals").map { entry in
            try AnyElement.ephemeral(
                decoding: entry.hex("point"), in: try #require(CurveName(rawValue: entry.text("group"))))
        }
        return try DealingContext(
            suite: try #require(OwnKeySuite(rawValue: member("suite")?.string ?? "")),
            epoch: UInt32(json.number("epoch")), commitment: commitment, holders: holders, ephemerals: ephemerals)
    }

    /// The dealing, with the proof of the case or another, and one masked share replaced.
    func proven<G: Group>(
        _ group: G.Type, proof: [UInt8]? = nil, masked: (holder: HolderIndex, value: [UInt8])? = nil
    ) throws -> ProvenMaskedDealing<G> {
        let context = try context(G.self)
        let values = try list("holders").map { entry in
            if let masked, try holderIndex(entry) == masked.holder { return masked.value }
            return entry.hex("masked")
        }
        let dealing = try MaskedDealing(context: context, decoding: values)
        let bytes = proof ?? json["proof"]?.hex("bytes") ?? []
        return try dealing.proven(by: try OwnDealerProof(decoding: bytes, for: context), id: id)
    }

    func holder(_ index: Int) throws -> JSONValue {
        try #require(json.list("holders").first { $0.number("index") == index })
    }
}

/// The node key of a holder of a case, opened in its group, for one act.
protocol HolderAct {
    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws
}

func act<G: Group>(
    _ dealing: ProvenMaskedDealing<G>, _ holder: HolderIndex, nodeKey: [UInt8], curve: CurveName, _ act: some HolderAct
) throws {
    func open<H: Group>(_: H.Type) throws {
        try act.run(dealing, try dealing.dealing.secret(try scalar(nodeKey, in: H.self), of: holder))
    }
    try open(curve.group)
}
