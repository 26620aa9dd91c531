extension Transaction {
    /// Whether this is a block's first transaction, which spends nothing (Bitcoin Core, `CTransaction::IsCoinBase`).
    package var isCoinbase: Bool { inputs.count == 1 && inputs[0].outpoint.isNull }

    /// What consensus forbids without looking at anything else, in order: Bitcoin Core, `CheckTransaction` in
    /// `consensus/tx_check.cpp`. Empty where nothing is wrong.
    ///
    /// A coinbase transaction is named as a fault: nobody signs it.
    package var ruleFaults: [BitcoinError] {
        var faults: [BitcoinError] = []
        if inputs.isEmpty { faults.append(.noInputs) }
        if outputs.isEmpty { faults.append(.noOutputs) }
        let weight = weight
        if weight > Transaction.largestSize { faults.append(.tooHeavy(limit: Transaction.largestSize, found: weight)) }
        faults += amountFaults
        return faults + outpointFaults
    }

    private var outpointFaults: [BitcoinError] {
        if inputs.count == 1 { return isCoinbase ? [.coinbase] : [] }
        var faults: [BitcoinError] = []
        var seen: [Outpoint: Int] = [:]
        for (position, input) in inputs.enumerated() {
            if input.outpoint.isNull {
                faults.append(.nullOutpoint(input: position))
            } else if let first = seen.updateValue(position, forKey: input.outpoint) {
                faults.append(.duplicateInput(first: first, second: position))
            }
        }
        return faults
    }

    private var amountFaults: [BitcoinError] {
        var faults: [BitcoinError] = []
        var amounts: [Satoshi] = []
        for (position, output) in outputs.enumerated() {
            guard let amount = output.amount else {
                faults.append(.outputTooLarge(output: position, found: output.value))
                continue
            }
            amounts.append(amount)
        }
        if faults.isEmpty, Satoshi.sum(amounts) == nil { faults.append(.sumTooLarge) }
        return faults
    }

    /// BIP-125, "Summary", 1: a transaction says that it may be replaced by one input with such a sequence.
    package var signalsReplacement: Bool { inputs.contains { $0.sequence < 0xFFFF_FFFE } }

    /// Whether the locktime counts: it does where any input's sequence is not the last one (Bitcoin Core, `IsFinalTx`).
    package var locktimeCounts: Bool { locktime != 0 && inputs.contains { $0.sequence != .max } }
}
