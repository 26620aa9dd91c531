import Digests
package import Groups
package import Signatures
package import Transactions

extension Transaction: Signable {
    package var groups: [CurveName] { [.secp256k1] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        summary(account: signer.flatMap { try? Address($0) }, under: terms)
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        do throws(TransactionsError) {
            return refusals(
                account: try signer.map { (key) throws(TransactionsError) in try Address(key) }, under: terms)
        } catch { return [error] }
    }

    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        try signedTransaction(by: key, under: terms).content(under: terms)
    }
}

extension Transaction {
    /// All that stands against signing, as far as the terms do not lift it; empty when nothing does.
    /// - Parameter account: The account of the key that will sign; `nil` where it is not known yet.
    package func refusals(account: Address?, under terms: Terms) -> [EVMError] {
        var found: [EVMError] = []
        do throws(EVMError) { _ = try ABI(terms) } catch { found.append(error) }
        let size = RLP.encode(fields).count
        if size > mostBytesOfFields { found.append(.tooLong(limit: mostBytesOfFields, found: size)) }
        if chainID == nil { found.append(.noChainID(kind: kind.name)) }
        if let fault = chainFault(under: terms) { found.append(fault) }
        if let statedSender, let account, statedSender != account {
            found.append(.otherSender(stated: statedSender.text, key: account.text))
        }
        // EIP-1559, "Specification": max_fee_per_gas >= max_priority_fee_per_gas.
        if let fault = form.priorityFault { found.append(fault) }
        if to == nil, data.isEmpty { found.append(.emptyContract) }
        return found.unlifted(under: terms)
    }

    /// So many bytes of `fields` leave room for the rest of a signed transaction that is still read: the type (EIP-2718),
    /// the head of the outer list, and v, r and s at their longest. A JSON object may bring more.
    private var mostBytesOfFields: Int {
        let (head, scalar) = (4, 33)
        return Transaction.largestSize - head - 2 * scalar - (kind == .legacy ? 9 : 2)
    }

    /// What is wrong with the chain that was asked for: not known, or another one than the transaction's.
    func chainFault(under terms: Terms) -> EVMError? {
        do throws(EVMError) {
            guard let needed = try terms.chainID(), let chainID, needed != chainID else { return nil }
            return .otherChain(needed: needed.value, found: chainID.description)
        } catch { return error }
    }

    /// Signs, and verifies what was made: read back strictly, the same transaction, sent by the key's account.
    /// - Throws: The first of `refusals(account:under:)`; `EVMError.key` for a key of another group, `.signing` where the
    ///   signature cannot be made, `.signedDiffers` when what was made is not what was asked for.
    package func signedTransaction(
        by key: borrowing SigningKey, under terms: Terms = Terms()
    ) throws(EVMError) -> SignedTransaction {
        let account = try Address(of: key)
        if let refusal = refusals(account: account, under: terms).first { throw refusal }
        let fields = RLP.encode(self.fields)
        let digest = Keccak256.hash(signingPayload(fields: fields[...]))
        let signature: RecoverableSignature
        do { signature = try key.makeRecoverable(digest: digest).signature } catch { throw .signing(error) }
        let owner = (key: key.verifyingKey, account: account)
        guard let signed = try? SignedTransaction(self, fields: fields, signature, knowing: owner),
            signed.sender == account, signed.transaction == asSigned
        else { throw .signedDiffers }
        return signed
    }
}

extension Address {
    /// The account of a private key.
    /// - Throws: `EVMError.key` for a key of another group.
    init(of key: borrowing SigningKey) throws(EVMError) {
        do { try self.init(key.verifyingKey) } catch { throw .key(error) }
    }
}

extension Terms {
    /// The chain that was asked for; `nil` when none was.
    /// - Throws: `EVMError.unknownChain`.
    func chainID() throws(EVMError) -> ChainID? {
        guard let chain else { return nil }
        return try Chain.id(of: chain)
    }
}

extension [EVMError] {
    /// Those that were not taken on knowingly.
    func unlifted(under terms: Terms) -> [EVMError] {
        filter { error in !(error.liftedBy.map(terms.accepting.contains) ?? false) }
    }
}
