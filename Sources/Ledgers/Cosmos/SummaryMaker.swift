import Digests
import Encodings
import Signatures
import Transactions

/// Puts a transaction into words.
struct SummaryMaker {
    let content: TransactionContent
    /// `nil` where the transaction is read without its document.
    let chainID: String?
    let accountNumber: UInt64?
    let signer: VerifyingKey?

    var summary: Summary {
        Summary(
            ledger: .cosmos, kind: chainID == nil || accountNumber == nil ? "transaction" : "sign-doc",
            facts: place + messages + payment + signers,
            warnings: warnings, confirmation: confirmation, members: members)
    }

    /// The key's name: an address with the prefix that the messages use, where one of them is of this key; else its digits.
    static func account(of key: VerifyingKey, in content: TransactionContent) -> String {
        let program = Hash160.hash(key.encoded)
        for part in content.allDeeds.flatMap(\.parts) {
            guard let decoded = try? Bech32.decode(part.text), decoded.variant == .bech32,
                (try? Bech32.bytes(of: decoded.values)) == program
            else { continue }
            return part.text
        }
        return Hex.encode(key.encoded)
    }

    private func fact(_ label: String, _ text: String) -> Summary.Fact { Summary.Fact(label: label, text: text) }

    private var place: [Summary.Fact] {
        var facts: [Summary.Fact] = []
        if let chainID { facts.append(fact("chain", chainID)) }
        if let signer { facts.append(fact("account", SummaryMaker.account(of: signer, in: content))) }
        if let accountNumber { facts.append(fact("  number", String(accountNumber))) }
        return facts
    }

    private var messages: [Summary.Fact] {
        guard content.deeds.count > 1 else { return content.deeds.flatMap { facts($0, "message") } }
        return content.deeds.enumerated().flatMap { facts($1, "message \($0 + 1)") }
    }

    private func facts(_ deed: Deed, _ name: String) -> [Summary.Fact] {
        let size = deed.byteCount == 1 ? "1 byte" : "\(deed.byteCount) bytes"
        var facts = MessageText.whole(name, deed.words ?? "NOT UNDERSTOOD HERE, \(size)")
        facts.append(fact("  type", deed.typeURL))
        if deed.words == nil { facts.append(fact("  SHA-256", Hex.encode(deed.digest))) }
        facts += deed.parts.flatMap { MessageText.whole("  \($0.label)", $0.text) }
        return facts
            + deed.inner.enumerated().flatMap { self.facts($1, "\(name == "message" ? "message 1" : name).\($0 + 1)") }
    }

    private var fee: Cosmos_Fee { content.authInfo.fee }
    private var feeWords: String { (try? Amount.words(fee.amount, "")) ?? "" }

    private var payment: [Summary.Fact] {
        var facts = MessageText.whole("fee", feeWords) + [fact("gas limit", String(fee.gasLimit))]
        if !fee.payer.isEmpty { facts.append(fact("paid by", fee.payer)) }
        if !fee.granter.isEmpty { facts.append(fact("granted by", fee.granter)) }
        if content.authInfo.hasTip {
            let tip = content.authInfo.tip
            facts += MessageText.whole(
                "tip", "\((try? Amount.words(tip.amount, "")) ?? "of no amount") by \(tip.tipper)")
        }
        if !content.body.memo.isEmpty { facts += MessageText.whole("memo", content.body.memo) }
        if content.body.timeoutHeight > 0 { facts.append(fact("until", "height \(content.body.timeoutHeight)")) }
        if content.body.hasTimeoutTimestamp { facts.append(fact("until", content.body.timeoutTimestamp.words)) }
        if content.body.unordered {
            facts.append(fact("order", "any: no sequence holds it, and it may come at any time until then"))
        }
        return facts + content.body.nonCriticalExtensionOptions.map { fact("option", $0.typeURL) }
    }

    private var signers: [Summary.Fact] {
        content.signers.enumerated().map { number, info in
            let title = content.signers.count == 1 ? "signer" : "signer \(number + 1)"
            let key = info.key.map { SummaryMaker.account(of: $0, in: content) }
            let other = info.otherKind.map { SignerInfo.words(ofKind: $0) }
            return fact(
                title,
                "\(key ?? other ?? "a key that is not named"), sequence \(info.sequence), mode \(info.mode.words)")
        }
    }

    private var warnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if content.allDeeds.contains(where: \.isGrant) {
            warn(
                "grant", "another account is let act for this one, or spend its money, until that is taken back or ends"
            )
        }
        if content.allDeeds.contains(where: { $0.words == nil }) {
            warn("message-not-understood", "a message cannot be shown here: what it does is not known from this")
        }
        if !content.body.nonCriticalExtensionOptions.isEmpty {
            warn(
                "options-not-shown",
                "the transaction has options that the chain may ignore, of which only the type is shown")
        }
        return warnings
    }

    private var confirmation: Summary.Confirmation {
        let receivers = content.allDeeds.compactMap(\.receiver)
        guard let receiver = receivers.first, receiver.count >= 4 else { return .word("sign") }
        let which = receivers.count == 1 ? "the receiver" : "the first receiver"
        return .lastLetters(of: receiver, which: which)
    }

    private var members: JSONObject {
        let signers = content.signers.map { info -> JSONValue in
            [
                "publicKey": info.key.map { .string(Hex.encode($0.encoded)) } ?? .null,
                "kind": info.otherKind.map { .string($0) } ?? .null, "sequence": .string(String(info.sequence)),
                "mode": .string(info.mode.words),
            ]
        }
        return JSONObject([
            ("chainId", chainID.map { .string($0) } ?? .null),
            ("accountNumber", accountNumber.map { .string(String($0)) } ?? .null),
            ("messages", .array(content.deeds.map(member))), ("fee", .string(feeWords)),
            ("gasLimit", .string(String(fee.gasLimit))),
            ("memo", .string(content.body.memo)), ("timeoutHeight", .string(String(content.body.timeoutHeight))),
            (
                "timeout",
                content.body.hasTimeoutTimestamp ? .string(String(content.body.timeoutTimestamp.seconds)) : .null
            ), ("unordered", .bool(content.body.unordered)),
            ("signers", .array(signers)),
            (
                "warnings",
                .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue })
            ),
        ])
    }

    private func member(_ deed: Deed) -> JSONValue {
        // A label may stand there several times, as the receivers of a payment to many.
        var parts = JSONObject()
        for part in deed.parts where parts[part.label] == nil {
            let texts = deed.parts.filter { $0.label == part.label }.map { JSONValue.string($0.text) }
            parts.append(part.label, texts.count == 1 ? texts[0] : .array(texts))
        }
        return [
            "type": .string(deed.typeURL), "words": deed.words.map { .string($0) } ?? .null, "parts": .object(parts),
            "length": .integer(deed.byteCount), "messages": .array(deed.inner.map(member)),
        ]
    }
}
