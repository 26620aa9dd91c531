import Digests
import Encodings
package import Groups
package import Signatures
package import Transactions

/// A message to be signed for one of the key's addresses.
package struct MessageContent: Sendable {
    package let bytes: [UInt8]
    package let form: AddressForm
    package let scheme: MessageScheme
    package let network: Network

    /// - Throws: `MessageError.tooLong`, `.unknownAddressForm`, `.unknownScheme`, `.classicForOtherForm`;
    ///   `BitcoinError.unknownNetwork`.
    package init(_ bytes: [UInt8], under terms: Terms) throws {
        guard bytes.count <= MessageText.mostBytes else {
            throw MessageError.tooLong(limit: MessageText.mostBytes, found: bytes.count)
        }
        self.bytes = bytes
        form = try AddressForm.named(terms.addressForm)
        scheme = try MessageScheme.named(terms.scheme, for: form)
        network = try Network.named(terms.network)
    }

    /// What the result is called.
    private var kind: String {
        switch (scheme, form) {
        case (.classic, _): "signmessage"
        case (.bip322, .p2wpkh), (.bip322, .p2tr): "bip322-simple"
        case (.bip322, .p2pkh), (.bip322, .p2pkhUncompressed), (.bip322, .p2shP2wpkh): "bip322-full"
        }
    }
}

extension MessageContent: Signable {
    package var groups: [CurveName] { [.secp256k1] }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        let address = signer.flatMap { try? form.address(of: $0, on: network).text }
        return MessageContent.summary(
            of: bytes, kind: kind, address: address ?? "the key's \(form.rawValue) address", network: network)
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        guard let signer else { return [] }
        do { _ = try form.address(of: signer, on: network) } catch { return [error] }
        return []
    }

    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let owner = key.verifyingKey
        // It throws all that `refusals` tells, and a taproot address takes about as long as a signature: once.
        let address = try form.address(of: owner, on: network)
        let signature: MessageSignature
        switch scheme {
        case .classic: signature = try classicSignature(key)
        case .bip322: signature = try genericSignature(key, owner, address.script)
        }
        let text = signature.text
        // A stranger has the letters, the message and the address. A taproot address shows another key.
        let own = form == .p2tr ? nil : try OwnKey(owner, withTaproot: false, KnownKeys())
        guard let back = try? MessageSignature(reading: Array(text.utf8)), back == signature,
            SignedMessage(bytes, back, by: address).isValid(knowing: KnownKeys(own: own))
        else { throw MessageError.signedDiffers }
        return SignedContent(
            ledger: .bitcoin, kind: kind, signer: address.text, hash: nil, text: text,
            summary: summary(signer: owner, under: terms), notes: notes(on: signature),
            members: JSONObject([("address", .string(address.text)), ("scheme", .string(scheme.rawValue))]))
    }

    private func notes(on signature: MessageSignature) -> [String] {
        switch signature {
        case .classic: []
        case .simple, .full, .proofOfFunds:
            [
                "software from before BIP-322 was finished takes the signature without its first three letters "
                    + "'\(signature.text.prefix(3))'"
            ]
        }
    }
}

extension MessageContent {
    private func classicSignature(_ key: borrowing SigningKey) throws -> MessageSignature {
        let signature = try key.makeRecoverable(digest: ClassicMessage.digest(of: bytes)).signature
        return .classic(header: ClassicMessage.header(of: signature, for: form), compact: signature.signature.compact)
    }

    /// Signs `to_sign` as any other transaction. It may be given by its witness alone where nothing else is in it
    /// (BIP-322, "Signing": "left nVersion, nSequence and nLockTime at 0" and "a native Segwit address").
    private func genericSignature(
        _ key: borrowing SigningKey, _ owner: VerifyingKey, _ script: Script
    ) throws -> MessageSignature {
        let spent = VirtualTransaction.toSpend(bytes, script: script)
        let hashes = SignatureHashes(VirtualTransaction.toSign(spent), spending: spent.outputs)
        switch form {
        case .p2pkh, .p2pkhUncompressed:
            let encoded = form == .p2pkh ? owner.encoded : try owner.uncompressed()
            let digest = hashes.legacy(input: 0, scriptCode: script.bytes, type: .all)
            let signature = ScriptSignature(try key.makeECDSA(digest: digest).signature, .all).bytes
            let scriptSig = Script.push(signature) + Script.push(encoded)
            return .full(VirtualTransaction.toSign(spent, scriptSig: scriptSig))
        case .p2shP2wpkh:
            let redeem = try Address.p2wpkh(owner, on: network).script
            let witness = try keyHashWitness(key, owner, hashes)
            return .full(
                VirtualTransaction.toSign(spent, scriptSig: Script.push(redeem.bytes), witness: witness))
        case .p2wpkh: return .simple(witness: try keyHashWitness(key, owner, hashes))
        case .p2tr:
            let digest = try hashes.taproot(input: 0, type: .default)
            let signature = try key.makeSchnorr(message: digest, tweak: .taproot(merkleRoot: nil)).signature
            return .simple(witness: [TaprootSignature(signature, .default).bytes])
        }
    }

    private func keyHashWitness(
        _ key: borrowing SigningKey, _ owner: VerifyingKey, _ hashes: SignatureHashes
    ) throws -> [[UInt8]] {
        let code = Script.p2pkh(hash: Hash160.hash(owner.encoded)).bytes
        let digest = hashes.witnessV0(input: 0, scriptCode: code, value: 0, type: .all)
        return [ScriptSignature(try key.makeECDSA(digest: digest).signature, .all).bytes, owner.encoded]
    }

    /// What a person must see of a message, signed or not.
    static func summary(of bytes: [UInt8], kind: String, address: String, network: Network) -> Summary {
        let message = MessageText(bytes)
        var members = message.members
        members.append("address", .string(address))
        return Summary(
            ledger: .bitcoin, kind: kind,
            facts: message.facts + [
                .init(label: "signer", text: address), .init(label: "network", text: network.rawValue),
                .init(label: "type", text: words(kind)),
            ], warnings: warnings(about: bytes), confirmation: .word("message"), members: members)
    }

    /// Who brings a transaction as a message may have been told that signing it is sending it, or the other way round.
    private static func warnings(about bytes: [UInt8]) -> [Summary.Warning] {
        guard PSBT.isMarked(bytes) || (try? Transaction(file: bytes)) != nil else { return [] }
        return [
            .init(
                code: "message-is-transaction",
                text: "the message is itself a Bitcoin transaction; a signature of it as a message sends nothing")
        ]
    }

    private static func words(_ kind: String) -> String {
        switch kind {
        case "signmessage": "signmessage, which is never a transaction"
        case "bip322-simple": "BIP-322, simple: a transaction that cannot be sent"
        case "bip322-proof-of-funds": "BIP-322, proof of funds: a transaction that cannot be sent"
        default: "BIP-322, full: a transaction that cannot be sent"
        }
    }
}
