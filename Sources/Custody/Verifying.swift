import EVM
import Encodings

/// What was found out about one signature.
public struct SignatureVerdict: Hashable, Sendable {
    /// Who signed.
    public let signer: String
}

/// A signed transaction whose signatures are good.
public struct VerificationReport: Sendable {
    public let ledger: LedgerName
    public let signatures: [SignatureVerdict]
    /// The transaction's id.
    public let hash: String
    public let summary: Summary
    /// Whether the caller said who must have signed.
    public let signerWasExpected: Bool
}

/// Verifies a signed transaction: strictly read, and every signature good.
/// ```swift
/// let report = try verify(file, signer: Expectation("0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"))
/// ```
/// - Parameters:
///   - signer: Who must have signed; without it the signature says who did.
///   - terms: The chain that it must be for.
/// - Throws: `Refusal`: `signature-invalid`, `other-signer`, `other-chain`, `not-signed`, or the place of the fault.
public func verify(
    _ file: SecretFile, ledger: LedgerName? = nil, signer: Expectation? = nil, terms: SigningTerms = SigningTerms()
) throws(Refusal) -> VerificationReport {
    try requireSupported(ledger)
    let signed = try refusing(about: file.name) { () throws in
        try EVM.SignedTransaction(parsing: try file.publicBytes())
    }
    if let signer, !signer.isEVMAccount(signed.sender) {
        throw Refusal(
            .answerIsNo, code: "other-signer",
            "\(file.name) was signed by \(signed.sender.text), not by \(signer.text)",
            advice: "do not send it before you know why")
    }
    try refusing(about: file.name) { () throws in
        if let refusal = signed.transaction.refusals(account: nil, under: terms.evm).first(where: {
            switch $0 {
            case .otherChain, .unknownChain: true
            default: false
            }
        }) {
            throw refusal
        }
    }
    return VerificationReport(
        ledger: .evm, signatures: [SignatureVerdict(signer: signed.sender.text)], hash: "0x" + Hex.encode(signed.hash),
        summary: signed.summary(), signerWasExpected: signer != nil)
}
