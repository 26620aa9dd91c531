import Digests
import Encodings
import Groups
import Signatures
package import Transactions

/// A message with a signature, and the address whose it has to be.
package struct SignedMessage: Sendable {
    private let bytes: [UInt8]
    private let signature: MessageSignature
    private let address: Address
    /// The key that the person named instead of its address. A taproot address shows another one.
    private let namedKey: VerifyingKey?

    package init(_ bytes: [UInt8], _ signature: MessageSignature, by address: Address) {
        self.bytes = bytes
        self.signature = signature
        self.address = address
        namedKey = nil
    }

    /// - Parameter signer: An address; or a public key in hexadecimal digits, for its address of the form that the terms name.
    /// - Throws: `TransactionsError.signerNeeded`; `MessageError`, `BitcoinError` for a signature that is none, or a signer that is
    ///   none.
    package init(reading signature: [UInt8], of bytes: [UInt8], signer: String?, under terms: Terms) throws {
        guard let signer else { throw TransactionsError.signerNeeded(.bitcoin) }
        namedKey = try SignedMessage.key(signer)
        address =
            if let namedKey {
                try AddressForm.named(terms.addressForm).address(of: namedKey, on: Network.named(terms.network))
            } else {
                try SignedMessage.address(signer, under: terms)
            }
        self.signature = try MessageSignature(reading: signature)
        self.bytes = bytes
    }

    /// - Returns: `nil` for what is no hexadecimal digits, which no address is.
    private static func key(_ text: String) throws(MessageError) -> VerifyingKey? {
        guard let bytes = try? Hex.decode(text) else { return nil }
        do { return try VerifyingKey(curve: .secp256k1, encoded: bytes) } catch { throw .signer(error) }
    }

    private static func address(_ text: String, under terms: Terms) throws(BitcoinError) -> Address {
        if terms.network != nil { return try Address(text, on: Network.named(terms.network)) }
        // One of several networks' is that of the first: what is signed does not depend on it.
        return try Address.read(text)[0]
    }

    /// Whether all that is signed is valid.
    /// - Parameter keys: What was read before; nothing else is known of the signature.
    func isValid(knowing keys: KnownKeys) -> Bool {
        verdicts(on: nil, knowing: keys).allSatisfy { $0.status == .valid }
    }
}

extension SignedMessage: Verifiable {
    package func verified(under terms: Terms) throws -> Verification {
        Verification(
            ledger: .bitcoin, kind: signature.kind, hash: nil, signatures: verdicts(on: address.network),
            summary: MessageContent.summary(
                of: bytes, kind: signature.kind, address: address.text, network: address.network),
            notes: notes,
            members: JSONObject([("address", .string(address.text)), ("scheme", .string(signature.kind))]))
    }

    /// "Output the state valid at time T and age S"; and what no verifier without the chain can know of funds.
    private var notes: [String] {
        let transaction: Transaction
        var notes: [String] = []
        switch signature {
        case .classic, .simple: return []
        case .full(let content): transaction = content
        case .proofOfFunds(let psbt):
            transaction = psbt.transaction
            notes = psbt.checks.dropFirst().enumerated().map { place, check in
                let funds =
                    "\(psbt.inputs[place + 1].outpoint) (\(check.spent?.words(on: address.network) ?? "not told"))"
                return
                    "input \(place + 1) is to show control of \(funds); that it exists unspent only a full node knows"
            }
        }
        guard let first = transaction.inputs.first else { return notes }
        if transaction.locktime != 0 { notes.append("the signature says: \(transaction.locktimeWords)") }
        if first.sequence != 0 {
            notes.append(
                "the signature says that its address' output has an age by sequence \(first.sequence) (BIP-68)")
        }
        return notes
    }

