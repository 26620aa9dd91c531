import Encodings
import Transactions

extension ReadWriteSets {
    /// More keys than this nobody reads before signing.
    static let mostShown = 50

    var isCut: Bool { writes.count + policies.count + collections.count > ReadWriteSets.mostShown }

    /// Each key with what is written there, as the endorsers answered.
    var facts: [Summary.Fact] {
        var facts = [Summary.Fact(label: "keys", text: words)]
        if !namespaces.isEmpty { facts += MessageText.whole("  of", namespaces.joined(separator: ", ")) }
        for write in writes.prefix(ReadWriteSets.mostShown) {
            guard let value = write.value else {
                facts += MessageText.whole("  deletes", write.place)
                continue
            }
            facts += MessageText.whole("  writes", write.place) + Argument(value).facts("    value")
        }
        let rest = ReadWriteSets.mostShown - min(ReadWriteSets.mostShown, writes.count)
        facts += policies.prefix(rest).flatMap {
            MessageText.whole("  policy", "who must endorse changes of \($0.place)")
        }
        facts += collections.prefix(max(0, rest - policies.count)).flatMap { collection in
            MessageText.whole(
                "  private",
                "\(collection.namespace), collection \(collection.name): \(collection.reads) keys read, "
                    + "\(collection.writes) written, which nobody sees here")
        }
        if isCut { facts.append(.init(label: "  more", text: "not all that is written is shown")) }
        return facts
    }

    var member: JSONValue {
        .array(
            writes.map { write in
                [
                    "namespace": .string(write.namespace), "key": .string(write.key),
                    "value": write.value.map { Argument($0).member } ?? .null,
                ]
            })
    }
}

extension ReadWriteSets.Write {
    fileprivate var place: String { "\(namespace), key '\(key)'" }
}
