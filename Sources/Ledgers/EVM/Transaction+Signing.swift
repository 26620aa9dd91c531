package import Signatures
package import Transactions

extension Transaction {
    /// What the person who signs asked for.
    package struct Terms: Hashable, Sendable {
        /// The chain that the transaction must be for; `nil` when none was named.
        package var chain: ChainID?
        /// The dangers that were taken on knowingly.
        package var accepting: Set<Risk>

        package init(chain: ChainID? = nil, accepting: Set<Risk> = []) {
            self.chain = chain
            self.accepting = accepting
        }
    }

    /// All that stands against signing, as far as the terms do not lift it; empty when nothing does.
    /// - Parameter signer: The account of the key that will sign; `nil` where it is not known yet.
    package func refusals(signer: Address?, under terms: Terms) -> [EVMError] {
        var found: [EVMError] = []
        if chainID == nil { found.append(.noChainID(kind: kind.name)) }
        if let needed = terms.chain, let chainID, needed != chainID {
            found.append(.otherChain(needed: needed.value, found: chainID.value))
        }
        if let statedSender, let signer, statedSender != signer {
            found.append(.otherSender(stated: statedSender.text, key: signer.text))
        }
        // EIP-1559, "Specification": max_fee_per_gas >= max_priority_fee_per_gas.
        if let fault = form.priorityFault { found.append(fault) }
        if to == nil, data.isEmpty { found.append(.emptyContract) }
        return found.filter { error in !(error.liftedBy.map(terms.accepting.contains) ?? false) }
    }

    /// Signs, and verifies what was made: read back strictly, the same transaction, sent by the key's account.
    /// - Throws: The first of `refusals(signer:under:)`; `EVMError.key` for a key of another group, `.signing` where the
    ///   signature cannot be made, `.signedDiffers` when what was made is not what was asked for.
    package func signed(
        by key: borrowing PrivateKey, under terms: Terms = Terms()
    ) throws(EVMError) -> SignedTransaction {
        let signer = try account(of: key)
        if let refusal = refusals(signer: signer, under: terms).first { throw refusal }
        let signature: RecoverableSignature
        do { signature = try key.signRecoverable(digest: signingHash) } catch { throw .signing(error) }
        guard let signed = try? SignedTransaction(self, signature), signed.sender == signer,
            signed.transaction == withoutStatedSender
        else { throw .signedDiffers }
        return signed
    }

    private func account(of key: borrowing PrivateKey) throws(EVMError) -> Address {
        let verifyingKey: VerifyingKey
        do { verifyingKey = try key.verifyingKey() } catch { throw .signing(error) }
        do { return try Address(verifyingKey) } catch { throw .key(error) }
    }
}
