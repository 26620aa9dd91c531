/// Reads the arguments of a call as most contracts would, where the data are not the canonical encoding.
///
/// A contract follows the offsets wherever they lead, and those of compilers before Solidity 0.8 cut off what is too wide and
/// take zeros for what is missing (Solidity, "Breaking Changes", 0.8.0: ABI coder v2). So that a signer sees what the data
/// would do, and not only that they are odd.
struct LooseABIDecoder {
    /// Even so nothing can be read.
    struct Unreadable: Error {}

    private let data: [UInt8]
    /// Offsets that overlap make much of few bytes.
    private var valuesLeft = mostValues
    private var bytesLeft: Int

    static let mostValues = 1 << 12

    private init(_ data: [UInt8]) {
        self.data = data
        bytesLeft = data.count
    }

    /// - Parameter data: What follows the selector.
    /// - Returns: `nil` where an offset or a length lies outside of the data, or there is more than anyone looks at.
    static func fields(_ parameters: [ABIParameter], of data: [UInt8]) -> [ABIField]? {
        var decoder = LooseABIDecoder(data)
        guard let values = try? decoder.sequence(parameters.map(\.type), at: 0) else { return nil }
        return zip(parameters, values).map { ABIField(name: $0.name, type: $0.type.canonical, value: $1) }
    }

    private mutating func sequence(_ types: [ABIType], at base: Int) throws(Unreadable) -> [ABIValue] {
        var values: [ABIValue] = []
        var head = base
        for type in types {
            values.append(try value(type, at: type.isDynamic ? base + count(at: head) : head))
            // Below 2²⁰ elements of 2²⁰ words each, or a fault before.
            guard type.headSize <= 1 << 40 else { throw Unreadable() }
            head += type.headSize
        }
        return values
    }

    /// A word, with zeros for what is behind the end.
    private func word(at offset: Int) throws(Unreadable) -> [UInt8] {
        guard offset <= data.count + 32 * ABI.mostParts else { throw Unreadable() }
        let bytes = data.dropFirst(offset).prefix(32)
        return bytes + [UInt8](repeating: 0, count: 32 - bytes.count)
    }

    private func count(at offset: Int) throws(Unreadable) -> Int {
        guard let number = UInt256(bigEndian: try word(at: offset))?.asUInt64, number <= UInt64(data.count) else {
            throw Unreadable()
        }
        return Int(number)
    }

    private mutating func value(_ type: ABIType, at offset: Int) throws(Unreadable) -> ABIValue {
        valuesLeft -= 1
        guard valuesLeft > 0 else { throw Unreadable() }
        switch type {
        case .unsigned, .signed, .address, .flag, .word: return try single(type, try word(at: offset))
        case .bytes, .text:
            let count = try count(at: offset)
            bytesLeft -= count
            guard bytesLeft >= 0 else { throw Unreadable() }
            let bytes = Array(data.dropFirst(offset + 32).prefix(count))
            let whole = bytes + [UInt8](repeating: 0, count: count - bytes.count)
            if type == .text, let text = String(validating: whole, as: UTF8.self) { return .text(text) }
            return .bytes(whole)
        case .list(let element): return .list(try elements(element, try count(at: offset), at: offset + 32))
        case .array(let element, let count): return .list(try elements(element, count, at: offset))
        case .tuple(let parts):
            let values = try sequence(parts.map(\.type), at: offset)
            return .tuple(zip(parts, values).map { ABIField(name: $0.name, type: $0.type.canonical, value: $1) })
        }
    }

    private mutating func elements(_ type: ABIType, _ count: Int, at base: Int) throws(Unreadable) -> [ABIValue] {
        guard count <= valuesLeft else { throw Unreadable() }
        return try sequence(Array(repeating: type, count: count), at: base)
    }

    /// What is left of a word in the type's width.
    private func single(_ type: ABIType, _ word: [UInt8]) throws(Unreadable) -> ABIValue {
        func low(_ bits: Int, filledWith byte: UInt8 = 0) throws(Unreadable) -> UInt256 {
            let count = bits / 8
            guard let number = UInt256(bigEndian: [UInt8](repeating: byte, count: 32 - count) + word.suffix(count))
            else { throw Unreadable() }
            return number
        }
        switch type {
        case .unsigned(let bits): return .unsigned(try low(bits))
        case .signed(let bits): return .signed(try low(bits, filledWith: word[32 - bits / 8] >= 0x80 ? 0xff : 0))
        case .flag: return .flag(word.contains { $0 != 0 })
        case .word(let count): return .bytes(Array(word.prefix(count)))
        case .address:
            if let address = Address(word.suffix(20)) { return .address(address) }
        case .bytes, .text, .list, .array, .tuple: break
        }
        throw Unreadable()
    }
}
