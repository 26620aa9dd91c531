/// JSON (RFC 8259), strictly: no duplicate names, nothing after the value, valid UTF-8, no lone surrogates, at most 64 levels
/// and 524,288 values.
/// A byte-order mark at the start is passed over, as section 8.1 allows.
package enum JSON {
    /// How deep arrays and objects may lie in each other.
    package static let mostDepth = 64
    /// How many values a text may have. A dealing of 65,535 holders has some 330,000; without a limit 64 MiB of hostile text
    /// take gigabytes of memory.
    package static let mostValues = 1 << 19

    /// Reads a *public* text.
    /// - Throws: `EncodingsError.json` with line and column.
    package static func parse(_ text: String) throws(EncodingsError) -> JSONValue {
        try parse(Array(text.utf8))
    }

    /// Reads a *public* text.
    /// - Throws: `EncodingsError.json` with line and column.
    package static func parse(_ bytes: [UInt8]) throws(EncodingsError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (bytes) throws(EncodingsError) in
            let bytes = UnsafeRawBufferPointer(bytes)
            let scanner = try JSONScanner(bytes)
            return value(of: scanner.root, scanner, bytes)
        }
    }

    private static func value(
        of item: JSONScanner.Item, _ scanner: JSONScanner, _ bytes: UnsafeRawBufferPointer
    ) -> JSONValue {
        switch item.kind {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number: .number(String(decoding: bytes[item.range], as: UTF8.self))
        case .string: .string(scanner.publicString(item, in: bytes))
        case .array: .array(scanner.elements(of: item).map { value(of: $0, scanner, bytes) })
        case .object:
            .object(
                JSONObject(
                    distinct: scanner.members(of: item).map {
                        JSONObject.Member(name: $0.name, value: value(of: $0.value, scanner, bytes))
                    }))
        }
    }
}

/// What can be wrong with JSON.
package enum JSONFault: Equatable, Sendable, CustomStringConvertible {
    case ended
    case valueExpected
    case nameExpected
    case colonExpected
    case commaOrEndExpected
    case malformedNumber
    case malformedLiteral
    case controlCharacter
    case malformedEscape
    case loneSurrogate
    case malformedUTF8
    case duplicateName(String)
    case trailingText
    case tooDeep
    case tooManyValues
    /// An element of an array of bytes that is no whole number from 0 to 255.
    case noByte

    package var description: String {
        switch self {
        case .ended: "the text ends too early; the file was cut"
        case .valueExpected: "a value must stand here"
        case .nameExpected: "a name in quotes must stand here"
        case .colonExpected: "a colon must stand here"
        case .commaOrEndExpected: "a comma or the closing bracket must stand here"
        case .malformedNumber: "this is no number as JSON writes them"
        case .malformedLiteral: "only true, false and null are written without quotes"
        case .controlCharacter: "a control character stands in a string; write it as an escape"
        case .malformedEscape: "this escape is none of JSON's"
        case .loneSurrogate: "half of a surrogate pair stands alone"
        case .malformedUTF8: "these bytes are no UTF-8"
        case .duplicateName(let name): "the name \"\(printable(name))\" stands twice in one object; keep one of them"
        case .trailingText: "something follows after the end of the value"
        case .tooDeep: "arrays and objects lie more than \(JSON.mostDepth) levels deep"
        case .tooManyValues: "there are more than \(JSON.mostValues) values, which no text of this kind has"
        case .noByte: "a whole number from 0 to 255 must stand here"
        }
    }
}
