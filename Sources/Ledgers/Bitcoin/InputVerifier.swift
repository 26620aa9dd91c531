import Encodings
import Groups
import Signatures
package import Transactions

/// Judges the signatures of a transaction, input by input. Inputs can be judged on several threads at once.
package struct InputVerifier: Sendable {
    package let transaction: Transaction
    /// The outputs that are spent, in the order of the inputs; `nil` where one is not known.
    package let spent: [Output?]
    /// Whose addresses are named; `nil` where nobody reads them.
    private let network: Network?
    private let hashes: SignatureHashes
    /// Signatures that need not be verified once more.
    private let verified: VerifiedSignatures

    /// - Parameter spent: The outputs that are spent, in the order of the inputs; `nil` where one is not known.
    package init(_ transaction: Transaction, spending spent: [Output?], on network: Network = .mainnet) {
        self.init(transaction, spending: spent, on: network, knowing: VerifiedSignatures())
    }

    /// - Parameter hashes: What was hashed of the same transaction before, whatever its scripts and witnesses were then: no
    ///   signature covers those.
    init(
        _ transaction: Transaction, spending spent: [Output?], on network: Network?,
        knowing verified: VerifiedSignatures, _ hashes: SignatureHashes? = nil
    ) {
        precondition(spent.count == transaction.inputs.count, "an output, or its absence, for each input")
        self.transaction = transaction
        self.spent = spent
        self.network = network
        self.verified = verified
        self.hashes = hashes ?? SignatureHashes(transaction, spending: spent)
    }

    /// What there is to say about an input; never empty.
    ///
    /// One verdict for an input of one signature or one that could not be opened, at the place `input 2`; one for each
    /// signature of several, at `input 2, signature 1`, both counted from 0. Valid means by today's consensus *and* by the
    /// rules that nodes relay by; the code of what only relaying forbids says so in its reason.
    package func verdicts(ofInput position: Int) -> [SignatureVerdict] {
        judgements(ofInput: position).map { InputVerifier.verdict($0, ofInput: position, on: network) }
    }

    /// - Parameter network: Whose addresses are named; `nil` where nobody reads them.
    static func verdict(_ judgement: Judgement, ofInput position: Int, on network: Network?) -> SignatureVerdict {
        SignatureVerdict(
            place: place(judgement, ofInput: position), signer: judgement.signer(on: network), key: judgement.key,
            judgement.fault.map(\.status) ?? .valid)
    }

    static func place(_ judgement: Judgement, ofInput position: Int) -> String {
        judgement.signature.map { "input \(position), signature \($0)" } ?? "input \(position)"
    }

    /// What was found out about one signature, before it is put into words.
    struct Judgement {
        /// Which of several; `nil` where there is one, or the input could not be opened.
        var signature: Int?
        /// The script that is spent, where one signature is all that it takes.
        var owner: Script?
        var key: VerifyingKey?
        var type: SighashType?
        /// Whether what was signed contains the amount that is spent: BIP-143 and BIP-341 do.
        var coversAmount = false
        /// Whether a taproot input carries an annex.
        var hasAnnex = false
        /// `nil` for a good signature.
        var fault: SpendFault?

        /// The address that is spent, else the key; `nil` where neither is known.
        func signer(on network: Network?) -> String? {
            if let network, let owner, let address = Address(owner, on: network) { return address.text }
            return key.map { Hex.encode($0.encoded) }
        }
    }

    func judgements(ofInput position: Int) -> [Judgement] {
        let input = transaction.inputs[position]
        if transaction.isCoinbase { return [Judgement(fault: .coinbase)] }
        guard let output = spent[position] else {
            return [Judgement(fault: .previousOutputMissing(input.outpoint))]
        }
        let owner = output.script
        do throws(SpendFault) {
            if output.amount == nil { throw .form(.amountTooLarge(output.value)) }
            switch try Spend.opening(input, of: output) {
            case .ecdsa(.key(let key), let signatures, let form):
                let hash = hash(position, form, output.value)
                return [judge(signatures[0], key, form, hash, owner)]
            case .ecdsa(.multisig(let multisig), let signatures, let form):
                return judge(signatures, multisig, form, hash(position, form, output.value))
            case .taproot(let key, let signature, let leafHash, let annex):
                var judgement = judge(signature, key, owner) { (type) throws(BitcoinError) in
                    try hashes.taproot(input: position, type: type, annex: annex, leafHash: leafHash)
                }
                judgement.hasAnnex = annex != nil
                return [judgement]
            }
        } catch {
            return [Judgement(owner: owner, fault: error)]
        }
    }

    /// What an ECDSA signature of a type is made over.
    private typealias ECDSAHash = (SighashType) -> [UInt8]

    private func hash(_ input: Int, _ form: Spend.SignedForm, _ value: UInt64) -> ECDSAHash {
        switch form {
        case .legacy(let scriptCode):
            return { hashes.legacy(input: input, scriptCode: scriptCode, type: $0) }
        case .witnessV0(let scriptCode):
            return { hashes.witnessV0(input: input, scriptCode: scriptCode, value: value, type: $0) }
        }
    }

    private func judge(
        _ signature: [UInt8], _ key: [UInt8], _ form: Spend.SignedForm, _ hash: ECDSAHash, _ owner: Script
    ) -> Judgement {
        var judgement = Judgement(owner: owner, coversAmount: form.isWitness)
        do throws(SpendFault) {
            let parsed = try InputVerifier.parsed(signature)
            judgement.type = parsed.type
            let key = try self.parsed(key, form)
            judgement.key = key
            let digest = hash(parsed.type)
            guard
                verified.contains(signature, over: digest, by: key.encoded)
                    || InputVerifier.verifies(parsed.signature, digest, key)
            else { throw .doesNotVerify }
            guard parsed.signature.isLowS else { throw .notLowS }
        } catch { judgement.fault = error }
        return judgement
    }

    /// Signatures and keys are matched from the last one on, as OP_CHECKMULTISIG does: a key that a signature is not by is
    /// passed over for good. Where a signature is by none of the keys that are left, the others are judged all the same.
    private func judge(
        _ signatures: [[UInt8]], _ multisig: Multisig, _ form: Spend.SignedForm, _ hash: ECDSAHash
    ) -> [Judgement] {
        var left = multisig.keys.count
        var judgements: [Judgement] = []
        for position in signatures.indices.reversed() {
            var judgement = Judgement(
                signature: signatures.count == 1 ? nil : position, coversAmount: form.isWitness)
            do throws(SpendFault) {
                let parsed = try InputVerifier.parsed(signatures[position])
                judgement.type = parsed.type
                // The signatures before this one need a key each.
                let candidates = position..<left
                let digest = hash(parsed.type)
                let (place, key) = try owner(
                    of: signatures[position], parsed.signature, over: digest, among: multisig.keys, candidates, form)
                left = place
                judgement.key = key
                guard parsed.signature.isLowS else { throw .notLowS }
            } catch { judgement.fault = error }
            judgements.append(judgement)
        }
        return judgements.reversed()
    }

    private func judge(
        _ signature: [UInt8], _ key: [UInt8], _ owner: Script,
        _ hash: (SighashType) throws(BitcoinError) -> [UInt8]
    ) -> Judgement {
        var judgement = Judgement(owner: owner, coversAmount: true)
        do throws(SpendFault) {
            let parsed: TaprootSignature
            let digest: [UInt8]
            do throws(BitcoinError) {
                parsed = try TaprootSignature(signature)
                judgement.type = parsed.type
                digest = try hash(parsed.type)
            } catch {
                throw error == .previousOutputsNeeded ? .otherOutputsMissing : .form(error)
            }
            do throws(SignaturesError) {
                let owner = try verified.keys.evenKey(key)
                judgement.key = owner
                if !verified.contains(signature, over: digest, by: key) {
                    try Schnorr.verify(parsed.signature, message: digest, by: try XOnlyKey(owner))
                }
            } catch {
                throw error == .signatureDoesNotVerify ? .doesNotVerify : .key(error)
            }
        } catch { judgement.fault = error }
        return judgement
    }
}

