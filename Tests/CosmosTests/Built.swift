/// Transactions built field by field, for what no tool would make.
enum Built {
    static func varint(_ value: Int) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + varint(value >> 7)
    }

    static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(content.count) + content
    }

    static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    static func number(_ number: Int, _ value: Int) -> [UInt8] { varint(number << 3) + varint(value) }

    static func any(_ url: String, _ value: [UInt8]) -> [UInt8] { field(1, url) + field(2, value) }

    static func coin(_ amount: String, _ name: String = "uatom") -> [UInt8] { field(1, name) + field(2, amount) }

    static func send(_ amount: String = "5", from: String = "cosmos1from", to: String = "cosmos1to") -> [UInt8] {
        any("/cosmos.bank.v1beta1.MsgSend", field(1, from) + field(2, to) + field(3, coin(amount)))
    }

    static func body(_ messages: [UInt8]..., rest: [UInt8] = []) -> [UInt8] {
        messages.flatMap { field(1, $0) } + rest
    }

    static func signer(_ key: [UInt8], kind: String = "/cosmos.crypto.secp256k1.PubKey", mode: Int = 1) -> [UInt8] {
        field(1, any(kind, field(1, key))) + field(2, field(1, number(1, mode))) + number(3, 7)
    }

    static func authInfo(_ signers: [UInt8]..., fee: [UInt8] = [], tip: [UInt8] = []) -> [UInt8] {
        signers.flatMap { field(1, $0) } + field(2, field(1, coin("1500")) + number(2, 200_000) + fee) + tip
    }

    static func document(
        _ body: [UInt8], _ authInfo: [UInt8], chain: String = "test-1", account: Int = 42
    ) -> [UInt8] {
        field(1, body) + field(2, authInfo) + field(3, chain) + number(4, account)
    }
}
