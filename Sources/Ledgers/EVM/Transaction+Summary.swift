import Encodings
package import Transactions

extension Transaction {
    /// What the person who signs must see, read back from the bytes that the signature covers.
    /// - Parameter account: The account of the key that will sign; `nil` where it is not known.
    package func summary(account: Address?, under terms: Terms = Terms()) -> Summary {
        guard let shown = try? Transaction(unsigned: signingPayload) else {
            preconditionFailure("what is signed reads back as a transaction")
        }
        return SummaryMaker(transaction: shown, signer: account).summary
    }
}

/// Puts a transaction into words.
private struct SummaryMaker {
    private let transaction: Transaction
    private let signer: Address?
    private let coin: Coin
    /// What the data ask for; `nil` for a contract creation and where there are less than four bytes.
    private let call: Call?
    /// The address of the new contract; `nil` where there is none, or the signer is not known.
    private let created: Address?

    init(transaction: Transaction, signer: Address?) {
        self.transaction = transaction
        self.signer = signer
        coin = transaction.chain?.coin ?? Chain.unnamedCoin
        call = transaction.to == nil ? nil : Call(transaction.data)
        created = transaction.to == nil ? signer?.created(nonce: transaction.nonce) : nil
    }

    var summary: Summary {
        Summary(
            ledger: .evm, kind: transaction.kind.name, facts: facts, warnings: warnings,
            confirmation: transaction.to.map { .lastLetters(of: $0.text) } ?? .word("create"), members: members)
    }

    // MARK: For people

    private var facts: [Summary.Fact] {
        var facts = [
            Summary.Fact(label: "chain", text: chainText),
            Summary.Fact(label: "from", text: signer?.text ?? "the key's account"),
            Summary.Fact(label: "to", text: receiverText),
            Summary.Fact(label: "value", text: amount(transaction.value)),
            Summary.Fact(label: "fee at most", text: "\(amount(transaction.highestFee)), \(gasText)"),
            Summary.Fact(label: "nonce", text: String(transaction.nonce)),
            Summary.Fact(label: "data", text: dataText),
        ]
        facts += (call?.arguments ?? []).map { Summary.Fact(label: "  \($0.name)", text: words($0.value)) }
        if !transaction.form.accessList.isEmpty {
            let keys = transaction.form.accessList.reduce(0) { $0 + $1.storageKeys.count }
            facts.append(
                Summary.Fact(
                    label: "access list", text: "\(transaction.form.accessList.count) accounts, \(keys) storage keys"))
        }
        facts.append(Summary.Fact(label: "type", text: kindText))
        return facts
    }

    private var chainText: String {
        guard let id = transaction.chainID else { return "none" }
        return transaction.chain.map { "\($0.title) (\(id))" } ?? "\(id), not known by name"
    }

    private var receiverText: String {
        if let to = transaction.to { return to.text }
        return "contract creation" + (created.map { ", at \($0.text)" } ?? "")
    }

    private var dataText: String {
        let count = transaction.data.count
        let size = count == 1 ? "1 byte" : "\(count) bytes"
        if count == 0 { return "none" }
        if transaction.to == nil { return "\(size) of contract code" }
        guard let call else { return "\(size), no selector" }
        let name = call.signature.map { "looks like \($0)" } ?? "not known by name"
        return "\(size), selector 0x\(Hex.encode(call.selector)), \(name)"
    }

    private var kindText: String {
        switch transaction.kind {
        case .legacy: transaction.chainID == nil ? "legacy, without EIP-155" : "legacy, EIP-155"
        case .eip2930: "1, EIP-2930"
        case .eip1559: "2, EIP-1559"
        }
    }

    private var gasText: String {
        let gwei = Coin(symbol: "gwei", decimals: 9, smallestUnit: "wei")
        let price = gwei.text(ofSmallestUnits: transaction.form.highestGasPrice.amount.decimal)
        return "\(transaction.gasLimit) gas at \(transaction.kind == .eip1559 ? "most " : "")\(price)"
    }

