import Digests
import Groups
import Transactions

/// An output, and whose it is, as far as that can be computed. What the PSBT claims is never believed.
struct Receiver: Hashable, Sendable {
    enum Owner: Hashable, Sendable {
        /// The script is one that this key alone spends.
        case own(form: String)
        /// The script is that of an input which this key signs, and gets no more than it gave: the money stays where it is.
        case sameAsInput(Int)
        /// Others can have a say: the script, given and recomputed, has this key and more.
        case shared(words: String)
        case other
    }

    let number: Int
    let output: Output
    let owner: Owner
    /// Whether the PSBT names the key at an output that is not the key's: the mark of a false change output.
    let isFalselyClaimed: Bool

    /// Whether it goes back to where it comes from.
    var isOwn: Bool {
        switch owner {
        case .own, .sameAsInput: true
        case .shared, .other: false
        }
    }

    /// Whether it carries data and no money.
    var isData: Bool { if case .opReturn = output.script.template { output.value == 0 } else { false } }
}

extension PSBT {
    /// The outputs with their owners.
    /// - Parameter own: The key that signs; `nil` where it is not known, and then all are others'.
    func receivers(_ own: OwnKey?, _ plans: [InputPlan]?) -> [Receiver] {
        let returning = returningScripts(plans)
        return transaction.outputs.enumerated().map { number, output in
            let owner = own.map { self.owner(of: output.script, outputs[number], $0, returning) } ?? .other
            let isNamed = own.map { outputs[number].names($0) } ?? false
            return Receiver(number: number, output: output, owner: owner, isFalselyClaimed: owner == .other && isNamed)
        }
    }

    /// The scripts of inputs that a key signs, with the first input of each, to which no more goes back than comes from it.
    ///
    /// A script with the key and others in it is no proof of anything by itself: who shares a small output with the key could
    /// add it as an input, so that a large output to it looks like change. So the amounts count, and only proven ones.
    private func returningScripts(_ plans: [InputPlan]?) -> [Script: Int] {
        var given: [Script: (input: Int, amount: UInt64)] = [:]
        for (position, plan) in (plans ?? []).enumerated() {
            if case .unsigned = plan { continue }
            let check = checks[position]
            guard check.isProven, check.faults.isEmpty, let spent = check.spent, let amount = spent.amount else {
                continue
            }
            let before = given[spent.script] ?? (position, 0)
            // Amounts end at 2.1·10¹⁵ and inputs at the bytes of a PSBT: nothing overflows.
            given[spent.script] = (before.input, before.amount &+ amount.value)
        }
        var taken: [Script: UInt64] = [:]
        for output in transaction.outputs where given[output.script] != nil {
            let (sum, overflow) = taken[output.script, default: 0].addingReportingOverflow(output.value)
            taken[output.script] = overflow ? .max : sum
        }
        return given.filter { taken[$0.key, default: 0] <= $0.value.amount }.mapValues(\.input)
    }

    private func owner(
        of script: Script, _ map: PSBTMap, _ own: OwnKey, _ returning: [Script: Int]
    ) -> Receiver.Owner {
        if let form = own.nameOfOwn(script) { return .own(form: form) }
        if let input = returning[script] { return .sameAsInput(input) }
        switch script.template {
        case .p2tr(let outputKey): return taprootOwner(outputKey, map, own)
        case .p2sh(let hash):
            guard let redeem = map.value(Out.redeemScript).map(Script.init), Hash160.hash(redeem.bytes) == hash
            else { return .other }
            guard case .p2wsh(let inner) = redeem.template else { return multisigOwner(redeem, own) }
            return witnessOwner(inner, map, own)
        case .p2wsh(let hash): return witnessOwner(hash, map, own)
        default: return multisigOwner(script, own)
        }
    }

    private func witnessOwner(_ hash: [UInt8], _ map: PSBTMap, _ own: OwnKey) -> Receiver.Owner {
        guard let script = map.value(Out.witnessScript).map(Script.init), SHA256.hash(script.bytes) == hash
        else { return .other }
        return multisigOwner(script, own)
    }

    private func multisigOwner(_ script: Script, _ own: OwnKey) -> Receiver.Owner {
        guard case .multisig(let multisig) = script.template, multisig.keys.contains(where: own.isKey) else {
            return .other
        }
        let (needed, count) = (multisig.threshold, multisig.keys.count)
        return .shared(words: "to \(needed) of \(count) keys, of which one is yours")
    }

    /// The key path of taproot with a script tree, which the PSBT gives and which is hashed here.
    private func taprootOwner(_ outputKey: [UInt8], _ map: PSBTMap, _ own: OwnKey) -> Receiver.Owner {
        guard map.value(Out.internalKey) == own.xOnly, let entry = map.first(Out.scriptTree),
            let tree = try? ScriptTree(entry.value, at: .byte(entry.valueOffset, field: "PSBT_OUT_TAP_TREE")),
            let output = try? Taproot.outputKey(internalKey: own.xOnly, merkleRoot: tree.merkleRoot),
            output.x == outputKey
        else { return .other }
        let isAlone = tree.leaves.allSatisfy { leaf in
            leaf.version == Taproot.tapscriptVersion && leaf.script == .singleKeyLeaf(own.xOnly)
        }
        return isAlone
            ? .own(form: "p2tr with a script tree")
            : .shared(words: "to your key, and to whoever satisfies one of \(tree.leaves.count) scripts")
    }
}

extension PSBTMap {
    /// Whether the map of an output names a key as if the output were its.
    fileprivate func names(_ own: OwnKey) -> Bool {
        entries.contains { entry in
            switch entry.type {
            case PSBT.Out.derivation: own.isKey(entry.keyData)
            case PSBT.Out.taprootDerivation: entry.keyData == own.xOnly
            case PSBT.Out.internalKey: entry.value == own.xOnly
            default: false
            }
        }
    }
}
