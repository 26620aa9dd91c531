import Digests
import Encodings
package import Transactions

/// Any bytes, signed so that they can be no transaction. EIP-191, version 0x45 (`personal_sign`).
package struct PersonalMessage: Hashable, Sendable {
    package let bytes: [UInt8]
    /// Keccak-256 of 0x19, `Ethereum Signed Message:`, a newline, the length in decimal, and the message.
    package let signingHash: [UInt8]

    /// More than this nobody reads before signing.
    package static let largestSize = MessageText.mostBytes

    /// - Throws: `EVMError.messageTooLong`.
    package init(_ bytes: [UInt8]) throws(EVMError) {
        guard bytes.count <= Self.largestSize else {
            throw .messageTooLong(limit: Self.largestSize, found: bytes.count)
        }
        self.bytes = bytes
        signingHash = Keccak256.hash([0x19] + Array("Ethereum Signed Message:\n\(bytes.count)".utf8) + bytes)
    }
}

extension PersonalMessage: HashSigned {
    package var kind: String { "eip191" }

    package func faults(under terms: Terms) -> [EVMError] {
        // Of itself a message is of no chain.
        if let chainID = signIn?.chainID { return chainID.chainFault(under: terms).map { [$0] } ?? [] }
        do throws(EVMError) { _ = try terms.chainID() } catch { return [error] }
        return []
    }

    private var signIn: SignInMessage? { MessageText(bytes).text.flatMap(SignInMessage.init) }

    package func summary(account: Address?, under terms: Terms) -> Summary {
        let text = MessageText(bytes)
        let readable = text.text
        let signIn = readable.flatMap(SignInMessage.init)
        let warnings = (signIn?.warnings(signer: account) ?? []) + warnings(readable, isSignIn: signIn != nil)
        return Summary(
            ledger: .evm, kind: kind,
            facts: text.facts + [
                Summary.Fact(label: "signer", text: account?.text ?? "the key's account"),
                Summary.Fact(label: "type", text: "EIP-191 personal message, on no chain in particular"),
            ] + (signIn.map { MessageText.whole("asks to", $0.words) } ?? []),
            warnings: warnings, confirmation: .word("message"),
            members: JSONObject(
                text.members.members.map { ($0.name, $0.value) } + [
                    ("signingHash", .string("0x" + Hex.encode(signingHash))), ("warnings", warnings.json),
                ]))
    }

    /// - Parameter text: The message, where it is text.
    private func warnings(_ text: String?, isSignIn: Bool) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if bytes.count == 32 {
            warn(
                "looks-like-hash",
                "32 bytes may be the hash of something that nobody sees here; contracts such as Safe take its signature as "
                    + "consent to that: sign the thing itself")
        }
        if !isSignIn, let text, SignInMessage.isAskedFor(in: text) {
            warn("sign-in-form", "the message asks for a sign-in and has not the form of one (ERC-4361)")
        }
        if let text, isHexDigits(text) {
            warn(
                "hexadecimal-text",
                "the message is hexadecimal digits: wallets sign the bytes that they stand for, and here the digits are signed"
            )
        }
        if bytes.starts(with: [0x19, 0x01]) {
            warn(
                "looks-like-typed-data",
                "the bytes begin like the hash input of typed data (EIP-712); sign those instead")
        }
        if let look = EVMLedger.look(at: bytes) ?? EVMLedger.look(at: Array(Hex.encode(bytes).utf8)),
            look.certainty == .certain
        {
            warn("looks-like-transaction", "the message reads as a transaction, which a signed message never is")
        }
        return warnings
    }

    private func isHexDigits(_ text: String) -> Bool {
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        return digits.utf8.count >= 40 && (try? Hex.decode(String(digits))) != nil
    }
}
