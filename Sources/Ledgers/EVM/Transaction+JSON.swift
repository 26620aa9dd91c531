import Encodings
import Transactions

/// The members of a transaction in JSON, taken out one by one; a null counts as absent.
///
/// The names are those of Ethereum's JSON-RPC (execution-apis, `GenericTransaction`), with `gasLimit` for `gas` and
/// `data` for `input`, as ethers and web3 write them.
struct TransactionMembers {
    let object: JSONObject

    /// - Throws: `EVMError.unknownFields`, `.blobSidecar`, `.alreadySigned`.
    init(_ object: JSONObject) throws(EVMError) {
        self.object = object
        guard !Self.sidecar.contains(where: has) else { throw .blobSidecar }
        // go-ethereum's eth_fillTransaction writes an unsigned transaction with v, r and s of zero.
        for name in Self.signature where has(name) {
            guard let value = try? MemberValues.quantity(object[name] ?? .null, .member(name)), value.isZero else {
                throw .alreadySigned
            }
        }
        let unknown = object.names.filter {
            !(Self.own.contains($0) || Self.signature.contains($0) || Self.sidecar.contains($0))
                || !MemberValues.isASCII($0)
        }
        guard unknown.isEmpty else { throw .unknownFields(unknown.map { printable($0) }) }
    }

    private static let own: Set = [
        "type", "chainId", "nonce", "gas", "gasLimit", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "to",
        "value", "input", "data", "accessList", "from", "maxFeePerBlobGas", "blobVersionedHashes", "authorizationList",
    ]
    private static let signature: Set = ["v", "r", "s", "yParity"]
    /// What travels beside a transaction of type 3 and is not signed.
    private static let sidecar: Set = ["blobs", "commitments", "proofs"]

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

    func number(_ name: String) throws(EVMError) -> UInt256? { try value(name, MemberValues.quantity) }

    func number(_ name: String, upTo largest: UInt64) throws(EVMError) -> UInt64? {
        try value(name) { (value, place) throws(EVMError) in try MemberValues.quantity(value, place, upTo: largest) }
    }

    func gasLimit() throws(EVMError) -> UInt64? {
        try one(of: ("gas", "gasLimit")) { (value, place) throws(EVMError) in
            try MemberValues.quantity(value, place, upTo: .max)
        }
    }

    func data() throws(EVMError) -> [UInt8]? { try one(of: ("input", "data"), MemberValues.bytes) }

    func address(_ name: String) throws(EVMError) -> Address? { try value(name, MemberValues.address) }

    /// Absent, null, `""` and `0x` create a contract; the zero address is an account like another.
    func receiver() throws(EVMError) -> Address? {
        if case .string(let text)? = object["to"], text.isEmpty || text == "0x" { return nil }
        return try address("to")
    }

    // MARK: The type

    /// The stated type, or the one that the members are of: `authorizationList` EIP-7702, `maxFeePerBlobGas` or
    /// `blobVersionedHashes` EIP-4844, `maxFeePerGas` or `maxPriorityFeePerGas` EIP-1559, `gasPrice` with an access list
    /// EIP-2930, else legacy.
    /// - Throws: `EVMError.feesOfTwoTypes`, `.fieldOfOtherType`, `.unknownType`.
    func kind() throws(EVMError) -> TransactionKind {
        let isDynamic = has("maxFeePerGas") || has("maxPriorityFeePerGas")
        guard !(isDynamic && has("gasPrice")) else { throw .feesOfTwoTypes }
        let kind =
            try number("type", upTo: 127).map { (type) throws(EVMError) in try TransactionKind(type: UInt8(type)) }
            ?? impliedKind(isDynamic: isDynamic)
        if let name = foreign(to: kind).first(where: has) { throw .fieldOfOtherType(name, kind: kind.name) }
        return kind
    }

    private func impliedKind(isDynamic: Bool) -> TransactionKind {
        if has("authorizationList") { return .eip7702 }
        if has("maxFeePerBlobGas") || has("blobVersionedHashes") { return .eip4844 }
        return isDynamic ? .eip1559 : has("accessList") ? .eip2930 : .legacy
    }

    /// The members that a type has no use for.
    private func foreign(to kind: TransactionKind) -> [String] {
        let fees = kind.hasDynamicFees ? ["gasPrice"] : ["maxFeePerGas", "maxPriorityFeePerGas"]
        return fees + (kind == .legacy ? ["accessList"] : [])
            + (kind == .eip4844 ? [] : ["maxFeePerBlobGas", "blobVersionedHashes"])
            + (kind == .eip7702 ? [] : ["authorizationList"])
    }

    /// All that has to be there and is not, by name.
    func missing(_ kind: TransactionKind) -> [String] {
        let fees = kind.hasDynamicFees ? ["maxPriorityFeePerGas", "maxFeePerGas"] : ["gasPrice"]
        let own =
            kind == .eip4844
            ? ["maxFeePerBlobGas", "blobVersionedHashes"] : kind == .eip7702 ? ["authorizationList"] : []
        let gas = has("gas") || has("gasLimit") ? [] : ["gas"]
        return (["nonce", "value"] + fees + own).filter { !has($0) } + gas
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
        guard to != nil || kind.canCreate else { throw .creationNotPossible(kind: kind.name) }
        let data = try members.data() ?? []
        guard to != nil || !data.isEmpty else { throw .creationWithoutData }
        try self.init(
            chainID: ChainID(try members.number("chainId", upTo: ChainID.largest) ?? 0),
            nonce: try members.number("nonce", upTo: .max - 1) ?? 0, form: try members.form(kind),
            gasLimit: try members.gasLimit() ?? 0, to: to, value: Wei(try members.number("value") ?? .zero), data: data,
            statedSender: try members.address("from"), hasUncheckedReceiver: MemberValues.isUnchecked(object["to"]))
    }
}
