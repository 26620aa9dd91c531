/// A type of the arguments of calls. Solidity ABI specification, "Types".
package indirect enum ABIType: Hashable, Sendable {
    /// `uint8` … `uint256`.
    case unsigned(bits: Int)
    /// `int8` … `int256`.
    case signed(bits: Int)
    case address
    case flag
    /// `bytes1` … `bytes32`; `function` is `bytes24`.
    case word(count: Int)
    case bytes
    case text
    case list(ABIType)
    case array(ABIType, count: Int)
    case tuple([ABIParameter])

    /// A built-in type that is no array: `uint256`, `bytes4`, `string`. The aliases `uint` and `int` are none: neither
    /// selectors (Solidity ABI specification, "Types") nor typed data (EIP-712) are made with them.
    package init?(builtIn name: some StringProtocol) {
        switch name {
        case "address": self = .address
        case "bool": self = .flag
        case "bytes": self = .bytes
        case "string": self = .text
        default:
            guard let type = Self.sized(name) else { return nil }
            self = type
        }
    }

    private static func sized(_ name: some StringProtocol) -> ABIType? {
        func number(after prefix: String) -> Int? {
            guard name.hasPrefix(prefix) else { return nil }
            let digits = name.dropFirst(prefix.count)
            guard (1...3).contains(digits.utf8.count), digits.first != "0",
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return Int(digits)
        }
        if let count = number(after: "bytes") { return (1...32).contains(count) ? .word(count: count) : nil }
        func isWidth(_ bits: Int) -> Bool { (8...256).contains(bits) && bits % 8 == 0 }
        if let bits = number(after: "uint") { return isWidth(bits) ? .unsigned(bits: bits) : nil }
        if let bits = number(after: "int") { return isWidth(bits) ? .signed(bits: bits) : nil }
        return nil
    }

    /// As selectors are made of it: `(address,uint256[2])[]`.
    package var canonical: String {
        switch self {
        case .unsigned(let bits): "uint\(bits)"
        case .signed(let bits): "int\(bits)"
        case .address: "address"
        case .flag: "bool"
        case .word(let count): "bytes\(count)"
        case .bytes: "bytes"
        case .text: "string"
        case .list(let element): element.canonical + "[]"
        case .array(let element, let count): element.canonical + "[\(count)]"
        case .tuple(let parts): "(" + parts.map(\.type.canonical).joined(separator: ",") + ")"
        }
    }

    /// Whether its value stands behind the others, at an offset. "Formal Specification of the Encoding".
    var isDynamic: Bool {
        switch self {
        case .unsigned, .signed, .address, .flag, .word: false
        case .bytes, .text, .list: true
        case .array(let element, _): element.isDynamic
        case .tuple(let parts): parts.contains { $0.type.isDynamic }
        }
    }

    /// How many bytes it takes among the others; `Int.max` where no data are that long.
    var headSize: Int {
        switch self {
        case .unsigned, .signed, .address, .flag, .word, .bytes, .text, .list: 32
        case .array(let element, let count):
            isDynamic ? 32 : Self.product(element.headSize, count)
        case .tuple(let parts): isDynamic ? 32 : Self.sum(parts.map(\.type.headSize))
        }
    }

    static func product(_ first: Int, _ second: Int) -> Int {
        let (product, overflows) = first.multipliedReportingOverflow(by: second)
        return overflows ? .max : product
    }

    static func sum(_ sizes: [Int]) -> Int {
        sizes.reduce(0) { total, size in
            let (sum, overflows) = total.addingReportingOverflow(size)
            return overflows ? .max : sum
        }
    }
}

/// An argument, or a part of a tuple.
package struct ABIParameter: Hashable, Sendable {
    /// Empty where the ABI gives none.
    package let name: String
    package let type: ABIType

    package init(name: String, type: ABIType) {
        self.name = name
        self.type = type
    }
}

/// What stands behind a type's name: `[2][]`.
enum ArraySuffix {
    /// How many suffixes a type may have.
    static let most = 8
    /// The largest length of a fixed array: more values than that are never looked at.
    static let longest = 1 << 20

    /// - Returns: The name, and the lengths from left to right, `nil` for one that is open; `nil` for another form.
    static func split(_ text: String) -> (name: Substring, lengths: [Int?])? {
        guard let start = text.firstIndex(of: "[") else { return (text[...], []) }
        var lengths: [Int?] = []
        var rest = text[start...]
        while !rest.isEmpty {
            guard rest.first == "[", let end = rest.firstIndex(of: "]"), lengths.count < most else { return nil }
            let digits = rest[rest.index(after: rest.startIndex)..<end]
            if digits.isEmpty {
                lengths.append(nil)
            } else {
                guard digits.utf8.count <= 7, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    digits.first != "0", let length = Int(digits), length <= longest
                else { return nil }
                lengths.append(length)
            }
            rest = rest[rest.index(after: end)...]
        }
        return (text[..<start], lengths)
    }
}
