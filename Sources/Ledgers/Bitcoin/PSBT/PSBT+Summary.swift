import Encodings
package import Signatures
package import Transactions

extension PSBT {
    /// What a person must see, from the transaction that is signed and from what its inputs were found to spend.
    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        // A key of another group signs nothing, which the refusals say.
        let view = (try? SigningView(self, signer)) ?? SigningView(self, own: nil)
        return PSBTSummary(view, on: (try? Network.named(terms.network)) ?? .mainnet).summary
    }
}

/// Puts a PSBT into words.
struct PSBTSummary {
    private let psbt: PSBT
    private let network: Network
    private let plans: [InputPlan]?
    private let receivers: [Receiver]
    private let fee: SigningView.FeeFinding
    private let unproven: [Int]
    /// Of the outputs that are spent and of those that are made; written once.
    private let spentAddresses: [Address?]
    private let addresses: [Address?]

    init(_ view: SigningView, on network: Network) {
        psbt = view.psbt
        self.network = network
        plans = view.plans
        receivers = view.receivers
        fee = view.fee
        unproven = view.unproven
        spentAddresses = psbt.checks.map { $0.spent.flatMap { Address($0.script, on: network) } }
        addresses = receivers.map { Address($0.output.script, on: network) }
    }

    var summary: Summary {
        let warnings = warnings
        return Summary(
            ledger: .bitcoin, kind: psbt.kind, facts: facts, warnings: warnings, confirmation: confirmation,
            members: members(warnings))
    }

    private var transaction: Transaction { psbt.transaction }
    /// What goes to others and is money.
    private var foreign: [Receiver] { receivers.filter { !$0.isOwn && !$0.isData } }

    // MARK: For people

    private var facts: [Summary.Fact] {
        var facts = [Summary.Fact(label: "network", text: network.rawValue)]
        for input in psbt.inputs {
            facts.append(Summary.Fact(label: "input \(input.number)", text: words(of: input)))
            if let type = input.sighashType, !type.coversAll {
                facts.append(Summary.Fact(label: "  sighash", text: "\(type.name): covers \(type.words)"))
            }
            if let age = transaction.ageWords(ofInput: input.number) {
                facts.append(Summary.Fact(label: "  age", text: age))
            }
        }
        for receiver in receivers {
            facts.append(Summary.Fact(label: receiver.isOwn ? "back" : "pays", text: words(of: receiver)))
        }
        // Among many lines back to oneself, one to others is easily overlooked.
        if receivers.count > 2 { facts.append(Summary.Fact(label: "in all", text: totalWords)) }
        facts += [
            Summary.Fact(label: "fee", text: feeWords),
            Summary.Fact(label: "locktime", text: transaction.locktimeWords),
            Summary.Fact(label: "replaceable", text: transaction.replacementWords),
        ]
        return facts
    }

    private func words(of input: PSBTInput) -> String {
        let check = psbt.checks[input.number]
        let amount =
            check.spent.map { "\($0.amountWords) of \($0.ownerWords(spentAddresses[input.number]))" }
            ?? "unknown amount"
        let proof = check.spent != nil && unproven.contains(input.number) ? " (not proven)" : ""
        let plan: String
        switch plans?[input.number] {
        case nil: plan = input.isFinal ? ", already final" : ""
        case .sign: plan = ", signed by this key"
        case .kept: plan = ", already signed by this key"
        case .unsigned(let reason): plan = ", not signed: \(reason)"
        }
        return amount + proof + plan
    }

    private func words(of receiver: Receiver) -> String {
        let words = "\(receiver.output.amountWords) to \(receiver.output.ownerWords(addresses[receiver.number]))"
        return switch receiver.owner {
        case .own(let form): "\(words), back to yourself (\(form))"
        case .sameAsInput(let input): "\(words), back to where input \(input) comes from"
        case .shared(let whose): "\(words), \(whose)"
        case .other: words
        }
    }

    private var totalWords: String {
        func total(_ receivers: [Receiver]) -> String {
            Satoshi.sum(receivers.compactMap(\.output.amount))?.text ?? "more than there can be"
        }
        let paid = receivers.filter { !$0.isOwn }, back = receivers.filter(\.isOwn)
        return
            "\(total(paid)) to others in \(paid.count) \(paid.count == 1 ? "output" : "outputs"), \(total(back)) back in \(back.count)"
    }

