import Encodings
import Transactions

/// The programs whose instructions are put into words, by their fixed addresses.
enum WellKnown: CaseIterable {
    case system, computeBudget, token, token2022, associatedToken, stake, vote, memo, oldMemo, upgradeableLoader
    case lookupTable

    /// solana-sdk-ids; the token, associated token and memo programs of solana-program.
    var text: String {
        switch self {
        case .system: "11111111111111111111111111111111"
        case .computeBudget: "ComputeBudget111111111111111111111111111111"
        case .token: "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        case .token2022: "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        case .associatedToken: "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"
        case .stake: "Stake11111111111111111111111111111111111111"
        case .vote: "Vote111111111111111111111111111111111111111"
        case .memo: "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"
        case .oldMemo: "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"
        case .upgradeableLoader: "BPFLoaderUpgradeab1e11111111111111111111111"
        case .lookupTable: "AddressLookupTab1e1111111111111111111111111"
        }
    }

    var title: String {
        switch self {
        case .system: "System program"
        case .computeBudget: "Compute Budget program"
        case .token: "Token program"
        case .token2022: "Token-2022 program"
        case .associatedToken: "Associated Token Account program"
        case .stake: "Stake program"
        case .vote: "Vote program"
        case .memo, .oldMemo: "Memo program"
        case .upgradeableLoader: "upgradeable program loader"
        case .lookupTable: "Address Lookup Table program"
        }
    }

    /// What the call does; `nil` where it is not understood, or lacks what the program needs.
    func act(_ call: inout ProgramCall) -> Act? {
        switch self {
        case .system: SystemProgram.act(&call)
        case .computeBudget: ComputeBudgetProgram.act(&call)
        case .token, .token2022: TokenProgram.act(&call)
        case .associatedToken: AssociatedTokenProgram.act(&call)
        case .stake: StakeProgram.act(&call)
        case .vote: VoteProgram.act(&call)
        case .memo, .oldMemo: MemoProgram.act(&call)
        case .upgradeableLoader: UpgradeableLoader.act(&call)
        case .lookupTable: nil
        }
    }

    /// What an instruction that is not put into words is called; `nil` where it has no name here either.
    func title(of instruction: Message.Instruction) -> String? {
        switch self {
        case .token, .token2022: return instruction.data.first.flatMap { TokenProgram.otherTitles[$0] }
        case .vote:
            guard instruction.data.count >= 4, instruction.data[1..<4].allSatisfy({ $0 == 0 }) else { return nil }
            return VoteProgram.otherTitles[UInt32(instruction.data[0])]
        case .system, .computeBudget, .associatedToken, .stake, .memo, .oldMemo, .upgradeableLoader, .lookupTable:
            return nil
        }
    }

    private static let programs: [Address: WellKnown] = Dictionary(
        uniqueKeysWithValues: allCases.map { (WellKnown.address($0.text), $0) })

    /// Accounts that have a name and whose instructions are not read here: sysvars, precompiled verifiers.
    private static let others: [Address: String] = [
        Sysvar.clock: "clock", Sysvar.rent: "rent", Sysvar.recentBlockhashes: "recent blockhashes",
        Sysvar.stakeHistory: "stake history", Sysvar.instructions: "instructions",
        Sysvar.stakeConfig: "stake configuration",
        address("So11111111111111111111111111111111111111112"): "wrapped SOL",
        address("Ed25519SigVerify111111111111111111111111111"): "Ed25519 verifier",
        address("KeccakSecp256k11111111111111111111111111111"): "secp256k1 verifier",
        address("Secp256r1SigVerify1111111111111111111111111"): "secp256r1 verifier",
    ]

    /// The verifiers whose signatures the base fee counts too: the first byte of their data
    /// (solana-svm-transaction, `num_total_signatures`; solana-fee).
    static let verifiers: Set<Address> = [
        address("Ed25519SigVerify111111111111111111111111111"), address("KeccakSecp256k11111111111111111111111111111"),
        address("Secp256r1SigVerify1111111111111111111111111"),
    ]

    /// The addresses of programs that are told by name in other programs' instructions.
    static let systemAddress = address(WellKnown.system.text)

    static func program(at address: Address) -> WellKnown? { programs[address] }

    static func name(of address: Address) -> String? { programs[address]?.title ?? others[address] }

    static func address(_ text: String) -> Address {
        do { return try Address(text) } catch { preconditionFailure("a fixed address is one: \(error)") }
    }
}

/// Counts in the ledger's own coin.
enum Lamports {
    static let coin = Coin(symbol: "SOL", decimals: 9, smallestUnit: "lamports")

    /// `1.5 SOL (1500000000 lamports)`.
    static func words(_ amount: UInt64) -> String {
        "\(coin.text(ofSmallestUnits: String(amount))) (\(amount) lamports)"
    }
}
