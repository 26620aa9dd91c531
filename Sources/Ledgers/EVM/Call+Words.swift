import Digests
import Encodings
import Transactions

extension Call {
    /// What the call asks for, in a sentence without its beginning; `nil` where the function says nothing to this library.
    /// - Parameter caller: Whose things are moved, in words: `the sender`, `the Safe`.
    func words(by caller: String) -> String? {
        guard let arguments, let signature else { return nil }
        func text(_ index: Int) -> String { arguments[index].value.words }
        let contract = account?.text ?? "the contract"
        switch signature {
        case "approve(address,uint256)" where arguments[1].value.number?.isZero ?? false:
            return "take back what \(text(0)) may take of the token \(contract)"
        case "setApprovalForAll(address,bool)" where arguments[1].value == .flag(false):
            return "take back what \(text(0)) may take of \(contract)"
        case "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)":
            return inner.first.map {
                $0.isDelegate
                    ? "run the code of \(text(0)) AS THE SAFE \(contract)" : "have the Safe \(contract) call \(text(0))"
            }
        default: return known?.sentence { fill($0, arguments, contract: contract, caller: caller) }
        }
    }

    private func fill(
        _ place: KnownFunction.Place, _ arguments: [ABIField], contract: String, caller: String
    ) -> String {
        switch place {
        case .contract: return contract
        case .caller: return caller
        case .value(let index): return arguments[index].value.words
        case .units(let index):
            let value = arguments[index].value
            return isUnlimitedApproval && value.isUnlimitedAmount ? "UNLIMITED amounts" : "\(value.words) units"
        case .end(let index): return SummaryLines.deadline(arguments[index].value)
        case .role(let index):
            let value = arguments[index].value
            // OpenZeppelin, `AccessControl.DEFAULT_ADMIN_ROLE`, which gives and takes all others.
            let isAdministrator = value.bytes?.allSatisfy { $0 == 0 } ?? false
            return isAdministrator ? "of the ADMINISTRATOR (0)" : value.words
        }
    }

    /// Who gets something by the call, and what a person calls that account; `nil` where nobody is known to.
    var beneficiary: (account: Address, words: String)? {
        guard let arguments else { return nil }
        if let gain = known?.gain {
            return arguments[gain.argument].value.address.map { ($0, gain.words) }
        }
        return inner.count == 1 ? inner[0].beneficiary : nil
    }

    /// Whose things an inner call moves.
    func callerInside(outer: String) -> String {
        switch function?.name {
        case "execTransaction", "execTransactionFromModule", "execTransactionFromModuleReturnData", "setup":
            "the Safe \(account?.text ?? "")"
        case "execute", "executeBatch": "the account \(account?.text ?? "")"
        case "schedule": "the timelock \(account?.text ?? "")"
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

    /// The receiver, for people.
    var receiverWords: String {
        guard let to else { return "the same contract" }
        guard let itself else { return to.text }
        return "\(to.text), by which newer contracts mean \(itself.text) itself"
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
        case .tuple(let fields): fields.isEmpty ? "without members" : "\(fields.count) values"
        }
    }

    /// How many bytes are shown as they are.
    static let mostBytesShown = 1024

    /// Whether `words` does not show it to its end.
    var isCut: Bool { (bytes?.count ?? 0) > Self.mostBytesShown }

    private static func words(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "no bytes" }
        guard bytes.count > mostBytesShown else { return "0x" + Hex.encode(bytes) }
        return "\(bytes.count) bytes, \(hash(bytes)), beginning with 0x" + Hex.encode(bytes.prefix(mostBytesShown / 4))
    }

    /// By which bytes that nobody reads can be compared.
    static func hash(_ bytes: [UInt8]) -> String { "Keccak-256 0x" + Hex.encode(Keccak256.hash(bytes)) }
}

/// A value inside of others, with the path to it: `order.offers[2].amount`.
struct ABILeaf {
    let path: String
    let value: ABIValue

    /// The values that are no lists and tuples themselves, in order; of empty ones themselves.
    static func leaves(of field: ABIField, index: Int) -> [ABILeaf] {
        leaves(of: field.value, path: field.name.isEmpty ? "[\(index)]" : field.name)
    }

    private static func leaves(of value: ABIValue, path: String) -> [ABILeaf] {
        switch value {
        case .list(let values) where !values.isEmpty:
            values.enumerated().flatMap { leaves(of: $1, path: "\(path)[\($0)]") }
        case .tuple(let fields) where !fields.isEmpty:
            fields.enumerated().flatMap { index, field in
                leaves(of: field.value, path: field.name.isEmpty ? "\(path)[\(index)]" : "\(path).\(field.name)")
            }
        case .unsigned, .signed, .address, .flag, .bytes, .text, .list, .tuple: [ABILeaf(path: path, value: value)]
        }
    }
}
