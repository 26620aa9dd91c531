/// The opcodes that are named here (Bitcoin Core, `script/script.h`).
enum Opcode {
    static let zero: UInt8 = 0x00
    static let pushData1: UInt8 = 0x4C
    static let pushData2: UInt8 = 0x4D
    static let pushData4: UInt8 = 0x4E
    static let minusOne: UInt8 = 0x4F
    /// `OP_1`; the numbers up to 16 follow.
    static let one: UInt8 = 0x51
    static let sixteen: UInt8 = 0x60
    static let `return`: UInt8 = 0x6A
    static let duplicate: UInt8 = 0x76
    static let equal: UInt8 = 0x87
    static let equalVerify: UInt8 = 0x88
    static let hash160: UInt8 = 0xA9
    static let codeSeparator: UInt8 = 0xAB
    static let checkSignature: UInt8 = 0xAC
    static let checkMultisig: UInt8 = 0xAE
}
