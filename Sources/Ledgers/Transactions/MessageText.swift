package import Encodings

/// A message that is to be signed, as a person must see it: the whole of it.
package struct MessageText: Hashable, Sendable {
    package let bytes: [UInt8]

    /// More than this nobody reads before signing.
    package static let mostBytes = 1 << 16

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The text, where the bytes are UTF-8 without control characters but tabs and ends of lines.
    package var text: String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control || ["\t", "\n", "\r"].contains(scalar)
        }
        return isPlain ? text : nil
    }

    /// The message line by line where it is text, else in hexadecimal, and how long it is.
    package var facts: [Summary.Fact] { content + [.init(label: "length", text: length)] }

    package var members: JSONObject {
        JSONObject([
            ("message", text.map { .string($0) } ?? .null), ("bytes", .string(Hex.encode(bytes))),
            ("length", .integer(bytes.count)),
        ])
    }

    private var content: [Summary.Fact] {
        guard let text, !bytes.isEmpty else {
            return MessageText.whole("message", bytes.isEmpty ? "empty" : Hex.encode(bytes))
        }
        // By scalars: a carriage return and a newline are one character.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().flatMap { place, line in
            MessageText.whole(place == 0 ? "message" : "  line \(place + 1)", String(line))
        }
    }

    private var length: String {
        let count = bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes"
        let form = text == nil ? ", no text: shown in hexadecimal" : ""
        return count + form + (bytes.last == 0x0A ? ", the last of them a newline" : "")
    }

    /// A text in one fact, or in several where a fact would cut it.
    package static func whole(_ label: String, _ text: String) -> [Summary.Fact] {
        // `Summary.Fact` cuts at 400.
        let most = 300
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > most else { return [.init(label: label, text: text)] }
        return stride(from: 0, to: scalars.count, by: most).map { start in
            var part = ""
            part.unicodeScalars.append(contentsOf: scalars[start..<min(scalars.count, start + most)])
            return .init(label: start == 0 ? label : "  more", text: part)
        }
    }
}
