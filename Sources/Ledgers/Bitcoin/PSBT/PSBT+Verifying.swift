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
        let final = Dictionary(grouping: finalVerdicts(completions, on: network), by: \.input)
        var verdicts: [SignatureVerdict] = []
        for input in inputs {
            verdicts += faultVerdicts(of: input)
            if input.isFinal {
                verdicts += (final[input.number] ?? []).map(\.verdict)
                continue
            }
            let signatures = input.signatures
            verdicts += signatures.enumerated().map { number, signature in
                verdict(of: signature, signatures.count == 1 ? nil : number, judge, on: network)
            }
            if signatures.isEmpty {
                verdicts.append(
                    SignatureVerdict(
                        place: "input \(input.number)", signer: nil, key: nil,
                        .notJudged(code: "not-signed", reason: "there is no signature at all")))
            }
        }
        let whole = extracted(completions)
        return Verification(
            ledger: .bitcoin, kind: kind, hash: whole?.id.text, signatures: verdicts,
            summary: summary(signer: nil, under: terms), notes: notes(completions),
            members: JSONObject([("complete", .bool(whole != nil))]))
    }

    private func faultVerdicts(of input: PSBTInput) -> [SignatureVerdict] {
        checks[input.number].faults.map { fault in
            SignatureVerdict(
                place: "input \(input.number)", signer: nil, key: nil,
                .invalid(code: fault.code, reason: fault.description))
        }
    }

    private func verdict(
        of signature: PSBTSignature, _ number: Int?, _ judge: SignatureJudge, on network: Network
    ) -> SignatureVerdict {
        let spent = checks[signature.input].spent?.script
        let address = spent.flatMap { Address($0, on: network)?.text }
        let key: VerifyingKey?
        let signer: String?
        switch signature.signer {
        case .key(let bytes):
            key = try? VerifyingKey(curve: .secp256k1, encoded: bytes)
            let isAlone = key.flatMap { try? OwnKey($0) }.flatMap { own in spent.flatMap(own.nameOfOwn) } != nil
            signer = isAlone ? address : Hex.encode(bytes)
        case .outputKey:
            key = checks[signature.input].spending?.taproot.flatMap { taproot in
                try? VerifyingKey(curve: .secp256k1, encoded: [2] + taproot.outputKey)
            }
            signer = address
        case .leaf(let bytes, _):
            key = try? VerifyingKey(curve: .secp256k1, encoded: [2] + bytes)
            signer = Hex.encode(bytes)
        }
        let place = "input \(signature.input)" + (number.map { ", signature \($0)" } ?? "")
        return SignatureVerdict(place: place, signer: signer, key: key, judge.status(of: signature))
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
                guard let type, !type.coversAll else { return nil }
                return "input \(input.number): a signature with \(type.name) covers \(type.words)"
            }
        }
        return missingWords(completions) + unusual + (previous?.notesOnUnused(by: transaction) ?? [])
    }
}
