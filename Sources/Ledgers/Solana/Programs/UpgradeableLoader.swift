import Transactions

/// Programs, and who may replace them. `UpgradeableLoaderInstruction`, solana-loader-v3-interface: a number of four bytes,
/// then the fields as bincode writes them.
enum UpgradeableLoader {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: call.roles(("buffer", 0), ("authority", 1)).map { Act("begin a buffer for a program", $0) }
        case 1: write(&call)
        case 2: deploy(&call)
        case 3: upgrade(&call)
        case 4: setAuthority(&call)
        case 5: close(&call)
        case 6: extend(&call)
        case 7: setAuthorityChecked(&call)
        default: nil
        }
    }

    // MARK: Code

    private static func write(_ call: inout ProgramCall) -> Act? {
        guard let offset = call.word(), let count = call.long(), call.skip(count) != nil,
            let roles = call.roles(("buffer", 0), ("authority", 1))
        else { return nil }
        return Act("write \(count) bytes of code at \(offset)", roles, word: "write")
    }

    private static func deploy(_ call: inout ProgramCall) -> Act? {
        guard let most = call.long(), call.flag(otherwise: true) != nil,
            let roles = call.roles(
                ("payer", 0), ("program data", 1), ("program", 2), ("code", 3), ("authority", 7))
        else { return nil }
        passSysvars(&call)
        _ = call.passes(WellKnown.systemAddress, at: 6)
        var act = Act("deploy a program of up to \(most) bytes", roles, word: "deploy")
        if let authority = call.account(7), call.isForeign(authority) {
            act.warnings = [.givesAway("\(call.words(authority)) may replace the program's code")]
        }
        return act
    }

    private static func upgrade(_ call: inout ProgramCall) -> Act? {
        guard call.flag(otherwise: true) != nil,
            let roles = call.roles(
                ("program data", 0), ("program", 1), ("new code", 2), ("rest to", 3), ("authority", 6))
        else { return nil }
        passSysvars(&call)
        let warning = Summary.Warning(
            code: "program-upgrade", text: "REPLACES the code of a program by what stands in the buffer")
        return Act("upgrade a program", roles, warnings: [warning], word: "upgrade")
    }

    private static func passSysvars(_ call: inout ProgramCall) {
        _ = call.passes(Sysvar.rent, at: 4)
        _ = call.passes(Sysvar.clock, at: 5)
    }

    private static func extend(_ call: inout ProgramCall) -> Act? {
        guard let more = call.word(), let roles = call.roles(("program data", 0), ("program", 1)) else { return nil }
        _ = call.passes(WellKnown.systemAddress, at: 2)
        let payer = call.roles(("payer", 3)) ?? []
        return Act("make room for \(more) bytes more of a program", roles + payer, word: "extend")
    }

    // MARK: Authorities

    private static func setAuthority(_ call: inout ProgramCall) -> Act? {
        guard let roles = call.roles(("account", 0), ("authority", 1)) else { return nil }
        guard let new = call.account(2), let role = call.roles(("new", 2)) else {
            return Act(
                "give up the authority over a program for good", roles,
                warnings: [.handsOver("nobody will be able to replace the program any more")], word: "authorize")
        }
        return changed(roles + role, to: call.words(new))
    }

    private static func setAuthorityChecked(_ call: inout ProgramCall) -> Act? {
        guard let new = call.account(2), let roles = call.roles(("account", 0), ("authority", 1), ("new", 2)) else {
            return nil
        }
        return changed(roles, to: call.words(new))
    }

    private static func changed(_ facts: [Summary.Fact], to new: String) -> Act {
        Act(
            "change the authority over a program or buffer", facts,
            warnings: [.handsOver("\(new) may then replace the program's code")], word: "authorize")
    }

    /// With a program among the accounts, what is closed is that program.
    private static func close(_ call: inout ProgramCall) -> Act? {
        guard call.flag(otherwise: false) != nil, let rest = call.account(1),
            let roles = call.roles(("account", 0), ("rest to", 1), ("authority", 2))
        else { return nil }
        let words = "its SOL goes to \(call.words(rest))"
        guard let program = call.roles(("program", 3)) else {
            let warnings: [Summary.Warning] = call.isForeign(rest) ? [.closes("a buffer; \(words)")] : []
            return Act("close a buffer, its SOL to another account", roles, warnings: warnings, word: "close")
        }
        return Act(
            "close a program for good, its SOL to another account", roles + program,
            warnings: [.closes("a program, which can never be called again; \(words)")], word: "close")
    }
}
