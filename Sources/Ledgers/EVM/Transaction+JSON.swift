import Encodings
import Transactions

/// The members of a transaction in JSON, taken out one by one; a null counts as absent.
///
/// The names are those of Ethereum's JSON-RPC (execution-apis, `GenericTransaction`), with `gasLimit` for `gas` and
/// `data` for `input`, as ethers and web3 write them.
private struct TransactionMembers {
    private let object: JSONObject

    /// - Throws: `EVMError.unknownFields`, `.typeNotYetSupported`, `.alreadySigned`.
    init(_ object: JSONObject) throws(EVMError) {
        self.object = object
        for (names, type) in Self.later where names.contains(where: has) { throw .typeNotYetSupported(type) }
        // go-ethereum's eth_fillTransaction writes an unsigned transaction with v, r and s of zero.
        for name in Self.signature where has(name) {
            guard let value = try? Self.quantity(object[name] ?? .null, .member(name)), value.isZero else {
                throw .alreadySigned
            }
        }
        let unknown = object.names.filter { !Self.own.contains($0) && !Self.signature.contains($0) }
        guard unknown.isEmpty else { throw .unknownFields(unknown.map { printable($0) }) }
    }

    private static let own: Set = [
        "type", "chainId", "nonce", "gas", "gasLimit", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "to",
        "value", "input", "data", "accessList", "from",
    ]
    private static let signature: Set = ["v", "r", "s", "yParity"]
    /// Members that belong to types which are named and not yet built.
    private static let later: [(Set<String>, UInt8)] = [
        (["maxFeePerBlobGas", "blobVersionedHashes", "blobs", "commitments", "proofs"], 3),
        (["authorizationList"], 4),
    ]

    func has(_ name: String) -> Bool { (object[name] ?? .null) != .null }

    /// The value of the first name, or of the second; both may stand there where they say the same.
    private func one<Value: Equatable>(
        of names: (String, String), _ read: (JSONValue, Place) throws(EVMError) -> Value
    ) throws(EVMError) -> Value? {
        let first = try value(names.0, read)
        let second = try value(names.1, read)
        if let first, let second, first != second { throw .contradiction(names.0, names.1) }
        return first ?? second
    }

    private func value<Value>(
        _ name: String, _ read: (JSONValue, Place) throws(EVMError) -> Value
    ) throws(EVMError) -> Value? {
        guard has(name), let value = object[name] else { return nil }
        return try read(value, .member(name))
    }

    func number(_ name: String) throws(EVMError) -> UInt256? { try value(name, Self.quantity) }

    func number(_ name: String, upTo largest: UInt64) throws(EVMError) -> UInt64? {
        try value(name) { (value, place) throws(EVMError) in try Self.quantity(value, place, upTo: largest) }
    }

    func gasLimit() throws(EVMError) -> UInt64? {
        try one(of: ("gas", "gasLimit")) { (value, place) throws(EVMError) in
            try Self.quantity(value, place, upTo: .max)
        }
    }

    func data() throws(EVMError) -> [UInt8]? { try one(of: ("input", "data"), Self.bytes) }

    func address(_ name: String) throws(EVMError) -> Address? { try value(name, Self.address) }

    /// Absent, null, `""` and `0x` create a contract; the zero address is an account like another.
    func receiver() throws(EVMError) -> Address? {
        if case .string(let text)? = object["to"], text.isEmpty || text == "0x" { return nil }
        return try address("to")
    }

    // MARK: One value

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

    private static func bytes(_ value: JSONValue, _ place: Place) throws(EVMError) -> [UInt8] {
        guard case .string(let text) = value, text.hasPrefix("0x"),
            let bytes = try? Hex.decode(String(text.dropFirst(2)))
        else { throw .dataForm(place) }
        return bytes
    }

    private static func address(_ value: JSONValue, _ place: Place) throws(EVMError) -> Address {
        guard case .string(let text) = value else { throw .addressForm(place, found: value.kind) }
        return try Address(text, at: place)
    }

    func accessList() throws(EVMError) -> [Transaction.AccessListEntry]? {
        guard let list = object["accessList"], list != .null else { return nil }
        guard case .array(let items) = list else { throw .listNeeded(.member("accessList")) }
        var entries: [Transaction.AccessListEntry] = []
        for (index, item) in items.enumerated() { entries.append(try Self.entry(item, "accessList[\(index)]")) }
        return entries
    }

