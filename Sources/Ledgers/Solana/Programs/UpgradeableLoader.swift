import Transactions

/// Programs, and who may replace them. `UpgradeableLoaderInstruction`, solana-loader-v3-interface: a number of four bytes,
/// then the fields as bincode writes them.
enum UpgradeableLoader {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: call.roles(("buffer", 0), ("authority", 1)).map { Act("begin a buffer for a program", $0) }
        case 1: write(&call)
        case 2: deploy(&call)
        case 3:
            call.roles(("program", 1), ("new code", 2), ("rest to", 3), ("authority", 6)).map {
                let warning = Summary.Warning(
                    code: "program-upgrade", text: "REPLACES the code of a program by what stands in the buffer")
                return Act("upgrade a program", $0, warnings: [warning], word: "upgrade")
            }
        case 4: setAuthority(call)
        case 5:
            call.roles(("account", 0), ("rest to", 1), ("authority", 2)).map {
                Act("close a program or its buffer, its SOL to another", $0, word: "close")
            }
        case 6: extend(&call)
        case 7:
            call.roles(("account", 0), ("authority", 1), ("new", 2)).map { facts in
                let new = call.account(2).map(call.words) ?? ""
                return changed(facts, to: new)
            }
        default: nil
        }
    }

    private static func changed(_ facts: [Summary.Fact], to new: String) -> Act {
        Act(
            "change the authority over a program or buffer", facts,
            warnings: [.handsOver("\(new) may then replace the program's code")], word: "authorize")
    }

    private static func setAuthority(_ call: ProgramCall) -> Act? {
        guard let roles = call.roles(("account", 0), ("authority", 1)) else { return nil }
        guard let new = call.account(2), let role = call.roles(("new", 2)) else {
            return Act(
                "give up the authority over a program for good", roles,
                warnings: [.handsOver("nobody will be able to replace the program any more")], word: "authorize")
        }
        return changed(roles + role, to: call.words(new))
    }

    private static func write(_ call: inout ProgramCall) -> Act? {
        guard let offset = call.word(), let count = call.long(), count <= UInt64(call.left.count),
            let roles = call.roles(("buffer", 0), ("authority", 1))
        else { return nil }
        call.skip()
        return Act("write \(count) bytes of code at \(offset)", roles, word: "write")
    }

    private static func deploy(_ call: inout ProgramCall) -> Act? {
        guard let most = call.long(),
            let roles = call.roles(("payer", 0), ("program", 2), ("code", 3), ("authority", 7))
        else { return nil }
        return Act("deploy a program of up to \(most) bytes", roles, word: "deploy")
    }

    private static func extend(_ call: inout ProgramCall) -> Act? {
        guard let more = call.word(), let roles = call.roles(("program", 1)) else { return nil }
        return Act("make room for \(more) bytes more of a program", roles)
    }
}
