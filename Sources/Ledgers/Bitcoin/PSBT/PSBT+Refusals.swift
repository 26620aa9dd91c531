import Encodings
import Signatures
import Transactions

extension SigningView {
    /// All that stands against signing, whatever is accepted.
    func objections(form: ResultForm, _ judge: SignatureJudge) -> [PSBTError] {
        let (inputs, checks) = (psbt.inputs, psbt.checks)
        var found = psbt.transaction.ruleFaults.map { PSBTError.transaction($0) }
        found += checks.flatMap(\.faults)
        // A true transaction that leaves all it spends to the miner has no use; BIP-322 makes every message one.
        if psbt.transaction.outputs == [VirtualTransaction.output] { found.append(.hiddenMessage) }
        found += inputs.flatMap { psbt.sighashFaults(of: $0, plans?[$0.number]) }
        found += inputs.flatMap { psbt.signatureFaults(of: $0, own, judge) }
        found += psbt.finalFaults()
        found += psbt.previousOutputFaults(plans)
        found += feeFaults()
        if form == .network, let own, let plans {
            let missing = inputs.compactMap { input in
                psbt.missingWords(at: input, after: plans[input.number], by: own, judge)
            }
            if !missing.isEmpty { found.append(.incomplete(missing)) }
        }
        return found
    }

    private func feeFaults() -> [PSBTError] {
        let notProven: [PSBTError] = unproven.isEmpty ? [] : [.unprovenFee(inputs: unproven)]
        switch fee(forSize: psbt.transaction.virtualSize) {
        case .unknown: return notProven
        case .impossible: return [.spentTooLarge(input: nil)]
        case .negative(let spent, let paid): return notProven + [.negativeFee(spent: spent, paid: paid)]
        case .known(let fee):
            // What is not high without any signature is not with them, and their lengths take longer to know.
            guard fee.isHigh, case .known(let fee) = self.fee, fee.isHigh else { return notProven }
            return notProven + [.highFee(words: fee.words)]
        }
    }

    /// The fee, over what goes to others; over all outputs where nothing does, or the key is not known.
    var fee: FeeFinding { fee(forSize: psbt.estimatedVirtualSize(plans)) }

    private func fee(forSize size: Int) -> FeeFinding {
        switch psbt.balance {
        case .unknown: return .unknown
        case .impossible: return .impossible
        case .negative(let spent, let paid): return .negative(spent: spent, paid: paid)
        case .left(let amount, let paid):
            let sent = Satoshi.sum(receivers.filter { !$0.isOwn }.compactMap(\.output.amount)) ?? .zero
            return .known(Fee(amount: amount, sent: sent == .zero ? paid : sent, virtualSize: max(1, size)))
        }
    }

    enum FeeFinding: Hashable, Sendable {
        /// Not all amounts are there.
        case unknown
        /// All together are more than there can be.
        case impossible
        case negative(spent: UInt64, paid: UInt64)
        case known(Fee)
    }
}

extension PSBT {
    /// What a key does with each input.
    func plans(for own: OwnKey) -> [InputPlan] {
        inputs.map { input in
            if input.isFinal { return .unsigned(reason: "it is already final") }
            let check = checks[input.number]
            guard let spending = check.spending else { return .unsigned(reason: check.gap) }
            switch spending.task(for: own) {
            case .failure(let facts): return .unsigned(reason: facts.reason)
            case .success(let task): return isDone(task, at: input, by: own) ? .kept : .sign(task)
            }
        }
    }

    /// Whether the signatures of a task are there; that they are good is asked elsewhere.
    private func isDone(_ task: SigningTask, at input: PSBTInput, by own: OwnKey) -> Bool {
        switch task {
        case .ecdsa(let key): input.partialSignatures.contains { $0.key == key }
        case .taprootKey: input.taprootKeySignature != nil
        case .leaves(let leaves):
            leaves.allSatisfy { leaf in
                input.leafSignatures.contains { $0.key == own.xOnly && $0.leafHash == leaf.hash }
            }
        }
    }

    /// The type with which an input is signed: what the PSBT asks for, else what covers everything.
    func effectiveType(at input: PSBTInput) -> SighashType {
        input.sighashType ?? (checks[input.number].spending?.era == .taproot ? .default : .all)
    }

