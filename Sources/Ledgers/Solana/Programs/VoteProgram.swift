import Transactions

/// A validator's vote account. `VoteInstruction`, solana-vote-interface: a number of four bytes, then the fields as
/// bincode writes them.
enum VoteProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: initialize(&call)
        case 1: authorize(&call)
        case 3: withdraw(&call)
        case 4: changeIdentity(&call)
        case 5: commission(&call)
        case 7: authorizeChecked(&call)
        case 10: authorizeWithSeed(&call, checked: false)
        case 11: authorizeWithSeed(&call, checked: true)
        case let number? where votes.contains(number): vote(&call)
        default: nil
        }
    }

    /// What instructions that are not put into words are called, by their numbers.
    static let otherTitles: [UInt32: String] = [
        16: "begin a vote account, second form", 17: "change who gets the commission", 18: "change the commission",
        19: "deposit for delegators",
    ]

    /// Shown to who verifies; nobody signs one here, so that what is voted for is not told.
    private static func vote(_ call: inout ProgramCall) -> Act? {
        guard let roles = call.roles(("account", 0)) else { return nil }
        _ = call.skip(UInt64(call.left.count))
        return Act("vote of a validator", roles)
    }

    /// The numbers of the instructions by which a validator votes: `Vote`, `VoteSwitch`, `UpdateVoteState` and
    /// `CompactUpdateVoteState` with their switches, `TowerSync` and `TowerSyncSwitch`.
    private static let votes: Set<UInt32> = [2, 6, 8, 9, 12, 13, 14, 15]

    /// Whether an instruction is a validator's vote.
    static func isVote(_ instruction: Message.Instruction, in message: Message) -> Bool {
        guard WellKnown.program(at: message.program(of: instruction)) == .vote else { return false }
        var call = ProgramCall(instruction, in: message, signer: nil)
        return call.word().map(votes.contains) ?? false
    }

    /// `VoteAuthorize`: who decides over what.
    private enum Authority: UInt32 {
        case voter, withdrawer

        var words: String {
            switch self {
            case .voter: "the authority to vote"
            case .withdrawer: "the authority to WITHDRAW from the vote account"
            }
        }
    }

    private static func initialize(_ call: inout ProgramCall) -> Act? {
        guard let node = call.address(), let voter = call.address(), let withdrawer = call.address(),
            let commission = call.byte(), let roles = call.roles(("account", 0))
        else { return nil }
        _ = call.passes(Sysvar.rent, at: 1)
        _ = call.passes(Sysvar.clock, at: 2)
        _ = call.passes(node, at: 3)
        var act = Act(
            "begin a vote account",
            roles + [
                call.fact("node", node), call.fact("voter", voter), call.fact("withdrawer", withdrawer),
                call.fact("commission", "\(commission) %"),
            ], word: "vote")
        if call.isForeign(withdrawer) {
            act.warnings = [.givesAway("\(call.words(withdrawer)) may withdraw what the vote account holds")]
        }
        return act
    }

    // MARK: Authorities

    private static func changed(_ authority: Authority, to new: String, _ facts: [Summary.Fact]) -> Act {
        Act(
            "change \(authority.words)", facts, warnings: [.handsOver("\(new) gets \(authority.words)")],
            word: "authorize")
    }

    private static func authorize(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init),
            let roles = call.roles(("account", 0), ("authority", 2))
        else { return nil }
        _ = call.passes(Sysvar.clock, at: 1)
        return changed(authority, to: call.words(new), roles + [call.fact("new", new)])
    }

    private static func authorizeChecked(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let new = call.account(3),
            let roles = call.roles(("account", 0), ("authority", 2), ("new", 3))
        else { return nil }
        _ = call.passes(Sysvar.clock, at: 1)
        return changed(authority, to: call.words(new), roles)
    }

    private static func authorizeWithSeed(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let owner = call.address(), let seed = call.text(),
            let roles = call.roles(("account", 0), ("derived of", 2))
        else { return nil }
        _ = call.passes(Sysvar.clock, at: 1)
        let derivation = [call.fact("seed", seed), call.fact("owner", owner)]
        if checked {
            guard let new = call.account(3), let role = call.roles(("new", 3)) else { return nil }
            return changed(authority, to: call.words(new), roles + derivation + role)
        }
        guard let new = call.address() else { return nil }
        return changed(authority, to: call.words(new), roles + derivation + [call.fact("new", new)])
    }

    private static func changeIdentity(_ call: inout ProgramCall) -> Act? {
        guard let new = call.account(1), let roles = call.roles(("account", 0), ("new node", 1), ("authority", 2))
        else {
            return nil
        }
        return Act(
            "change the validator identity of a vote account", roles,
            warnings: [.handsOver("\(call.words(new)) votes for this account from now on")], word: "identity")
    }

    // MARK: Coins

    private static func withdraw(_ call: inout ProgramCall) -> Act? {
        guard let lamports = call.long(), let roles = call.roles(("account", 0), ("to", 1), ("authority", 2)) else {
            return nil
        }
        return Act(
            "withdraw \(Lamports.words(lamports)) from vote account", roles,
            transfer: .init(.lamports, lamports, to: 1, of: call))
    }

    private static func commission(_ call: inout ProgramCall) -> Act? {
        guard let commission = call.byte(), let roles = call.roles(("account", 0), ("authority", 1)) else {
            return nil
        }
        return Act("set the commission of a validator to \(commission) %", roles, word: "commission")
    }
}
