import Custody
import Encodings

/// The report on what was written for a ledger.
extension Report {
    static func text(_ found: BinaryFile, file: String) -> String {
        var text: String
        switch found.content {
        case .dealing(let facts):
            text = row("Dealing", facts.shortForm) + row("Fingerprint", facts.fingerprint)
            text += row("Policy", "any \(facts.threshold) of \(facts.holders.count), \(facts.group.rawValue)")
        case .proof: text = row("Proof", "of shares that everyone can verify; it is binary as it is")
        case .submission(let request, let dealing):
            text =
                row("Submission", "sealed; to whom, it does not show") + row("Request", request)
                + row("Dealing", dealing)
        case .acknowledgement(let holder, let dealing):
            text = row("Says", "holder \(holder): my share is good") + row("Dealing", dealing)
        }
        text += row("SHA-256", found.digest)
        return text + row("Written", "\(file), \(found.bytes.count) bytes; it is public")
    }

    static func json(_ found: BinaryFile, file: String) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("schema", "holdfast.dealing/1"), ("ok", true), ("file", .string(file)), ("form", "binary"),
            ("bytes", .integer(found.bytes.count)), ("sha256", .string(found.digest)),
        ]
        switch found.content {
        case .dealing(let facts):
            members += [("is", "dealing"), ("dealing", .string(facts.shortForm)), ("id", .string(facts.id))]
        case .proof: members.append(("is", "proof"))
        case .submission(let request, let dealing):
            members += [("is", "submission"), ("request", .string(request)), ("id", .string(dealing))]
        case .acknowledgement(let holder, let dealing):
            members += [("is", "acknowledgement"), ("index", .integer(holder)), ("id", .string(dealing))]
        }
        return .object(JSONObject(members))
    }
}
