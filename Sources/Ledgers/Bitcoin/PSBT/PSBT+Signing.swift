import Encodings
package import Groups
package import Signatures
package import Transactions

extension PSBT: Signable {
    package var groups: [CurveName] { [.secp256k1] }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        var found: [any LedgerError] = []
        do { _ = try Network.named(terms.network) } catch { found.append(error) }
        do throws(PSBTError) {
            found += try SigningView(self, signer).objections(form: terms.form, SignatureJudge(self))
        } catch { found.append(error) }
        return PSBT.standing(found, under: terms)
    }

    private static func standing(_ found: [any LedgerError], under terms: Terms) -> [any LedgerError] {
        found.filter { error in !(error.liftedBy.map(terms.accepting.contains) ?? false) }
    }

    /// Signs every input that the key can sign, and verifies what was made: read back from its bytes, every new signature
    /// judged, and inputs that are complete judged once more as a node would.
    ///
    /// ECDSA nonces are those of RFC 6979, without grinding for a low r, and BIP-340 has 32 zero bytes as its auxiliary
    /// randomness: the same PSBT and key always give the same result, which others can reproduce.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let network = try Network.named(terms.network)
        let view = try SigningView(self, key.verifyingKey)
        let judge = SignatureJudge(self, knowing: VerifiedSignatures(keys: knownKeys(with: view.own)))
        if let refusal = PSBT.standing(view.objections(form: terms.form, judge), under: terms).first { throw refusal }
        guard let own = view.own, let plans = view.plans else {
            preconditionFailure("the view of a key has its plans")
        }

        var made = self
        for (position, plan) in plans.enumerated() {
            guard case .sign(let task) = plan else { continue }
            try made.sign(position, task, by: key, own, judge)
        }
        made.closeTransaction(for: plans)
        let completions = try made.readBack(expecting: self, plans, knowing: judge.verified)
        let whole = made.extracted(completions)
        if terms.form == .network, whole == nil { throw PSBTError.incomplete(made.missingWords(completions)) }
        if terms.form != .usual { made.finalize(completions) }
        let (result, sent) = (made, terms.form == .network ? whole : nil)
        return SignedContent(
            ledger: .bitcoin, kind: kind, signer: signerName(own, plans, on: network), hash: whole?.id.text,
            text: sent.map { Hex.encode($0.serialized(withWitness: true)) } ?? result.text,
            file: sent == nil ? result.file : nil, summary: PSBTSummary(view, on: network).summary,
            notes: result.notes(plans, completions),
            members: JSONObject([
                ("complete", .bool(whole != nil)),
                ("inputs", .array(result.signingMembers(plans, completions))),
            ]))
    }

    /// Adds the signatures of one input.
    private mutating func sign(
        _ position: Int, _ task: SigningTask, by key: borrowing SigningKey, _ own: OwnKey, _ judge: SignatureJudge
    ) throws(PSBTError) {
        let type = effectiveType(at: inputs[position])
        switch task {
        case .ecdsa(let named):
            guard let digest = judge.digest(input: position, type: type) else {
                preconditionFailure("a task for a key comes from an output whose rules are known")
            }
            let signature: ECDSASignature
            do { signature = try key.makeECDSA(digest: digest).signature } catch { throw .signing(error) }
            inputs[position].map.set(
                UInt8(PSBTInput.Key.partialSignature), named, to: ScriptSignature(signature, type).bytes)
        case .taprootKey(let isOutputKey, let merkleRoot):
            let signature = try schnorr(
                position, type, leafHash: nil, tweak: isOutputKey ? .none : .taproot(merkleRoot: merkleRoot), key, judge
            )
            inputs[position].map.set(UInt8(PSBTInput.Key.taprootKeySignature), to: signature)
        case .leaves(let leaves):
            for leaf in leaves {
                let signature = try schnorr(position, type, leafHash: leaf.hash, tweak: .none, key, judge)
                inputs[position].map.set(
                    UInt8(PSBTInput.Key.leafSignature), own.xOnly + leaf.hash, to: signature)
            }
        }
    }

    private func schnorr(
        _ position: Int, _ type: SighashType, leafHash: [UInt8]?, tweak: Schnorr.Tweak,
        _ key: borrowing SigningKey, _ judge: SignatureJudge
    ) throws(PSBTError) -> [UInt8] {
        let digest: [UInt8]
        do { digest = try judge.taprootDigest(input: position, type: type, leafHash: leafHash) } catch {
            throw .transaction(error)
        }
        do { return TaprootSignature(try key.makeSchnorr(message: digest, tweak: tweak).signature, type).bytes } catch {
            throw .signing(error)
        }
    }

    /// BIP-370, "Signer": a signature that covers inputs or outputs ends their being changed, and SINGLE ties an output to
    /// its input's place.
    private mutating func closeTransaction(for plans: [InputPlan]) {
        let types = inputs.filter { plans[$0.number].signs }.map(effectiveType)
        guard version == 2, !types.isEmpty else { return }
        let before = global.value(Global.modifiable)?.first
        var flags = before ?? 0
        for type in types {
            if !type.anyoneCanPay { flags &= ~Modifiable.inputs }
            if type.outputs != .none { flags &= ~Modifiable.outputs }
            if type.outputs == .single { flags |= Modifiable.hasSingle }
        }
        if flags != before ?? 0 { global.set(UInt8(Global.modifiable), to: [flags]) }
    }

    /// BIP-370, `PSBT_GLOBAL_TX_MODIFIABLE`.
    private enum Modifiable {
        static let inputs: UInt8 = 1
        static let outputs: UInt8 = 2
        static let hasSingle: UInt8 = 4
    }

    // MARK: What was made, seen by a stranger

    /// Reads the PSBT back from its bytes, judges what was added, and all final scripts as a node would get them.
    /// - Parameter verified: What was found good before; what was added is none of it.
    /// - Returns: What each input needs to be final.
    /// - Throws: `PSBTError.signedDiffers`, `.finalScript` for what came as final and is not good.
    private func readBack(
        expecting before: PSBT, _ plans: [InputPlan], knowing verified: VerifiedSignatures
    ) throws(PSBTError) -> [Completion] {
        let ours = plans.firstIndex(where: \.signs) ?? 0
        guard let read = try? PSBT(readingBack: serialized, madeOf: self, verified.keys),
            read.transaction == before.transaction
        else { throw .signedDiffers(input: ours) }
        let judge = SignatureJudge(read, knowing: verified)
        for input in read.inputs {
            let old = before.inputs[input.number].signatures
            let added = judge.judged[input.number].filter { !old.contains($0.signature) }
            guard added.isEmpty != plans[input.number].signs, added.allSatisfy({ $0.status == .valid }) else {
                throw .signedDiffers(input: input.number)
            }
        }
        let completions = read.inputs.map { read.completion(of: $0, judge) }
        // What is not judged as a whole was judged signature by signature.
        if let (input, fault) = read.finalFaults(completions, knowing: judge.verified, judge.hashes).first {
            throw plans[input].signs ? .signedDiffers(input: input) : .finalScript(input: input, reason: fault.reason)
        }
        return completions
    }

    /// What the signatures in final scripts are worth, for the inputs that are complete.
    /// - Parameters:
    ///   - network: Whose addresses name the signers.
    ///   - hashes: What a judge of this PSBT hashed.
    func finalVerdicts(
        _ completions: [Completion], on network: Network, knowing verified: VerifiedSignatures,
        _ hashes: SignatureHashes
    ) -> [Int: [SignatureVerdict]] {
        finalJudgements(completions, knowing: verified, hashes).reduce(into: [:]) { found, next in
            found[next.input] = next.judgements.map {
                InputVerifier.verdict($0, ofInput: next.input, on: network)
            }
        }
    }

    /// What is bad in the final scripts of the inputs that are complete; what is not judged here is none of it.
    func finalFaults(
        _ completions: [Completion], knowing verified: VerifiedSignatures, _ hashes: SignatureHashes? = nil
    ) -> [(input: Int, fault: SpendFault)] {
        finalJudgements(completions, knowing: verified, hashes).flatMap { input, judgements in
            judgements.compactMap(\.fault).filter { !$0.isNotJudged }.map { (input, $0) }
        }
    }

    private func finalJudgements(
        _ completions: [Completion], knowing verified: VerifiedSignatures, _ hashes: SignatureHashes?
    ) -> [(input: Int, judgements: [InputVerifier.Judgement])] {
        var whole = transaction
        var complete: [Int] = []
        for (position, completion) in completions.enumerated() {
            guard case .final(let scriptSig, let witness) = completion else { continue }
            whole.inputs[position].scriptSig = scriptSig
            whole.inputs[position].witness = witness
            complete.append(position)
        }
        guard !complete.isEmpty else { return [] }
        let verifier = InputVerifier(whole, spending: checks.map(\.spent), on: nil, knowing: verified, hashes)
        return complete.map { ($0, verifier.judgements(ofInput: $0)) }
    }

    // MARK: What is told with the result

    private func notes(_ plans: [InputPlan], _ completions: [Completion]) -> [String] {
        let left = unsigned(by: plans).filter { !inputs[$0.input].isFinal }
        let kept = plans.indices.filter { plans[$0] == .kept }
        return left.map { "input \($0.input) was not signed: \($0.reason)" }
            + kept.map { "input \($0) already had a good signature of this key, which was kept" }
            + missingWords(completions) + (previous?.notesOnUnused(by: transaction) ?? [])
    }

    private func signingMembers(_ plans: [InputPlan], _ completions: [Completion]) -> [JSONValue] {
        plans.enumerated().map { position, plan in
            var members = JSONObject([("input", .integer(position))])
            switch plan {
            case .sign: members.append("status", "signed")
            case .kept: members.append("status", "already-signed")
            case .unsigned(let reason):
                members.append("status", "not-signed")
                members.append("reason", .string(reason))
            }
            switch completions[position] {
            case .final: members.append("missing", .integer(0))
            case .missing(let count, _, let keys):
                members.append("missing", .integer(count))
                members.append("missingOf", .array(keys.map { .string(Hex.encode($0)) }))
            case .notKnown: members.append("missing", .null)
            }
            return .object(members)
        }
    }

    /// The address that is spent where one key spends it, else the key.
    private func signerName(_ own: OwnKey, _ plans: [InputPlan], on network: Network) -> String {
        let scripts = plans.indices.filter { plans[$0].signs || plans[$0] == .kept }.compactMap {
            checks[$0].spent?.script
        }
        guard let first = scripts.first, scripts.allSatisfy({ $0 == first }), own.nameOfOwn(first) != nil,
            let address = Address(first, on: network)
        else { return Hex.encode(own.compressed) }
        return address.text
    }
}

extension Spending {
    /// Whether one signature of ECDSA is all that the script takes.
    var hasOneSignature: Bool {
        switch template {
        case .p2pk, .p2pkh: true
        default: false
        }
    }
}
