package import Encodings

/// The value of an argument.
package indirect enum ABIValue: Hashable, Sendable {
    case unsigned(UInt256)
    /// In two's complement.
    case signed(UInt256)
    case address(Address)
    case flag(Bool)
    case bytes([UInt8])
    case text(String)
    case list([ABIValue])
    case tuple([ABIField])

    package var number: UInt256? { if case .unsigned(let number) = self { number } else { nil } }
    package var address: Address? { if case .address(let address) = self { address } else { nil } }
    package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    package var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    package var list: [ABIValue]? { if case .list(let values) = self { values } else { nil } }
    package var tuple: [ABIField]? { if case .tuple(let fields) = self { fields } else { nil } }

    /// For programs: numbers as decimal strings, tuples as objects where every part has a name of its own.
    package var json: JSONValue {
        switch self {
        case .unsigned(let number): .string(number.decimal)
        case .signed(let number): .string(number.signedDecimal)
        case .address(let address): .string(address.text)
        case .flag(let flag): .bool(flag)
        case .bytes(let bytes): .string("0x" + Hex.encode(bytes))
        case .text(let text): .string(text)
        case .list(let values): .array(values.map(\.json))
        case .tuple(let fields):
            Set(fields.map(\.name)).count == fields.count && !fields.contains { $0.name.isEmpty }
                ? .object(JSONObject(fields.map { ($0.name, $0.value.json) })) : .array(fields.map(\.value.json))
        }
    }
}

/// A value with its name and type.
package struct ABIField: Hashable, Sendable {
    package let name: String
    /// `uint256`, `(address,uint256)[]`, `Person`.
    package let type: String
    package let value: ABIValue

    package init(name: String, type: String, value: ABIValue) {
        self.name = name
        self.type = type
        self.value = value
    }
}

extension UInt256 {
    /// The number that these bits are in two's complement.
    var signedDecimal: String {
        guard bytes[0] >= 0x80 else { return decimal }
        return "-" + negated.decimal
    }

    /// 2²⁵⁶ less the number; zero of zero.
    var negated: UInt256 {
        UInt256(bigEndian: bytes.map { ~$0 })?.adding(UInt256(1)) ?? .zero
    }

    /// Whether it fits in so many bits.
    func fits(bits: Int) -> Bool { bitWidth <= bits }

    /// Whether the bits are the two's complement of a number that fits in so many bits.
    func fitsSigned(bits: Int) -> Bool {
        let bytes = bytes
        let isNegative = bytes[32 - bits / 8] >= 0x80
        return bytes.prefix(32 - bits / 8).allSatisfy { $0 == (isNegative ? 0xff : 0) }
    }
}
