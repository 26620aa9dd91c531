import Digests
import Groups
import Transactions

/// What an input spends, checked against the signer's rules (BIP-174, "Signer"), whoever signs.
struct InputCheck: Equatable, Sendable {
    /// The output that is spent, as far as it can be known.
    let spent: Output?
    /// Whether the full previous transaction shows that output, and not just a claim.
    let isProven: Bool
    /// How the output is spent; `nil` where something for that is missing or no rule is known.
    let spending: Spending?
    /// Why `spending` is `nil`.
    let gap: String
    /// All that contradicts itself or the rules.
    let faults: [PSBTError]

    /// - Parameters:
    ///   - previous: What was brought beside the PSBT.
    ///   - keys: What was read and computed before.
    init(_ input: PSBTInput, _ previous: PreviousOutputs?, _ keys: KnownKeys) {
        var faults: [PSBTError] = []
        (spent, isProven) = InputCheck.previousOutput(of: input, previous, &faults)
        var gap = ""
        spending = spent.flatMap { Spending($0.script, input, keys, &faults, &gap) }
        if let spent, spent.amount == nil { faults.append(.spentTooLarge(input: input.number)) }
        if spent == nil { gap = "the output it spends is not given" }
        // "If a witness UTXO is provided, no non-witness signature may be created."
        if let spending, spending.era == .legacy, input.witnessUTXO != nil {
            faults.append(.witnessUTXOForLegacy(input: input.number))
        }
        self.gap = gap
        self.faults = faults
    }

    /// "If a non-witness UTXO is provided, its hash must match the hash specified in the prevout"; both kinds of UTXO must
    /// say the same.
    private static func previousOutput(
        of input: PSBTInput, _ beside: PreviousOutputs?, _ faults: inout [PSBTError]
    ) -> (Output?, Bool) {
        guard let previous = input.previousTransaction, let id = input.previousTransactionID else {
            return broughtOutput(of: input, beside, &faults)
        }
        guard id == input.outpoint.transaction else {
            faults.append(
                .previousTransactionID(input: input.number, needed: input.outpoint.transaction, found: id))
            return (nil, false)
        }
        guard let index = Int(exactly: input.outpoint.index), index < previous.outputs.count else {
            faults.append(
                .noSuchOutput(
                    input: input.number, index: input.outpoint.index, outputs: previous.outputs.count))
            return (nil, false)
        }
        let spent = previous.outputs[index]
        compare(input.witnessUTXO, spent, input, &faults)
        compare(beside?[input.outpoint]?.output, spent, input, &faults)
        return (spent, true)
    }

    /// What was brought beside a PSBT that has no previous transaction of its own for this input.
    private static func broughtOutput(
        of input: PSBTInput, _ beside: PreviousOutputs?, _ faults: inout [PSBTError]
    ) -> (Output?, Bool) {
        if let count = beside?.count(of: input.outpoint.transaction), input.outpoint.index >= count {
            faults.append(.noSuchOutput(input: input.number, index: input.outpoint.index, outputs: count))
            return (nil, false)
        }
        guard let known = beside?[input.outpoint] else { return (input.witnessUTXO, false) }
        compare(input.witnessUTXO, known.output, input, &faults)
        return (known.output, known.source == .transaction)
    }

    private static func compare(
        _ claimed: Output?, _ spent: Output, _ input: PSBTInput, _ faults: inout [PSBTError]
    ) {
        guard let claimed else { return }
        if claimed.value != spent.value {
            faults.append(.utxoAmount(input: input.number, claimed: claimed.value, found: spent.value))
        }
        if claimed.script != spent.script { faults.append(.utxoScript(input: input.number)) }
    }
}

/// How an output is spent: under which rules, and by which script.
struct Spending: Hashable, Sendable {
    enum Era: Hashable, Sendable { case legacy, witnessV0, taproot }

    let era: Era
    /// What has to be satisfied: the script behind all hashes. For P2WPKH, the P2PKH script that BIP-143 puts in its place;
    /// for taproot, the output's.
    let script: Script
    /// The form of that script, which many ask for.
    let template: ScriptTemplate
    /// What the scriptSig has to push, for P2SH.
    let redeemScript: Script?
    /// What the witness ends with, for P2WSH.
    let witnessScript: Script?
    /// For taproot alone.
    let taproot: TaprootSpending?

