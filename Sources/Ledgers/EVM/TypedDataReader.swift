import Encodings
import Transactions

/// Reads the values of typed data by their types.
struct TypedDataReader {
    private let types: TypedDataTypes
    private var count = 0

    /// How many values may be in one signature.
    static let mostValues = 1 << 12

    init(types: TypedDataTypes) { self.types = types }

    /// The members that the type declares, all of them and no others, in its order.
    mutating func structure(_ name: String, _ value: JSONValue, _ path: String) throws(EVMError) -> [ABIField] {
        guard case .object(let object) = value else {
            throw .typedData(.value(path, needed: "an object of type \(name)", found: value.kind))
        }
        let members = types.members[name] ?? []
        let names = Set(members.map(\.name))
        let unknown = object.names.filter { !names.contains($0) || !MemberValues.isASCII($0) }
        guard unknown.isEmpty else { throw .unknownFields(unknown.map { "\(path).\(printable($0))" }) }
        let missing = members.map(\.name).filter { (object[$0] ?? .null) == .null }
        guard missing.isEmpty else { throw .missingFields(missing.map { "\(path).\($0)" }) }
        var fields: [ABIField] = []
        for member in members {
            let value = try self.value(object[member.name] ?? .null, member.type, "\(path).\(member.name)")
            fields.append(ABIField(name: member.name, type: member.typeName, value: value))
        }
        return fields
    }

    private mutating func value(
        _ value: JSONValue, _ type: TypedDataType, _ path: String
    ) throws(EVMError) -> ABIValue {
        count += 1
        guard count <= Self.mostValues else { throw .typedData(.tooMany("values", limit: Self.mostValues)) }
        switch type {
        case .builtIn(let type): return try Self.single(value, type, path)
        case .structure(let name): return .tuple(try structure(name, value, path))
        case .list(let element): return .list(try elements(value, element, path))
        case .array(let element, let needed):
            let values = try elements(value, element, path)
            guard values.count == needed else {
                throw .typedData(.arrayLength(path, needed: needed, found: values.count))
            }
            return .list(values)
        }
    }

    private mutating func elements(
        _ value: JSONValue, _ type: TypedDataType, _ path: String
    ) throws(EVMError) -> [ABIValue] {
        guard case .array(let items) = value else {
            throw .typedData(.value(path, needed: "a list", found: value.kind))
        }
        var values: [ABIValue] = []
        for (index, item) in items.enumerated() { values.append(try self.value(item, type, "\(path)[\(index)]")) }
        return values
    }

    private static func single(_ value: JSONValue, _ type: ABIType, _ path: String) throws(EVMError) -> ABIValue {
        let place = Place.member(path)
        switch type {
        case .unsigned(let bits):
            let number = try MemberValues.quantity(value, place)
            guard number.fits(bits: bits) else { throw .typedData(.range(path, type: type.canonical)) }
            return .unsigned(number)
        case .signed(let bits): return .signed(try signed(value, bits: bits, path))
        case .address: return .address(try MemberValues.address(value, place))
        case .word(let count): return .bytes(try MemberValues.bytes(value, place, count: count))
        case .bytes: return .bytes(try MemberValues.bytes(value, place))
        case .flag:
            if case .bool(let flag) = value { return .flag(flag) }
            throw .typedData(.value(path, needed: "true or false", found: value.kind))
        case .text:
            if case .string(let text) = value { return .text(text) }
            throw .typedData(.value(path, needed: "a string", found: value.kind))
        case .list, .array, .tuple: preconditionFailure("built-in types of typed data are single")
        }
    }

    /// A whole number with or without a minus, in two's complement.
    private static func signed(_ value: JSONValue, bits: Int, _ path: String) throws(EVMError) -> UInt256 {
        let text = value.number ?? value.string ?? ""
        let isNegative = text.hasPrefix("-")
        // After a minus only decimal digits, and no zero.
        let magnitude =
            isNegative
            ? UInt256(decimal: text.dropFirst()) : try MemberValues.quantity(value, .member(path))
        guard let magnitude, !(isNegative && magnitude.isZero) else {
            throw .quantityForm(.member(path), found: printable(text))
        }
        let number = isNegative ? magnitude.negated : magnitude
        guard number.fitsSigned(bits: bits), (number.bytes[0] >= 0x80) == isNegative else {
            throw .typedData(.range(path, type: "int\(bits)"))
        }
        return number
    }
}
