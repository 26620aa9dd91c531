import Encodings

/// A call that another call makes.
package struct InnerCall: Hashable, Sendable {
    /// Whose function is called, as the data say it; `nil` where it is not told.
    package let to: Address?
    /// The account that a receiver of 0 stands for, where it may.
    package let itself: Address?
    package let value: UInt256
    /// Whether the code of `to` runs as the account that calls, and can then do all that this account can.
    package let isDelegate: Bool
    package let data: [UInt8]
    package let call: Call?

    /// - Parameters:
    ///   - account: As which account the code runs that makes this call.
    ///   - zeroIsItself: Whether a receiver of 0 may stand for that account.
    init(
        to: Address?, value: UInt256 = .zero, isDelegate: Bool = false, data: [UInt8], as account: Address?,
        zeroIsItself: Bool = false, abi: ABI, depth: Int
    ) {
        self.to = to
        itself = zeroIsItself && to?.isZero ?? false ? account : nil
        self.value = value
        self.isDelegate = isDelegate
        self.data = data
        let callee = itself ?? to
        call = Call(data, to: callee, as: isDelegate ? account : callee, abi: abi, depth: depth)
    }

    private static let execTransaction =
        "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)"
    private static let setup = "setup(address[],uint256,address,bytes,address,address,uint256,address)"

    /// The signatures of the functions whose arguments are calls.
    static let holders: Set = [
        execTransaction, setup, "execTransactionFromModule(address,uint256,bytes,uint8)",
        "execTransactionFromModuleReturnData(address,uint256,bytes,uint8)", "execute(address,uint256,bytes)",
        "execute(address,uint256,bytes,bytes32,bytes32)", "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
        "multicall(bytes[])", "multicall(uint256,bytes[])", "multicall(bytes32,bytes[])", "multiSend(bytes)",
        "executeBatch(address[],bytes[])", "executeBatch(address[],uint256[],bytes[])",
        "execute(bytes32,bytes)", "executeBatch((address,uint256,bytes)[])", "upgradeToAndCall(address,bytes)",
        "upgradeAndCall(address,address,bytes)",
    ]

    /// The argument that `calls` reads the calls from, which need not be shown as bytes besides.
    static func dataArgument(of signature: String?) -> Int? {
        switch signature {
        case "multiSend(bytes)", "multicall(bytes[])", "executeBatch((address,uint256,bytes)[])": 0
        case "multicall(uint256,bytes[])", "multicall(bytes32,bytes[])", "executeBatch(address[],bytes[])",
            "upgradeToAndCall(address,bytes)", "execute(bytes32,bytes)":
            1
        case setup: 3
        case let signature?: holders.contains(signature) ? 2 : nil
        case nil: nil
        }
    }

    /// The calls that a function's arguments hold.
    /// - Parameter account: As which account the function's code runs.
    static func calls(
        in signature: String?, _ arguments: [ABIField], to contract: Address?, as account: Address?, abi: ABI,
        depth: Int
    ) -> [InnerCall] {
        guard let signature, !arguments.isEmpty, holders.contains(signature),
            let argument = dataArgument(of: signature)
        else { return [] }
        let values = arguments.map(\.value)
        func one(_ to: ABIValue, _ data: ABIValue, value: ABIValue? = nil, isDelegate: Bool = false) -> InnerCall {
            InnerCall(
                to: to.address, value: value?.number ?? .zero, isDelegate: isDelegate, data: data.bytes ?? [],
                as: account, abi: abi, depth: depth)
        }
        switch signature {
        case execTransaction, "execTransactionFromModule(address,uint256,bytes,uint8)",
            "execTransactionFromModuleReturnData(address,uint256,bytes,uint8)":
            // Safe, `Enum.Operation`: 0 is a call, 1 a delegate call, and others fail.
            return [one(values[0], values[2], value: values[1], isDelegate: values[3] != .unsigned(.zero))]
        case "multicall(bytes[])", "multicall(uint256,bytes[])", "multicall(bytes32,bytes[])":
            return (values[argument].list ?? []).map {
                InnerCall(to: contract, data: $0.bytes ?? [], as: account, abi: abi, depth: depth)
            }
        case "execute(bytes32,bytes)":
            return execution(
                mode: values[0].bytes ?? [], values[1].bytes ?? [], as: account, abi: abi, depth: depth) ?? []
        case "multiSend(bytes)":
            return packed(values[0].bytes ?? [], as: account, abi: abi, depth: depth) ?? []
        case "executeBatch((address,uint256,bytes)[])":
            return batch(values[0], as: account, abi: abi, depth: depth)
        case "executeBatch(address[],bytes[])", "executeBatch(address[],uint256[],bytes[])":
            let (targets, data) = (values[0].list ?? [], values[argument == 1 ? 1 : 2].list ?? [])
            let amounts = values.count == 3 ? values[1].list ?? [] : targets.map { _ in .unsigned(.zero) }
            // Contracts refuse lists of different lengths.
            guard targets.count == data.count, targets.count == amounts.count else { return [] }
            return targets.indices.map { one(targets[$0], data[$0], value: amounts[$0]) }
        case "upgradeToAndCall(address,bytes)", "upgradeAndCall(address,address,bytes)", setup:
            guard let data = values[argument].bytes, !data.isEmpty else { return [] }
            return [one(values[argument - 1], values[argument], isDelegate: true)]
        default: return [one(values[0], values[2], value: values[1])]
        }
    }

    /// `(address to,uint256 value,bytes data)[]`
    /// - Parameter zeroIsItself: Whether a receiver of 0 may stand for the account.
    private static func batch(
        _ calls: ABIValue, as account: Address?, zeroIsItself: Bool = false, abi: ABI, depth: Int
    ) -> [InnerCall] {
        (calls.list ?? []).compactMap(\.tuple).map {
            InnerCall(
                to: $0[0].value.address, value: $0[1].value.number ?? .zero, data: $0[2].value.bytes ?? [],
                as: account, zeroIsItself: zeroIsItself, abi: abi, depth: depth)
        }
    }

    /// The calls of `execute(bytes32,bytes)`. ERC-7579, "Execution", where the first byte of the mode tells their form;
    /// ERC-7821, where a receiver of 0 is the account and bytes may follow the calls.
    /// - Returns: `nil` for another mode and where the data are not of its form.
    private static func execution(
        mode: [UInt8], _ data: [UInt8], as account: Address?, abi: ABI, depth: Int
    ) -> [InnerCall]? {
        let calls = ABIParameter(name: "calls", type: .list(KnownFunctions.call))
        let more = ABIParameter(name: "more", type: .bytes)
        switch mode.first {
        case 0x00 where data.count >= 52:
            return [
                InnerCall(
                    to: Address(data.prefix(20)), value: UInt256(bigEndian: data[20..<52]) ?? .zero,
                    data: Array(data.dropFirst(52)), as: account, abi: abi, depth: depth)
            ]
        case 0xff where data.count >= 20:
            return [
                InnerCall(
                    to: Address(data.prefix(20)), isDelegate: true, data: Array(data.dropFirst(20)), as: account,
                    abi: abi, depth: depth)
            ]
        case 0x01:
            for form in [[calls], [calls, more]] {
                guard let read = try? ABIDecoder.fields(form, of: data), read.bytesLeftOver == 0 else { continue }
                return batch(read.fields[0].value, as: account, zeroIsItself: true, abi: abi, depth: depth)
            }
            return nil
        default: return nil
        }
    }

    /// The calls of Safe's MultiSend, one behind the other: operation (1 byte), receiver (20), value (32), length (32), data.
    /// Safe, `contracts/libraries/MultiSend.sol`; since version 1.5.0 a receiver of 0 is the account that makes the calls.
    /// - Returns: `nil` where the bytes do not end with a call.
    static func packed(_ bytes: [UInt8], as account: Address?, abi: ABI, depth: Int) -> [InnerCall]? {
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
                    to: to, value: value, isDelegate: operation != 0, data: Array(rest.prefix(Int(count))),
                    as: account, zeroIsItself: true, abi: abi, depth: depth))
            rest = rest.dropFirst(Int(count))
        }
        return calls
    }

    /// Whether coins go to nobody.
    var losesCoins: Bool { (to?.isZero ?? false) && itself == nil && !value.isZero }

    /// For programs.
    var json: JSONObject {
        var members = JSONObject([
            ("to", to.map { .string($0.text) } ?? .null), ("itself", itself.map { .string($0.text) } ?? .null),
            ("value", .string(value.decimal)), ("delegateCall", .bool(isDelegate)),
            ("data", .string("0x" + Hex.encode(data))),
        ])
        for member in call?.json.members ?? [] { members.append(member.name, member.value) }
        return members
    }
}
