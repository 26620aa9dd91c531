import Encodings
package import Groups
package import Signatures

/// Bytes to be signed as they are.
package struct RawContent: Hashable, Sendable {
    /// The file as it is.
    package let bytes: [UInt8]
    /// `nil` where the key decides.
    package let scheme: RawScheme?

    /// - Throws: `RawError.unknownScheme`, `.tooLong`; `.digestLength` where a digest is wanted.
    package init(_ bytes: [UInt8], under terms: Terms) throws(RawError) {
        guard bytes.count <= MessageText.mostBytes else {
            throw .tooLong(limit: MessageText.mostBytes, found: bytes.count)
        }
        self.bytes = bytes
        scheme = try terms.scheme.map { (name) throws(RawError) in try RawScheme.named(name) }
        if let scheme { _ = try RawContent.signed(bytes, with: scheme) }
    }

    /// What the signature is over.
    /// - Throws: `RawError.digestLength`.
    static func signed(_ bytes: [UInt8], with scheme: RawScheme) throws(RawError) -> [UInt8] {
        guard scheme.signsDigest else { return bytes }
        // Digits come first: 32 of them are half a digest, and not one of 32 bytes.
        let digits = textWithoutBlanks(bytes)
        let digest = (try? Hex.decode(digits)) ?? bytes
        guard digest.count == 32 else { throw .digestLength(found: digest.count) }
        return digest
    }

    static func textWithoutBlanks(_ bytes: [UInt8]) -> String {
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        }
        return String(decoding: bytes.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }, as: UTF8.self)
    }

    private func chosen(for curve: CurveName) -> RawScheme { scheme ?? .usual(for: curve) }
}

extension RawContent: Signable {
    package var groups: [CurveName] { scheme?.groups ?? CurveName.allCases }

    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        // Without a key the scheme may not be known; a digest is what it most likely is, where it can be one.
        let likely = (try? RawContent.signed(bytes, with: .ecdsa)) == nil ? RawScheme.ed25519 : .ecdsa
        let scheme = signer.map { chosen(for: $0.curve) } ?? scheme ?? likely
        return RawContent.summary(of: bytes, with: scheme, signer: signer.map { RawLedger.name(of: $0, in: scheme) })
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        var found: [RawError] = []
        let scheme = signer.map { chosen(for: $0.curve) } ?? scheme
        if let signer, let scheme, !scheme.groups.contains(signer.curve) {
            found.append(.schemeForOtherKey(scheme, found: signer.curve))
        }
        if let scheme {
            do throws(RawError) { _ = try RawContent.signed(bytes, with: scheme) } catch { found.append(error) }
        }
        if !terms.accepting.contains(.blind) { found.append(.blind(scheme ?? .ecdsa)) }
        return found
    }

    /// Gives hexadecimal digits; for a file the bytes of the signature where the digest came in bytes.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        let owner = key.verifyingKey
        if let refusal = refusals(signer: owner, under: terms).first { throw refusal }
        let scheme = chosen(for: owner.curve)
        let content = try RawContent.signed(bytes, with: scheme)
        let signature: [UInt8]
        switch scheme {
        case .ecdsa:
            let made = try key.makeECDSA(digest: content).signature
            signature = terms.form == .compact ? made.compact : made.der
        case .schnorr: signature = try key.makeSchnorr(message: content).signature.bytes
        case .ed25519: signature = try key.makeEdDSA(message: content).signature.bytes
        }
        let text = Hex.encode(signature)
        let name = RawLedger.name(of: owner, in: scheme)
        // A stranger has the digits, the content and the public key.
        guard let back = try? RawSignature(Array(text.utf8), of: bytes, by: owner, scheme: scheme), back.isValid
        else {
            throw RawError.signedDiffers
        }
        return SignedContent(
            ledger: .raw, kind: scheme.kind, signer: name, hash: nil, text: text,
            file: scheme.signsDigest && bytes.count == 32 ? signature : nil,
            summary: summary(signer: owner, under: terms),
            members: JSONObject([
                ("scheme", .string(scheme.rawValue)), ("curve", .string(owner.curve.rawValue)),
                ("publicKey", .string(Hex.encode(owner.encoded))),
            ]))
    }

    static func summary(of bytes: [UInt8], with scheme: RawScheme, signer: String?) -> Summary {
        var facts: [Summary.Fact] = []
        var members = JSONObject()
        let confirmation: Summary.Confirmation
        if scheme.signsDigest, let digest = try? signed(bytes, with: scheme) {
            let digits = Hex.encode(digest)
            facts.append(.init(label: "digest", text: digits))
            members.append("digest", .string(digits))
            confirmation = Summary.Confirmation(
                String(digits.suffix(4)), words: "the last four digits of the digest")
        } else {
            let message = MessageText(bytes)
            facts = message.facts
            members = message.members
            confirmation = .word("blind")
        }
        facts.append(.init(label: "signer", text: signer ?? "the key itself"))
        facts.append(.init(label: "type", text: scheme.words))
        members.append("scheme", .string(scheme.rawValue))
        let warning = Summary.Warning(
            code: "blind",
            text: "nobody can see here what this signature will be taken for, and it cannot be taken back")
        return Summary(
            ledger: .raw, kind: scheme.kind, facts: facts, warnings: [warning], confirmation: confirmation,
            members: members)
    }
}
