import Transactions

/// Stake that is delegated to validators. `StakeInstruction`, solana-stake-interface: a number of four bytes, then the
/// fields as bincode writes them.
///
/// Many instructions pass sysvars between the accounts that matter. Since it became a program like others, the Stake
/// program takes them without these too, and tells which by whether a sysvar stands at its place.
enum StakeProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: initialize(&call)
        case 1: authorize(&call)
        case 2: delegate(&call)
        case 3: split(&call)
        case 4: withdraw(&call)
        case 5: deactivate(&call)
        case 6: setLockup(&call)
        case 7: merge(&call)
        case 8: authorizeWithSeed(&call)
        case 9: initializeChecked(&call)
        case 10: authorizeChecked(&call)
        case 11: authorizeCheckedWithSeed(&call)
        case 12: setLockupChecked(&call)
        case 13: Act("ask for the least delegation")
        case 14:
            call.roles(("stake", 0), ("validator", 1), ("compared with", 2)).map {
                Act("deactivate stake of a delinquent validator", $0, word: "deactivate")
            }
        case 16: move(&call, "stake")
        case 17: move(&call, "lamports that are not staked")
        default: nil
        }
    }

    /// The place of the next account that matters, after sysvars that are passed from `place` on or left out; `nil` where
    /// a lookup table hides which.
    private static func place(_ place: Int, after sysvars: [Address], _ call: inout ProgramCall) -> Int? {
        guard let first = call.account(place) else { return place }
        guard let address = first.address else { return nil }
        guard address == sysvars[0] else { return place }
        for (offset, sysvar) in sysvars.enumerated() { _ = call.passes(sysvar, at: place + offset) }
        return place + sysvars.count
    }

    // MARK: Beginning

    private static func initialize(_ call: inout ProgramCall) -> Act? {
        guard let staker = call.address(), let withdrawer = call.address(), let until = call.long(),
            let epoch = call.long(), let custodian = call.address(), let roles = call.roles(("stake", 0))
        else { return nil }
        _ = call.passes(Sysvar.rent, at: 1)
        var act = begun(call, withdrawer: .named(withdrawer, signs: false, writable: false))
        act.facts = roles + [call.fact("staker", staker), call.fact("withdrawer", withdrawer)]
        if until != 0 || epoch != 0 {
            act.facts.append(call.fact("locked", lockup(until: until, epoch: epoch)))
            act.facts.append(call.fact("custodian", custodian))
            act.warnings.append(.locksUp)
            act.word = "lockup"
        }
        return act
    }

    private static func initializeChecked(_ call: inout ProgramCall) -> Act? {
        guard let staker = place(1, after: [Sysvar.rent], &call),
            let roles = call.roles(("stake", 0), ("staker", staker), ("withdrawer", staker + 1)),
            let withdrawer = call.account(staker + 1)
        else { return nil }
        var act = begun(call, withdrawer: withdrawer)
        act.facts = roles
        return act
    }

    private static func begun(_ call: ProgramCall, withdrawer: Message.Account) -> Act {
        guard call.isForeign(withdrawer) else { return Act("begin a stake account") }
        let words = "\(call.words(withdrawer)) may withdraw what the stake account holds"
        return Act("begin a stake account", warnings: [.givesAway(words)], word: "stake")
    }

    private static func lockup(until: UInt64, epoch: UInt64) -> String {
        "until second \(Int64(bitPattern: until)) of Unix time and epoch \(epoch)"
    }

    // MARK: Authorities

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

    private static func changed(_ authority: Authority, to new: String, _ facts: [Summary.Fact]) -> Act {
        Act(
            "change \(authority.words)", facts, warnings: [.handsOver("\(new) gets \(authority.words)")],
            word: "authorize")
    }

    private static func authorize(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init),
            let place = place(1, after: [Sysvar.clock], &call),
            let roles = call.roles(("stake", 0), ("authority", place))
        else { return nil }
        return changed(authority, to: call.words(new), roles + [call.fact("new", new)])
    }

    private static func authorizeChecked(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let place = place(1, after: [Sysvar.clock], &call),
            let new = call.account(place + 1),
            let roles = call.roles(("stake", 0), ("authority", place), ("new", place + 1))
        else { return nil }
        return changed(authority, to: call.words(new), roles)
    }

    private static func authorizeWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init), let seed = call.text(),
            let owner = call.address(), let roles = call.roles(("stake", 0), ("derived of", 1))
        else { return nil }
        _ = call.passes(Sysvar.clock, at: 2)
        return changed(
            authority, to: call.words(new),
            roles + [call.fact("seed", seed), call.fact("owner", owner), call.fact("new", new)])
    }

    private static func authorizeCheckedWithSeed(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let seed = call.text(), let owner = call.address(),
            let place = place(2, after: [Sysvar.clock], &call), let new = call.account(place),
            let roles = call.roles(("stake", 0), ("derived of", 1), ("new", place))
        else { return nil }
        return changed(
            authority, to: call.words(new), roles + [call.fact("seed", seed), call.fact("owner", owner)])
    }

    // MARK: Staking

    private static func delegate(_ call: inout ProgramCall) -> Act? {
        guard var place = place(2, after: [Sysvar.clock, Sysvar.stakeHistory], &call) else { return nil }
        // With the sysvars an account more is passed, which nobody reads; some pass the authority at once.
        if place == 4, call.passes(Sysvar.stakeConfig, at: 4) { place = 5 }
        return call.roles(("stake", 0), ("validator", 1), ("authority", place)).map {
            Act("delegate stake to the vote account of a validator", $0, word: "delegate")
        }
    }

    private static func deactivate(_ call: inout ProgramCall) -> Act? {
        guard let place = place(1, after: [Sysvar.clock], &call) else { return nil }
        return call.roles(("stake", 0), ("authority", place)).map { Act("deactivate stake", $0, word: "deactivate") }
    }

    private static func merge(_ call: inout ProgramCall) -> Act? {
        guard let place = place(2, after: [Sysvar.clock, Sysvar.stakeHistory], &call) else { return nil }
        return call.roles(("into", 0), ("from", 1), ("authority", place)).map {
            Act("merge stake accounts", $0, word: "merge")
        }
    }

    private static func split(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("from", 0), ("into", 1), ("authority", 2)) else {
            return nil
        }
        return Act("split \(Lamports.words(lamports)) off a stake account", roles, word: "split")
    }

    private static func withdraw(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let place = place(2, after: [Sysvar.clock, Sysvar.stakeHistory], &call),
            let roles = call.roles(("stake", 0), ("to", 1), ("authority", place))
        else { return nil }
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

    // MARK: Lockup

    private static func setLockup(_ call: inout ProgramCall) -> Act? {
        guard let until = call.optionalLong(), let epoch = call.optionalLong(), let custodian = call.optionalAddress(),
            let roles = call.roles(("stake", 0), ("authority", 1))
        else { return nil }
        return changedLockup(call, roles, until, epoch, custodian: custodian.map { call.words($0) })
    }

    private static func setLockupChecked(_ call: inout ProgramCall) -> Act? {
        guard let until = call.optionalLong(), let epoch = call.optionalLong(),
            let roles = call.roles(("stake", 0), ("authority", 1))
        else { return nil }
        guard let custodian = call.account(2) else { return changedLockup(call, roles, until, epoch, custodian: nil) }
        _ = call.roles(("custodian", 2))
        return changedLockup(call, roles, until, epoch, custodian: call.words(custodian))
    }

    private static func changedLockup(
        _ call: ProgramCall, _ roles: [Summary.Fact], _ until: UInt64?, _ epoch: UInt64?, custodian: String?
    ) -> Act {
        var act = Act("change the lockup of a stake account", roles, word: "lockup")
        if let until { act.facts.append(call.fact("until", "second \(Int64(bitPattern: until)) of Unix time")) }
        if let epoch { act.facts.append(call.fact("epoch", String(epoch))) }
        if until != nil || epoch != nil { act.warnings.append(.locksUp) }
        if let custodian {
            act.facts.append(call.fact("custodian", custodian))
            act.warnings.append(.handsOver("\(custodian) decides over the lockup from now on"))
        }
        return act
    }
}
