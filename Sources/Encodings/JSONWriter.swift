/// Writes JSON (RFC 8259): members in their order, strings with the escapes that must be and no others.
package enum JSONWriter {
    package enum Form: Sendable {
        /// One line without blanks.
        case compact
        /// Two spaces a level, one member or element a line; empty arrays and objects as `[]` and `{}`.
        case pretty
    }

    /// The text of a value, without a line end after it. Reading it back gives the same value.
    package static func text(_ value: JSONValue, _ form: Form) -> String {
        var text = ""
        write(value, form, indent: "\n", to: &text)
        return text
    }

    /// - Parameter indent: The line end and the blanks before what stands on this level.
    private static func write(_ value: JSONValue, _ form: Form, indent: String, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): write(string, to: &text)
        case .array(let elements):
            list(elements, "[", "]", form, indent, to: &text) { element, inner, text in
                write(element, form, indent: inner, to: &text)
            }
        case .object(let object):
            list(object.members, "{", "}", form, indent, to: &text) { member, inner, text in
                write(member.name, to: &text)
                text += form == .pretty ? ": " : ":"
                write(member.value, form, indent: inner, to: &text)
            }
        }
    }

    private static func list<Entry>(
        _ entries: [Entry], _ opening: String, _ closing: String, _ form: Form, _ indent: String,
        to text: inout String, _ writeEntry: (Entry, String, inout String) -> Void
    ) {
        text += opening
        let inner = indent + "  "
        for (position, entry) in entries.enumerated() {
            if position > 0 { text += "," }
            if form == .pretty { text += inner }
            writeEntry(entry, inner, &text)
        }
        if form == .pretty, !entries.isEmpty { text += indent }
        text += closing
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Nearly every string is taken over whole, which is ten times as fast as letter by letter.
        guard !string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}": text += "\\u00" + Hex.encode([UInt8(scalar.value)])
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
