import Digests
import Encodings
package import Transactions

extension SignedTransaction {
    /// What was signed, with its sender.
    package func summary(under terms: Terms = Terms()) -> Summary {
        transaction.summary(readBack: signingHash, account: sender, under: terms)
    }

    private var hashText: String { "0x" + Hex.encode(hash) }

    /// What comes out of signing.
    func content(under terms: Terms) -> SignedContent {
        SignedContent(
            ledger: .evm, kind: transaction.kind.name, signer: sender.text, hash: hashText,
            text: "0x" + Hex.encode(raw), summary: summary(under: terms))
    }
}

extension UnverifiedTransaction: Verifiable {
    /// - Throws: `EVMError.otherChain`, `.unknownChain`.
    package func verified(under terms: Terms) throws -> Verification {
        if let fault = transaction.chainFault(under: terms) { throw fault }
        let verdict: SignatureVerdict
        let account: Address?
        // EIP-7702: those who hand over their accounts signed too, each for itself.
        let authorizations = transaction.form.authorizations.map(JudgedAuthorization.init)
        do throws(EVMError) {
            let signed = try SignedTransaction(self, knowing: nil)
            account = signed.sender
            verdict = SignatureVerdict(place: "signature", signer: signed.sender.text, key: signed.key, .valid)
        } catch {
            account = nil
            verdict = SignatureVerdict(
                place: "signature", signer: nil, key: nil, .invalid(code: error.code, reason: error.description))
        }
        return Verification(
            ledger: .evm, kind: transaction.kind.name, hash: "0x" + Hex.encode(Keccak256.hash(raw)),
            signatures: [verdict] + authorizations.enumerated().map { $1.verdict("authorization \($0)") },
            summary: transaction.summary(
                readBack: signingHash, account: account, authorizations: authorizations, under: terms))
    }
}
