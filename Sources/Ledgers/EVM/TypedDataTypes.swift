import Digests
import Encodings
import Transactions

/// The type of a member of typed data.
indirect enum TypedDataType: Hashable, Sendable {
    case builtIn(ABIType)
    case structure(String)
    case list(TypedDataType)
    case array(TypedDataType, count: Int)

    /// The structure that it is made of; `nil` for built-in types.
    var structure: String? {
        switch self {
        case .builtIn: nil
        case .structure(let name): name
        case .list(let element), .array(let element, _): element.structure
        }
    }
}

/// The structures that typed data define. EIP-712, "Definition of typed structured data".
struct TypedDataTypes: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        let name: String
        /// As it is written, which is how it is hashed.
        let typeName: String
        let type: TypedDataType
    }

    /// By name.
    let members: [String: [Member]]
    private let hashes: [String: [UInt8]]

    static let mostTypes = 128
    static let mostMembers = 256
    /// How deep structures may stand in each other.
    static let deepestNesting = 32

    /// - Throws: `EVMError.typedData` for names, unknown and recursive types; `.listNeeded`, `.missingFields`, `.unknownFields`.
    init(_ value: JSONValue) throws(EVMError) {
        guard case .object(let object) = value else { throw .listNeeded(.member("types")) }
        let names = Set(object.names)
        guard names.count <= Self.mostTypes else { throw .typedData(.tooMany("types", limit: Self.mostTypes)) }
        var members: [String: [Member]] = [:]
        for (name, value) in object.members.map({ ($0.name, $0.value) }) {
            guard ABI.isIdentifier(name), !Self.isReserved(name) else { throw .typedData(.name(printable(name))) }
            members[name] = try Self.members(value, of: name, among: names)
        }
        self.members = members
        var heights: [String: Int?] = [:]
        for name in object.names { _ = try Self.height(name, members, &heights) }
        var hashes: [String: [UInt8]] = [:]
        for name in object.names { hashes[name] = Keccak256.hash(Array(Self.encoded(name, members).utf8)) }
        self.hashes = hashes
    }

    /// Whether a structure of that name could be taken for a built-in type.
    private static func isReserved(_ name: String) -> Bool {
        if ["address", "bool", "string", "function", "fixed", "ufixed", "tuple"].contains(name) { return true }
        let stem = name.prefix { !$0.isNumber }
        return ["bytes", "uint", "int"].contains(stem) && name.dropFirst(stem.count).allSatisfy(\.isNumber)
    }

    private static func members(
        _ value: JSONValue, of type: String, among names: Set<String>
    ) throws(EVMError) -> [Member] {
        let items = try MemberValues.list(value, "types.\(type)")
        guard items.count <= mostMembers else {
            throw .typedData(.tooMany("members in one type", limit: mostMembers))
        }
        var members: [Member] = []
        var seen: Set<String> = []
        for (index, item) in items.enumerated() {
            let path = "types.\(type)[\(index)]"
            let object = try MemberValues.object(item, path + ".", needed: ["name", "type"])
            guard let name = object["name"]?.string, let typeName = object["type"]?.string else {
                throw .typedData(.value(path, needed: "a name and a type in text", found: "something else"))
            }
            guard ABI.isIdentifier(name) else { throw .typedData(.name(printable(name))) }
            guard seen.insert(name).inserted else { throw .typedData(.memberTwice(name, type: type)) }
            guard let parsed = Self.type(typeName, among: names) else {
                throw .typedData(.unknownType(printable(typeName), place: "\(type).\(name)"))
            }
            members.append(Member(name: name, typeName: typeName, type: parsed))
        }
        return members
    }

    private static func type(_ text: String, among names: Set<String>) -> TypedDataType? {
        guard let (name, lengths) = ArraySuffix.split(text) else { return nil }
        var type: TypedDataType
        if let builtIn = ABIType(builtIn: name) {
            type = .builtIn(builtIn)
        } else {
            // Sets of strings hold that the Kelvin sign is a K.
            guard ABI.isIdentifier(String(name)), names.contains(String(name)) else { return nil }
            type = .structure(String(name))
        }
        for length in lengths { type = length.map { .array(type, count: $0) } ?? .list(type) }
        return type
    }

    /// How deep structures stand in a structure, itself included.
    /// - Parameter heights: Those that are known; `nil` for one that is being looked at.
    private static func height(
        _ name: String, _ members: [String: [Member]], _ heights: inout [String: Int?]
    ) throws(EVMError) -> Int {
        if let known = heights[name] {
            guard let known else { throw .typedData(.recursiveType(name)) }
            return known
        }
        heights[name] = .some(nil)
        var deepest = 0
        for inner in members[name]?.compactMap(\.type.structure) ?? [] {
            deepest = max(deepest, try height(inner, members, &heights))
        }
        guard deepest < deepestNesting else { throw .typedData(.tooDeep(limit: deepestNesting)) }
        heights[name] = deepest + 1
        return deepest + 1
    }

    /// The domain has members of EIP-712's names and types only, and at least one.
    /// - Throws: `EVMError.missingFields`, `.typedData`.
    func requireDomain() throws(EVMError) {
        guard let domain = members[TypedData.domainType] else { throw .missingFields(["types.EIP712Domain"]) }
        guard !domain.isEmpty else { throw .typedData(.emptyDomain) }
        let allowed = [
            "name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address",
            "salt": "bytes32",
        ]
        for member in domain where allowed[member.name] != member.typeName {
            throw .typedData(.domainMember(printable("\(member.typeName) \(member.name)")))
        }
    }

    // MARK: Hashes

    /// The structure with its members, and behind it those that it uses, by name. EIP-712, "Definition of encodeType".
    func encoded(_ name: String) -> String { Self.encoded(name, members) }

    private static func encoded(_ name: String, _ members: [String: [Member]]) -> String {
        var used: Set<String> = [name]
        var open = [name]
        while let next = open.popLast() {
            for inner in members[next]?.compactMap(\.type.structure) ?? [] where used.insert(inner).inserted {
                open.append(inner)
            }
        }
        let others = used.subtracting([name]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return ([name] + others).map { name in
            let list = (members[name] ?? []).map { "\($0.typeName) \($0.name)" }.joined(separator: ",")
            return "\(name)(\(list))"
        }.joined()
    }

    /// Keccak-256 of the type's hash and the members' words. EIP-712, "Definition of hashStruct".
    func hash(_ name: String, _ fields: [ABIField]) -> [UInt8] {
        var input = hashes[name] ?? []
        for (member, field) in zip(members[name] ?? [], fields) { input += word(of: field.value, member.type) }
        return Keccak256.hash(input)
    }

    /// 32 bytes. EIP-712, "Definition of encodeData".
    private func word(of value: ABIValue, _ type: TypedDataType) -> [UInt8] {
        switch (type, value) {
        case (.structure(let name), .tuple(let fields)): hash(name, fields)
        case (.list(let element), .list(let values)), (.array(let element, _), .list(let values)):
            Keccak256.hash(values.flatMap { word(of: $0, element) })
        case (_, .unsigned(let number)), (_, .signed(let number)): number.bytes
        case (_, .address(let address)): [UInt8](repeating: 0, count: 12) + address.bytes
        case (_, .flag(let flag)): UInt256(flag ? 1 : 0).bytes
        case (_, .text(let text)): Keccak256.hash(Array(text.utf8))
        case (.builtIn(.bytes), .bytes(let bytes)): Keccak256.hash(bytes)
        case (_, .bytes(let bytes)): bytes + [UInt8](repeating: 0, count: 32 - bytes.count)
        case (_, .list), (_, .tuple): preconditionFailure("values were read by their types")
        }
    }
}
