import Digests
import Encodings
package import Groups
package import Signatures
package import Transactions

extension SignDoc: Signable {
    package var groups: [CurveName] { [.secp256k1] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        SummaryMaker(content: content, chainID: chainID, accountNumber: accountNumber, signer: signer).summary
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        var found: [CosmosError] = []
        if let needed = terms.chain, needed != chainID { found.append(.otherChain(needed: needed, found: chainID)) }
        if let needed = terms.accountNumber, needed != String(accountNumber) {
            found.append(.otherAccountNumber(needed: needed, found: accountNumber))
        }
        let options = content.body.extensionOptions.map { printable($0.typeURL, most: 100) }
        if !options.isEmpty { found.append(.extensionOptions(options)) }
        if let signer { found += refusals(of: signer) }
        if terms.form == .network, content.signers.count > 1 { found.append(.severalSigners(content.signers.count)) }
        return found
    }

    /// The key must be one that the content names: else the chain takes the signature for nobody's.
    private func refusals(of signer: VerifyingKey) -> [CosmosError] {
        if let own = content.signers.first(where: { $0.key == signer }) {
            guard case .other(let mode) = own.mode else { return [] }
            return [.otherMode(mode)]
        }
        let kinds = content.signers.compactMap(\.otherKind)
        if let kind = kinds.first, kinds.count == content.signers.count {
            return [.keyKind(SignerInfo.words(ofKind: printable(kind, most: 100)))]
        }
        return [.otherSigner(key: Hex.encode(signer.encoded))]
    }

    /// Gives r ‖ s in base64, 64 bytes with low s over the SHA-256 of the document; for the network the transaction with that
    /// signature.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let signer = key.verifyingKey
        do { try requireCurve(.secp256k1, signer.curve, on: .cosmos) } catch { throw CosmosError.key(error) }
        if let refusal = refusals(signer: signer, under: terms).first { throw refusal }
        let made: [UInt8]
        do { made = try key.makeECDSA(digest: SHA256.hash(bytes)).signature.compact } catch {
            throw CosmosError.signing(error)
        }
        guard CosmosSignature.status(of: made, over: bytes, by: signer) == .valid else {
            throw CosmosError.signedDiffers
        }
        let alone = content.signers.count == 1 ? SignedTransaction(content, signatures: [made]) : nil
        if terms.form == .network, alone?.isWhatANodeReads != true { throw CosmosError.signedDiffers }
        let result = terms.form == .network ? alone?.bytes ?? [] : made
        let others = content.signers.count - 1
        return SignedContent(
            ledger: .cosmos, kind: "sign-doc", signer: SummaryMaker.account(of: signer, in: content), hash: alone?.hash,
            text: Base64.encode(result), file: result, summary: summary(signer: signer, under: terms),
            notes: others == 0 ? [] : ["\(others) more \(others == 1 ? "signature is" : "signatures are") needed"],
            members: JSONObject([
                ("signature", .string(Base64.encode(made))), ("publicKey", .string(Hex.encode(signer.encoded))),
            ]))
    }
}

/// The signatures that the SDK takes: r ‖ s of 64 bytes, low s. cosmos-sdk, crypto/keys/secp256k1.
enum CosmosSignature {
    /// The verdict on a signature of the right form that is over something else, or by somebody else.
    static let doesNotVerify = SignatureVerdict.Status.invalid(
        code: "signature-invalid", reason: SignaturesError.signatureDoesNotVerify.description)

    static func status(of signature: [UInt8], over document: [UInt8], by key: VerifyingKey) -> SignatureVerdict.Status {
        do {
            try ECDSA.verify(
                try ECDSASignature(.secp256k1, compact: signature), digest: SHA256.hash(document), by: key,
                lowS: .required)
            return .valid
        } catch let error {
            return .invalid(code: "signature-invalid", reason: error.description)
        }
    }
}
