import Encodings
package import Transactions

/// The calls of a board of dealings to own keys, as call data (holdfast-board(7)).
package enum BoardCall {
    private static let signatures: [Publication.Kind: String] = [
        .dealing: "publishDealing(bytes)", .proof: "publishProof(bytes32,bytes32)",
        .acknowledgement: "publishAcknowledgement(bytes32,bytes)", .submission: "publishSubmission(bytes32,bytes)",
    ]

    private static let kinds = Dictionary(uniqueKeysWithValues: signatures.map { ($1, $0) })

    /// What a function is meant to publish; `nil` for one that is no board's.
    static func kind(ofFunction signature: String) -> Publication.Kind? { kinds[signature] }

    /// The call data of a publication without a fault, in their one canonical encoding.
    package static func data(_ publication: Publication) -> [UInt8] {
        let selector = selector(publication.kind)
        let (id, content) = (publication.id ?? [], publication.content)
        if publication.kind == .proof { return selector + id + content }
        // Behind the id stands the offset of the bytes, counted from the first argument; there their number, and then they
        // themselves, filled up with zeros to whole words. Solidity ABI specification, "Formal Specification".
        let padding = [UInt8](repeating: 0, count: (32 - content.count % 32) % 32)
        return selector + id + word(id.count + 32) + word(content.count) + content + padding
    }

    private static func word(_ number: Int) -> [UInt8] { UInt256(UInt64(number)).bytes }

    /// What call data in hexadecimal digits begin with, by function.
    package static let starts: [String] = Publication.Kind.allCases.map { "0x" + Hex.encode(selector($0)) }

    private static func selector(_ kind: Publication.Kind) -> [UInt8] {
        guard let signature = signatures[kind],
            let selector = KnownFunctions.bySelector.first(where: { $1.function.signature == signature })?.key
        else { preconditionFailure("the table has the functions of a board") }
        return selector
    }

    /// What bare call data publish, with what whoever signs a transaction with them would be warned of; `nil` for those that
    /// call no function of a board.
    package static func read(_ data: [UInt8]) -> (publication: Publication, warnings: [Summary.Warning])? {
        guard let call = Call(data), let publication = call.publication else { return nil }
        return (publication, Summary.Warning.about([call]))
    }
}

extension Call {
    /// What it puts on a board, where its function is a board's.
    package var publication: Publication? {
        guard known != nil, let kind = signature.flatMap(BoardCall.kind(ofFunction:)) else { return nil }
        guard let values = arguments?.map(\.value.bytes), let last = values.last, let content = last else {
            return Publication(kind, fault: "the data are not what the function takes")
        }
        return Publication(kind, id: kind == .dealing ? nil : values[0], content: content)
    }
}
