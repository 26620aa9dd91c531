import Digests
import Encodings
import Groups
import Signatures
package import Transactions

extension PSBT: Verifiable {
    /// Judges every signature that is there: partial ones, those of taproot, and those in final scripts; and whether what
    /// the PSBT tells of its inputs is consistent.
    /// - Throws: `BitcoinError.unknownNetwork`.
    package func verified(under terms: Terms) throws -> Verification {
        let network = try Network.named(terms.network)
        let judge = SignatureJudge(self)
        let completions = inputs.map { completion(of: $0, judge) }
        let final = finalVerdicts(
            completions.onlyFinal(inputs), on: network, knowing: judge.verified, judge.hashes)
        var verdicts = transactionFaults.map { fault in
            SignatureVerdict(
                place: "transaction", signer: nil, key: nil, .invalid(code: fault.code, reason: fault.description))
        }
        for input in inputs {
            verdicts += faultVerdicts(of: input)
            if input.isFinal {
                verdicts += final[input.number] ?? []
                continue
            }
            let judged = judge.judged[input.number]
            verdicts += judged.enumerated().map { number, one in
                verdict(one, judged.count == 1 ? nil : number, on: network)
            }
            if judged.isEmpty {
                verdicts.append(
                    SignatureVerdict(
                        place: "input \(input.number)", signer: nil, key: nil,
                        .notJudged(code: "not-signed", reason: "there is no signature at all")))
            }
        }
        let whole = extracted(completions)
        return Verification(
            ledger: .bitcoin, kind: kind, hash: whole?.id.text, signatures: verdicts,
            summary: PSBTSummary(SigningView(self, own: nil), on: network).summary, notes: notes(completions),
            members: JSONObject([("complete", .bool(whole != nil))]))
    }

    /// What is wrong with the transaction itself.
    private var transactionFaults: [PSBTError] {
        let faults = transaction.ruleFaults.map { PSBTError.transaction($0) }
        guard case .negative(let spent, let paid) = balance else { return faults }
        return faults + [.negativeFee(spent: spent, paid: paid)]
    }

    private func faultVerdicts(of input: PSBTInput) -> [SignatureVerdict] {
        checks[input.number].faults.map { fault in
            SignatureVerdict(
                place: "input \(input.number)", signer: nil, key: nil,
                .invalid(code: fault.code, reason: fault.description))
        }
    }

    private func verdict(_ judged: JudgedSignature, _ number: Int?, on network: Network) -> SignatureVerdict {
        let signature = judged.signature
        let check = checks[signature.input]
        let key: VerifyingKey?
        // The script whose address names the signer, and what names it where there is no address.
        let (script, bytes): (Script?, [UInt8]?)
        switch signature.signer {
        case .key(let named):
            key = judged.key ?? (try? VerifyingKey(curve: .secp256k1, encoded: named))
            (script, bytes) = (check.spending?.hasOneSignature ?? false ? check.spent?.script : nil, named)
        case .outputKey:
            key =
                judged.key
                ?? check.spending?.taproot.flatMap { taproot in
                    try? VerifyingKey(curve: .secp256k1, encoded: [2] + taproot.outputKey)
                }
            (script, bytes) = (check.spent?.script, nil)
        case .leaf(let named, _):
            key = judged.key ?? (try? VerifyingKey(curve: .secp256k1, encoded: [2] + named))
            (script, bytes) = (nil, named)
        }
        let place = "input \(signature.input)" + (number.map { ", signature \($0)" } ?? "")
        return SignatureVerdict(
            place: place, signer: script.flatMap { Address($0, on: network)?.text } ?? bytes.map { Hex.encode($0) },
            key: key, judged.status)
    }

    private func notes(_ completions: [Completion]) -> [String] {
        let unusual = inputs.flatMap { input in
            input.signatures.compactMap { signature -> String? in
                let type =
                    if case .key = signature.signer {
                        (try? ScriptSignature(signature.bytes))?.type
                    } else {
                        (try? TaprootSignature(signature.bytes))?.type
                    }
                guard let type else { return nil }
                if let asked = input.sighashType, asked != type {
                    return """
                        input \(input.number): a signature is of type \(type.name) and the PSBT asks for \(asked.name), \
                        so that it will not be used
                        """
                }
                return type.coversAll
                    ? nil : "input \(input.number): a signature with \(type.name) covers \(type.words)"
            }
        }
        return missingWords(completions) + unusual + (previous?.notesOnUnused(by: transaction) ?? [])
    }
}
