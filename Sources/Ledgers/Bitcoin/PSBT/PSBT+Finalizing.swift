import Encodings
import Signatures
import Transactions

/// What an input needs to be final: BIP-174, "Input Finalizer".
enum Completion: Hashable, Sendable {
    case final(scriptSig: [UInt8], witness: [[UInt8]])
    /// Signatures are missing: how many of how many, and whose they can be.
    case missing(count: Int, needed: Int, keys: [[UInt8]])
    /// Nobody can tell here what spends the output.
    case notKnown(reason: String)
}

extension PSBT {
    /// What the good signatures of an input come to; signatures that are bad, or of another type than the PSBT asks for,
    /// don't count ("Finalizers must fail to finalize inputs which have signatures that do not match the specified sighash
    /// type").
    func completion(of input: PSBTInput, _ judge: SignatureJudge) -> Completion {
        completion(of: input, good: judge.good(input: input.number))
    }

    /// - Parameter good: The signatures of the input that are good.
    func completion(of input: PSBTInput, good: [PSBTSignature]) -> Completion {
        if input.isFinal {
            return .final(scriptSig: input.finalScriptSig ?? [], witness: input.finalWitness ?? [])
        }
        guard let spending = checks[input.number].spending else {
            return .notKnown(reason: checks[input.number].gap)
        }
        let good = good.filter { matchesType($0, input, spending.era) }
        return spending.taproot.map { completion(of: $0, good) } ?? completion(of: spending, good)
    }

    private func matchesType(_ signature: PSBTSignature, _ input: PSBTInput, _ era: Spending.Era) -> Bool {
        guard let needed = input.sighashType else { return true }
        let found =
            era == .taproot
            ? (try? TaprootSignature(signature.bytes))?.type : (try? ScriptSignature(signature.bytes))?.type
        return found == needed
    }

    private func completion(of spending: Spending, _ good: [PSBTSignature]) -> Completion {
        func signature(by key: [UInt8]) -> [UInt8]? { good.first { $0.signer == .key(key) }?.bytes }
        switch spending.template {
        case .p2pk(let key):
            guard let signature = signature(by: key) else { return .missing(count: 1, needed: 1, keys: [key]) }
            return spending.final([signature])
        case .p2pkh:
            // Only keys with the hash of the script were found good.
            for case (.key(let key), let signature) in good.lazy.map({ ($0.signer, $0.bytes) }) {
                return spending.final([signature, key])
            }
            return .missing(count: 1, needed: 1, keys: [])
        case .multisig(let multisig):
            // A script has 20 keys at the most, and only signatures by those are good.
            let found = multisig.keys.map { ($0, signature(by: $0)) }
            let signatures = found.compactMap(\.1)
            guard signatures.count >= multisig.threshold else {
                return .missing(
                    count: multisig.threshold - signatures.count, needed: multisig.threshold,
                    keys: found.filter { $0.1 == nil }.map(\.0))
            }
            // OP_CHECKMULTISIG takes one item too many, which BIP-147 wants empty.
            return spending.final([[]] + signatures.prefix(multisig.threshold))
        case .p2sh, .p2wpkh, .p2wsh, .p2tr, .singleKeyLeaf, .opReturn, .futureWitness, .other:
            return .notKnown(reason: "its script has a form that is not known here")
        }
    }

    /// The key path where it is signed, else the leaf with the smallest witness that enough keys have signed.
    private func completion(of taproot: TaprootSpending, _ good: [PSBTSignature]) -> Completion {
        for signature in good where signature.signer == .outputKey {
            return .final(scriptSig: [], witness: [signature.bytes])
        }
        let witnesses = taproot.leaves.compactMap { leaf -> [[UInt8]]? in
            guard let signers = leaf.signers else { return nil }
            var left = signers.threshold
            // The first key is checked first, that is, its signature lies on top; a key too many has an empty one.
            let stack = signers.keys.map { key -> [UInt8] in
                let signature = good.first { $0.signer == .leaf(key: key, hash: leaf.hash) }
                guard left > 0, let signature else { return [] }
                left -= 1
                return signature.bytes
            }
            return left == 0 ? stack.reversed() + [leaf.script.bytes, leaf.controlBlockBytes] : nil
        }
        let smallest = witnesses.min { left, right in
            left.reduce(0) { $0 + $1.count } < right.reduce(0) { $0 + $1.count }
        }
        return smallest.map { .final(scriptSig: [], witness: $0) }
            ?? .missing(count: 1, needed: 1, keys: [taproot.outputKey])
    }