    fileprivate func sighashFaults(of input: PSBTInput, _ plan: InputPlan?) -> [PSBTError] {
        guard plan?.signs ?? !input.isFinal, let type = input.sighashType else { return [] }
        let isTaproot = checks[input.number].spending?.era == .taproot
        guard isTaproot ? type.isDefinedForTaproot : type.isDefined else {
            return [.sighashType(input: input.number, type)]
        }
        var faults: [PSBTError] = []
        if type.outputs == .single, input.number >= transaction.outputs.count {
            faults.append(.singleWithoutOutput(input: input.number))
        }
        if !type.coversAll { faults.append(.sighash(input: input.number, type)) }
        return faults
    }

    /// A bad signature that is already there is the mark of a transaction that was altered after it was signed.
    fileprivate func signatureFaults(of input: PSBTInput, _ own: OwnKey?, _ judge: SignatureJudge) -> [PSBTError] {
        judge.judged[input.number].compactMap { judged in
            guard case .invalid(_, let reason) = judged.status else { return nil }
            switch judged.signature.signer {
            case .key(let key):
                return own?.isKey(key) ?? false
                    ? .ownSignature(input: input.number, reason: reason)
                    : .foreignSignature(input: input.number, key: Hex.encode(key), reason: reason)
            case .outputKey:
                return .foreignSignature(input: input.number, key: "the taproot output key", reason: reason)
            case .leaf(let key, _):
                return own?.xOnly == key
                    ? .ownSignature(input: input.number, reason: reason)
                    : .foreignSignature(input: input.number, key: Hex.encode(key), reason: reason)
            }
        }
    }

    /// What others made final is judged too: it is part of the transaction that this key would sign.
    fileprivate func finalFaults() -> [PSBTError] {
        guard inputs.contains(where: \.isFinal) else { return [] }
        let completions = inputs.map { completion(of: $0, good: []) }
        return finalFaults(completions.onlyFinal(inputs), knowing: VerifiedSignatures()).map { input, fault in
            .finalScript(input: input, reason: fault.reason)
        }
    }

    fileprivate func previousOutputFaults(_ plans: [InputPlan]?) -> [PSBTError] {
        let missing = checks.indices.filter { checks[$0].spent == nil }
        let unknown = missing.filter { checks[$0].faults.isEmpty }
        guard let plans else {
            // Every input could be the key's, so only what helps with none of them is said.
            return unknown.count == inputs.count ? unknown.map { .noUTXO(input: $0) } : []
        }
        var faults: [PSBTError] = []
        if !plans.contains(where: { if case .unsigned = $0 { false } else { true } }) {
            faults += unknown.map { .noUTXO(input: $0) }
            faults.append(.nothingToSign(unsigned(by: plans)))
        }
        for (position, plan) in plans.enumerated() where plan.signs && checks[position].spending?.era == .taproot {
            if !missing.isEmpty { faults.append(.previousOutputsNeeded(input: position, missing: missing)) }
        }
        return faults
    }

    /// The inputs that a key leaves as they are, and why.
    func unsigned(by plans: [InputPlan]) -> [PSBTError.Unsigned] {
        plans.enumerated().compactMap { position, plan in
            guard case .unsigned(let reason) = plan else { return nil }
            return PSBTError.Unsigned(input: position, reason: reason)
        }
    }

    // MARK: The fee

    enum Balance: Hashable, Sendable {
        /// Not all amounts are there.
        case unknown
        /// All together are more than there can be.
        case impossible
        case negative(spent: UInt64, paid: UInt64)
        case left(Satoshi, paid: Satoshi)
    }

    /// What is spent beside what is paid.
    var balance: Balance {
        let spent = checks.compactMap { $0.spent?.amount }
        let paid = transaction.outputs.compactMap(\.amount)
        guard spent.count == checks.count, paid.count == transaction.outputs.count, !spent.isEmpty,
            let out = Satoshi.sum(paid)
        else { return .unknown }
        guard let total = Satoshi.sum(spent) else { return .impossible }
        return total.minus(out).map { .left($0, paid: out) } ?? .negative(spent: total.value, paid: out.value)
    }

    /// The inputs whose amounts could be lies.
    ///
    /// BIP-143 commits to the amount of its own input alone, so that a signer who is asked twice can be shown two false
    /// fees (BIP-174, "Signer"; BIP-341, "Rationale", on signing the amounts). Taproot's signature covers all of them: where
    /// such a one is made, a false amount of a taproot input makes it worthless.
    func unprovenInputs(_ plans: [InputPlan]?) -> [Int] {
        let coversAmounts = inputs.contains { input in
            (plans?[input.number].signs ?? true) && checks[input.number].spending?.era == .taproot
                && !effectiveType(at: input).anyoneCanPay
        }
        return checks.indices.filter { position in
            let check = checks[position]
            return !check.isProven && !(check.spending?.era == .taproot && coversAmounts)
        }
    }
}