    private static func entry(_ item: JSONValue, _ path: String) throws(EVMError) -> Transaction.AccessListEntry {
        guard case .object(let object) = item else { throw .listNeeded(.member(path)) }
        let needed = ["address", "storageKeys"]
        let unknown = object.names.filter { !needed.contains($0) }
        guard unknown.isEmpty else {
            throw .unknownFields(unknown.map { "\(path).\(printable($0))" })
        }
        guard let address = object["address"], let keys = object["storageKeys"] else {
            throw .missingFields(needed.filter { object[$0] == nil }.map { "\(path).\($0)" })
        }
        guard case .array(let items) = keys else { throw .listNeeded(.member("\(path).storageKeys")) }
        var storageKeys: [[UInt8]] = []
        for (index, item) in items.enumerated() {
            let place = Place.member("\(path).storageKeys[\(index)]")
            let key = try bytes(item, place)
            guard key.count == 32 else { throw .fieldLength(place, needed: 32, found: key.count) }
            storageKeys.append(key)
        }
        return Transaction.AccessListEntry(
            address: try self.address(address, .member("\(path).address")), storageKeys: storageKeys)
    }

    // MARK: The type

    /// The stated type, or the one that the fee members are of: `maxFeePerGas` or `maxPriorityFeePerGas` EIP-1559,
    /// `gasPrice` with an access list EIP-2930, else legacy.
    /// - Throws: `EVMError.feesOfTwoTypes`, `.fieldOfOtherType`, `.unknownType`, `.typeNotYetSupported`.
    func kind() throws(EVMError) -> TransactionKind {
        let isDynamic = has("maxFeePerGas") || has("maxPriorityFeePerGas")
        guard !(isDynamic && has("gasPrice")) else { throw .feesOfTwoTypes }
        guard let type = try number("type", upTo: 127) else {
            return isDynamic ? .eip1559 : has("accessList") ? .eip2930 : .legacy
        }
        let kind = try TransactionKind(type: UInt8(type))
        let foreign: [String] =
            switch kind {
            case .legacy: ["maxFeePerGas", "maxPriorityFeePerGas", "accessList"]
            case .eip2930: ["maxFeePerGas", "maxPriorityFeePerGas"]
            case .eip1559: ["gasPrice"]
            }
        if let name = foreign.first(where: has) { throw .fieldOfOtherType(name, kind: kind.name) }
        return kind
    }

    /// All that has to be there and is not, by name.
    func missing(_ kind: TransactionKind) -> [String] {
        let isDynamic = kind == .eip1559
        let fees = isDynamic ? ["maxPriorityFeePerGas", "maxFeePerGas"] : ["gasPrice"]
        let gas = has("gas") || has("gasLimit") ? [] : ["gas"]
        return (["nonce", "value"] + fees).filter { !has($0) } + gas
    }
}

extension Transaction {
    /// Reads a transaction in JSON.
    /// - Throws: `EVMError`, with the member.
    init(json text: [UInt8]) throws(EVMError) {
        let parsed: JSONValue
        do { parsed = try JSON.parse(text) } catch { throw .json(error.description) }
        guard case .object(let object) = parsed else { throw .notATransaction }
        let members = try TransactionMembers(object)
        let kind = try members.kind()
        let missing = members.missing(kind)
        guard missing.isEmpty else { throw .missingFields(missing) }

        let to = try members.receiver()
        let data = try members.data() ?? []
        guard to != nil || !data.isEmpty else { throw .creationWithoutData }
        let accessList = try members.accessList() ?? []
        // Every member that is needed is there: `missing` saw to it.
        func price(_ name: String) throws(EVMError) -> Wei { Wei(try members.number(name) ?? .zero) }
        let form: Form =
            switch kind {
            case .legacy: .legacy(gasPrice: try price("gasPrice"))
            case .eip2930: .eip2930(gasPrice: try price("gasPrice"), accessList: accessList)
            case .eip1559:
                .eip1559(
                    maxPriorityFee: try price("maxPriorityFeePerGas"), maxFee: try price("maxFeePerGas"),
                    accessList: accessList)
            }
        try self.init(
            chainID: ChainID(try members.number("chainId", upTo: ChainID.largest) ?? 0),
            nonce: try members.number("nonce", upTo: .max - 1) ?? 0, form: form,
            gasLimit: try members.gasLimit() ?? 0, to: to, value: try price("value"), data: data,
            statedSender: try members.address("from"))
    }
}
