import Transactions

/// A validator's vote account. `VoteInstruction`, solana-vote-interface: a number of four bytes, then the fields as
/// bincode writes them.
enum VoteProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.word() {
        case 0: initialize(&call)
        case 1: authorize(&call)
        case 3: withdraw(&call)
        case 4:
            call.roles(("account", 0), ("new node", 1), ("authority", 2)).map {
                Act(
                    "change the validator identity of a vote account", $0,
                    warnings: [.handsOver("another node votes for this account from now on")], word: "identity")
            }
        case 5: commission(&call)
        case 7: authorizeChecked(&call)
        case 10: authorizeWithSeed(&call, checked: false)
        case 11: authorizeWithSeed(&call, checked: true)
        case 2, 6, 8, 9, 12, 13, 14, 15: call.roles(("account", 0)).map { Act("vote of a validator", $0) }
        default: nil
        }
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
        return Act(
            "begin a vote account",
            roles + [
                call.fact("node", node), call.fact("voter", voter), call.fact("withdrawer", withdrawer),
                call.fact("commission", "\(commission) %"),
            ], word: "vote")
    }

    private static func changed(_ authority: Authority, to new: String, _ facts: [Summary.Fact]) -> Act {
        Act(
            "change \(authority.words)", facts, warnings: [.handsOver("\(new) gets \(authority.words)")],
            word: "authorize")
    }

    private static func authorize(_ call: inout ProgramCall) -> Act? {
        guard let new = call.address(), let authority = call.word().flatMap(Authority.init),
            let roles = call.roles(("account", 0), ("authority", 2))
        else { return nil }
        return changed(authority, to: new.text, roles + [call.fact("new", new)])
    }

    private static func authorizeChecked(_ call: inout ProgramCall) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let new = call.account(3),
            let roles = call.roles(("account", 0), ("authority", 2), ("new", 3))
        else { return nil }
        return changed(authority, to: call.words(new), roles)
    }

    private static func authorizeWithSeed(_ call: inout ProgramCall, checked: Bool) -> Act? {
        guard let authority = call.word().flatMap(Authority.init), let owner = call.address(), let seed = call.text(),
            let roles = call.roles(("account", 0), ("derived of", 2))
        else { return nil }
        let derivation = [call.fact("seed", seed), call.fact("owner", owner)]
        if checked {
            guard let new = call.account(3), let role = call.roles(("new", 3)) else { return nil }
            return changed(authority, to: call.words(new), roles + derivation + role)
        }
        guard let new = call.address() else { return nil }
        return changed(authority, to: new.text, roles + derivation + [call.fact("new", new)])
    }

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
