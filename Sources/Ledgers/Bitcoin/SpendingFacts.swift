import Encodings
import Transactions

/// What a person should see of a transaction, as far as the outputs that it spends are known.
struct SpendingFacts {
    let transaction: Transaction
    var id: TransactionID { transaction.id }
    let known: [PreviousOutputs.Known?]
    /// For each input whether its amount is beyond doubt.
    private let proven: [Bool]
    let network: Network
    /// Of the outputs that are spent and of the own ones; written once for a summary, since both facts and members show
    /// them, and empty before.
    private(set) var spentAddresses: [Address?] = []
    private(set) var addresses: [Address?] = []
    let fee: FeeFinding

    enum FeeFinding {
        case known(Fee)
        /// The places of inputs whose outputs are not known.
        case unknown([Int])
        case negative(missing: Satoshi)
        /// Amounts that cannot exist, or no inputs.
        case meaningless
    }

    init(_ transaction: Transaction, known: [PreviousOutputs.Known?], proven: [Bool], on network: Network) {
        self.transaction = transaction
        self.known = known
        self.proven = proven
        self.network = network
        fee = SpendingFacts.fee(of: transaction, known)
    }

    /// What the amounts contradict.
    var faults: [BitcoinError] {
        if case .negative(let missing) = fee { [.outputsExceedInputs(missing: missing)] } else { [] }
    }

    /// What the verdicts rest on without proof.
    var notesOnStated: [String] {
        let stated = known.indices.filter { known[$0]?.source == .stated }
        return stated.isEmpty
            ? [] : ["\(inputs(stated)): judged against outputs as they were stated; no proof of them came"]
    }

    private static func fee(of transaction: Transaction, _ known: [PreviousOutputs.Known?]) -> FeeFinding {
        // A block's first transaction spends nothing and takes the fees of others.
        guard !transaction.isCoinbase else { return .meaningless }
        let missing = known.indices.filter { known[$0] == nil }
        guard missing.isEmpty else { return .unknown(missing) }
        let spent = known.compactMap { $0?.output.amount }
        let sent = transaction.outputs.compactMap(\.amount)
        guard !spent.isEmpty, spent.count == known.count, sent.count == transaction.outputs.count,
            let incoming = Satoshi.sum(spent), let outgoing = Satoshi.sum(sent)
        else { return .meaningless }
        guard let amount = incoming.minus(outgoing) else {
            return outgoing.minus(incoming).map { .negative(missing: $0) } ?? .meaningless
        }
        return .known(Fee(amount: amount, sent: outgoing, virtualSize: transaction.virtualSize))
    }

    var summary: Summary {
        var named = self
        named.spentAddresses = known.map { $0.flatMap { Address($0.output.script, on: network) } }
        named.addresses = transaction.outputs.map { Address($0.script, on: network) }
        return named.summaryWithAddresses
    }

    private var summaryWithAddresses: Summary {
        Summary(
            ledger: .bitcoin, kind: transaction.hasWitness ? "segwit" : "legacy", facts: facts, warnings: warnings,
            confirmation: confirmation, members: JSONObject(members))
    }

    private var facts: [Summary.Fact] {
        var facts = [Summary.Fact(label: "network", text: network.rawValue)]
        facts.append(Summary.Fact(label: "transaction", text: id.text))
        for (position, input) in transaction.inputs.enumerated() {
            guard !transaction.isCoinbase else {
                facts.append(Summary.Fact(label: "input 0", text: "nothing: this is a block's first transaction"))
                continue
            }
            let text =
                known[position].map {
                    "\($0.output.amountWords) from \($0.output.ownerWords(spentAddresses[position]))"
                }
                ?? "output \(input.outpoint.text), which is not known"
            facts.append(Summary.Fact(label: "input \(position)", text: text))
            if let age = transaction.ageWords(ofInput: position) {
                facts.append(Summary.Fact(label: "  age", text: age))
            }
        }
        for (position, output) in transaction.outputs.enumerated() {
            let text = "\(output.amountWords) to \(output.ownerWords(addresses[position]))"
            facts.append(Summary.Fact(label: "output \(position)", text: text))
        }
        facts.append(Summary.Fact(label: "fee", text: feeWords))
        facts.append(
            Summary.Fact(label: "size", text: "\(transaction.virtualSize) vB (weight \(transaction.weight))"))
        facts.append(Summary.Fact(label: "locktime", text: transaction.locktimeWords))
        facts.append(Summary.Fact(label: "replaceable", text: transaction.replacementWords))
        return facts
    }

    private var feeWords: String {
        switch fee {
        case .known(let fee):
            unprovenInputs.isEmpty
                ? fee.words : "\(fee.words), if the amounts stated for \(inputs(unprovenInputs)) are true"
        case .unknown(let missing): "not provable: what \(inputs(missing)) spends is not known"
        case .negative(let missing): "none: \(missing) are missing"
        case .meaningless: "none"
        }
    }

    var unprovenInputs: [Int] { proven.indices.filter { !proven[$0] } }

    private func inputs(_ positions: [Int]) -> String {
        let named = positions.prefix(8).map(String.init).joined(separator: ", ")
        return (positions.count == 1 ? "input " : "inputs ") + named + (positions.count > 8 ? " and others" : "")
    }

    var warnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        if case .known(let fee) = fee, fee.isHigh {
            warnings.append(
                Summary.Warning(
                    code: "high-fee",
                    text: """
                        the fee is above \(Fee.highestShare) % of what is sent or \(Fee.highestRate) sat/vB: \(fee.words)
                        """))
        }
        if !unprovenInputs.isEmpty, !transaction.isCoinbase {
            warnings.append(
                Summary.Warning(
                    code: "unproven-fee",
                    text: "nothing proves the amount of \(inputs(unprovenInputs)), and so nothing proves the fee"))
        }
        return warnings + transaction.outputs.enumerated().compactMap { $1.warning(number: $0) }
    }

    private var confirmation: Summary.Confirmation {
        addresses.lazy.compactMap { $0 }.first.map { .lastLetters(of: $0.text) } ?? .word("bitcoin")
    }
}
