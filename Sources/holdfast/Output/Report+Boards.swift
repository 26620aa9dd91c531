import Custody
import Encodings

/// What is published on boards.
extension Report {
    /// What a call publishes, and by which hash it is found; in two lines.
    static func lines(_ call: PublishingCall) -> [String] {
        [
            "publishes \(call.summary.facts.first?.text ?? call.kind)",
            "\(call.byteCount) bytes, SHA-256 \(call.digest)",
        ]
    }

    static func text(_ call: PublishingCall, file: String) -> String {
        row("Publishes", call.summary.facts.first?.text ?? call.kind) + row("SHA-256", call.digest)
            + row("Written", "\(file), a call for \(call.board.rawValue); it is public")
    }

    /// - Parameter file: Where it was written; nil where it was not.
    static func json(_ call: PublishingCall, file: String? = nil) -> JSONValue {
        var value = JSONObject([("schema", "holdfast.dealing/1"), ("ok", true)])
        if let file { value.append("file", .string(file)) }
        value.append("form", .string("call"))
        value.append("ledger", .string(call.board.rawValue))
        value.append("is", .string(call.kind))
        value.append("bytes", .integer(call.byteCount))
        value.append("sha256", .string(call.digest))
        value.append("call", .string(call.text))
        append(call.summary.members, to: &value)
        return .object(value)
    }
}