    /// The PSBT with every input final for which enough good signatures are there: BIP-174, "Input Finalizer".
    package func finalized() -> PSBT {
        let judge = SignatureJudge(self)
        var result = self
        result.finalize(inputs.map { completion(of: $0, judge) })
        return result
    }

    /// The transaction for the network: BIP-174, "Transaction Extractor".
    /// - Throws: `PSBTError.incomplete` with what is missing; `.finalScript` for what does not verify.
    package func extracted() throws(PSBTError) -> Transaction {
        let judge = SignatureJudge(self)
        let completions = inputs.map { completion(of: $0, judge) }
        guard let whole = extracted(completions) else { throw .incomplete(missingWords(completions)) }
        if let (input, fault) = finalFaults(completions, knowing: judge.verified, judge.hashes).first {
            throw .finalScript(input: input, reason: fault.reason)
        }
        return whole
    }

    /// Makes all inputs final that are complete and are not final yet.
    mutating func finalize(_ completions: [Completion]) {
        for (position, completion) in completions.enumerated() where !inputs[position].isFinal {
            guard case .final(let scriptSig, let witness) = completion else { continue }
            finalize(position, scriptSig: scriptSig, witness: witness)
        }
    }

    /// Makes an input final: "All other data except the UTXO and unknown fields in the input key-value map should be
    /// cleared"; in version 2 the fields that make up the transaction stay (BIP-370).
    private mutating func finalize(_ number: Int, scriptSig: [UInt8], witness: [[UInt8]]) {
        let kept: Set<UInt64> = [
            PSBTInput.Key.previousTransaction, PSBTInput.Key.witnessUTXO, PSBTInput.Key.proofOfReserves,
            PSBTInput.Key.previousTransactionID, PSBTInput.Key.outputIndex, PSBTInput.Key.sequence,
            PSBTInput.Key.requiredTime, PSBTInput.Key.requiredHeight, PSBTInput.Key.proprietary,
        ]
        inputs[number].map.remove { entry in
            PSBTField.input[entry.type] != nil && !kept.contains(entry.type)
        }
        if !scriptSig.isEmpty { inputs[number].map.set(UInt8(PSBTInput.Key.finalScriptSig), to: scriptSig) }
        if !witness.isEmpty {
            var stack: [UInt8] = []
            stack.appendCompactSize(witness.count)
            for item in witness { stack.appendPrefixed(item) }
            inputs[number].map.set(UInt8(PSBTInput.Key.finalWitness), to: stack)
        }
    }

    /// The transaction with what makes each input final: BIP-174, "Transaction Extractor".
    /// - Returns: `nil` where an input is not final.
    func extracted(_ completions: [Completion]) -> Transaction? {
        var result = transaction
        for (position, completion) in completions.enumerated() {
            guard case .final(let scriptSig, let witness) = completion else { return nil }
            result.inputs[position].scriptSig = scriptSig
            result.inputs[position].witness = witness
        }
        return result
    }
}

extension Spending {
    /// Puts a stack to where the output's rules want it, with the scripts that were hashed behind it.
    fileprivate func final(_ stack: [[UInt8]]) -> Completion {
        let redeemPush = redeemScript.map { Script.push($0.bytes) } ?? []
        switch era {
        case .legacy: return .final(scriptSig: stack.flatMap(Script.push) + redeemPush, witness: [])
        case .witnessV0, .taproot:
            return .final(scriptSig: redeemPush, witness: stack + [witnessScript?.bytes].compactMap { $0 })
        }
    }
}

extension [Completion] {
    /// The same, but only of inputs that are final already.
    func onlyFinal(_ inputs: [PSBTInput]) -> [Completion] {
        zip(self, inputs).map { completion, input in input.isFinal ? completion : .notKnown(reason: "not final yet") }
    }
}

// MARK: What is missing, and how large the whole will be

extension PSBT {
    /// What is missing, in words.
    func missingWords(_ completions: [Completion]) -> [String] {
        inputs.compactMap { missingWords(at: $0, completions[$0.number]) }
    }

    /// What is missing at an input, in words; `nil` where nothing is.
    func missingWords(at input: PSBTInput, _ completion: Completion) -> String? {
        switch completion {
        case .final: nil
        case .notKnown(let reason): "input \(input.number) cannot be made final here: \(reason)"
        case .missing(let count, let needed, let keys):
            "input \(input.number) needs \(count) more \(count == 1 ? "signature" : "signatures") of \(needed)"
                + (keys.isEmpty ? "" : ": " + keys.map(PSBT.short).joined(separator: ", "))
        }
    }

