import Transactions

/// Tokens, in the Token program and in Token-2022, whose instructions have the same numbers as far as they go. `TokenInstruction`,
/// spl-token-interface and spl-token-2022-interface: one byte, then the fields, little-endian.
enum TokenProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.byte() {
        case 0: beginMint(&call)
        case 1: call.roles(("account", 0), ("mint", 1), ("owner", 2)).map { Act("begin a token account", $0) }
        case 3: transfer(&call, checked: false)
        case 4: approve(&call, checked: false)
        case 5: call.roles(("account", 0), ("owner", 1)).map { Act("revoke approval of tokens", $0, word: "revoke") }
        case 6: setAuthority(&call)
        case 7: mint(&call, checked: false)
        case 8: burn(&call, checked: false)
        case 9: close(call)
        case 10: call.roles(("account", 0), ("mint", 1)).map { Act("freeze token account", $0, word: "freeze") }
        case 11: call.roles(("account", 0), ("mint", 1)).map { Act("thaw token account", $0, word: "thaw") }
        case 12: transfer(&call, checked: true)
        case 13: approve(&call, checked: true)
        case 14: mint(&call, checked: true)
        case 15: burn(&call, checked: true)
        case 16, 18: beginAccount(&call)
        case 17: call.roles(("account", 0)).map { Act("count wrapped SOL anew", $0) }
        case 20: beginMint(&call)
        case 22: call.roles(("account", 0)).map { Act("fix owner of token account for good", $0) }
        case 26: transferWithFee(&call)
        case 35: permanentDelegate(&call)
        default: nil
        }
    }

    // MARK: Amounts

    /// What an instruction moves, in words.
    private struct Amount {
        let count: UInt64
        /// `nil` where the instruction is not checked and nobody can see how many decimals the token has.
        let decimals: UInt8?

        init?(_ call: inout ProgramCall, checked: Bool) {
            guard let count = call.long() else { return nil }
            self.count = count
            guard checked else {
                decimals = nil
                return
            }
            guard let stated = call.byte() else { return nil }
            decimals = stated
        }

        var words: String {
            guard let decimals else { return "\(count) of the smallest units of a token" }
            let coin = Coin(symbol: "tokens", decimals: Int(decimals), smallestUnit: "units")
            return "\(coin.text(ofSmallestUnits: String(count))) (\(count) units, \(decimals) decimals)"
        }

        /// What no supply reaches: as wallets ask for it, all 64 bits set, or half of that.
        var isUnlimited: Bool { count >= 1 << 63 }
    }

    // MARK: Moving

    private static func transfer(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = Amount(&call, checked: checked) else { return nil }
        return transfer(call, amount, checked: checked)
    }

    private static func transfer(_ call: ProgramCall, _ amount: Amount, checked: Bool) -> Act? {
        let roles =
            checked
            ? call.roles(("from", 0), ("to", 2), ("mint", 1), ("authority", 3))
            : call.roles(("from", 0), ("to", 1), ("authority", 2))
        guard let roles else { return nil }
        return Act(
            "transfer \(amount.words)", roles,
            transfer: .init(.tokens, amount.count, to: checked ? 2 : 1, of: call))
    }

    /// `TransferFeeInstruction::TransferCheckedWithFee`, the second of the extension's own numbers.
    private static func transferWithFee(_ call: inout ProgramCall) -> Act? {
        guard call.byte() == 1, let amount = Amount(&call, checked: true), let fee = call.long(),
            var act = transfer(call, amount, checked: true)
        else { return nil }
        act.facts.append(call.fact("token fee", "\(fee) units of it are withheld"))
        return act
    }

    private static func approve(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = Amount(&call, checked: checked) else { return nil }
        let roles =
            checked
            ? call.roles(("account", 0), ("delegate", 2), ("mint", 1), ("owner", 3))
            : call.roles(("account", 0), ("delegate", 1), ("owner", 2))
        guard let roles else { return nil }
        guard amount.isUnlimited else {
            return Act("let another take \(amount.words)", roles, word: "approve")
        }
        let warning = Summary.Warning(
            code: "unlimited-approval", text: "UNLIMITED approval: the delegate may then take all of these tokens")
        return Act(
            "let another take UNLIMITED tokens (\(amount.count) units)", roles, warnings: [warning], word: "approve")
    }

    private static func mint(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = Amount(&call, checked: checked),
            let roles = call.roles(("mint", 0), ("to", 1), ("authority", 2))
        else { return nil }
        return Act("mint \(amount.words)", roles, transfer: .init(.tokens, amount.count, to: 1, of: call))
    }

    private static func burn(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = Amount(&call, checked: checked),
            let roles = call.roles(("from", 0), ("mint", 1), ("authority", 2))
        else { return nil }
        return Act("burn \(amount.words)", roles, word: "burn")
    }

    private static func close(_ call: ProgramCall) -> Act? {
        guard let roles = call.roles(("account", 0), ("rest to", 1), ("authority", 2)) else { return nil }
        return Act("close token account, its SOL to another", roles, word: "close")
    }

    // MARK: Authorities

    private static func setAuthority(_ call: inout ProgramCall) -> Act? {
        guard let kind = call.byte(), let new = call.optionalAddress(),
            let roles = call.roles(("account", 0), ("authority", 1))
        else { return nil }
        let what = authority(kind)
        guard let new else {
            return Act(
                "give up \(what) for good", roles,
                warnings: [.handsOver("nobody will have \(what) any more, and nothing brings it back")],
                word: "authorize")
        }
        return Act(
            "change \(what)", roles + [call.fact("new", new)], warnings: [.handsOver("\(new.text) gets \(what)")],
            word: "authorize")
    }

    /// `AuthorityType`, in its order.
    private static func authority(_ kind: UInt8) -> String {
        let names = [
            "the authority to mint", "the authority to freeze", "the OWNERSHIP of the token account",
            "the authority to close the account", "the authority over transfer fees",
            "the authority to take withheld fees", "the authority to close the mint",
            "the authority over the interest rate", "the authority to take tokens from every account",
            "the authority over confidential transfers", "the authority over the transfer hook",
            "the authority over confidential fees", "the authority over the metadata pointer",
            "the authority over the group pointer", "the authority over the member pointer",
            "the authority over the shown amount", "the authority to pause",
        ]
        return names.indices.contains(Int(kind)) ? names[Int(kind)] : "authority number \(kind)"
    }

    private static func permanentDelegate(_ call: inout ProgramCall) -> Act? {
        guard let delegate = call.address(), let roles = call.roles(("mint", 0)) else { return nil }
        return Act(
            "name one who may take tokens from every account", roles + [call.fact("delegate", delegate)],
            word: "delegate")
    }

    // MARK: Beginning

    private static func beginAccount(_ call: inout ProgramCall) -> Act? {
        guard let owner = call.address(), let roles = call.roles(("account", 0), ("mint", 1)) else { return nil }
        return Act("begin a token account", roles + [call.fact("owner", owner)])
    }

    private static func beginMint(_ call: inout ProgramCall) -> Act? {
        guard let decimals = call.byte(), let authority = call.address(), let freezer = call.optionalAddress(),
            let roles = call.roles(("mint", 0))
        else { return nil }
        let freezing = freezer.map { call.fact("may freeze", $0) } ?? call.fact("may freeze", "nobody")
        return Act(
            "begin a token of \(decimals) decimals", roles + [call.fact("may mint", authority), freezing], word: "mint")
    }
}

/// The token account that a wallet has for a token. `AssociatedTokenAccountInstruction`, spl-associated-token-account-interface.
enum AssociatedTokenProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        let number: UInt8
        // Without data it creates, as it did before it had numbers.
        if call.left.isEmpty { number = 0 } else { number = call.byte() ?? 0 }
        switch number {
        case 0, 1:
            let title = "create token account of a wallet" + (number == 1 ? ", if there is none" : "")
            return call.roles(("payer", 0), ("account", 1), ("wallet", 2), ("mint", 3)).map { Act(title, $0) }
        case 2:
            return call.roles(("from", 0), ("to", 2), ("wallet", 5)).map {
                Act("recover tokens of a nested account", $0, word: "recover")
            }
        default: return nil
        }
    }
}
