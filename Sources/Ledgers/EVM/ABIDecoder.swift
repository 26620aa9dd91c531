import Encodings

/// Reads the arguments of a call in their one canonical encoding, and nothing else.
///
/// Solidity ABI specification, "Formal Specification of the Encoding": every value of fixed size stands in line, every
/// other one behind them in the same order without a gap. Contracts take other encodings too, with offsets that overlap or
/// go back, which `LooseABIDecoder` reads. A reader of one pass needs no other limit.
struct ABIDecoder {
    /// The data are not the canonical encoding of the types.
    struct Misfit: Error {
        /// Where it shows, counted from the first argument.
        let offset: Int
    }

    private let data: [UInt8]

    /// - Parameter data: What follows the selector.
    /// - Returns: The arguments, and how many bytes stand behind them.
    /// - Throws: `Misfit`.
    static func fields(
        _ parameters: [ABIParameter], of data: [UInt8]
    ) throws(Misfit) -> (fields: [ABIField], bytesLeftOver: Int) {
        let (values, end) = try ABIDecoder(data: data).sequence(parameters.map(\.type), at: 0)
        let fields = zip(parameters, values).map { ABIField(name: $0.name, type: $0.type.canonical, value: $1) }
        return (fields, data.count - end)
    }

    /// Values one behind the other: first those of fixed size and the offsets of the rest, then the rest.
    private func sequence(_ types: [ABIType], at base: Int) throws(Misfit) -> ([ABIValue], end: Int) {
        let size = ABIType.sum(types.map(\.headSize))
        guard size <= data.count - base else { throw Misfit(offset: base) }
        var values: [ABIValue] = []
        var (head, tail) = (base, base + size)
        for type in types {
            if type.isDynamic {
                guard try count(at: head) == tail - base else { throw Misfit(offset: head) }
                let (value, end) = try value(type, at: tail)
                values.append(value)
                tail = end
            } else {
                values.append(try value(type, at: head).0)
            }
            head += type.headSize
        }
        return (values, tail)
    }

    private func word(at offset: Int) throws(Misfit) -> ArraySlice<UInt8> {
        guard offset <= data.count - 32 else { throw Misfit(offset: offset) }
        return data[offset..<offset + 32]
    }

    /// A word that counts bytes or elements; there are never more than bytes in the data.
    private func count(at offset: Int) throws(Misfit) -> Int {
        guard let number = UInt256(bigEndian: try word(at: offset))?.asUInt64, number <= UInt64(data.count) else {
            throw Misfit(offset: offset)
        }
        return Int(number)
    }

    private func value(_ type: ABIType, at offset: Int) throws(Misfit) -> (ABIValue, end: Int) {
        switch type {
        case .unsigned, .signed, .address, .flag, .word:
            return (try single(type, try word(at: offset), offset), offset + 32)
        case .bytes, .text:
            let (bytes, end) = try byteString(at: offset)
            // Text that is none is shown as bytes.
            if type == .text, let text = String(validating: bytes, as: UTF8.self) { return (.text(text), end) }
            return (.bytes(bytes), end)
        case .list(let element):
            let count = try count(at: offset)
            // Each element has at least 32 bytes.
            guard count <= (data.count - offset - 32) / 32 else { throw Misfit(offset: offset) }
            let (values, end) = try sequence(Array(repeating: element, count: count), at: offset + 32)
            return (.list(values), end)
        case .array(let element, let count):
            guard count <= (data.count - offset) / 32 else { throw Misfit(offset: offset) }
            let (values, end) = try sequence(Array(repeating: element, count: count), at: offset)
            return (.list(values), end)
        case .tuple(let parts):
            let (values, end) = try sequence(parts.map(\.type), at: offset)
            return (.tuple(zip(parts, values).map { ABIField(name: $0.name, type: $0.type.canonical, value: $1) }), end)
        }
    }

    /// One word, whose unused bytes are zero or the sign.
    private func single(_ type: ABIType, _ word: ArraySlice<UInt8>, _ offset: Int) throws(Misfit) -> ABIValue {
        guard let number = UInt256(bigEndian: word) else { throw Misfit(offset: offset) }
        switch type {
        case .unsigned(let bits) where number.fits(bits: bits): return .unsigned(number)
        case .signed(let bits) where number.fitsSigned(bits: bits): return .signed(number)
        case .flag where number <= UInt256(1): return .flag(!number.isZero)
        case .address where number.fits(bits: 160):
            if let address = Address(word.suffix(20)) { return .address(address) }
        case .word(let count) where word.dropFirst(count).allSatisfy({ $0 == 0 }):
            return .bytes(Array(word.prefix(count)))
        default: break
        }
        throw Misfit(offset: offset)
    }

    /// A length and the bytes, filled up with zeros to whole words.
    private func byteString(at offset: Int) throws(Misfit) -> ([UInt8], end: Int) {
        let count = try count(at: offset)
        let start = offset + 32
        let padded = (count + 31) / 32 * 32
        guard padded <= data.count - start else { throw Misfit(offset: offset) }
        let bytes = data[start..<start + padded]
        guard bytes.dropFirst(count).allSatisfy({ $0 == 0 }) else { throw Misfit(offset: start + count) }
        return (Array(bytes.prefix(count)), start + padded)
    }
}