    private var feeWords: String {
        let caution = unproven.isEmpty ? "" : "NOT PROVABLE, as claimed "
        switch fee {
        case .unknown: return "NOT PROVABLE: not all amounts are known"
        case .impossible: return "NOT PROVABLE: the inputs hold more than there can be"
        case .negative: return "negative: the outputs hold more than the inputs"
        // Signatures differ by a byte or two in length.
        case .known(let fee):
            let nothing = foreign.isEmpty ? " (all of it goes back)" : ""
            return "\(caution)\(fee.words)\(nothing); about \(fee.virtualSize) vB"
        }
    }

    /// The largest receiver of those that are not the signer's own.
    private var confirmation: Summary.Confirmation {
        let paid = receivers.filter { !$0.isOwn && !$0.isData }
        // The first of equals, so that the same PSBT always asks the same.
        guard var largest = paid.first else { return .word("sweep") }
        for receiver in paid.dropFirst() where receiver.output.value > largest.output.value { largest = receiver }
        let which = paid.count == 1 ? "the receiver" : "the largest of \(paid.count) receivers"
        if let name = largest.output.nameToType(addresses[largest.number]) {
            return .lastLetters(of: name, which: which)
        }
        if case .free = largest.output.fate { return .word("anyone") }
        return .word("burn")
    }

    // MARK: What must not be overlooked

    private var warnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        for receiver in receivers where receiver.isFalselyClaimed {
            warn(
                "false-change",
                "output \(receiver.number) is said to be of your key and is NOT: its script is another one")
        }
        for receiver in receivers { receiver.output.warning(number: receiver.number).map { warn($0.code, $0.text) } }
        for input in psbt.inputs where plans?[input.number].signs ?? true {
            if let type = input.sighashType, !type.coversAll {
                warn("sighash", "the signature of input \(input.number) covers \(type.words)")
            }
        }
        if !unproven.isEmpty {
            warn(
                "unproven-fee",
                "the amounts of these inputs are claims that nothing proves: \(PSBTError.listed(unproven))")
        }
        if case .known(let fee) = fee, fee.isHigh { warn("high-fee", "the fee is very high: \(fee.words)") }
        if let other = psbt.networksOfKeys, other.allSatisfy({ $0 != network }) {
            warn(
                "other-network",
                "the PSBT's keys are of \(other.map(\.rawValue).joined(separator: " or ")); "
                    + "the addresses are shown for \(network.rawValue)")
        }
        return warnings
    }

    // MARK: For programs

    private func members(_ warnings: [Summary.Warning]) -> JSONObject {
        var members = JSONObject([
            ("network", .string(network.rawValue)), ("psbtVersion", .integer(psbt.version)),
            ("transactionVersion", .integer(transaction.version)), ("locktime", .integer(transaction.locktime)),
            ("replaceable", .bool(transaction.signalsReplacement)),
            ("spends", .array(psbt.inputs.map(member))), ("outputs", .array(receivers.map(member))),
        ])
        switch fee {
        case .known(let fee):
            members.append("fee", .string(fee.amount.digits))
            members.append("feeRate", .string(fee.rate))
            members.append("feePercent", fee.percentage.map { .string($0) } ?? .null)
            members.append("virtualSize", .integer(fee.virtualSize))
        case .unknown, .impossible, .negative: members.append("fee", .null)
        }
        members.append("feeProven", .bool(unproven.isEmpty))
        members.append(
            "warnings",
            .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }))
        return members
    }

    private func member(_ input: PSBTInput) -> JSONValue {
        let check = psbt.checks[input.number]
        return [
            "outpoint": .string(input.outpoint.text), "amount": check.spent.map { .string(String($0.value)) } ?? .null,
            "address": spentAddresses[input.number].map { .string($0.text) } ?? .null,
            "script": check.spent.map { .string(Hex.encode($0.script.bytes)) } ?? .null,
            "form": check.spending.map { .string($0.name) } ?? .null, "proven": .bool(check.isProven),
            "sequence": .integer(input.sequence), "sighash": .string(psbt.effectiveType(at: input).name),
        ]
    }

    private func member(_ receiver: Receiver) -> JSONValue {
        let owner =
            switch receiver.owner {
            case .own: "own"
            case .sameAsInput: "same-as-input"
            case .shared: "shared"
            case .other: "other"
            }
        return [
            "amount": .string(String(receiver.output.value)),
            "address": addresses[receiver.number].map { .string($0.text) } ?? .null,
            "script": .string(Hex.encode(receiver.output.script.bytes)), "owner": .string(owner),
        ]
    }
}
