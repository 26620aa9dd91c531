import Transactions

/// An instruction while it is put into words: its accounts by role, and its data read from the front.
struct ProgramCall {
    let message: Message
    let instruction: Message.Instruction
    /// The account of the key that signs; `nil` where it is not known.
    let signer: Address?
    private(set) var offset = 0

    init(_ instruction: Message.Instruction, in message: Message, signer: Address?) {
        self.message = message
        self.instruction = instruction
        self.signer = signer
    }

    // MARK: Accounts

    /// The account that the instruction names at a place; `nil` where it names fewer.
    func account(_ place: Int) -> Message.Account? {
        instruction.accounts.indices.contains(place) ? message.account(at: instruction.accounts[place]) : nil
    }

    /// One line for each role; `nil` where an account is absent, so that the program would refuse.
    func roles(_ roles: (label: String, place: Int)...) -> [Summary.Fact]? {
        var facts: [Summary.Fact] = []
        for role in roles {
            guard let account = account(role.place) else { return nil }
            facts.append(.init(label: "  " + role.label, text: words(account)))
        }
        return facts
    }

    func words(_ account: Message.Account) -> String {
        switch account {
        case .named(let address, _, _): words(address)
        case .unseen(let table, let entry, _): "UNSEEN: entry \(entry) of lookup table \(table.text)"
        }
    }

    func words(_ address: Address) -> String {
        if address == signer { return address.text + " (this key)" }
        return address.text + (WellKnown.name(of: address).map { " (\($0))" } ?? "")
    }

    func fact(_ label: String, _ address: Address) -> Summary.Fact {
        .init(label: "  " + label, text: words(address))
    }

    func fact(_ label: String, _ text: String) -> Summary.Fact { .init(label: "  " + label, text: text) }

    // MARK: Data, little-endian

    /// What was not read yet.
    var left: ArraySlice<UInt8> { instruction.data[offset...] }

    private mutating func number(_ count: Int) -> UInt64? {
        guard left.count >= count else { return nil }
        defer { offset += count }
        return left.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func byte() -> UInt8? { number(1).map { UInt8($0) } }
    mutating func word() -> UInt32? { number(4).map { UInt32($0) } }
    mutating func long() -> UInt64? { number(8) }

    mutating func address() -> Address? {
        guard let address = Address(left.prefix(32)) else { return nil }
        offset += 32
        return address
    }

    /// Takes all that is left.
    mutating func skip() { offset = instruction.data.count }

    /// Text after its length in eight bytes, as bincode writes it.
    mutating func text() -> String? {
        guard let count = long(), count <= UInt64(left.count),
            let text = String(validating: left.prefix(Int(count)), as: UTF8.self)
        else { return nil }
        offset += Int(count)
        return text
    }

    /// A value that may be absent: a byte 0, or 1 and the value.
    mutating func optional<Value>(_ value: (inout ProgramCall) -> Value?) -> Value?? {
        switch byte() {
        case 0: return .some(nil)
        case 1: return value(&self).map { .some($0) }
        default: return nil
        }
    }

    mutating func optionalAddress() -> Address?? { optional { $0.address() } }
    mutating func optionalLong() -> UInt64?? { optional { $0.long() } }
}

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
}
