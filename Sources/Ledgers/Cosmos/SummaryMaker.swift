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
            facts: place + content.deeds.enumerated().flatMap { facts($1, $0 + 1) } + payment + signers,
            warnings: warnings, confirmation: confirmation, members: members)
    }

    /// The key's name: an address with the prefix that the messages use, where one of them is of this key; else its digits.
    static func account(of key: VerifyingKey, in content: TransactionContent) -> String {
        let program = Hash160.hash(key.encoded)
        for part in content.deeds.flatMap(\.parts) {
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

    private func facts(_ deed: Deed, _ number: Int) -> [Summary.Fact] {
        let title = content.deeds.count == 1 ? "message" : "message \(number)"
        let size = deed.byteCount == 1 ? "1 byte" : "\(deed.byteCount) bytes"
        return [fact(title, deed.words ?? "NOT UNDERSTOOD HERE, \(size)"), fact("  type", deed.typeURL)]
            + deed.parts.map { fact("  \($0.label)", $0.text) }
    }

    private var fee: Cosmos_Fee { content.authInfo.fee }
    private var feeWords: String { (try? Amount.words(fee.amount, "")) ?? "" }

    private var payment: [Summary.Fact] {
        var facts = [fact("fee", feeWords), fact("gas limit", String(fee.gasLimit))]
        if !fee.payer.isEmpty { facts.append(fact("paid by", fee.payer)) }
        if !fee.granter.isEmpty { facts.append(fact("granted by", fee.granter)) }
        if content.authInfo.hasTip {
            let tip = content.authInfo.tip
            facts.append(fact("tip", "\((try? Amount.words(tip.amount, "")) ?? "of no amount") by \(tip.tipper)"))
        }
        facts += memo
        if content.body.timeoutHeight > 0 { facts.append(fact("until", "height \(content.body.timeoutHeight)")) }
        return facts
    }

    /// All of it, in pieces that are shorter than what a fact shows at most.
    private var memo: [Summary.Fact] {
        var rest = Substring(content.body.memo)
        var facts: [Summary.Fact] = []
        while !rest.isEmpty {
            facts.append(fact(facts.isEmpty ? "memo" : "  more", String(rest.prefix(200))))
            rest = rest.dropFirst(200)
        }
        return facts
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
        if content.deeds.contains(where: { $0.words == nil }) {
            warn("message-not-understood", "a message cannot be shown here: what it does is not known from this")
        }
        if !content.body.nonCriticalExtensionOptions.isEmpty {
            warn("options-not-shown", "the transaction has options that the chain may ignore and that are not shown")
        }
        return warnings
    }

    private var confirmation: Summary.Confirmation {
        guard let receiver = content.deeds.compactMap(\.receiver).first, receiver.count >= 4 else {
            return .word("sign")
        }
        let which = content.deeds.compactMap(\.receiver).count == 1 ? "the receiver" : "the first receiver"
        return .lastLetters(of: receiver, which: which)
    }

    private var members: JSONObject {
        let messages = content.deeds.map { deed -> JSONValue in
            [
                "type": .string(deed.typeURL), "words": deed.words.map { .string($0) } ?? .null,
                "parts": .object(JSONObject(deed.parts.map { ($0.label, .string($0.text)) })),
                "length": .integer(deed.byteCount),
            ]
        }
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
            ("messages", .array(messages)), ("fee", .string(feeWords)), ("gasLimit", .string(String(fee.gasLimit))),
            ("memo", .string(content.body.memo)), ("timeoutHeight", .string(String(content.body.timeoutHeight))),
            ("signers", .array(signers)),
            (
                "warnings",
                .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue })
            ),
        ])
    }
}
