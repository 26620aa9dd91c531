import Encodings
package import Groups
package import Signatures
package import Transactions

/// What is signed by its hash and is no transaction: a message, typed data, an authorization.
package protocol HashSigned: Signable {
    var kind: String { get }

    /// Keccak-256 of what the signature covers, 32 bytes.
    var signingHash: [UInt8] { get }

    /// - Parameter account: The account of the key that will sign; `nil` where it is not known.
    func summary(account: Address?, under terms: Terms) -> Summary

    /// What stands against it whoever signs, lifted or not.
    func faults(under terms: Terms) -> [EVMError]

    /// What comes out of signing.
    func content(_ signature: RecoverableSignature, by account: Address, under terms: Terms) -> SignedContent
}

extension HashSigned {
    package var groups: [CurveName] { [.secp256k1] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        summary(account: signer.flatMap { try? Address($0) }, under: terms)
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        if let signer {
            do throws(TransactionsError) { _ = try Address(signer) } catch { return [error] }
        }
        return faults(under: terms).unlifted(under: terms)
    }

    /// Signs, and verifies what was made: the signature is good, and of the key's account.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let account = try Address(of: key)
        if let refusal = faults(under: terms).unlifted(under: terms).first { throw refusal }
        let signature: RecoverableSignature
        do { signature = try key.makeRecoverable(digest: signingHash).signature } catch {
            throw EVMError.signing(error)
        }
        guard let (signer, _) = try? Recovery.signer(signature, of: signingHash), signer == account else {
            throw EVMError.signedDiffers
        }
        return content(signature, by: account, under: terms)
    }

    /// A signature of 65 bytes as text.
    package func content(
        _ signature: RecoverableSignature, by account: Address, under terms: Terms
    ) -> SignedContent {
        SignedContent(
            ledger: .evm, kind: kind, signer: account.text, hash: nil,
            text: "0x" + Hex.encode(MessageSignature.bytes(signature)), summary: summary(account: account, under: terms)
        )
    }

    /// What makes verification fail as a whole: another chain than was asked for.
    func chainFault(under terms: Terms) -> EVMError? {
        faults(under: terms).first {
            switch $0 {
            case .otherChain, .unknownChain: true
            default: false
            }
        }
    }
}

extension Recovery {
    /// Whose signature it is, from itself.
    static func signer(
        _ signature: RecoverableSignature, of digest: [UInt8]
    ) throws(EVMError) -> (Address, VerifyingKey) {
        guard let r = UInt256(bigEndian: signature.r), let s = UInt256(bigEndian: signature.s) else {
            throw .signature(.nothingToRecover)
        }
        let (_, key) = try self.signature(yParity: signature.yParity, r: r, s: s, of: digest)
        do { return (try Address(key), key) } catch { throw .key(error) }
    }
}

extension UInt256 {
    /// What is wrong with a chain, where the terms name one; `nil` where they name none.
    func chainFault(under terms: Terms) -> EVMError? {
        do throws(EVMError) {
            guard let needed = try terms.chainID(), UInt256(needed.value) != self else { return nil }
            return .otherChain(needed: needed.value, found: decimal)
        } catch { return error }
    }
}
