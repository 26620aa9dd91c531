import Encodings

/// What the data of a call seem to ask for, by their first four bytes.
///
/// The four bytes are the beginning of Keccak-256 over the function's signature (Solidity ABI specification, "Function
/// Selector"). Other functions can share them, so that the name is what it looks like, not what it is.
package struct Call: Hashable, Sendable {
    /// How the arguments stand in the data.
    package enum Writing: Hashable, Sendable {
        /// As tools write them.
        case canonical
        /// Bytes stand behind them, which contracts overlook as a rule, so that the call does what it says.
        case withBytesLeftOver
        /// Otherwise; what is shown is what most contracts would read.
        case loose
    }

    /// Whose function is called; `nil` where it is not told.
    package let contract: Address?
    /// As which account its code runs: the contract, or whoever delegates to it.
    package let account: Address?
    /// Four bytes.
    package let selector: [UInt8]
    /// What it looks like; `nil` where neither an ABI nor the table has the selector.
    package let function: ABIFunction?
    /// What the function means, where it is one of the table.
    let known: KnownFunction?
    /// The file whose ABI says so; `nil` where it is the table.
    package let file: String?
    /// Names and values; `nil` where the data cannot be what the function takes.
    package let arguments: [ABIField]?
    package let writing: Writing
    /// The calls inside, in order.
    package let inner: [InnerCall]
    /// The signatures of other functions that the ABIs have with the same selector.
    package let collisions: [String]
    /// The call as the table has it, where an ABI gives its selector to another function: whoever brings the ABI chooses.
    package let otherwise: [Call]

    /// How deep calls inside of calls are looked at.
    package static let deepestNesting = 6

    /// `transfer(address,uint256)`
    package var signature: String? { function?.signature }

    /// - Parameters:
    ///   - data: `nil` comes back for less than four bytes.
    ///   - contract: Whose function is called.
    ///   - account: As which account its code runs, where that is not `contract`.
    ///   - depth: How many calls this one is in.
    package init?(
        _ data: [UInt8], to contract: Address? = nil, as account: Address? = nil, abi: ABI = ABI(), depth: Int = 0
    ) {
        guard data.count >= 4 else { return nil }
        self.contract = contract
        self.account = account ?? contract
        selector = Array(data.prefix(4))
        let content = Array(data.dropFirst(4))
        let named = KnownFunctions.bySelector[selector]
        let entries = abi.functions(selector)
        let readings = entries.map { Reading($0.function, content) }
        // Where selectors collide, the function whose arguments the data are is the likelier one.
        let place = readings.firstIndex { $0.writing == .canonical } ?? readings.indices.first
        let reading = place.map { readings[$0] } ?? named.map { Reading($0.function, content) }
        file = place.map { entries[$0].file }
        function = place.map { entries[$0].function } ?? named?.function
        (arguments, writing) = (reading?.arguments, reading?.writing ?? .canonical)
        let signature = function?.signature
        known = named?.function.signature == signature ? named : nil
        collisions =
            place == nil
            ? []
            : Set(entries.map(\.function.signature) + (named.map { [$0.function.signature] } ?? []))
                .subtracting([signature ?? ""]).sorted()
        otherwise =
            named == nil || known != nil
            ? [] : [Call(data, to: contract, as: account, depth: depth)].compactMap { $0 }
        inner =
            depth < Self.deepestNesting
            ? InnerCall.calls(
                in: signature, arguments ?? [], to: contract, as: account ?? contract, abi: abi, depth: depth + 1) : []
    }

    /// The arguments, as far as the data have them.
    private struct Reading {
        let arguments: [ABIField]?
        let writing: Writing

        init(_ function: ABIFunction, _ content: [UInt8]) {
            if let (fields, rest) = try? ABIDecoder.fields(function.inputs, of: content) {
                (arguments, writing) = (fields, rest == 0 ? .canonical : .withBytesLeftOver)
            } else {
                (arguments, writing) = (LooseABIDecoder.fields(function.inputs, of: content), .loose)
            }
        }
    }

    /// Itself, what it may be otherwise, and every call inside.
    var all: [Call] { [self] + otherwise.flatMap(\.all) + inner.flatMap { $0.call?.all ?? [] } }

    /// Whether the data hold calls that are not read: a list that does not end with a call, or calls too deep in each other.
    var hidesCalls: Bool {
        guard inner.isEmpty, let arguments, let signature, InnerCall.holders.contains(signature) else { return false }
        return arguments.contains { field in
            field.type.hasPrefix("bytes32") == false && (field.type.hasPrefix("bytes") || field.type.hasPrefix("("))
                && !(field.value.bytes?.isEmpty ?? field.value.list?.isEmpty ?? true)
        }
    }

    /// Whether this call lets another account take without limit: that much approved, or an operator for all.
    package var isUnlimitedApproval: Bool {
        guard let arguments else { return false }
        switch known?.concern {
        case .allowance(let amount): return arguments[amount].value.isUnlimitedAmount
        case .operation(let flag): return flag.map { arguments[$0].value == .flag(true) } ?? true
        case .control, .hash, nil: return false
        }
    }

    /// Who gets tokens; `nil` where nobody is known to.
    var receiver: Address? {
        guard let gain = known?.gain, gain.words == KnownFunctions.receiver else { return nil }
        return arguments?[gain.argument].value.address
    }

    /// For programs.
    var json: JSONObject {
        JSONObject([
            ("selector", .string("0x" + Hex.encode(selector))), ("function", signature.map { .string($0) } ?? .null),
            ("abi", file.map { .string($0) } ?? .null),
            ("arguments", arguments.map { .array($0.map(\.json)) } ?? .null),
            ("canonical", arguments.map { _ in .bool(writing != .loose) } ?? .null),
            ("calls", .array(inner.map { .object($0.json) })),
        ])
    }
}

extension ABIValue {
    /// Whether it is an amount without a limit, as far as tokens go.
    ///
    /// 2²⁵⁶ − 1 is the usual way to write it, 2¹⁶⁰ − 1 is Permit2's and 2⁹⁶ − 1 that of tokens whose amounts have 96 bits
    /// (Compound, `Comp.sol`). No token that is traded has 2¹¹² units (Uniswap v2, `UniswapV2Pair.sol`, its reserves).
    package var isUnlimitedAmount: Bool {
        guard let number else { return false }
        return !number.fits(bits: 112) || number == UInt256.largest(bits: 96)
    }
}

extension ABIField {
    var json: JSONValue {
        ["name": .string(name), "type": .string(type), "value": value.json]
    }
}