    /// - Parameter network: Whose addresses name the signers; `nil` where nobody reads their names.
    private func verdicts(on network: Network?, knowing keys: KnownKeys = KnownKeys()) -> [SignatureVerdict] {
        let spent = VirtualTransaction.toSpend(bytes, script: address.script)
        do throws(MessageError) {
            switch signature {
            case .classic(let header, let compact):
                let key = try ClassicMessage.verify(header, compact, message: bytes, by: address)
                return [SignatureVerdict(place: "signature", signer: address.text, key: key, .valid)]
            case .simple(let witness):
                let scriptSig = try SignedMessage.scriptSig(witness, for: address.script)
                let transaction = VirtualTransaction.toSign(spent, scriptSig: scriptSig, witness: witness)
                return judge(transaction, spent.outputs, on: network, keys)
            case .full(let transaction):
                try SignedMessage.check(transaction, spends: spent)
                let unknown = [Output?](repeating: nil, count: transaction.inputs.count - 1)
                return judge(transaction, [spent.outputs[0]] + unknown, on: network, keys)
            case .proofOfFunds(let psbt):
                let transaction = try SignedMessage.extracted(psbt)
                try SignedMessage.check(transaction, spends: spent)
                if let fault = psbt.checks.lazy.compactMap(\.faults.first).first { throw .funds(fault) }
                return judge(transaction, [spent.outputs[0]] + psbt.checks.dropFirst().map(\.spent), on: network, keys)
            }
        } catch {
            return [SignatureVerdict(place: "signature", signer: nil, key: nil, error.status)]
        }
    }

    /// Native segwit has none. Signers of before BIP-322 was finished gave the witness alone for P2SH-P2WPKH too, whose
    /// redeem script follows from its key.
    private static func scriptSig(_ witness: [[UInt8]], for script: Script) throws(MessageError) -> [UInt8] {
        switch script.template {
        case .p2wpkh, .p2wsh, .p2tr, .futureWitness: return []
        case .p2sh where witness.count == 2:
            return Script.push(Script.p2wpkh(hash: Hash160.hash(witness[1])).bytes)
        default: throw .simpleForOtherForm
        }
    }

    /// BIP-322, "Verification Process", as far as it is about the transaction and not its signatures.
    private static func check(_ transaction: Transaction, spends spent: Transaction) throws(MessageError) {
        guard transaction.inputs.first?.outpoint == Outpoint(spent.id, 0) else { throw .otherMessage }
        guard transaction.outputs == [VirtualTransaction.output] else { throw .outputs }
        // "The version of to_sign must be 0 or 2", else the state is inconclusive.
        guard transaction.version == 0 || transaction.version == 2 else { throw .version(transaction.version) }
    }

    /// The transaction with its final scripts (BIP-174, "Transaction Extractor").
    private static func extracted(_ psbt: PSBT) throws(MessageError) -> Transaction {
        var transaction = psbt.transaction
        for (place, input) in psbt.inputs.enumerated() {
            guard input.isFinal else { throw .notFinal(input: place) }
            transaction.inputs[place].scriptSig = input.finalScriptSig ?? []
            transaction.inputs[place].witness = input.finalWitness ?? []
        }
        return transaction
    }

    private func judge(
        _ transaction: Transaction, _ spent: [Output?], on network: Network?, _ keys: KnownKeys
    ) -> [SignatureVerdict] {
        let verifier = InputVerifier(transaction, spending: spent, on: network, knowing: VerifiedSignatures(keys: keys))
        return transaction.inputs.indices.flatMap { input in
            verifier.judgements(ofInput: input).map { judgement in
                let whole = input == 0 ? "signature" : "input \(input)"
                let place =
                    judgement.signature.map { input == 0 ? "\(whole) \($0)" : "\(whole), signature \($0)" } ?? whole
                let isNamed = input == 0 && judgement.fault == nil
                return SignatureVerdict(
                    place: place, signer: judgement.signer(on: network),
                    key: isNamed ? namedKey ?? judgement.key : judgement.key,
                    judgement.fault.map(\.status) ?? SignedMessage.status(judgement.type))
            }
        }
    }

    /// "All signatures must use the SIGHASH_ALL flag", of which taproot's DEFAULT is the short form.
    private static func status(_ type: SighashType?) -> SignatureVerdict.Status {
        guard let type, type != .all, type != .default else { return .valid }
        return MessageError.sighash(type.name).status
    }
}

extension MessageError {
    fileprivate var status: SignatureVerdict.Status {
        switch self {
        case .version: .notJudged(code: code, reason: description)
        default: .invalid(code: code, reason: description)
        }
    }
}
