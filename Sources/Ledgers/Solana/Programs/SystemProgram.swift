import Transactions

/// Payments, new accounts, and durable nonces. `SystemInstruction`, solana-system-interface: a number of four bytes, then
/// the fields as bincode writes them; the accounts in the order that the comments there give.
enum SystemProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: createAccount(&call)
        case 1: assign(&call)
        case 2: transfer(&call, seeded: false)
        case 3: createWithSeed(&call)
        case 4: advanceNonce(&call)
        case 5: withdrawNonce(&call)
        case 6: initializeNonce(&call)
        case 7: authorizeNonce(&call)
        case 8: allocate(&call)
        case 9: allocateWithSeed(&call)
        case 10: assignWithSeed(&call)
        case 11: transfer(&call, seeded: true)
        case 12: call.roles(("nonce", 0)).map { Act("upgrade nonce account", $0) }
        default: nil
        }
    }

    /// The number of `AdvanceNonceAccount`.
    static let advanceNonceNumber: [UInt8] = [4, 0, 0, 0]

    // MARK: Payments

    private static func transfer(_ call: inout ProgramCall, seeded: Bool) -> Act? {
        let receiver = seeded ? 2 : 1
        guard let lamports = call.long(), let roles = call.roles(("from", 0), ("to", receiver)) else { return nil }
        var act = Act(
            "pay \(Lamports.words(lamports))", roles, transfer: .init(.lamports, lamports, to: receiver, of: call))
        if seeded {
            guard let seed = call.text(), let owner = call.address(), let base = call.roles(("derived of", 1)) else {
                return nil
            }
            act.facts += base + [call.fact("seed", seed), call.fact("owner", owner)]
        }
        return act
    }

    // MARK: Accounts

    private static func createAccount(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let space = call.long(), let owner = call.address(),
            let roles = call.roles(("payer", 0), ("account", 1))
        else { return nil }
        return Act(
            "create account with \(Lamports.words(lamports))", roles + held(call, space: space, owner: owner),
            transfer: .init(.lamports, lamports, to: 1, of: call), word: "create")
    }

    private static func createWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let base = call.address(), let seed = call.text(), let lamports = call.long(), let space = call.long(),
            let owner = call.address(), let roles = call.roles(("payer", 0), ("account", 1))
        else { return nil }
        _ = call.passes(base, at: 2)
        return Act(
            "create account with \(Lamports.words(lamports))",
            roles + seeded(call, base: base, seed: seed) + held(call, space: space, owner: owner),
            transfer: .init(.lamports, lamports, to: 1, of: call), word: "create")
    }

    private static func held(_ call: ProgramCall, space: UInt64, owner: Address) -> [Summary.Fact] {
        [call.fact("owner", owner), call.fact("space", "\(space) bytes")]
    }

    private static func seeded(_ call: ProgramCall, base: Address, seed: String) -> [Summary.Fact] {
        [call.fact("derived of", base), call.fact("seed", seed)]
    }

    private static func assign(_ call: inout ProgramCall) -> Act? {
        guard let owner = call.address(), let roles = call.roles(("account", 0)) else { return nil }
        return assigned(call, to: owner, roles)
    }

    private static func assignWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let base = call.address(), let seed = call.text(), let owner = call.address(),
            let roles = call.roles(("account", 0))
        else { return nil }
        _ = call.passes(base, at: 1)
        return assigned(call, to: owner, roles + seeded(call, base: base, seed: seed))
    }

    private static func assigned(_ call: ProgramCall, to owner: Address, _ facts: [Summary.Fact]) -> Act {
        Act(
            "assign account to a program", facts + [call.fact("owner", owner)], warnings: [decides(owner)],
            word: "assign")
    }

    private static func decides(_ owner: Address) -> Summary.Warning {
        .handsOver("from now on program \(owner.text) decides over the account and what it holds")
    }

    private static func allocate(_ call: inout ProgramCall) -> Act? {
        guard let space = call.long(), let roles = call.roles(("account", 0)) else { return nil }
        return Act(
            "allocate \(space) bytes in account", roles, warnings: space > 0 ? [cannotPay] : [], word: "allocate")
    }

    /// The System program takes no transfer from an account that holds data.
    private static let cannotPay = Summary.Warning(
        code: "account-allocated", text: "an account that holds data can never PAY with a System transfer again")

    private static func allocateWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let base = call.address(), let seed = call.text(), let space = call.long(), let owner = call.address(),
            let roles = call.roles(("account", 0))
        else { return nil }
        _ = call.passes(base, at: 1)
        return Act(
            "allocate \(space) bytes in account",
            roles + seeded(call, base: base, seed: seed) + [call.fact("owner", owner)], warnings: [decides(owner)],
            word: "assign")
    }

    // MARK: Durable nonces

    private static func advanceNonce(_ call: inout ProgramCall) -> Act? {
        _ = call.passes(Sysvar.recentBlockhashes, at: 1)
        return call.roles(("nonce", 0), ("authority", 2)).map { Act("advance durable nonce", $0) }
    }

    private static func withdrawNonce(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("nonce", 0), ("to", 1), ("authority", 4)) else {
            return nil
        }
        _ = call.passes(Sysvar.recentBlockhashes, at: 2)
        _ = call.passes(Sysvar.rent, at: 3)
        return Act(
            "withdraw \(Lamports.words(lamports)) from nonce account", roles,
            transfer: .init(.lamports, lamports, to: 1, of: call))
    }

    private static func initializeNonce(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.address(), let roles = call.roles(("nonce", 0)) else { return nil }
        _ = call.passes(Sysvar.recentBlockhashes, at: 1)
        _ = call.passes(Sysvar.rent, at: 2)
        var act = Act("begin a nonce account", roles + [call.fact("authority", authority)], word: "nonce")
        if call.isForeign(authority) {
            act.warnings = [.givesAway("\(call.words(authority)) may withdraw what the nonce account holds")]
        }
        return act
    }

    private static func authorizeNonce(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.address(), let roles = call.roles(("nonce", 0), ("authority", 1)) else { return nil }
        return Act(
            "change authority over nonce account", roles + [call.fact("new", authority)],
            warnings: [.handsOver("\(authority.text) may then withdraw all that the nonce account holds")],
            word: "authorize")
    }
}
