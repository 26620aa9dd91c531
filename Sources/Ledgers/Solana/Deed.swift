import Encodings
import Transactions

/// One instruction of a message as it is shown.
struct Deed {
    /// Counted from 1.
    let number: Int
    let instruction: Message.Instruction
    let message: Message
    let program: Address
    /// What is done; `nil` where the program is not known, or the instruction not understood.
    let act: Act?
    /// Bytes of the data that the program does not read.
    let bytesLeftOver: Int
    /// The accounts that the act does not tell of; all of them where it is not understood.
    private let accountFacts: [Summary.Fact]

    init(number: Int, _ instruction: Message.Instruction, in message: Message, signer: Address?) {
        self.number = number
        self.instruction = instruction
        self.message = message
        program = message.program(of: instruction)
        var call = ProgramCall(instruction, in: message, signer: signer)
        act = WellKnown.program(at: program)?.act(&call)
        bytesLeftOver = act == nil ? 0 : call.left.count
        accountFacts = act == nil ? call.all : call.further
    }

    private var accounts: [Message.Account] { instruction.accounts.map(message.account(at:)) }

    var unseenCount: Int { accounts.filter { $0.address == nil }.count }

    /// Whether an account signs what this instruction does.
    func isSigned(by signer: Address) -> Bool { accounts.contains { $0.signs && $0.address == signer } }

    private var programWords: String {
        guard let known = WellKnown.program(at: program) else {
            return WellKnown.name(of: program).map { "\($0), \(program.text)" } ?? "program \(program.text)"
        }
        return "\(known.title), \(program.text)" + (known.title(of: instruction).map { ": \($0)" } ?? "")
    }

    var facts: [Summary.Fact] {
        guard let act else {
            let size = counted(instruction.data.count, "byte")
            let accounts = counted(accounts.count, "account") + (unseenCount > 0 ? ", \(unseenCount) UNSEEN" : "")
            return [
                .init(label: "action \(number)", text: "NOT UNDERSTOOD: call of \(programWords)"),
                .init(label: "  data", text: "\(size), \(accounts)"),
            ] + accountFacts
        }
        let left = bytesLeftOver > 0 ? ", and \(counted(bytesLeftOver, "byte")) that mean nothing" : ""
        return [.init(label: "action \(number)", text: act.title + left)] + act.facts + accountFacts
    }

    var members: JSONValue {
        let known = WellKnown.name(of: program)
        return [
            "program": .string(program.text), "programName": known.map { .string($0) } ?? .null,
            "action": act.map { .string($0.title) } ?? .null,
            "details": .array(
                (act?.facts ?? []).map {
                    [
                        "name": .string(String($0.label.drop { $0 == " " })), "value": .string($0.text),
                    ] as JSONValue
                }),
            "accounts": .array(accounts.map(member)), "data": .string(Hex.encode(instruction.data)),
        ]
    }

    private func member(_ account: Message.Account) -> JSONValue {
        switch account {
        case .named(let address, let signs, let writable):
            ["address": .string(address.text), "signs": .bool(signs), "writable": .bool(writable)]
        case .unseen(let table, let entry, let writable):
            [
                "address": .null, "table": .string(table.text), "entry": .integer(entry), "signs": false,
                "writable": .bool(writable),
            ]
        }
    }
}
