package import Encodings

/// Something that a call puts on a public board of dealings to own keys (holdfast-board(7)).
///
/// A ledger knows the calls of the boards and nothing of dealings: to it the content is bytes, and whoever knows what they
/// mean adds that with `Summary.explaining(_:)`.
package struct Publication: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case dealing
        /// The hash of the proof beside a dealing with publicly verifiable shares.
        case proof
        case acknowledgement
        case submission
    }

    package let kind: Kind
    /// What it belongs to by the word of the call, 32 bytes: the id of a dealing, of a submission that of a request; `nil` for
    /// a dealing, which the call does not name, and where the call cannot be read.
    package let id: [UInt8]?
    /// The binary form; of a proof its SHA-256, 32 bytes.
    package let content: [UInt8]
    /// What is wrong with the call, where it gives no content; one sentence without its beginning: `it has 3 arguments`.
    package let fault: String?

    /// - Parameter id: 32 bytes; `nil` for a dealing, and for nothing else.
    package init(_ kind: Kind, id: [UInt8]?, content: [UInt8]) {
        precondition(
            (kind == .dealing) == (id == nil), "a board keeps a dealing under its own hash, all else under an id")
        precondition(id.map { $0.count == 32 } ?? true, "an id is a SHA-256")
        precondition(kind != .proof || content.count == 32, "of a proof the hash is published")
        (self.kind, self.id, self.content, fault) = (kind, id, content, nil)
    }

    /// A call that is meant to publish something and does not say what.
    package init(_ kind: Kind, fault: String) {
        (self.kind, id, content, self.fault) = (kind, nil, [], fault)
    }
}

extension Summary {
    /// What is published, by who knows what the bytes mean.
    package struct Explanation {
        package var facts: [Fact] = []
        package var warnings: [Warning] = []
        /// For programs; `nil` where it says nothing of a publication of its own.
        package var member: JSONObject?

        package init() {}
    }

    /// The same with what is published explained: people see it behind the call, and programs as `publications`.
    package func explaining(_ explain: ([Publication]) -> [Explanation]) -> Summary {
        guard !publications.isEmpty else { return self }
        let explanations = explain(publications)
        // The same sentence about two publications tells nobody which.
        var warnings = warnings
        for warning in explanations.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        var facts = facts
        facts.insert(contentsOf: explanations.flatMap(\.facts), at: publicationPlace)
        return Summary(
            ledger: ledger, kind: kind, facts: facts, warnings: warnings, confirmation: confirmation,
            members: members(explanations, warnings))
    }

    private func members(_ explanations: [Explanation], _ warnings: [Warning]) -> JSONObject {
        var members = JSONObject(self.members.members.filter { $0.name != "warnings" }.map { ($0.name, $0.value) })
        members.append("publications", .array(explanations.compactMap(\.member).map { .object($0) }))
        members.append("warnings", warnings.json)
        return members
    }
}

extension [Summary.Warning] {
    /// For programs: the code and the sentence of each.
    package var json: JSONValue {
        .array(map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue })
    }
}

extension Verification {
    /// The same with what it publishes explained.
    package func explaining(_ explain: @escaping @Sendable ([Publication]) -> [Summary.Explanation]) -> Verification {
        Verification(
            ledger: ledger, kind: kind, hash: self.hash, signatures: signatures,
            summary: self.summary.explaining(explain), notes: self.notes, members: members)
    }
}

extension SignedContent {
    /// The same with what it publishes explained.
    package func explaining(_ explain: @escaping @Sendable ([Publication]) -> [Summary.Explanation]) -> SignedContent {
        SignedContent(
            ledger: ledger, kind: kind, signer: self.signer, hash: self.hash, text: self.text, file: file,
            summary: self.summary.explaining(explain), notes: self.notes, members: self.members)
    }
}
