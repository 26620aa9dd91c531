import Digests
import Encodings
import Transactions

/// One argument of a call, as a person reads it.
struct Argument: Hashable, Sendable {
    let bytes: [UInt8]
    /// `nil` where it is no text.
    let text: String?
    let isJSON: Bool

    /// More letters than this nobody reads; then the beginning is shown, the length and the hash.
    static let mostShown = 2000

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        text = bytes.isEmpty ? nil : MessageText(bytes).text
        isJSON = [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes.first) && (try? JSON.parse(bytes)) != nil
    }

    private var form: String { text == nil ? "hex" : isJSON ? "JSON" : "text" }

    private var letters: String { text ?? Hex.encode(bytes) }

    /// Nothing before a text, unless it begins as what is marked: `hex ff00` in letters is not the two bytes.
    private var mark: String {
        if text == nil { return "hex " }
        if isJSON { return "JSON " }
        return letters == "empty" || ["hex ", "JSON ", "text "].contains(where: letters.hasPrefix) ? "text " : ""
    }

    var isCut: Bool { letters.unicodeScalars.count > Argument.mostShown }

    /// The whole of it, in one fact or several; or its beginning, where it is long.
    func facts(_ label: String) -> [Summary.Fact] {
        guard !bytes.isEmpty else { return [.init(label: label, text: "empty")] }
        let kind = mark + letters
        guard isCut else { return MessageText.whole(label, kind) }
        return MessageText.whole(label, String(kind.unicodeScalars.prefix(280).map(Character.init)) + " ...")
            + [
                .init(label: "  length", text: "\(bytes.count) bytes of \(form)"),
                .init(label: "  SHA-256", text: Hex.encode(SHA256.hash(bytes))),
            ]
    }

    var member: JSONValue {
        .object(JSONObject([("form", .string(form.lowercased())), ("value", .string(letters))]))
    }
}
