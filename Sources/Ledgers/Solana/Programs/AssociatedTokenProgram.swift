import Transactions

/// The token account that a wallet has for a token. `AssociatedTokenAccountInstruction`, spl-associated-token-account-interface:
/// one byte.
enum AssociatedTokenProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        // Without data it creates, as it did before it had numbers.
        switch call.left.isEmpty ? 0 : call.byte() {
        case 0: create(&call, "create token account of a wallet")
        case 1: create(&call, "create token account of a wallet, if there is none")
        case 2: recover(&call)
        default: nil
        }
    }

    private static func create(_ call: inout ProgramCall, _ title: String) -> Act? {
        guard let roles = call.roles(("payer", 0), ("account", 1), ("wallet", 2), ("mint", 3)), isToken(call, at: 5)
        else { return nil }
        _ = call.passes(WellKnown.systemAddress, at: 4)
        let program = call.roles(("program", 5)) ?? []
        _ = call.passes(Sysvar.rent, at: 6)
        return Act(title, roles + program)
    }

    private static func recover(_ call: inout ProgramCall) -> Act? {
        guard isToken(call, at: 6),
            let roles = call.roles(
                ("from", 0), ("mint", 1), ("to", 2), ("owner", 3), ("its mint", 4), ("wallet", 5), ("program", 6))
        else { return nil }
        return Act("recover tokens of a nested account", roles, word: "recover")
    }

    /// The program that is called in turn, with the payer's signature, is whichever stands at its place; only of the two
    /// Token programs is it known what they do.
    private static func isToken(_ call: ProgramCall, at place: Int) -> Bool {
        guard let address = call.account(place)?.address else { return false }
        return [.token, .token2022].contains(WellKnown.program(at: address))
    }
}
