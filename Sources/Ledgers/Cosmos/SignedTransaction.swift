import Digests
import Encodings
import ProtocolBuffers
package import Transactions

/// A transaction as nodes take it. cosmos-sdk, proto/cosmos/tx/v1beta1/tx.proto, `TxRaw`.
package struct SignedTransaction: Hashable, Sendable {
    package let bytes: [UInt8]
    package let content: TransactionContent
    /// In the order of the signers.
    package let signatures: [[UInt8]]

    /// The SHA-256 of the transaction in capitals, as explorers show it.
    package var hash: String { Hex.encode(SHA256.hash(bytes), uppercase: true) }

    /// - Throws: `CosmosError` with the path of the fault.
    package init(parsing bytes: [UInt8]) throws(CosmosError) {
        guard bytes.count <= SignDoc.mostBytes else { throw .tooLong(limit: SignDoc.mostBytes, found: bytes.count) }
        let raw = try Wire.read(Cosmos_TxRaw.self, bytes, "the transaction")
        guard !raw.signatures.isEmpty else { throw .missing("signatures") }
        self.bytes = bytes
        signatures = raw.signatures.map { Array($0) }
        content = try TransactionContent(body: Array(raw.bodyBytes), authInfo: Array(raw.authInfoBytes))
    }

    init(_ content: TransactionContent, signatures: [[UInt8]]) {
        bytes =
            Wire.field(1, content.bodyBytes) + Wire.field(2, content.authInfoBytes)
            + signatures.flatMap { Wire.field(3, $0) }
        self.content = content
        self.signatures = signatures
    }

    /// Whether the bytes read back as these parts, which were read themselves, to their last byte, before.
    var isWhatANodeReads: Bool {
        guard let raw = try? Wire.read(Cosmos_TxRaw.self, bytes, "") else { return false }
        return Array(raw.bodyBytes) == content.bodyBytes && Array(raw.authInfoBytes) == content.authInfoBytes
            && raw.signatures.map { Array($0) } == signatures
    }
}

extension SignedTransaction: Verifiable {
    /// A signature covers the chain's id and the account's number, which do not stand in the transaction: without both it
    /// cannot be judged.
    package func verified(under terms: Terms) throws -> Verification {
        let numbers = try accountNumbers(terms.accountNumber)
        let chain = try terms.chain.map { (text) throws(CosmosError) in try CosmosName.chain(text) }
        var verdicts: [SignatureVerdict] = []
        for place in 0..<max(content.signers.count, signatures.count) {
            let number = numbers.count == 1 ? numbers[0] : place < numbers.count ? numbers[place] : nil
            verdicts.append(verdict(place, chain: chain, account: number, isOwn: numbers.count > 1))
        }
        return Verification(
            ledger: .cosmos, kind: "transaction", hash: hash, signatures: verdicts,
            summary: SummaryMaker(content: content, chainID: chain, accountNumber: numbers.first, signer: nil).summary)
    }

    /// `42`, or one for each signer in their order: `42,7`.
    /// - Throws: `CosmosError.amountForm`, `.accountNumbers`.
    private func accountNumbers(_ text: String?) throws(CosmosError) -> [UInt64] {
        guard let text else { return [] }
        var numbers: [UInt64] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            // `UInt64` would take a plus sign.
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(part) else {
                throw .amountForm("the account number", found: printable(text))
            }
            numbers.append(number)
        }
        guard [1, content.signers.count].contains(numbers.count) else {
            throw .accountNumbers(signers: content.signers.count, found: numbers.count)
        }
        return numbers
    }

    private func verdict(
        _ place: Int, chain: String?, account: UInt64?, isOwn: Bool
    ) -> SignatureVerdict {
        let name = "signature \(place)"
        guard place < content.signers.count else {
            return SignatureVerdict(
                place: name, signer: nil, key: nil,
                .invalid(code: "signature-without-signer", reason: "the transaction has no signer for it"))
        }
        let info = content.signers[place]
        let signer = info.key.map { SummaryMaker.account(of: $0, in: content) }
        func made(_ status: SignatureVerdict.Status) -> SignatureVerdict {
            SignatureVerdict(place: name, signer: signer, key: info.key, status)
        }
        guard place < signatures.count else {
            return made(.invalid(code: "signature-missing", reason: "the signer has not signed"))
        }
        guard let key = info.key else {
            let kind = info.otherKind.map { SignerInfo.words(ofKind: $0) } ?? "that the transaction does not name"
            return made(.notJudged(code: "key-kind", reason: "it is by a key of the kind \(kind)"))
        }
        if case .other(let mode) = info.mode {
            return made(.notJudged(code: "other-sign-mode", reason: "it is in mode \(mode), and only DIRECT is judged"))
        }
        guard let chain, let account else {
            return made(
                .notJudged(
                    code: "sign-doc-incomplete",
                    reason:
                        "it covers the chain's id and the account's number, which do not stand in the transaction; name both"
                ))
        }
        let document = SignDoc.bytes(content, chainID: chain, accountNumber: account)
        let status = CosmosSignature.status(of: signatures[place], over: document, by: key)
        // Every signer's document has that signer's own account number, and one number was named.
        guard content.signers.count > 1, !isOwn, status == CosmosSignature.doesNotVerify else { return made(status) }
        return made(
            .notJudged(
                code: "sign-doc-incomplete",
                reason:
                    "it is not over account number \(account) of \(chain), and each signer has a number of their own; "
                    + "name all of them in the order of the signers"))
    }
}
