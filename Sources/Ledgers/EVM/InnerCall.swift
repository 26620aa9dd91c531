import Encodings

/// A call that another call makes.
package struct InnerCall: Hashable, Sendable {
    /// Whose function is called; `nil` where it is not told.
    package let to: Address?
    package let value: UInt256
    /// Whether the code of `to` runs as the account that calls, and can then do all that this account can.
    package let isDelegate: Bool
    package let data: [UInt8]
    package let call: Call?

    init(to: Address?, value: UInt256 = .zero, isDelegate: Bool = false, data: [UInt8], abi: ABI, depth: Int) {
        self.to = to
        self.value = value
        self.isDelegate = isDelegate
        self.data = data
        call = Call(data, to: to, abi: abi, depth: depth)
    }

    /// The calls that a function's arguments hold.
    static func calls(
        in signature: String?, _ arguments: [ABIField], to contract: Address?, abi: ABI, depth: Int
    ) -> [InnerCall] {
        let values = arguments.map(\.value)
        switch signature {
        case "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)"
        where values.count == 10,
            "execTransactionFromModule(address,uint256,bytes,uint8)" where values.count == 4,
            "execute(address,uint256,bytes)" where values.count == 3:
            return [
                InnerCall(
                    to: values[0].address, value: values[1].number ?? .zero,
                    // Safe, `Enum.Operation`: 0 is a call, 1 a delegate call, and others fail.
                    isDelegate: values.count > 3 && values[3] != .unsigned(.zero), data: values[2].bytes ?? [],
                    abi: abi, depth: depth)
            ]
        case "multicall(bytes[])" where values.count == 1, "multicall(uint256,bytes[])" where values.count == 2:
            let list = values[values.count - 1].list ?? []
            return list.map { InnerCall(to: contract, data: $0.bytes ?? [], abi: abi, depth: depth) }
        case "multiSend(bytes)" where values.count == 1:
            return packed(values[0].bytes ?? [], abi: abi, depth: depth) ?? []
        case "upgradeToAndCall(address,bytes)" where values.count == 2:
            guard let data = values[1].bytes, !data.isEmpty else { return [] }
            return [InnerCall(to: values[0].address, isDelegate: true, data: data, abi: abi, depth: depth)]
        default: return []
        }
    }

    /// The calls of Safe's MultiSend, one behind the other: operation (1 byte), receiver (20), value (32), length (32), data.
    /// Safe, `contracts/libraries/MultiSend.sol`.
    /// - Returns: `nil` where the bytes do not end with a call.
    static func packed(_ bytes: [UInt8], abi: ABI, depth: Int) -> [InnerCall]? {
        var calls: [InnerCall] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 85, let operation = rest.first, let to = Address(rest.dropFirst().prefix(20)),
                let value = UInt256(bigEndian: rest.dropFirst(21).prefix(32)),
                let count = UInt256(bigEndian: rest.dropFirst(53).prefix(32))?.asUInt64,
                count <= UInt64(rest.count - 85)
            else { return nil }
            rest = rest.dropFirst(85)
            calls.append(
                InnerCall(
                    to: to, value: value, isDelegate: operation != 0, data: Array(rest.prefix(Int(count))), abi: abi,
                    depth: depth))
            rest = rest.dropFirst(Int(count))
        }
        return calls
    }

    /// For programs.
    var json: JSONObject {
        var members = JSONObject([
            ("to", to.map { .string($0.text) } ?? .null), ("value", .string(value.decimal)),
            ("delegateCall", .bool(isDelegate)), ("data", .string("0x" + Hex.encode(data))),
        ])
        for member in call?.json.members ?? [] { members.append(member.name, member.value) }
        return members
    }
}
