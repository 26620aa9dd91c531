import Transactions

/// Tokens, in the Token program and in Token-2022, whose instructions have the same numbers as far as they go. `TokenInstruction`,
/// spl-token-interface and spl-token-2022-interface: one byte, then the fields, little-endian.
///
/// Where an account of several holders decides, those who sign for it follow; so do the accounts for a transfer hook.
enum TokenProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.byte() {
        case 0, 20: beginMint(&call)
        case 1, 16, 18: beginAccount(&call)
        case 3: transfer(&call, checked: false)
        case 4: approve(&call, checked: false)
        case 5: call.roles(("account", 0), ("owner", 1)).map { Act("revoke approval of tokens", $0, word: "revoke") }
        case 6: TokenAuthority.set(&call)
        case 7: mint(&call, checked: false)
        case 8: burn(&call, checked: false)
        case 9: close(&call)
        case 10: freeze(&call, "freeze")
        case 11: freeze(&call, "thaw")
        case 12: transfer(&call, checked: true)
        case 13: approve(&call, checked: true)
        case 14: mint(&call, checked: true)
        case 15: burn(&call, checked: true)
        case 17: syncNative(&call)
        case 22: call.roles(("account", 0)).map { Act("fix owner of token account for good", $0) }
        case 25: TokenAuthority.closeMint(&call)
        case 26: transferWithFee(&call)
        case 35: TokenAuthority.permanentDelegate(&call)
        case 36: TokenAuthority.transferHook(&call)
        case 38: withdrawExcess(&call)
        case 45: unwrap(&call)
        default: nil
        }
    }

    /// What instructions that are not put into words are called, by their numbers.
    static let otherTitles: [UInt8: String] = [
        2: "begin an account of several holders", 19: "begin an account of several holders", 21: "ask for a size",
        23: "ask for an amount", 24: "ask for an amount", 26: "transfer fees", 27: "confidential transfers",
        28: "state of new accounts", 29: "make room in account", 30: "memos on transfers", 31: "begin wrapped SOL",
        32: "token that cannot be transferred", 33: "interest", 34: "guard against calls", 36: "transfer hook",
        37: "confidential fees", 39: "metadata pointer", 40: "group pointer", 41: "member pointer",
        42: "confidential minting and burning", 43: "shown amount", 44: "pausing", 46: "burning by permission",
        255: "several instructions in one",
    ]

    // MARK: Moving

    private static func transfer(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = TokenAmount(&call, checked: checked) else { return nil }
        return transfer(&call, amount, checked: checked)
    }

    private static func transfer(_ call: inout ProgramCall, _ amount: TokenAmount, checked: Bool) -> Act? {
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
        guard call.byte() == 1, let amount = TokenAmount(&call, checked: true), let fee = call.long(),
            var act = transfer(&call, amount, checked: true)
        else { return nil }
        act.facts.append(call.fact("token fee", "\(fee) units of it are withheld"))
        return act
    }

    private static func approve(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = TokenAmount(&call, checked: checked) else { return nil }
        let roles =
            checked
            ? call.roles(("account", 0), ("delegate", 2), ("mint", 1), ("owner", 3))
            : call.roles(("account", 0), ("delegate", 1), ("owner", 2))
        guard let roles else { return nil }
        guard amount.isUnlimited else {
            let warning = Summary.Warning(
                code: "approval", text: "APPROVAL: the delegate may take these tokens at any time, without asking again"
            )
            return Act("let another take \(amount.words)", roles, warnings: [warning], word: "approve")
        }
        let warning = Summary.Warning(
            code: "unlimited-approval", text: "UNLIMITED approval: the delegate may then take all of these tokens")
        return Act(
            "let another take UNLIMITED tokens (\(amount.count) units)", roles, warnings: [warning], word: "approve")
    }

    private static func mint(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = TokenAmount(&call, checked: checked),
            let roles = call.roles(("mint", 0), ("to", 1), ("authority", 2))
        else { return nil }
        return Act("mint \(amount.words)", roles, transfer: .init(.tokens, amount.count, to: 1, of: call))
    }

    private static func burn(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let amount = TokenAmount(&call, checked: checked),
            let roles = call.roles(("from", 0), ("mint", 1), ("authority", 2))
        else { return nil }
        return Act("burn \(amount.words)", roles, word: "burn")
    }

    private static func freeze(_ call: inout ProgramCall, _ word: String) -> Act? {
        call.roles(("account", 0), ("mint", 1), ("authority", 2)).map { Act("\(word) token account", $0, word: word) }
    }

    // MARK: SOL

    private static func close(_ call: inout ProgramCall) -> Act? {
        guard let rest = call.account(1), let roles = call.roles(("account", 0), ("rest to", 1), ("authority", 2))
        else {
            return nil
        }
        let warnings: [Summary.Warning] =
            call.isForeign(rest)
            ? [.closes("a token account; its SOL, wrapped SOL with it, goes to \(call.words(rest))")] : []
        return Act("close token account, its SOL to another account", roles, warnings: warnings, word: "close")
    }

    private static func syncNative(_ call: inout ProgramCall) -> Act? {
        guard let roles = call.roles(("account", 0)) else { return nil }
        _ = call.passes(Sysvar.rent, at: 1)
        return Act("count wrapped SOL anew", roles)
    }

    private static func withdrawExcess(_ call: inout ProgramCall) -> Act? {
        guard let roles = call.roles(("from", 0), ("to", 1), ("authority", 2)), let receiver = call.account(1) else {
            return nil
        }
        return Act(
            "withdraw ALL SOL above the rent from account of a token", roles,
            transfer: .init(unit: .lamports, amount: .max, receiver: receiver))
    }

    private static func unwrap(_ call: inout ProgramCall) -> Act? {
        guard let amount = call.optionalLong(), let roles = call.roles(("from", 0), ("to", 1), ("authority", 2)),
            let receiver = call.account(1)
        else { return nil }
        return Act(
            "unwrap \(amount.map(Lamports.words) ?? "ALL SOL") of an account of wrapped SOL", roles,
            transfer: .init(unit: .lamports, amount: amount ?? .max, receiver: receiver))
    }

    // MARK: Beginning

    /// 1 names the owner among the accounts, and the later ones in the data.
    private static func beginAccount(_ call: inout ProgramCall) -> Act? {
        guard call.instruction.data[0] != 1 else {
            _ = call.passes(Sysvar.rent, at: 3)
            return call.roles(("account", 0), ("mint", 1), ("owner", 2)).map { Act("begin a token account", $0) }
        }
        guard let owner = call.address(), let roles = call.roles(("account", 0), ("mint", 1)) else { return nil }
        _ = call.passes(Sysvar.rent, at: 2)
        return Act("begin a token account", roles + [call.fact("owner", owner)])
    }

    private static func beginMint(_ call: inout ProgramCall) -> Act? {
        guard let decimals = call.byte(), let authority = call.address(), let freezer = call.lastOptionalAddress(),
            let roles = call.roles(("mint", 0))
        else { return nil }
        _ = call.passes(Sysvar.rent, at: 1)
        let freezing = freezer.map { call.fact("may freeze", $0) } ?? call.fact("may freeze", "nobody")
        return Act(
            "begin a token of \(decimals) decimals", roles + [call.fact("may mint", authority), freezing], word: "mint")
    }
}