    /// "If a redeemScript is provided, the scriptPubKey must be for that redeemScript"; "if a witnessScript is provided, the
    /// scriptPubKey or the redeemScript must be for that witnessScript".
    fileprivate init?(
        _ output: Script, _ input: PSBTInput, _ keys: KnownKeys, _ faults: inout [PSBTError], _ gap: inout String
    ) {
        var script = output
        var redeemScript: Script?
        if case .p2sh(let hash) = output.template {
            guard let redeem = input.redeemScript else {
                gap = "its redeem script is not given"
                return nil
            }
            guard Hash160.hash(redeem.bytes) == hash else {
                faults.append(.redeemScript(input: input.number))
                gap = "its redeem script is another one"
                return nil
            }
            (script, redeemScript) = (redeem, redeem)
        } else if input.redeemScript != nil {
            faults.append(.redeemScript(input: input.number))
        }

        var witnessScript: Script?
        var taproot: TaprootSpending?
        switch script.template {
        case .p2wpkh(let hash): (era, script) = (.witnessV0, .p2pkh(hash: hash))
        case .p2wsh(let hash):
            guard let witness = input.witnessScript else {
                gap = "its witness script is not given"
                return nil
            }
            guard SHA256.hash(witness.bytes) == hash else {
                faults.append(.witnessScript(input: input.number))
                gap = "its witness script is another one"
                return nil
            }
            (era, script, witnessScript) = (.witnessV0, witness, witness)
        case .p2tr(let key) where redeemScript == nil:
            era = .taproot
            taproot = TaprootSpending(key, input, keys, &faults)
        case .p2tr, .futureWitness:
            gap = "no rule is known for its witness version"
            return nil
        case .p2pk, .p2pkh, .p2sh, .multisig, .singleKeyLeaf, .opReturn, .other: era = .legacy
        }
        if witnessScript == nil, input.witnessScript != nil { faults.append(.witnessScript(input: input.number)) }
        self.script = script
        template = script.template
        self.redeemScript = redeemScript
        self.witnessScript = witnessScript
        self.taproot = taproot
    }

    /// For people and programs: `p2wsh 2-of-3 multisig`.
    var name: String {
        let inner = template.name
        let outer =
            switch (era, witnessScript) {
            case (.taproot, _): "p2tr"
            case (.witnessV0, nil): "p2wpkh"
            case (.witnessV0, .some): "p2wsh \(inner)"
            case (.legacy, _): inner
            }
        return redeemScript == nil ? outer : "p2sh \(outer)"
    }
}

/// What a PSBT tells of a taproot output, checked: BIP-371.
struct TaprootSpending: Hashable, Sendable {
    /// 32 bytes.
    let outputKey: [UInt8]
    /// As far as it is given.
    let internalKey: [UInt8]?
    /// The root of the script tree, as given or as a leaf shows it; `nil` where there is none, or it is not known.
    let merkleRoot: [UInt8]?
    /// The leaves that are in the tree.
    let leaves: [TaprootLeaf]
    /// Whether the output key is that of the internal key and the root.
    let isCommitted: Bool

    fileprivate init(
        _ outputKey: [UInt8], _ input: PSBTInput, _ keys: KnownKeys, _ faults: inout [PSBTError]
    ) {
        let given = input.leaves
        leaves = given.filter { $0.isBelow(outputKey) }
        if leaves.count < given.count || input.map.all(PSBTInput.Key.leafScript).count > given.count {
            faults.append(.leafScript(input: input.number))
        }
        self.outputKey = outputKey
        internalKey = input.internalKey
        let roots = leaves.filter { $0.controlBlock.internalKey == input.internalKey }.map {
            $0.controlBlock.merkleRoot(leafHash: $0.hash)
        }
        // A wallet that gives leaves may leave the root out; the control block of a good leaf tells it.
        merkleRoot = input.merkleRoot ?? roots.first
        var found: [UInt8]?
        if let internalKey { found = try? keys.taprootOutput(internalKey: internalKey, merkleRoot: merkleRoot) }
        isCommitted = found == outputKey
        if internalKey != nil, !isCommitted { faults.append(.internalKey(input: input.number)) }
    }
}
