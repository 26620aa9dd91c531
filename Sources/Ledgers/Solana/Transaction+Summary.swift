import Encodings
import Transactions

extension Transaction {
    /// What a person must see, read back from the bytes that the signatures cover, with what is found in the places of the
    /// signatures.
    /// - Parameters:
    ///   - signer: The account of the key that signs; `nil` where it is not known.
    ///   - states: What `states` gives, in which the caller may have put what it made itself.
    func summary(signer: Address?, states: [SignatureState]) -> Summary {
        guard let shown = try? Message(parsing: message.bytes) else {
            preconditionFailure("what is signed reads back as a message")
        }
        return SummaryMaker(message: shown, states: states, signer: signer).summary
    }
}

/// Puts a transaction into words.
private struct SummaryMaker {
    private let message: Message
    private let states: [Transaction.SignatureState]
    private let signer: Address?
    private let deeds: [Deed]
    private let fee: Fee

    init(message: Message, states: [Transaction.SignatureState], signer: Address?) {
        self.message = message
        self.states = states
        self.signer = signer
        deeds = message.instructions.enumerated().map {
            Deed(number: $0.offset + 1, $0.element, in: message, signer: signer)
        }
        fee = Fee(message)
    }

    var summary: Summary {
        Summary(
            ledger: .solana, kind: message.version.rawValue, facts: facts, warnings: warnings,
            confirmation: confirmation, members: members)
    }

    private func words(_ address: Address) -> String { address.text + (address == signer ? " (this key)" : "") }

    private func words(_ account: Message.Account) -> String {
        switch account {
        case .named(let address, _, _): words(address)
        case .unseen(let table, let entry, _): "UNSEEN: entry \(entry) of lookup table \(table.text)"
        }
    }

    // MARK: For people

    private var facts: [Summary.Fact] {
        var facts = [
            Summary.Fact(label: "fee payer", text: words(message.feePayer)),
            Summary.Fact(label: "fee at most", text: fee.words),
        ]
        facts += deeds.flatMap(\.facts)
        if deeds.isEmpty { facts.append(Summary.Fact(label: "action", text: "none: it only pays the fee")) }
        facts += lifetime
        for (place, (signer, state)) in zip(message.signers, states).enumerated() {
            facts.append(Summary.Fact(label: "signer \(place + 1)", text: "\(words(signer)), \(state.words)"))
        }
        for lookup in message.lookups {
            let count = lookup.writable.count + lookup.readOnly.count
            facts.append(
                Summary.Fact(
                    label: "lookup table",
                    text:
                        "\(lookup.table.text): \(counted(count, "account")) UNSEEN, \(lookup.writable.count) written to"
                ))
        }
        facts.append(
            Summary.Fact(label: "type", text: message.version == .legacy ? "legacy message" : "version 0 message"))
        return facts
    }

    private var lifetime: [Summary.Fact] {
        switch message.lifetimeKind {
        case .blockhash:
            return [
                Summary.Fact(label: "lifetime", text: "this blockhash dies in about a minute"),
                Summary.Fact(label: "  blockhash", text: message.lifetimeText),
            ]
        case .durableNonce(let account, let authority):
            let advancing = authority.map { [Summary.Fact(label: "  authority", text: words($0))] } ?? []
            return [
                Summary.Fact(label: "lifetime", text: "durable nonce: can be sent until the nonce is advanced"),
                Summary.Fact(label: "  account", text: words(account)),
                Summary.Fact(label: "  nonce", text: message.lifetimeText),
            ] + advancing
        }
    }

    /// What a person types: that they sign blindly where the key signs what cannot be read; then the word of an act that
    /// hands something over; then the receiver of the largest payment in tokens and of that in SOL; then the first act that
    /// has a word.
    private var confirmation: Summary.Confirmation {
        if isBlind { return .word("blind") }
        let acts = deeds.compactMap(\.act)
        if let word = acts.first(where: { !$0.warnings.isEmpty })?.word { return .word(word) }
        // SOL that a new account is created with mostly pays for its room, and is asked for only where nothing else is.
        let paid = acts.filter { $0.word == nil }.compactMap(\.transfer)
        let receivers = receivers(of: paid.isEmpty ? acts.compactMap(\.transfer) : paid)
        guard !receivers.contains(where: { $0.address == nil }) else { return .word("unseen") }
        let letters = receivers.compactMap(\.address).map { String($0.text.suffix(4)) }
        switch letters.count {
        case 0: return .word(acts.compactMap(\.word).first ?? "sign")
        case 1: return Summary.Confirmation(letters[0], words: "the last four letters of the receiver")
        default:
            return Summary.Confirmation(
                letters.joined(separator: " "),
                words:
                    "the last four letters of the receiver of the tokens, a space, and those of the receiver of the SOL"
            )
        }
    }

