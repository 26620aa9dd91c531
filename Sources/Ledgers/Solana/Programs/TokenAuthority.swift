import Transactions

/// Who decides over tokens, and how it changes.
enum TokenAuthority {
    /// `AuthorityType` in its order, spl-token-2022-interface; the Token program knows the first four.
    private static let names = [
        "the authority to mint", "the authority to freeze", "the OWNERSHIP of the token account",
        "the authority to close the account", "the authority over transfer fees",
        "the authority to take withheld fees", "the authority to close the mint",
        "the authority over the interest rate", "the authority to take tokens from every account",
        "the authority over confidential transfers", "the authority over the transfer hook",
        "the authority over confidential fees", "the authority over the metadata pointer",
        "the authority over the group pointer", "the authority over the member pointer",
        "the authority over the shown amount", "the authority to pause", "the authority to permit burning",
    ]

    static func set(_ call: inout ProgramCall) -> Act? {
        guard let kind = call.byte(), let new = call.lastOptionalAddress(),
            let roles = call.roles(("account", 0), ("authority", 1))
        else { return nil }
        let what = names.indices.contains(Int(kind)) ? names[Int(kind)] : "authority number \(kind)"
        guard let new else {
            return Act(
                "give up \(what) for good", roles,
                warnings: [.handsOver("nobody will have \(what) any more, and nothing brings it back")],
                word: "authorize")
        }
        return Act(
            "change \(what)", roles + [call.fact("new", new)],
            warnings: [.handsOver("\(call.words(new)) gets \(what)")], word: "authorize")
    }

    /// `InitializeMintCloseAuthority`.
    static func closeMint(_ call: inout ProgramCall) -> Act? {
        guard let closer = call.lastOptionalAddress(), let roles = call.roles(("mint", 0)) else { return nil }
        let who = closer.map { call.words($0) } ?? "nobody"
        return Act("name who may close a token", roles + [call.fact("closer", who)], word: "mint")
    }

    /// `InitializePermanentDelegate`.
    static func permanentDelegate(_ call: inout ProgramCall) -> Act? {
        guard let delegate = call.address(), let roles = call.roles(("mint", 0)) else { return nil }
        return Act(
            "name one who may take tokens from every account", roles + [call.fact("delegate", delegate)],
            warnings: [.handsOver("\(call.words(delegate)) may take these tokens from EVERY account, for good")],
            word: "delegate")
    }

    /// `TransferHookInstruction`: 0 with the authority and the program, 1 with the program; 32 zero bytes are none.
    static func transferHook(_ call: inout ProgramCall) -> Act? {
        let begins: Bool
        switch call.byte() {
        case 0: begins = true
        case 1: begins = false
        default: return nil
        }
        var authority: Address?
        if begins {
            guard let named = call.address() else { return nil }
            authority = named
        }
        guard let program = call.address(),
            var facts = begins ? call.roles(("mint", 0)) : call.roles(("mint", 0), ("authority", 1))
        else { return nil }
        if let authority { facts.append(call.fact("authority", orNobody(authority, call))) }
        let hook = orNobody(program, call)
        return Act(
            "set the program that every transfer of a token calls", facts + [call.fact("hook", hook)],
            warnings: [.handsOver("\(hook) decides over every transfer of this token")], word: "hook")
    }

    private static func orNobody(_ address: Address, _ call: ProgramCall) -> String {
        address.bytes.allSatisfy { $0 == 0 } ? "nobody" : call.words(address)
    }
}