    /// What will still be missing at an input after a key has signed; `nil` where nothing will be.
    func missingWords(
        at input: PSBTInput, after plan: InputPlan, by own: OwnKey, _ judge: SignatureJudge
    ) -> String? {
        switch (completion(of: input, judge), plan) {
        case (.missing(let count, let needed, let keys), .sign(let task)):
            switch task {
            case .taprootKey: return nil
            case .ecdsa(let key):
                // A key can stand in a script several times, and its signature counts for each.
                let left = count - max(1, keys.count(where: { $0 == key }))
                guard left > 0 else { return nil }
                return missingWords(at: input, .missing(count: left, needed: needed, keys: keys.filter { $0 != key }))
            case .leaves(let leaves):
                let isEnough = leaves.contains { leaf in
                    guard let signers = leaf.signers else { return false }
                    let signed = signers.keys.filter { key in
                        key == own.xOnly
                            || input.leafSignatures.contains { $0.key == key && $0.leafHash == leaf.hash }
                    }
                    return signed.count >= signers.threshold
                }
                return isEnough ? nil : missingWords(at: input, .missing(count: count, needed: needed, keys: keys))
            }
        case (let completion, _): return missingWords(at: input, completion)
        }
    }

    /// Enough of a key to tell it from the others.
    static func short(_ key: [UInt8]) -> String { Hex.encode(key.prefix(8)) + "..." }

    /// The size of the transaction with all signatures, as far as their lengths can be known: a signature of ECDSA has 71
    /// or 72 bytes with its type.
    ///
    /// Of what a key does not sign no more is counted than is there for certain, since a fee hides behind a size that is
    /// never reached.
    /// - Parameter plans: What the key does with each input; `nil` where it is not known.
    func estimatedVirtualSize(_ plans: [InputPlan]?) -> Int {
        var whole = transaction
        for input in inputs {
            let (scriptSig, witness) = estimatedScripts(of: input, plans?[input.number])
            whole.inputs[input.number].scriptSig = scriptSig
            whole.inputs[input.number].witness = witness
        }
        return whole.virtualSize
    }

    private func estimatedScripts(of input: PSBTInput, _ plan: InputPlan?) -> ([UInt8], [[UInt8]]) {
        if input.isFinal { return (input.finalScriptSig ?? [], input.finalWitness ?? []) }
        let signature = [UInt8](repeating: 1, count: 72)
        guard let spending = checks[input.number].spending else { return ([], []) }
        let schnorr = [UInt8](repeating: 1, count: effectiveType(at: input) == .default ? 64 : 65)
        if let taproot = spending.taproot {
            return ([], smallestLeafWitness(leaves(of: taproot, input, plan), schnorr) ?? [schnorr])
        }
        let stack: [[UInt8]] =
            switch spending.template {
            case .p2pk: [signature]
            case .p2pkh: [signature, [UInt8](repeating: 2, count: 33)]
            case .multisig(let multisig): [[]] + [[UInt8]](repeating: signature, count: multisig.threshold)
            default: []
            }
        guard case .final(let scriptSig, let witness) = spending.final(stack) else { return ([], []) }
        return (scriptSig, witness)
    }

    /// The leaves of which one will be shown; empty where the key path can be taken.
    private func leaves(of taproot: TaprootSpending, _ input: PSBTInput, _ plan: InputPlan?) -> [TaprootLeaf] {
        if input.taprootKeySignature != nil { return [] }
        switch plan {
        case .sign(.leaves(let leaves)): return leaves
        case .sign: return []
        case nil: return taproot.internalKey == nil ? [] : taproot.leaves
        case .kept, .unsigned:
            let signed = Set(input.leafSignatures.map(\.leafHash))
            return taproot.leaves.filter { signed.contains($0.hash) }
        }
    }

    private func smallestLeafWitness(_ leaves: [TaprootLeaf], _ schnorr: [UInt8]) -> [[UInt8]]? {
        let witnesses = leaves.compactMap { leaf -> [[UInt8]]? in
            guard let signers = leaf.signers else { return nil }
            let empty = [[UInt8]](repeating: [], count: signers.keys.count - signers.threshold)
            let stack = [[UInt8]](repeating: schnorr, count: signers.threshold) + empty
            return stack + [leaf.script.bytes, leaf.controlBlockBytes]
        }
        return witnesses.min { left, right in
            left.reduce(0) { $0 + $1.count } < right.reduce(0) { $0 + $1.count }
        }
    }
}
