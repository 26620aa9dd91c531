import Digests

/// How an input spends its output, after every wrapping was opened and its hash compared: who has to have signed, over
/// what, and the signatures that are there.
enum Spend: Hashable, Sendable {
    /// ECDSA, by one key or several; an empty signature was already refused.
    case ecdsa(Condition, signatures: [[UInt8]], SignedForm)
    /// BIP-341: the output key by itself, or, with a leaf's hash, the key of a leaf (BIP-342).
    case taproot(key: [UInt8], signature: [UInt8], leafHash: [UInt8]?, annex: [UInt8]?)

    enum Condition: Hashable, Sendable {
        /// The key as the script or the stack has it.
        case key([UInt8])
        case multisig(Multisig)
    }

    /// What an ECDSA signature is made over.
    enum SignedForm: Hashable, Sendable {
        case legacy(scriptCode: [UInt8])
        case witnessV0(scriptCode: [UInt8])

        var isWitness: Bool {
            if case .witnessV0 = self { true } else { false }
        }
    }
}

extension Spend {
    /// Opens what an input shows against the output that it spends.
    ///
    /// This is no interpreter: scripts of the forms of `ScriptTemplate` are understood, for which the stack that spends
    /// them has one shape, and everything else is not judged. In these forms there is no OP_CODESEPARATOR, and no push
    /// that could equal a signature, so that Bitcoin Core's `FindAndDelete` finds nothing.
    static func opening(_ input: Transaction.Input, of output: Output) throws(SpendFault) -> Spend {
        let template = output.script.template
        switch template {
        case .p2pk, .p2pkh, .multisig:
            let stack = try pushes(of: input)
            guard input.witness.isEmpty else { throw .unexpectedWitness }
            return try ecdsa(template, stack, .legacy(scriptCode: output.script.bytes))
        case .p2sh(let hash):
            return try opening(input, scriptHash: hash)
        case .p2wpkh, .p2wsh:
            guard input.scriptSig.isEmpty else { throw .scriptSigNotEmpty }
            return try witness(template, input.witness)
        case .p2tr(let outputKey):
            guard input.scriptSig.isEmpty else { throw .scriptSigNotEmpty }
            return try taproot(outputKey, input.witness)
        case .futureWitness(let version, _):
            guard input.scriptSig.isEmpty else { throw .scriptSigNotEmpty }
            throw .unknownWitnessVersion(version)
        case .opReturn: throw .unspendable
        case .singleKeyLeaf, .other:
            if output.script.witnessProgram != nil { throw .witnessProgramLength }
            throw .unknownScript(.output)
        }
    }

    /// BIP-16: the last push is the script whose hash the output has.
    private static func opening(_ input: Transaction.Input, scriptHash: [UInt8]) throws(SpendFault) -> Spend {
        var stack = try pushes(of: input)
        guard let redeem = stack.popLast() else { throw .form(.emptySignature) }
        guard redeem.count <= Script.longestPush else { throw .redeemScriptTooLong(found: redeem.count) }
        guard Hash160.hash(redeem) == scriptHash else { throw .scriptHash(.redeem) }
        let template = Script(redeem).template
        switch template {
        case .p2pk, .p2pkh, .multisig:
            guard input.witness.isEmpty else { throw .unexpectedWitness }
            return try ecdsa(template, stack, .legacy(scriptCode: redeem))
        case .p2wpkh, .p2wsh:
            // BIP-141: "the scriptSig must be exactly a push of the BIP16 redeemScript".
            guard input.scriptSig == Script.push(redeem) else { throw .scriptSigNotOnePush }
            return try witness(template, input.witness)
        default: throw .unknownScript(.redeem)
        }
    }

