import Encodings
package import Transactions

extension Transaction {
    /// What a person must see, read back from the bytes that the signatures cover, with what is found in the places of the
    /// signatures.
    /// - Parameter signer: The account of the key that signs; `nil` where it is not known.
    package func summary(signer: Address?) -> Summary {
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

    /// From where on an offer for priority is warned of: 0.01 SOL, two thousand times the base fee.
    private static let highPriority: UInt64 = 10_000_000

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

    /// What a person types: an act that hands something over says its word first, then the largest transfer its receiver,
    /// then the first act that has a word. Tokens go before SOL, which beside them mostly pays for the accounts.
    private var confirmation: Summary.Confirmation {
        let acts = deeds.compactMap(\.act)
        if let word = acts.first(where: { !$0.warnings.isEmpty })?.word { return .word(word) }
        let transfers = acts.compactMap(\.transfer)
        let tokens = transfers.filter { $0.unit == .tokens }
        if let largest = (tokens.isEmpty ? transfers : tokens).max(by: { $0.amount < $1.amount }) {
            guard let receiver = largest.receiver.address else { return .word("unseen") }
            return .lastLetters(of: receiver.text)
        }
        return .word(acts.compactMap(\.word).first ?? "sign")
    }

    // MARK: What must not be overlooked

    private var warnings: [Summary.Warning] {
        var warnings = deeds.flatMap { $0.act?.warnings ?? [] }
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        let dark = deeds.filter { $0.act == nil }
        if !dark.isEmpty {
            let acting = dark.contains { deed in signer.map(deed.isSigned) ?? true }
            warn(
                "not-understood",
                "\(numbers(dark)) cannot be read here\(acting ? ", and the program may act with your signature" : "")")
        }
        let unseen = deeds.filter { $0.unseenCount > 0 }
        if !unseen.isEmpty {
            warn("unseen-accounts", "\(numbers(unseen)) uses accounts of lookup tables, which nobody can see here")
        }
        let left = deeds.filter { $0.bytesLeftOver > 0 }
        if !left.isEmpty { warn("data-left-over", "\(numbers(left)) has data that its program does not read") }
        if fee.priority >= SummaryMaker.highPriority {
            warn("high-priority-fee", "HIGH offer for priority: \(Lamports.words(fee.priority))")
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
                ["account": .string(account.text), "authority": authority.map { .string($0.text) } ?? .null])
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
