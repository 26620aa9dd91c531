/// A value of JSON (RFC 8259), *public* only. Numbers stay text, so that no digit is lost; members stay in order.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// As it was written: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A whole number of any size.
    package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The text of a number.
    package var number: String? {
        if case .number(let text) = self { text } else { nil }
    }

    /// A number without fraction and exponent that an `Int` holds.
    package var integer: Int? {
        // Int("+1") would be accepted, but JSON has no such number; "-0" means 0.
        if case .number(let text) = self { Int(text) } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// A member of an object; `nil` where this is none, or has no such member.
    package subscript(name: String) -> JSONValue? { object?[name] }

    /// What it is, for messages: "an object", "a string".
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// The members of an object, in the order in which they were written.
package struct JSONObject: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue
    }

    package private(set) var members: [Member] = []

    package init() {}

    /// - Parameter members: In their order; no name twice.
    package init(_ members: [(name: String, value: JSONValue)]) {
        for member in members { append(member.name, member.value) }
    }

    /// Members whose names are known to differ.
    init(distinct members: [Member]) { self.members = members }

    package var names: [String] { members.map(\.name) }

    /// The member's value. Names are compared byte by byte, not by Unicode's equivalence.
    package subscript(name: String) -> JSONValue? {
        let letters = name.utf8
        // Most names differ in their length already.
        return members.first { $0.name.utf8.count == letters.count && $0.name.utf8.elementsEqual(letters) }?.value
    }

    /// Adds a member that is not there yet.
    package mutating func append(_ name: String, _ value: JSONValue) {
        precondition(self[name] == nil, "a name occurs once in an object")
        members.append(Member(name: name, value: value))
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; its members keep the order of the literal.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { (name: $0.0, value: $0.1) }))
    }
}