    /// Who gets the most tokens, and who the most SOL; one where it is the same.
    private func receivers(of transfers: [Act.Transfer]) -> [Message.Account] {
        let largest = [Act.Transfer.Unit.tokens, .lamports].compactMap { unit in
            transfers.filter { $0.unit == unit }.max { $0.amount < $1.amount }?.receiver
        }
        return Array(Set(largest).count == 1 ? largest.prefix(1) : largest[...])
    }

    /// Whether an instruction that cannot be read acts with the key's signature.
    private var isBlind: Bool {
        deeds.contains { deed in deed.act == nil && (signer.map(deed.isSigned) ?? true) }
    }

    // MARK: What must not be overlooked

    private var warnings: [Summary.Warning] {
        var warnings = deeds.flatMap { $0.act?.warnings ?? [] }
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        let dark = deeds.filter { $0.act == nil }
        if !dark.isEmpty {
            let danger = isBlind ? ", and the program may act with the key's signature" : ""
            warn("not-understood", "\(numbers(dark)) cannot be read here\(danger)")
        }
        let unseen = deeds.filter { $0.unseenCount > 0 }
        if !unseen.isEmpty {
            warn("unseen-accounts", "\(numbers(unseen)) uses accounts of lookup tables, which nobody can see here")
        }
        let left = deeds.filter { $0.bytesLeftOver > 0 }
        if !left.isEmpty { warn("data-left-over", "\(numbers(left)) has data that its program does not read") }
        if fee.isHigh { warn("high-fee", "HIGH fee: up to \(Lamports.words(fee.total))") }
        if case .durableNonce(_, let authority) = message.lifetimeKind, let signer, authority?.address != signer {
            warn(
                "durable-nonce",
                "what is signed stays good until another advances the nonce, which this key cannot: there is no taking it back"
            )
        }
        for (place, state) in states.enumerated() where state == .wrong || state == .noKey {
            warn("wrong-signature", "the signature of signer \(place + 1), \(message.accounts[place].text), is WRONG")
        }
        return warnings
    }

    /// `action 2, action 3`.
    private func numbers(_ deeds: [Deed]) -> String { deeds.map { "action \($0.number)" }.joined(separator: ", ") }

    // MARK: For programs

    private var members: JSONObject {
        var members = JSONObject([
            ("version", message.version == .legacy ? "legacy" : 0), ("feePayer", .string(message.feePayer.text)),
            ("baseFee", .string(String(fee.base))), ("priorityFee", .string(String(fee.priority))),
            ("computeUnitLimit", fee.statesUnits ? .integer(fee.units) : .null),
            ("computeUnitPrice", .string(String(fee.unitPrice))),
            ("recentBlockhash", .string(message.lifetimeText)),
        ])
        switch message.lifetimeKind {
        case .blockhash: members.append("durableNonce", .null)
        case .durableNonce(let account, let authority):
            members.append(
                "durableNonce",
                [
                    "account": account.address.map { .string($0.text) } ?? .null,
                    "authority": authority?.address.map { .string($0.text) } ?? .null,
                ])
        }
        members.append("instructions", .array(deeds.map(\.members)))
        members.append(
            "signers",
            .array(
                zip(message.signers, states).map {
                    ["address": .string($0.text), "signature": .string($1.name)] as JSONValue
                }))
        members.append("unseenAccounts", .integer(message.unseenCount))
        members.append("lookupTables", .array(message.lookups.map { .string($0.table.text) }))
        members.append("message", .string(Base64.encode(message.bytes)))
        members.append(
            "warnings",
            .array(warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }))
        return members
    }
}

extension Transaction.SignatureState {
    /// For the end of a line.
    var words: String {
        switch self {
        case .valid: "has signed"
        case .missing: "has not signed"
        case .wrong: "WRONG signature"
        case .noKey: "WRONG: nobody can sign for this address"
        }
    }

    var name: String {
        switch self {
        case .valid: "valid"
        case .missing: "missing"
        case .wrong, .noKey: "invalid"
        }
    }
}
