import Digests
import EVM
import Encodings
import Fabric
import ShareFiles
public import Transactions

/// A ledger on which dealings to own keys are published.
public enum BoardLedger: String, CaseIterable, Hashable, Sendable {
    case evm
    case fabric

    var ledger: LedgerName {
        switch self {
        case .evm: .evm
        case .fabric: .fabric
        }
    }
}

/// What is sent to a ledger to publish something on a board (holdfast-board(7)).
/// ```swift
/// let call = try PublishingCall(of: SecretFile(name: "dealing.json", bytes: bytes), on: .evm)
/// print(call.text)
/// ```
public struct PublishingCall: Sendable {
    /// `dealing`, `proof`, `acknowledgement` or `submission`.
    public let kind: String
    public let board: BoardLedger
    /// One line: call data in hexadecimal digits after `0x`, or the JSON that `peer chaincode invoke -c` takes.
    public let text: String
    /// Of what is published: the SHA-256, and how many bytes there are; of a proof its own.
    public let digest: String
    public let byteCount: Int
    /// What whoever signs the call will be shown of it.
    public let summary: Summary

    /// - Parameters:
    ///   - file: A dealing to own keys, a submission or an acknowledgement, in text or in binary.
    ///   - proof: The proof beside the dealing in `file`; its hash is published then, in the place of the dealing.
    /// - Throws: `Refusal`, as `BinaryFile`: nothing leaves whose own proof is wrong; `own-keys` or `shares-proof` for a proof
    ///   that is not the dealing's; `proof-alone` for a proof without its dealing.
    public init(of file: SecretFile, proof: PublicFile? = nil, on board: BoardLedger) throws(Refusal) {
        let form = try BinaryFile(file)
        guard let proof else {
            self.init(try Publication(form, of: file.name), byteCount: form.bytes.count, on: board)
            return
        }
        self.init(try Publication(hashOf: proof, of: form, in: file.name), byteCount: proof.bytes.count, on: board)
    }

    private init(_ publication: Publication, byteCount: Int, on board: BoardLedger) {
        kind = publication.kind.rawValue
        self.board = board
        text =
            switch board {
            case .evm: "0x" + Hex.encode(EVM.BoardCall.data(publication))
            case .fabric: Fabric.BoardCall.json(publication)
            }
        digest = Hex.encode(publication.kind == .proof ? publication.content : SHA256.hash(publication.content))
        self.byteCount = byteCount
        summary = Summary(of: publication, on: board.ledger)
    }
}

extension Publication {
    /// - Throws: `Refusal` with code `proof-alone`: a proof does not say of which dealing it is.
    fileprivate init(_ form: BinaryFile, of name: String) throws(Refusal) {
        switch form.content {
        case .dealing: self.init(.dealing, id: nil, content: form.bytes)
        case .submission(let request, _): self.init(.submission, id: Self.id(request), content: form.bytes)
        case .acknowledgement(_, let dealing): self.init(.acknowledgement, id: Self.id(dealing), content: form.bytes)
        case .proof:
            throw Refusal(
                .unsafe, code: "proof-alone",
                "\(name) is a proof, of which a board takes the hash under its dealing's id",
                advice: "name the dealing, and the proof with --proof")
        }
    }

    private static func id(_ digits: String) -> [UInt8] {
        guard let bytes = try? Hex.decode(digits) else { preconditionFailure("an id is told in hexadecimal digits") }
        return bytes
    }

    /// The SHA-256 of the proof that a dealing names.
    fileprivate init(hashOf proof: PublicFile, of form: BinaryFile, in name: String) throws(Refusal) {
        guard case .dealing(let facts) = form.content else {
            throw Refusal(
                .unsafe, code: "own-keys", "\(name) is no dealing, and only a dealing has a proof beside it",
                advice: "leave --proof out")
        }
        let dealing = try refusing { () throws in
            try form.bytes.withUnsafeBytes { try CompactDealing(parsing: $0) }
        }
        guard case .publiclyVerifiable(let named) = dealing.own.content else {
            throw Refusal(
                .unsafe, code: "own-keys", "dealing \(facts.shortForm) has no proof of its shares beside it",
                advice: "leave --proof out")
        }
        guard SHA256.hash(proof.bytes) == named else {
            throw Refusal(
                .damaged, code: "shares-proof",
                "the proof is not the one that dealing \(facts.shortForm) names, or it was changed",
                advice: "look for the dealing.proof that was published with this dealing.json")
        }
        self.init(.proof, id: dealing.id.bytes, content: named)
    }
}

/// What a file that is a board's call and nothing else publishes; `nil` for every other file.
///
/// The file may be a key: nothing of it is copied before its first letters are those of a call, which no key has.
func boardCall(in file: SecretFile) -> Summary? {
    func isBegun(by starts: [String]) -> Bool {
        file.bytes.withUnsafeBytes { bytes in starts.contains { bytes.starts(with: $0.utf8) } }
    }
    // A selector and two words at least, which is more than the digits of a key; at most the largest dealing, and a little.
    guard (138...2 * CompactDealing.mostBytes + 1024).contains(file.bytes.count) else { return nil }
    if isBegun(by: [Fabric.BoardCall.jsonStart]) {
        let bytes = file.bytes.withUnsafeBytes { Array($0) }
        return Fabric.BoardCall.publication(inJSON: bytes).map { Summary(of: $0, on: .fabric) }
    }
    guard isBegun(by: EVM.BoardCall.starts) else { return nil }
    let text = String(decoding: file.bytes.withUnsafeBytes { Array($0) }, as: UTF8.self)
    let digits = text.hasSuffix("\n") ? text.dropLast() : text[...]
    guard let data = try? Hex.decode(String(digits.dropFirst(2))), let read = EVM.BoardCall.read(data) else {
        return nil
    }
    return Summary(of: read.publication, on: .evm, read.warnings)
}

extension Summary {
    /// Of a call alone, without a transaction around it.
    fileprivate init(of publication: Publication, on ledger: LedgerName, _ warnings: [Warning] = []) {
        self =
            Summary(
                ledger: ledger, kind: "board-call", facts: [], warnings: warnings, confirmation: .word("publish"),
                members: JSONObject(), publications: [publication]
            ).explained
    }
}
