import Encodings
import Transactions

/// Readers of single JSON values, as the members of transactions, authorizations and typed data have them.
enum MemberValues {
    /// A JSON number, `0x` and hexadecimal digits, or decimal digits: a whole number below 2²⁵⁶, read exactly.
    static func quantity(_ value: JSONValue, _ place: Place) throws(EVMError) -> UInt256 {
        let text: String
        switch value {
        case .number(let digits): text = digits
        case .string(let letters): text = letters
        case .null, .bool, .array, .object: throw .quantityForm(place, found: value.kind)
        }
        let isHex = text.hasPrefix("0x")
        let digits = isHex ? text.dropFirst(2) : text[...]
        if let number = isHex ? UInt256(hex: digits) : UInt256(decimal: digits) { return number }
        let isNumber = digits.utf8.allSatisfy {
            isHex ? Character(UnicodeScalar($0)).isHexDigit : (0x30...0x39).contains($0)
        }
        // Digits alone fail for being too many, or for a leading zero, which some read as octal.
        if isNumber, !digits.isEmpty, isHex || digits.first != "0" {
            throw .numberTooLarge(place, largest: "2^256 - 1")
        }
        throw .quantityForm(place, found: printable(text))
    }

    static func quantity(_ value: JSONValue, _ place: Place, upTo largest: UInt64) throws(EVMError) -> UInt64 {
        guard let number = try quantity(value, place).asUInt64, number <= largest else {
            throw .numberTooLarge(place, largest: String(largest))
        }
        return number
    }

    /// `0x` and pairs of hexadecimal digits.
    static func bytes(_ value: JSONValue, _ place: Place) throws(EVMError) -> [UInt8] {
        guard case .string(let text) = value, text.hasPrefix("0x"),
            let bytes = try? Hex.decode(String(text.dropFirst(2)))
        else { throw .dataForm(place) }
        return bytes
    }

    static func bytes(_ value: JSONValue, _ place: Place, count: Int) throws(EVMError) -> [UInt8] {
        let bytes = try bytes(value, place)
        guard bytes.count == count else { throw .fieldLength(place, needed: count, found: bytes.count) }
        return bytes
    }

    static func address(_ value: JSONValue, _ place: Place) throws(EVMError) -> Address {
        guard case .string(let text) = value else { throw .addressForm(place, found: value.kind) }
        return try Address(text, at: place)
    }

    /// Whether an address is written in one case though its checksum has both, so that a mistyped digit goes unnoticed.
    static func isUnchecked(_ value: JSONValue?) -> Bool {
        guard case .string(let text)? = value, let address = try? Address(text, at: .member("")) else { return false }
        return text != address.text
    }

    static func list(_ value: JSONValue, _ path: String) throws(EVMError) -> [JSONValue] {
        guard case .array(let items) = value else { throw .listNeeded(.member(path)) }
        return items
    }

    /// Names of ASCII letters are the same only where their bytes are; `String` compares by Unicode's equivalence, by which
    /// the Kelvin sign is a K.
    static func isASCII(_ name: String) -> Bool { name.utf8.allSatisfy { $0 < 0x80 } }

    /// An object with these members and no others.
    /// - Parameter path: What stands before the names in errors; empty, or with a dot at its end.
    static func object(
        _ value: JSONValue, _ path: String, needed: [String], optional: [String] = []
    ) throws(EVMError) -> JSONObject {
        guard case .object(let object) = value else { throw .listNeeded(.member(String(path.dropLast()))) }
        let unknown = object.names.filter { !(needed.contains($0) || optional.contains($0)) || !isASCII($0) }
        guard unknown.isEmpty else { throw .unknownFields(unknown.map { path + printable($0) }) }
        let missing = needed.filter { (object[$0] ?? .null) == .null }
        guard missing.isEmpty else { throw .missingFields(missing.map { path + $0 }) }
        return object
    }
}
