import Bitcoin
import Encodings
import TestSupport
import Testing

/// Scripts in the notation of Bitcoin Core's test data (`src/test/util/script.cpp`, `ParseScript`): numbers, `0x` and raw
/// bytes, text in single quotation marks, and names of opcodes with or without `OP_`.
func script(inCoreNotation text: String) throws -> Script {
    var bytes: [UInt8] = []
    for word in text.split(separator: " ") {
        if let number = Int(word) {
            bytes += Script.push(scriptNumber(number))
        } else if word.hasPrefix("0x") {
            bytes += try Hex.decode(String(word.dropFirst(2)))
        } else if word.hasPrefix("'"), word.hasSuffix("'"), word.count >= 2 {
            bytes += Script.push(Array(word.dropFirst().dropLast().utf8))
        } else {
            let name = word.hasPrefix("OP_") ? String(word.dropFirst(3)) : String(word)
            bytes.append(try #require(opcodes[name], "an opcode named \(name)"))
        }
    }
    return Script(bytes)
}

/// Scripts in the notation of bitcoinjs: names of opcodes with `OP_`, and the hexadecimal digits of what is pushed.
func script(inASM text: String) throws -> Script {
    var bytes: [UInt8] = []
    for word in text.split(separator: " ") {
        if word.hasPrefix("OP_") {
            let name = String(word.dropFirst(3))
            bytes.append(try #require(opcodes[name], "an opcode named \(name)"))
        } else {
            bytes += Script.push(try Hex.decode(String(word)))
        }
    }
    return Script(bytes)
}

/// A number as scripts push it: little-endian, the highest bit the sign.
private func scriptNumber(_ number: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = number.magnitude
    while rest > 0 {
        bytes.append(UInt8(rest & 0xFF))
        rest >>= 8
    }
    if let last = bytes.last, last >= 0x80 { bytes.append(0) }
    if number < 0 { bytes[bytes.count - 1] |= 0x80 }
    return bytes
}

private let opcodes: [String: UInt8] = {
    let names = """
        NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN TOALTSTACK FROMALTSTACK 2DROP 2DUP 3DUP 2OVER 2ROT 2SWAP \
        IFDUP DEPTH DROP DUP NIP OVER PICK ROLL ROT SWAP TUCK CAT SUBSTR LEFT RIGHT SIZE INVERT AND OR XOR EQUAL \
        EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB 2MUL 2DIV NEGATE ABS NOT 0NOTEQUAL ADD SUB MUL DIV MOD LSHIFT RSHIFT \
        BOOLAND BOOLOR NUMEQUAL NUMEQUALVERIFY NUMNOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUAL GREATERTHANOREQUAL MIN \
        MAX WITHIN RIPEMD160 SHA1 SHA256 HASH160 HASH256 CODESEPARATOR CHECKSIG CHECKSIGVERIFY CHECKMULTISIG \
        CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 NOP10 CHECKSIGADD
        """
    var opcodes: [String: UInt8] = ["0": 0x00, "TRUE": 0x51, "RESERVED": 0x50, "1NEGATE": 0x4F]
    for (position, name) in names.split(separator: " ").enumerated() {
        opcodes[String(name)] = 0x61 + UInt8(position)
    }
    for number in 1...16 { opcodes["\(number)"] = 0x50 + UInt8(number) }
    return opcodes
}()
