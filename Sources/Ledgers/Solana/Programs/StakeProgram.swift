import Transactions

/// Stake that is delegated to validators. `StakeInstruction`, solana-stake-interface: a number of four bytes, then the
/// fields as bincode writes them.
enum StakeProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: initialize(&call)
        case 1: authorize(&call)
        case 2:
            call.roles(("stake", 0), ("validator", 1), ("authority", 5)).map {
                Act("delegate stake to the vote account of a validator", $0, word: "delegate")
            }
        case 3: split(&call)
        case 4: withdraw(&call)
        case 5:
            call.roles(("stake", 0), ("authority", 2)).map { Act("deactivate stake", $0, word: "deactivate") }
        case 6: setLockup(&call)
        case 7:
            call.roles(("into", 0), ("from", 1), ("authority", 4)).map {
                Act("merge stake accounts", $0, word: "merge")
            }
        case 8: authorizeWithSeed(&call)
        case 9:
            call.roles(("stake", 0), ("staker", 2), ("withdrawer", 3)).map { Act("begin a stake account", $0) }
        case 10: authorizeChecked(&call)
        case 11: authorizeCheckedWithSeed(&call)
        case 12: setLockupChecked(&call)
        case 13: Act("ask for the least delegation")
        case 14:
            call.roles(("stake", 0), ("validator", 1)).map {
                Act("deactivate stake of a delinquent validator", $0, word: "deactivate")
            }
        case 16: move(&call, "stake")
        case 17: move(&call, "lamports that are not staked")
        default: nil
        }
    }

    /// `StakeAuthorize`: who decides over what.
    private enum Authority: UInt32 {
        case staker, withdrawer

        var words: String {
            switch self {
            case .staker: "the authority to delegate and deactivate the stake"
            case .withdrawer: "the authority to WITHDRAW the stake"
            }
        }
    }

    private static func initialize(_ call: inout ProgramCall) -> Act? {
        guard let staker = call.address(), let withdrawer = call.address(), let until = call.long(),
            let epoch = call.long(), let custodian = call.address(), let roles = call.roles(("stake", 0))
        else { return nil }
        var facts = roles + [call.fact("staker", staker), call.fact("withdrawer", withdrawer)]
        if until != 0 || epoch != 0 {
            facts.append(call.fact("locked", lockup(until: until, epoch: epoch)))
            facts.append(call.fact("custodian", custodian))
        }
        return Act("begin a stake account", facts)
    }

    private static func lockup(until: UInt64, epoch: UInt64) -> String {
        "until second \(Int64(bitPattern: until)) of Unix time and epoch \(epoch)"
    }

    private static func changed(_ authority: Authority, to new: String, _ facts: [Summary.Fact]) -> Act {
        Act(
            "change \(authority.words)", facts, warnings: [.handsOver("\(new) gets \(authority.words)")],
            word: "authorize")
    }

    private static func authorize(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init),
            let roles = call.roles(("stake", 0), ("authority", 2))
        else { return nil }
        return changed(authority, to: new.text, roles + [call.fact("new", new)])
    }

    private static func authorizeChecked(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let new = call.account(3),
            let roles = call.roles(("stake", 0), ("authority", 2), ("new", 3))
        else { return nil }
        return changed(authority, to: call.words(new), roles)
    }

    private static func authorizeWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init), let seed = call.text(),
            let owner = call.address(), let roles = call.roles(("stake", 0), ("derived of", 1))
        else { return nil }
        return changed(
            authority, to: new.text,
            roles + [call.fact("seed", seed), call.fact("owner", owner), call.fact("new", new)])
    }

    private static func authorizeCheckedWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let seed = call.text(), let owner = call.address(),
            let new = call.account(3), let roles = call.roles(("stake", 0), ("derived of", 1), ("new", 3))
        else { return nil }
        return changed(
            authority, to: call.words(new), roles + [call.fact("seed", seed), call.fact("owner", owner)])
    }

    private static func split(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("from", 0), ("into", 1), ("authority", 2)) else {
            return nil
        }
        return Act("split \(Lamports.words(lamports)) off a stake account", roles, word: "split")
    }

    private static func withdraw(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("stake", 0), ("to", 1), ("authority", 4)) else {
            return nil
        }
        return Act(
            "withdraw \(Lamports.words(lamports)) from stake account", roles,
            transfer: .init(.lamports, lamports, to: 1, of: call))
    }

    private static func move(_ call: inout ProgramCall, _ what: String) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("from", 0), ("to", 1), ("authority", 2)) else {
            return nil
        }
        return Act(
            "move \(Lamports.words(lamports)) of \(what)", roles,
            transfer: .init(.lamports, lamports, to: 1, of: call))
    }

    private static func setLockup(_ call: inout ProgramCall) -> Act? {
        guard let until = call.optionalLong(), let epoch = call.optionalLong(), let custodian = call.optionalAddress(),
            let roles = call.roles(("stake", 0), ("authority", 1))
        else { return nil }
        var facts = roles + lockupFacts(call, until, epoch)
        if let custodian { facts.append(call.fact("custodian", custodian)) }
        return Act("change the lockup of a stake account", facts, word: "lockup")
    }

    private static func setLockupChecked(_ call: inout ProgramCall) -> Act? {
        guard let until = call.optionalLong(), let epoch = call.optionalLong(),
            let roles = call.roles(("stake", 0), ("authority", 1))
        else { return nil }
        let custodian = call.account(2).map { [call.fact("custodian", call.words($0))] } ?? []
        return Act(
            "change the lockup of a stake account", roles + lockupFacts(call, until, epoch) + custodian, word: "lockup")
    }

    private static func lockupFacts(_ call: ProgramCall, _ until: UInt64?, _ epoch: UInt64?) -> [Summary.Fact] {
        let time = until.map { [call.fact("until", "second \(Int64(bitPattern: $0)) of Unix time")] } ?? []
        return time + (epoch.map { [call.fact("epoch", String($0))] } ?? [])
    }
}
