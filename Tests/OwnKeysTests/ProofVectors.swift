import Encodings
import Foundation
import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// `Vectors/own-keys/proofs.json`, whose README says what the members mean.
enum ProofVectors {
    static let content: JSONValue = {
        // A repository without its vectors is broken: the tests may crash on it.
        try! JSON.parse(try! file("proofs.json"))
    }()

    static func file(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/own-keys")
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func list(_ name: String) -> [JSONValue] { content[name]?.array ?? [] }

    static func `case`(_ name: String) throws -> JSONValue {
        try #require(list("cases").first { $0["name"]?.string == name })
    }

    /// dealing.proof of a case.
    static func proof(_ entry: JSONValue) throws -> [UInt8] {
        if let name = entry["file"]?.string { return try file(name) }
        return entry.hex("proof")
    }
}

extension JSONValue {
    /// The object with the members of another instead of its own.
    func changed(by other: JSONValue?) -> JSONValue {
        guard case .object(let mine) = self, case .object(let changes)? = other else { return self }
        return .object(
            JSONObject(mine.members.map { member in (name: member.name, value: changes[member.name] ?? member.value) }))
    }
}

/// A publicly verifiable dealing with keys for tests, as everybody sees it.
struct TestDealing<G: Group> {
    var context: DealingContext<G>
    var parameters: ProofParameters

    /// A case of the vectors.
    init(_ entry: JSONValue) throws {
        context = try OwnKeyCase(json: entry).context(G.self)
        parameters = ProofParameters(slotCount: entry.number("slots"), openedCount: entry.number("opened"))
    }

    init(_ context: DealingContext<G>, _ parameters: ProofParameters) {
        self.context = context
        self.parameters = parameters
    }

    /// The same with other commitments, holders or another epoch.
    func with(
        epoch: UInt32? = nil, _ elements: [G.Element]? = nil, holders: [OwnKeyHolder]? = nil
    ) throws -> TestDealing {
        let context = try DealingContext(
            suite: .publiclyVerifiable, epoch: epoch ?? context.epoch,
            commitment: elements.map { Commitment(elements: $0) } ?? context.commitment,
            holders: holders ?? context.holders, ephemerals: [])
        return TestDealing(context, parameters)
    }

    func verifier(_ bytes: [UInt8]) throws -> SharesVerifier<G> {
        SharesVerifier(try SharesProof(decoding: bytes, holders: context.holders, parameters), of: context)
    }

    /// "right", or the word of the vectors for what is wrong, and whose share that is.
    func verdict(on bytes: [UInt8]) throws -> (word: String, who: [Int]) {
        do {
            _ = try verifier(bytes).verified()
            return ("right", [])
        } catch OwnKeysError.sealedSharesWrong(let holders) {
            return ("proof-wrong", holders.map { Int($0.value) })
        } catch OwnKeysError.proofUnknown, OwnKeysError.proofLength {
            return ("proof-malformed", [])
        }
    }
}

extension ProvenOwnDealing {
    /// The share that a holder opens, as bytes; nil where no slot gives it.
    func openedShare(_ share: VerifiedSealedShare<G>, _ nodeKey: [UInt8], in curve: CurveName) throws -> [UInt8]? {
        func open<H: Group>(_: H.Type) throws -> [UInt8]? {
            let secret = try secret(try scalar(nodeKey, in: H.self), of: share.holder.index)
            do {
                return try shown(try share.opened(with: secret))
            } catch OwnKeysError.shareNotSealed {
                return nil
            }
        }
        return try open(curve.group)
    }
}