    private func amount(_ wei: Wei) -> String {
        "\(coin.text(ofSmallestUnits: wei.amount.decimal)) (\(wei.amount.decimal) wei)"
    }

    private func words(_ value: Call.Value) -> String {
        switch value {
        case .address(let address): address.text
        case .number(let number):
            (call?.isUnlimitedApproval ?? false) && value.isUnlimitedAmount
                ? "UNLIMITED (\(number == .max ? "2^256 - 1" : number.decimal))" : number.decimal
        case .flag(let flag): flag ? "yes" : "no"
        }
    }

    // MARK: What must not be overlooked

    private var warnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        switch (transaction.chainID, transaction.kind) {
        case (nil, .legacy): warn("replayable", "REPLAYABLE: anyone can repeat this transaction on every other chain")
        case (nil, .eip2930), (nil, .eip1559): warn("no-chain", "no chain takes a typed transaction without a chain id")
        case (.some, _): break
        }
        if transaction.chainID != nil, transaction.chain == nil {
            warn("chain-not-known", "the chain is not known by name; make sure of its number")
        }
        if let to = transaction.to, to.isZero {
            warn("zero-address", "the receiver is the zero address: what it gets is lost, and no contract is created")
        }
        if transaction.to == nil, transaction.data.isEmpty {
            warn("empty-contract", "the new contract has no code: what it gets is lost")
        }
        if call?.isUnlimitedApproval ?? false {
            warn("unlimited-approval", "UNLIMITED approval: another account may then take all of these tokens")
        }
        if let call, call.signature != nil, call.arguments == nil {
            warn("arguments-differ", "the data do not have the form that the function's name asks for")
        }
        if let fault = transaction.form.priorityFault { warn(fault.code, fault.description) }
        if transaction.gasLimit < transaction.intrinsicGas {
            warn(
                "gas-too-low",
                "the gas limit is below the \(transaction.intrinsicGas) that the transaction needs before it runs")
        }
        return warnings
    }

    // MARK: For programs

    private var members: JSONObject {
        func text(_ address: Address?) -> JSONValue { address.map { .string($0.text) } ?? .null }
        func wei(_ wei: Wei) -> JSONValue { .string(wei.amount.decimal) }
        var members: JSONObject = JSONObject([
            ("chainId", transaction.chainID.map { .integer($0.value) } ?? .null),
            ("chain", transaction.chain.map { .string($0.name) } ?? .null),
            ("from", text(signer)), ("to", text(transaction.to)), ("contractAddress", text(created)),
            ("value", wei(transaction.value)),
            ("valueInCoin", .string(coin.text(ofSmallestUnits: transaction.value.amount.decimal))),
            ("maxFee", wei(transaction.highestFee)),
            ("maxFeeInCoin", .string(coin.text(ofSmallestUnits: transaction.highestFee.amount.decimal))),
            ("nonce", .integer(transaction.nonce)), ("gasLimit", .integer(transaction.gasLimit)),
        ])
        switch transaction.form {
        case .legacy(let price), .eip2930(let price, _): members.append("gasPrice", wei(price))
        case .eip1559(let priority, let maximum, _):
            members.append("maxPriorityFeePerGas", wei(priority))
            members.append("maxFeePerGas", wei(maximum))
        }
        members.append("data", .string("0x" + Hex.encode(transaction.data)))
        members.append("dataLength", .integer(transaction.data.count))
        members.append("selector", call.map { .string("0x" + Hex.encode($0.selector)) } ?? .null)
        members.append("function", call?.signature.map { .string($0) } ?? .null)
        members.append("accessList", .array(transaction.form.accessList.map(entry)))
        members.append("signingHash", .string("0x" + Hex.encode(transaction.signingHash)))
        members.append(
            "warnings",
            .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }))
        return members
    }

    private func entry(_ entry: Transaction.AccessListEntry) -> JSONValue {
        [
            "address": .string(entry.address.text),
            "storageKeys": .array(entry.storageKeys.map { .string("0x" + Hex.encode($0)) }),
        ]
    }
}