extension InputVerifier {
    /// The last one of the keys at these places that a signature is by.
    private func owner(
        of bytes: [UInt8], _ signature: ECDSASignature, over digest: [UInt8], among keys: [[UInt8]],
        _ places: Range<Int>, _ form: Spend.SignedForm
    ) throws(SpendFault) -> (Int, VerifyingKey) {
        // Keys that are not compressed are known by another name, and verified once more.
        if let place = places.last(where: { verified.contains(bytes, over: digest, by: keys[$0]) }) {
            return (place, try parsed(keys[place], form))
        }
        return try owner(of: signature, over: digest, among: keys, places, form)
    }

    private static func parsed(_ signature: [UInt8]) throws(SpendFault) -> ScriptSignature {
        do throws(BitcoinError) { return try ScriptSignature(signature) } catch { throw .form(error) }
    }

    /// The last one of the keys at these places that a signature is by.
    private func owner(
        of signature: ECDSASignature, over digest: [UInt8], among keys: [[UInt8]], _ places: Range<Int>,
        _ form: Spend.SignedForm
    ) throws(SpendFault) -> (Int, VerifyingKey) {
        for place in places.reversed() {
            do throws(SpendFault) {
                let key = try parsed(keys[place], form)
                if InputVerifier.verifies(signature, digest, key) { return (place, key) }
            } catch .key {
                // No signature is by what is no point; some scripts carry data in the place of a key.
                continue
            }
        }
        throw .noKeyLeft
    }

    /// A key in the forms that nodes relay: compressed, outside of witnesses also 04 ‖ x ‖ y.
    private func parsed(_ key: [UInt8], _ form: Spend.SignedForm) throws(SpendFault) -> VerifyingKey {
        if key.count == 65 {
            if key[0] == 6 || key[0] == 7 { throw .hybridKey }
            if form.isWitness { throw .keyNotCompressed }
        }
        do throws(SignaturesError) { return try verified.keys.key(key) } catch { throw .key(error) }
    }

    private static func verifies(_ signature: ECDSASignature, _ digest: [UInt8], _ key: VerifyingKey) -> Bool {
        do throws(SignaturesError) {
            try ECDSA.verify(signature, digest: digest, by: key, lowS: .accepted)
            return true
        } catch { return false }
    }
}
