import Encodings

/// What the data of a call seem to ask for, by their first four bytes.
///
/// The four bytes are the beginning of Keccak-256 over the function's signature (Solidity ABI specification, "Function
/// Selector"). Other functions can share them, so that the name is what it looks like, not what it is.
package struct Call: Hashable, Sendable {
    /// Four bytes.
    package let selector: [UInt8]
    /// What it looks like; `nil` where neither an ABI nor the table has the selector.
    package let function: ABIFunction?
    /// The file whose ABI says so; `nil` where it is the table.
    package let file: String?
    /// Names and values; `nil` where the data are not the canonical encoding of what the function takes.
    package let arguments: [ABIField]?
    /// Whether bytes stand behind the arguments: contracts overlook them as a rule, so that the call does what it says.
    package let hasBytesLeftOver: Bool
    /// The calls inside, in order.
    package let inner: [InnerCall]
    /// The signatures of other functions that the ABIs have with the same selector.
    package let collisions: [String]

    /// How deep calls inside of calls are looked at.
    package static let deepestNesting = 3

    /// `transfer(address,uint256)`
    package var signature: String? { function?.signature }

    /// - Parameters:
    ///   - data: `nil` comes back for less than four bytes.
    ///   - contract: Whose function is called.
    ///   - depth: How many calls this one is in.
    package init?(_ data: [UInt8], to contract: Address? = nil, abi: ABI = ABI(), depth: Int = 0) {
        guard data.count >= 4 else { return nil }
        selector = Array(data.prefix(4))
        let entries = abi.functions(selector)
        let content = Array(data.dropFirst(4))
        // Where selectors collide, the function whose arguments the data are is the likelier one.
        let read = entries.map { ($0, try? ABIDecoder.fields($0.function.inputs, of: content)) }
        if let (entry, fields) = read.first(where: { $0.1 != nil }) ?? read.first {
            (function, file) = (entry.function, entry.file)
            (arguments, hasBytesLeftOver) = Call.loosely(fields, entry.function, content)
            let known = KnownFunctions.bySelector[selector].map { [$0.signature] } ?? []
            collisions = Set(entries.map(\.function.signature) + known).subtracting([entry.function.signature]).sorted()
        } else {
            function = KnownFunctions.bySelector[selector]
            file = nil
            collisions = []
            let fields = function.flatMap { try? ABIDecoder.fields($0.inputs, of: content) }
            (arguments, hasBytesLeftOver) = function.map { Call.loosely(fields, $0, content) } ?? (nil, false)
        }
        inner =
            depth < Self.deepestNesting
            ? InnerCall.calls(in: function?.signature, arguments ?? [], to: contract, abi: abi, depth: depth + 1) : []
    }

    /// The arguments as they are; or, of a function of fixed length such as `approve`, those that stand before bytes left over.
    private static func loosely(
        _ fields: [ABIField]?, _ function: ABIFunction, _ content: [UInt8]
    ) -> ([ABIField]?, Bool) {
        let length = 32 * function.inputs.count
        guard fields == nil, content.count > length, length > 0 else { return (fields, false) }
        let head = try? ABIDecoder.fields(function.inputs, of: Array(content.prefix(length)))
        return (head, head != nil)
    }

    /// Itself and every call inside, with the contract that each is for.
    func all(to contract: Address?) -> [(call: Call, contract: Address?)] {
        [(self, contract)] + inner.flatMap { $0.call?.all(to: $0.to) ?? [] }
    }

    /// Whether the data hold calls that are not read: a list that does not end with a call, or calls too deep in each other.
    var hidesCalls: Bool {
        guard inner.isEmpty, let arguments else { return false }
        switch function?.name {
        case "execTransaction", "execTransactionFromModule", "execute", "multiSend", "multicall", "upgradeToAndCall":
            return arguments.contains { field in
                field.type.hasPrefix("bytes") && field.name != "signatures"
                    && !(field.value.bytes?.isEmpty ?? field.value.list?.isEmpty ?? true)
            }
        default: return false
        }
    }

    /// Whether this call lets another account take without limit: that much approved, or an operator for all.
    package var isUnlimitedApproval: Bool {
        guard let arguments else { return false }
        switch signature {
        case "approve(address,uint256)", "increaseAllowance(address,uint256)":
            return arguments[1].value.isUnlimitedAmount
        case "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)":
            return arguments[2].value.isUnlimitedAmount
        case "setApprovalForAll(address,bool)": return arguments[1].value == .flag(true)
        default: return false
        }
    }

    /// For programs.
    var json: JSONObject {
        JSONObject([
            ("selector", .string("0x" + Hex.encode(selector))), ("function", signature.map { .string($0) } ?? .null),
            ("abi", file.map { .string($0) } ?? .null),
            (
                "arguments",
                arguments.map { .array($0.map(\.json)) } ?? .null
            ),
            ("calls", .array(inner.map { .object($0.json) })),
        ])
    }
}

extension ABIValue {
    /// No token has 2¹²⁸ units; 2²⁵⁶ − 1 is the usual way to write *without limit*, and 2¹⁶⁰ − 1 Permit2's.
    package var isUnlimitedAmount: Bool { (number?.minimalBytes.count ?? 0) > 16 }
}

extension ABIField {
    var json: JSONValue {
        ["name": .string(name), "type": .string(type), "value": value.json]
    }
}
