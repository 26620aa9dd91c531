import Encodings
package import Signatures
package import Transactions

extension Authorization: HashSigned {
    package var kind: String { "eip7702-authorization" }

    package func faults(under terms: Terms) -> [EVMError] {
        // Taking a delegation back gives nobody anything.
        var faults: [EVMError] = isRevocation ? [] : [.delegation(to: address.text)]
        if isForEveryChain {
            do throws(EVMError) { _ = try terms.chainID() } catch { faults.append(error) }
            return faults + [.everyChain]
        }
        return faults + (chainID.chainFault(under: terms).map { [$0] } ?? [])
    }

    package func summary(account: Address?, under terms: Terms) -> Summary {
        Summary(
            ledger: .evm, kind: kind,
            facts: [
                Summary.Fact(label: isRevocation ? "takes back" : "hands over", text: accountWords(account)),
                Summary.Fact(label: "to code of", text: isRevocation ? "none" : address.text),
                Summary.Fact(label: "on", text: chainWords),
                Summary.Fact(label: "nonce", text: String(nonce)),
                Summary.Fact(label: "type", text: "EIP-7702 authorization, which anyone can put into a transaction"),
            ],
            warnings: warnings(account), confirmation: .word(isRevocation ? "revoke" : "delegate"),
            members: members(account))
    }

    private func accountWords(_ account: Address?) -> String {
        let whose = account?.text ?? "of the key"
        return isRevocation ? "an earlier delegation of the account \(whose)" : "THE WHOLE ACCOUNT \(whose)"
    }

    private func warnings(_ account: Address?) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        if !isRevocation { warnings.append(.delegation(self, of: account)) }
        if isForEveryChain { warnings.append(.everyChain) }
        guard let id = chainID.asUInt64.flatMap(ChainID.init) else { return warnings }
        if Chain(id) == nil {
            warnings.append(
                Summary.Warning(
                    code: "chain-not-known", text: "the chain is not known by name; make sure of its number"))
        }
        if !(Chain(id)?.isKnownToTake(.eip7702) ?? false) { warnings.append(.notEstablished(.eip7702, on: id)) }
        return warnings
    }

    private func members(_ account: Address?) -> JSONObject {
        JSONObject([
            ("chainId", .string(chainID.decimal)),
            ("chain", chainID.asUInt64.flatMap(ChainID.init).flatMap(Chain.init).map { .string($0.name) } ?? .null),
            ("from", account.map { .string($0.text) } ?? .null), ("address", .string(address.text)),
            ("nonce", .integer(nonce)), ("revocation", .bool(isRevocation)), ("everyChain", .bool(isForEveryChain)),
            ("signingHash", .string("0x" + Hex.encode(signingHash))), ("warnings", warnings(account).json),
        ])
    }

    package func content(
        _ signature: RecoverableSignature, by account: Address, under terms: Terms
    ) -> SignedContent {
        let signed = SignedAuthorization(
            self, yParity: signature.yParity, r: UInt256(bigEndian: signature.r) ?? .zero,
            s: UInt256(bigEndian: signature.s) ?? .zero)
        return SignedContent(
            ledger: .evm, kind: kind, signer: account.text, hash: nil,
            text: JSONWriter.text(.object(signed.json), .compact), summary: summary(account: account, under: terms),
            members: JSONObject([("authorization", .object(signed.json))]))
    }
}

/// An authorization whose signature was looked at, which takes as long as that of a transaction.
struct JudgedAuthorization {
    let authorization: Authorization
    private let authority: Result<(account: Address, key: VerifyingKey), EVMError>

    init(_ signed: SignedAuthorization) {
        authorization = signed.authorization
        authority = Result { () throws(EVMError) in try signed.authority() }
    }

    /// Whose account it hands over; `nil` for a bad signature.
    var account: Address? { try? authority.get().account }

    /// What was found out about the signature.
    func verdict(_ place: String) -> SignatureVerdict {
        switch authority {
        case .success(let (account, key)): SignatureVerdict(place: place, signer: account.text, key: key, .valid)
        case .failure(let error):
            SignatureVerdict(
                place: place, signer: nil, key: nil, .invalid(code: error.code, reason: error.description))
        }
    }
}

extension SignedAuthorization: Verifiable {
    /// - Throws: `EVMError.otherChain`, `.unknownChain`.
    package func verified(under terms: Terms) throws -> Verification {
        if let fault = authorization.chainFault(under: terms) { throw fault }
        let judged = JudgedAuthorization(self)
        return Verification(
            ledger: .evm, kind: authorization.kind, hash: nil, signatures: [judged.verdict("signature")],
            summary: authorization.summary(account: judged.account, under: terms))
    }
}