    /// Witness version 0.
    private static func witness(_ template: ScriptTemplate, _ witness: [[UInt8]]) throws(SpendFault) -> Spend {
        if case .p2wpkh(let hash) = template {
            return try ecdsa(
                .p2pkh(hash: hash), witness, .witnessV0(scriptCode: Script.p2pkh(hash: hash).bytes))
        }
        guard case .p2wsh(let hash) = template else {
            preconditionFailure("witness version 0 is a key's hash or a script's")
        }
        var stack = witness
        guard let script = stack.popLast() else { throw .form(.emptySignature) }
        guard SHA256.hash(script) == hash else { throw .scriptHash(.witness) }
        let inner = Script(script).template
        switch inner {
        case .p2pk, .p2pkh, .multisig: return try ecdsa(inner, stack, .witnessV0(scriptCode: script))
        default: throw .unknownScript(.witness)
        }
    }

    /// The stack of a script of one or several keys, which is used up to the last item ("clean stack": BIP-62, rule 6;
    /// consensus for witnesses, BIP-141).
    private static func ecdsa(
        _ template: ScriptTemplate, _ stack: [[UInt8]], _ form: SignedForm
    ) throws(SpendFault) -> Spend {
        switch template {
        case .p2pk(let key):
            try require(stack, 1)
            return .ecdsa(.key(key), signatures: stack, form)
        case .p2pkh(let hash):
            try require(stack, 2)
            guard Hash160.hash(stack[1]) == hash else { throw .keyHash }
            return .ecdsa(.key(stack[1]), signatures: [stack[0]], form)
        case .multisig(let multisig):
            try require(stack, multisig.threshold + 1)
            // OP_CHECKMULTISIG takes one item too many off the stack; BIP-147 wants it empty.
            guard stack[0].isEmpty else { throw .nullDummy }
            return .ecdsa(.multisig(multisig), signatures: Array(stack[1...]), form)
        default: preconditionFailure("only scripts of keys are signed with ECDSA")
        }
    }

    /// BIP-341, "Script validation rules".
    private static func taproot(_ outputKey: [UInt8], _ witness: [[UInt8]]) throws(SpendFault) -> Spend {
        var stack = witness
        var annex: [UInt8]?
        if stack.count >= 2, let last = stack.last, last.first == 0x50 {
            annex = last
            stack.removeLast()
        }
        guard stack.count >= 2 else {
            try require(stack, 1)
            return .taproot(key: outputKey, signature: stack[0], leafHash: nil, annex: annex)
        }
        let control: ControlBlock
        do throws(BitcoinError) { control = try ControlBlock(stack.removeLast()) } catch { throw .form(error) }
        let script = Script(stack.removeLast())
        let leafHash = Taproot.leafHash(of: script, version: control.leafVersion)
        guard control.commits(outputKey, to: leafHash) else { throw .notALeaf }
        guard control.leafVersion == Taproot.tapscriptVersion else {
            throw .unknownLeafVersion(control.leafVersion)
        }
        guard case .singleKeyLeaf(let key) = script.template else { throw .unknownScript(.leaf) }
        try require(stack, 1)
        return .taproot(key: key, signature: stack[0], leafHash: leafHash, annex: annex)
    }

    private static func require(_ stack: [[UInt8]], _ needed: Int) throws(SpendFault) {
        guard !stack.isEmpty else { throw .form(.emptySignature) }
        guard stack.count >= needed else { throw .stackSize(needed: needed, found: stack.count) }
        guard stack.count == needed else { throw .stackNotClean(needed: needed, found: stack.count) }
    }

    /// What the script of an input pushes: in the forms that are understood it does nothing else.
    private static func pushes(of input: Transaction.Input) throws(SpendFault) -> [[UInt8]] {
        guard let all = Script(input.scriptSig).wholeInstructions else { throw .scriptSigNotPushes }
        let pushes = all.compactMap(\.pushed)
        guard pushes.count == all.count else { throw .scriptSigNotPushes }
        guard all.allSatisfy(\.isMinimal) else { throw .pushNotMinimal }
        return pushes
    }
}
