import Encodings
import Transactions

extension Call {
    /// What the call asks for, in a sentence without its beginning; `nil` where the function says nothing to this library.
    /// - Parameters:
    ///   - contract: Whose function it is.
    ///   - caller: Whose things are moved, in words: `the sender`, `the Safe`.
    func words(to contract: Address?, by caller: String) -> String? {
        guard let arguments, let signature else { return nil }
        let contract = contract?.text ?? "the contract"
        func text(_ index: Int) -> String { arguments[index].value.words }
        func amount(_ index: Int) -> String {
            let value = arguments[index].value
            return isUnlimitedApproval && value.isUnlimitedAmount ? "UNLIMITED amounts" : "\(value.words) units"
        }
        switch signature {
        case "transfer(address,uint256)": return "send \(amount(1)) of the token \(contract) to \(text(0))"
        case "transferFrom(address,address,uint256)":
            return
                "move \(amount(2)) of the token \(contract), or its piece of that number, from \(text(0)) to \(text(1))"
        case "approve(address,uint256)":
            return arguments[1].value.number?.isZero ?? false
                ? "take back what \(text(0)) may take of the token \(contract)"
                : "let \(text(0)) take \(amount(1)) of the token \(contract) from \(caller)"
        case "increaseAllowance(address,uint256)":
            return "let \(text(0)) take \(amount(1)) more of the token \(contract) from \(caller)"
        case "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)":
            return "let \(text(1)) take \(amount(2)) of the token \(contract) from \(text(0))"
        case "setApprovalForAll(address,bool)":
            return arguments[1].value == .flag(true)
                ? "let \(text(0)) take ALL pieces of \(contract) from \(caller)"
                : "take back what \(text(0)) may take of \(contract)"
        case "safeTransferFrom(address,address,uint256)", "safeTransferFrom(address,address,uint256,bytes)":
            return "move the piece \(text(2)) of \(contract) from \(text(0)) to \(text(1))"
        case "safeTransferFrom(address,address,uint256,uint256,bytes)":
            return "move \(amount(3)) of the piece \(text(2)) of \(contract) from \(text(0)) to \(text(1))"
        case "transferOwnership(address)": return "make \(text(0)) the OWNER of \(contract)"
        case "renounceOwnership()": return "leave \(contract) WITHOUT AN OWNER for good"
        case "upgradeTo(address)", "upgradeToAndCall(address,bytes)":
            return "REPLACE THE CODE of \(contract) by that of \(text(0))"
        case "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)":
            return inner.first.map {
                $0.isDelegate
                    ? "run the code of \(text(0)) AS THE SAFE \(contract)" : "have the Safe \(contract) call \(text(0))"
            }
        default: return nil
        }
    }
}

extension Call {
    /// Who gets something by the call, and what a person calls that account; `nil` where nobody is known to.
    var beneficiary: (account: Address, words: String)? {
        guard let arguments else { return nil }
        func account(_ index: Int, _ words: String) -> (Address, String)? {
            arguments[index].value.address.map { ($0, words) }
        }
        switch signature {
        case "transfer(address,uint256)": return account(0, "the receiver of the tokens")
        case "transferFrom(address,address,uint256)", "safeTransferFrom(address,address,uint256)",
            "safeTransferFrom(address,address,uint256,bytes)",
            "safeTransferFrom(address,address,uint256,uint256,bytes)":
            return account(1, "the receiver of the tokens")
        case "approve(address,uint256)", "increaseAllowance(address,uint256)": return account(0, "the spender")
        case "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": return account(1, "the spender")
        case "setApprovalForAll(address,bool)": return account(0, "the operator")
        case "transferOwnership(address)": return account(0, "the new owner")
        case "upgradeTo(address)", "upgradeToAndCall(address,bytes)": return account(0, "the new code")
        default: return inner.count == 1 ? inner[0].beneficiary : nil
        }
    }

    /// Whose things an inner call moves.
    func callerInside(_ contract: Address?, outer: String) -> String {
        switch function?.name {
        case "execTransaction", "execTransactionFromModule": "the Safe \(contract?.text ?? "")"
        case "execute": "the account \(contract?.text ?? "")"
        // MultiSend and multicall run as whoever called them.
        default: outer
        }
    }
}

extension InnerCall {
    var beneficiary: (account: Address, words: String)? {
        if isDelegate { return to.map { ($0, "the contract whose code runs") } }
        return call?.beneficiary ?? to.map { ($0, "the receiver of the inner call") }
    }
}

extension ABIValue {
    /// For people: one line, or the length of what is longer.
    var words: String {
        switch self {
        case .unsigned(.max): "2^256 - 1"
        case .unsigned(let number): number.decimal
        case .signed(let number): number.signedDecimal
        case .address(let address): address.text
        case .flag(let flag): flag ? "yes" : "no"
        case .bytes(let bytes): Self.words(bytes)
        case .text(let text): "'\(text)'"
        case .list(let values): values.isEmpty ? "empty" : "\(values.count) values"
        case .tuple(let fields): "\(fields.count) values"
        }
    }

    /// How many bytes are shown as they are.
    static let mostBytesShown = 256

    private static func words(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "no bytes" }
        let shown = "0x" + Hex.encode(bytes.prefix(mostBytesShown))
        return bytes.count > mostBytesShown ? "\(bytes.count) bytes beginning with \(shown)" : shown
    }
}

/// A value inside of others, with the path to it: `order.offers[2].amount`.
struct ABILeaf {
    let path: String
    let value: ABIValue

    /// The values that are no lists and tuples themselves, in order.
    static func leaves(of field: ABIField, index: Int) -> [ABILeaf] {
        leaves(of: field.value, path: field.name.isEmpty ? "[\(index)]" : field.name)
    }

    private static func leaves(of value: ABIValue, path: String) -> [ABILeaf] {
        switch value {
        case .unsigned, .signed, .address, .flag, .bytes, .text: [ABILeaf(path: path, value: value)]
        case .list(let values):
            values.isEmpty
                ? [ABILeaf(path: path, value: value)]
                : values.enumerated().flatMap { leaves(of: $1, path: "\(path)[\($0)]") }
        case .tuple(let fields):
            fields.enumerated().flatMap { index, field in
                leaves(of: field.value, path: field.name.isEmpty ? "\(path)[\(index)]" : "\(path).\(field.name)")
            }
        }
    }
}
