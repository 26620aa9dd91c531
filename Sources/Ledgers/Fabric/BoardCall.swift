import Digests
import Encodings
package import Transactions

/// The calls of a board of dealings to own keys, as the arguments of a chaincode (holdfast-board(7)).
package enum BoardCall {
    private static let names: [Publication.Kind: String] = [
        .dealing: "PublishDealing", .proof: "PublishProof", .acknowledgement: "PublishAcknowledgement",
        .submission: "PublishSubmission",
    ]

    private static let kinds = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })

    /// The arguments of a publication without a fault, the function first.
    package static func arguments(_ publication: Publication) -> [String] {
        guard let name = names[publication.kind] else { preconditionFailure("every kind has its function") }
        let content = publication.content
        let last = publication.kind == .proof ? Hex.encode(content) : Base64.encode(content)
        return [name] + (publication.id.map { [Hex.encode($0)] } ?? []) + [last]
    }

    /// The same as the JSON that `peer chaincode invoke -c` takes.
    package static func json(_ publication: Publication) -> String {
        let value: JSONValue = ["Args": .array(arguments(publication).map { .string($0) })]
        return JSONWriter.text(value, .compact)
    }

    /// What `json(_:)` begins with.
    package static let jsonStart = #"{"Args":["Publish"#

    /// What arguments publish; `nil` where the function is no board's.
    static func publication(_ arguments: [[UInt8]]) -> Publication? {
        guard let name = arguments.first, let kind = kinds[String(decoding: name, as: UTF8.self)] else { return nil }
        let needed = kind == .dealing ? 1 : 2
        guard arguments.count - 1 == needed else {
            return Publication(kind, fault: "\(needed) arguments are needed, and there are \(arguments.count - 1)")
        }
        let texts = arguments.dropFirst().map { String(decoding: $0, as: UTF8.self) }
        let id = kind == .dealing ? nil : hash(texts[0])
        guard kind == .dealing || id != nil else {
            return Publication(kind, fault: "the first argument is not 64 lower-case hexadecimal digits")
        }
        guard let content = kind == .proof ? hash(texts[1]) : try? Base64.decode(texts[needed - 1]) else {
            let form = kind == .proof ? "not 64 lower-case hexadecimal digits" : "no Base64 with padding"
            return Publication(kind, fault: "the last argument is \(form)")
        }
        return Publication(kind, id: id, content: content)
    }

    private static func hash(_ text: String) -> [UInt8]? {
        guard let bytes = try? Hex.decode(text), bytes.count == 32, Hex.encode(bytes) == text else { return nil }
        return bytes
    }

    /// What the JSON publishes that `json(_:)` writes; `nil` for every other file.
    package static func publication(inJSON file: [UInt8]) -> Publication? {
        guard file.first == UInt8(ascii: "{"), case .object(let object)? = try? JSON.parse(file),
            object.names == ["Args"],
            let values = object["Args"]?.array
        else { return nil }
        let arguments = values.compactMap(\.string)
        return arguments.count == values.count ? publication(arguments.map { Array($0.utf8) }) : nil
    }
}

extension Invocation {
    /// What it puts on a board, where its function is a board's.
    var publication: Publication? { BoardCall.publication(arguments) }
}
