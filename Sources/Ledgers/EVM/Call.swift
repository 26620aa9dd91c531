import Digests
import Encodings

/// What the data of a call seems to ask for, by its first four bytes.
///
/// The four bytes are the beginning of Keccak-256 over the function's signature (Solidity ABI specification, "Function
/// Selector"). Other functions can share them, so that the name is what it looks like, not what it is.
package struct Call: Hashable, Sendable {
    /// Four bytes.
    package let selector: [UInt8]
    /// `transfer(address,uint256)`; `nil` where the selector is not in the table.
    package let signature: String?
    /// Names and values; `nil` where the data do not have the form that the signature asks for.
    package let arguments: [Argument]?

    package struct Argument: Hashable, Sendable {
        package let name: String
        package let value: Value
    }

    package enum Value: Hashable, Sendable {
        case address(Address)
        case number(UInt256)
        case flag(Bool)

        /// No token has 2¹²⁸ units; 2²⁵⁶ − 1 is the usual way to write *without limit*.
        package var isUnlimitedAmount: Bool {
            if case .number(let number) = self { number.minimalBytes.count > 16 } else { false }
        }
    }

    /// - Parameter data: `nil` comes back for less than four bytes.
    package init?(_ data: [UInt8]) {
        guard data.count >= 4 else { return nil }
        selector = Array(data.prefix(4))
        let function = Function.known[selector]
        signature = function?.signature
        arguments = function.flatMap { $0.arguments(of: data.dropFirst(4)) }
    }

    /// Whether this call lets another account take without limit: that much approved, or an operator for all.
    package var isUnlimitedApproval: Bool {
        switch signature {
        case "approve(address,uint256)", "increaseAllowance(address,uint256)":
            arguments?.contains { $0.value.isUnlimitedAmount } ?? false
        case "setApprovalForAll(address,bool)": arguments?.contains { $0.value == .flag(true) } ?? false
        default: false
        }
    }
}

/// A function that many contracts have.
private struct Function {
    let signature: String
    /// One name per argument; empty where the arguments are not shown one by one.
    let names: [String]

    private static let table: [Function] = [
        // ERC-20
        Function(signature: "transfer(address,uint256)", names: ["receiver", "amount"]),
        Function(signature: "transferFrom(address,address,uint256)", names: ["owner", "receiver", "amount or token"]),
        Function(signature: "approve(address,uint256)", names: ["spender", "amount"]),
        Function(signature: "increaseAllowance(address,uint256)", names: ["spender", "added amount"]),
        Function(signature: "decreaseAllowance(address,uint256)", names: ["spender", "subtracted amount"]),
        Function(signature: "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", names: []),
        Function(signature: "mint(address,uint256)", names: ["receiver", "amount"]),
        Function(signature: "burn(uint256)", names: ["amount"]),
        // ERC-721, ERC-1155
        Function(signature: "safeTransferFrom(address,address,uint256)", names: ["owner", "receiver", "token"]),
        Function(signature: "safeTransferFrom(address,address,uint256,bytes)", names: []),
        Function(signature: "safeTransferFrom(address,address,uint256,uint256,bytes)", names: []),
        Function(signature: "setApprovalForAll(address,bool)", names: ["operator", "approved"]),
        // Wrapped coins
        Function(signature: "deposit()", names: []),
        Function(signature: "withdraw(uint256)", names: ["amount"]),
        // Ownership and upgrades
        Function(signature: "transferOwnership(address)", names: ["new owner"]),
        Function(signature: "renounceOwnership()", names: []),
        Function(signature: "upgradeTo(address)", names: ["new code"]),
        Function(signature: "upgradeToAndCall(address,bytes)", names: []),
        Function(signature: "grantRole(bytes32,address)", names: []),
        // Many calls in one
        Function(signature: "multicall(bytes[])", names: []),
        Function(
            signature: "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
            names: []),
    ]

    /// By selector, computed when the first call is looked at.
    static let known = Dictionary(
        uniqueKeysWithValues: table.map { function in
            (Array(Keccak256.hash(Array(function.signature.utf8)).prefix(4)), function)
        })

    private var types: [Substring] {
        signature.drop { $0 != "(" }.dropFirst().dropLast().split(separator: ",")
    }

    /// Words of 32 bytes, one per argument and nothing after them: only functions whose arguments have a fixed length
    /// name them. Solidity ABI specification, "Formal Specification of the Encoding".
    func arguments(of data: ArraySlice<UInt8>) -> [Call.Argument]? {
        let types = types
        guard names.count == types.count else { return names.isEmpty ? [] : nil }
        guard data.count == 32 * types.count else { return nil }
        var arguments: [Call.Argument] = []
        for (index, type) in types.enumerated() {
            let word = data.dropFirst(32 * index).prefix(32)
            guard let value = Function.value(of: word, type) else { return nil }
            arguments.append(Call.Argument(name: names[index], value: value))
        }
        return arguments
    }

    private static func value(of word: ArraySlice<UInt8>, _ type: Substring) -> Call.Value? {
        guard let number = UInt256(bigEndian: word) else { return nil }
        switch type {
        case "address":
            guard word.prefix(12).allSatisfy({ $0 == 0 }) else { return nil }
            return Address(word.suffix(20)).map { .address($0) }
        case "bool": return number <= UInt256(1) ? .flag(!number.isZero) : nil
        default: return .number(number)
        }
    }
}
