import Transactions

/// An instruction while it is put into words: its accounts by role, and its data read from the front.
struct ProgramCall {
    let message: Message
    let instruction: Message.Instruction
    /// The account of the key that signs; `nil` where it is not known.
    let signer: Address?
    private(set) var offset = 0
    /// The places among the message's accounts that were told, or need no telling.
    private var told: Set<Int> = []

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
    mutating func roles(_ roles: (label: String, place: Int)...) -> [Summary.Fact]? {
        var facts: [Summary.Fact] = []
        for role in roles {
            guard let account = account(role.place) else { return nil }
            told.insert(instruction.accounts[role.place])
            facts.append(fact(role.label, words(account)))
        }
        return facts
    }

    /// Whether the account at a place is this one, which then needs no telling.
    mutating func passes(_ address: Address, at place: Int) -> Bool {
        guard account(place)?.address == address else { return false }
        told.insert(instruction.accounts[place])
        return true
    }

    /// The accounts that no role told of: further signers, what a transfer hook is given, what the program does not read.
    var further: [Summary.Fact] {
        var seen = told
        return instruction.accounts.filter { seen.insert($0).inserted }.map {
            fact("further", described(message.account(at: $0)))
        }
    }

    /// Every account, with what it is given to.
    var all: [Summary.Fact] {
        instruction.accounts.map { fact("account", described(message.account(at: $0))) }
    }

    private func described(_ account: Message.Account) -> String {
        words(account) + (account.signs ? ", signs" : "") + (account.isWritable ? ", written to" : "")
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

    /// Whether an account is, for all that can be seen, not the signer's own; `false` where nobody signs.
    func isForeign(_ account: Message.Account?) -> Bool {
        signer != nil && account?.address != signer
    }

    func isForeign(_ address: Address) -> Bool { signer != nil && address != signer }

    func fact(_ label: String, _ address: Address) -> Summary.Fact { fact(label, words(address)) }

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
    mutating func half() -> UInt16? { number(2).map { UInt16($0) } }
    mutating func word() -> UInt32? { number(4).map { UInt32($0) } }
    mutating func long() -> UInt64? { number(8) }

    mutating func address() -> Address? {
        guard let address = Address(left.prefix(32)) else { return nil }
        offset += 32
        return address
    }

    /// Takes some bytes that are not shown one by one; `nil` where there are fewer.
    mutating func skip(_ count: UInt64) -> Void? {
        guard count <= UInt64(left.count) else { return nil }
        offset += Int(count)
        return ()
    }

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

    /// An address that may be absent, at the end. The Token program's makers leave room for one that is, which it does not
    /// read: 32 zero bytes, and only these mean nothing that would have to be told.
    mutating func lastOptionalAddress() -> Address?? {
        guard let address = optionalAddress() else { return nil }
        if address == nil, left.count == 32, left.allSatisfy({ $0 == 0 }) { offset += 32 }
        return .some(address)
    }

    mutating func optionalLong() -> UInt64?? { optional { $0.long() } }

    /// A yes or no that may be left out at the end.
    mutating func flag(otherwise absent: Bool) -> Bool? {
        guard !left.isEmpty else { return absent }
        switch byte() {
        case 0: return false
        case 1: return true
        default: return nil
        }
    }
}
