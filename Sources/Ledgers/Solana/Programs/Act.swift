import Transactions

/// What an instruction does, in words.
struct Act {
    /// What is done, in one line.
    let title: String
    /// Who and what takes part; the labels begin with two spaces.
    var facts: [Summary.Fact]
    var warnings: [Summary.Warning] = []
    /// What leaves an account, and where it goes.
    var transfer: Transfer?
    /// What a person types where nothing is transferred: `delegate`. `nil` where the act alone needs no question.
    var word: String?

    struct Transfer {
        enum Unit { case lamports, tokens }
        let unit: Unit
        let amount: UInt64
        let receiver: Message.Account
    }

    init(
        _ title: String, _ facts: [Summary.Fact] = [], warnings: [Summary.Warning] = [], transfer: Transfer? = nil,
        word: String? = nil
    ) {
        self.title = title
        self.facts = facts
        self.warnings = warnings
        self.transfer = transfer
        self.word = word
    }
}

extension Act.Transfer {
    /// - Parameter place: The receiver among the accounts of the call.
    init?(_ unit: Unit, _ amount: UInt64, to place: Int, of call: ProgramCall) {
        guard let receiver = call.account(place) else { return nil }
        self.init(unit: unit, amount: amount, receiver: receiver)
    }
}

extension Summary.Warning {
    /// An account changes hands.
    static func handsOver(_ what: String) -> Self {
        .init(code: "authority-change", text: "HANDS OVER control: \(what)")
    }

    /// An account is created or begun with the signer's coins, and another may take them.
    static func givesAway(_ what: String) -> Self {
        .init(code: "authority-elsewhere", text: "NOT this key's: \(what)")
    }

    /// Something is closed.
    static func closes(_ what: String) -> Self { .init(code: "closes-account", text: "CLOSES \(what)") }

    /// Stake that cannot be withdrawn for a time.
    static let locksUp = Self(
        code: "lockup", text: "LOCKED until both time and epoch have come, unless the custodian signs")
}
