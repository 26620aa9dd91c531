import Encodings
import Transactions

/// Messages by which tokens move.
extension TypedDataMeaning {
    /// ERC-2612.
    mutating func readPermit() {
        let amount = units(value("value"), at: "value")
        words.append(
            "let \(text("spender")) take \(amount) of \(token) from \(text("owner")), \(until(value("deadline")))")
        confirm(value("spender")?.address, "the spender")
        warn(owner: value("owner")?.address)
    }

    /// DAI's own form.
    mutating func readDaiPermit() {
        let isAllowed = value("allowed") == .flag(true)
        if isAllowed { unlimited.insert("allowed") }
        // Zero means no end in this form.
        let end = value("expiry") == .unsigned(.zero) ? "with no end" : until(value("expiry"))
        words.append(
            isAllowed
                ? "let \(text("spender")) take UNLIMITED amounts of \(token) from \(text("holder")), \(end)"
                : "take back what \(text("spender")) may take of \(token) from \(text("holder"))")
        confirm(value("spender")?.address, "the spender")
        warn(owner: value("holder")?.address)
    }

    /// ERC-4494, and the positions of Uniswap v3.
    mutating func readPiecePermit() {
        let contract = data.contract?.text ?? "the contract that takes it"
        words.append(
            "let \(text("spender")) take the piece \(text("tokenId")) of \(contract), \(until(value("deadline")))")
        confirm(value("spender")?.address, "the spender")
    }

    /// ERC-3009.
    mutating func readTransfer() {
        words.append(
            "send \(text("value")) units of \(token) from \(text("from")) to \(text("to")) ONCE, "
                + until(value("validBefore")))
        confirm(value("to")?.address, "the receiver of the tokens")
        warn(owner: value("from")?.address)
    }

    /// ERC-3009.
    mutating func readCancellation() {
        words.append("cancel the authorization \(text("nonce")) of \(text("authorizer")) over \(token)")
        warn(owner: value("authorizer")?.address)
    }

    /// Compound, `Comp.sol`; ERC-5805.
    mutating func readVotes() {
        words.append("give the VOTES of the signer over \(token) to \(text("delegatee"))")
        confirm(value("delegatee")?.address, "who gets the votes")
    }

    // MARK: Permit2

    /// Permit2's messages, told by their names and members: with a witness they have a type of the application's besides.
    /// Uniswap, `permit2/src/libraries/PermitHash.sol`.
    mutating func readPermit2() {
        let allowances = ["PermitSingle": "details", "PermitBatch": "details"]
        let transfers = [
            "PermitTransferFrom": "permitted", "PermitBatchTransferFrom": "permitted",
            "PermitWitnessTransferFrom": "permitted", "PermitBatchWitnessTransferFrom": "permitted",
        ]
        guard let name = allowances[data.primaryType] ?? transfers[data.primaryType],
            let content = value(name), let spender = value("spender")?.address
        else { return }
        let isTransfer = transfers[data.primaryType] != nil
        let items = content.list.map { $0.enumerated().map { ("\(name)[\($0)]", $1) } } ?? [(name, content)]
        for (path, item) in items {
            guard let fields = item.tuple else { continue }
            func field(_ name: String) -> ABIValue? { fields.first { $0.name == name }?.value }
            guard let token = field("token")?.address, field("amount")?.number != nil else { continue }
            let amount = units(field("amount"), at: "\(path).amount")
            words.append(
                "let \(spender.text) take \(amount) of the token \(token.text) from the signer"
                    + (isTransfer ? " ONCE, \(until(value("deadline")))" : ", \(allowanceEnd(field("expiration")))"))
        }
        confirm(spender, "the spender")
    }

    /// Permit2 takes an end of 0 as the time of the block (`Allowance.updateAmountAndExpiration`).
    private func allowanceEnd(_ value: ABIValue?) -> String {
        value == .unsigned(.zero) ? "in one block only" : until(value)
    }

    // MARK: Seaport

    /// Orders of Seaport, alone or several in one signature. Seaport, `lib/ConsiderationStructs.sol`.
    mutating func readOrders() {
        for order in Self.orders(in: .tuple(data.message), of: data.primaryType) { readOrder(order) }
    }

    private static func orders(in value: ABIValue, of type: String) -> [[ABIField]] {
        switch value {
        case .tuple(let fields):
            type == "OrderComponents" ? [fields] : fields.flatMap { orders(in: $0.value, of: $0.type) }
        // The type of an element is that of the list without its lengths.
        case .list(let values):
            values.flatMap { orders(in: $0, of: String(type.prefix { $0 != "[" })) }
        case .unsigned, .signed, .address, .flag, .bytes, .text: []
        }
    }

    private mutating func readOrder(_ order: [ABIField]) {
        func field(_ name: String) -> ABIValue? { order.first { $0.name == name }?.value }
        guard let offerer = field("offerer")?.address, let offer = field("offer")?.list,
            let consideration = field("consideration")?.list
        else { return }
        for item in offer { words.append("give away \(thing(item)) of \(offerer.text)") }
        var comesBack = false
        for item in consideration {
            let receiver = item.tuple?.first { $0.name == "recipient" }?.value
            if receiver?.address == offerer { comesBack = true }
            words.append("  for \(thing(item)) to \(receiver?.words ?? "nobody")")
        }
        warn(owner: offerer)
        if !offer.isEmpty, !comesBack {
            warn(
                "nothing-comes-back",
                "NOTHING COMES BACK: the order gives away and asks nothing for the account that gives")
        }
    }

    /// What is given or asked for. Seaport, `ItemType`: 0 coins, 1 a token, 2 and 3 pieces, 4 and 5 one of several pieces.
    private func thing(_ item: ABIValue) -> String {
        func field(_ name: String) -> ABIValue? { item.tuple?.first { $0.name == name }?.value }
        guard let kind = field("itemType")?.number, let first = field("startAmount")?.number,
            let last = field("endAmount")?.number
        else { return "something" }
        func amount(_ number: UInt256) -> String {
            kind.isZero ? coin.text(ofSmallestUnits: number.decimal) : number.decimal
        }
        let range = first == last ? amount(first) : "\(amount(first)) at first and \(amount(last)) in the end"
        let token = field("token")?.words ?? "nothing"
        switch kind.asUInt64 {
        case 0: return range
        case 1: return "\(range) units of the token \(token)"
        case 2, 3: return "\(range) of the piece \(field("identifierOrCriteria")?.words ?? "") of \(token)"
        default: return "\(range) of ANY PIECE of \(token) that the criteria allow"
        }
    }
}
