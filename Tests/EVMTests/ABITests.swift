import EVM
import Encodings
import TestSupport
import Testing
import Transactions

private func file(_ text: String, _ name: String = "contract.json") -> SideFile {
    SideFile(.abi, name: name, bytes: Array(text.utf8))
}

private let settlement = """
    [{"type": "function", "name": "settle", "stateMutability": "nonpayable", "outputs": [], "inputs": [
        {"name": "period", "type": "uint32"},
        {"name": "trades", "type": "tuple[]", "internalType": "struct Trade[]", "components": [
            {"name": "seller", "type": "address"}, {"name": "energyWh", "type": "int128"},
            {"name": "note", "type": "string"}]}]},
     {"type": "event", "name": "Settled", "inputs": [{"name": "x", "type": "anything"}]},
     {"type": "error", "name": "Late", "inputs": []}, {"type": "constructor", "inputs": []}, {"type": "receive"}]
    """

@Suite struct ABITests {
    /// settle(202401, [(0x0961…, −5, "ok")])
    private let data: String = {
        let signature = "settle(uint32,(address,int128,string)[])"
        let function = ABIFunction(
            name: "settle",
            inputs: [
                ABIParameter(name: "", type: .unsigned(bits: 32)),
                ABIParameter(
                    name: "",
                    type: .list(
                        .tuple([
                            ABIParameter(name: "", type: .address), ABIParameter(name: "", type: .signed(bits: 128)),
                            ABIParameter(name: "", type: .text),
                        ]))),
            ])
        precondition(function.signature == signature)
        return Hex.encode(function.selector) + word(202401) + word(64) + word(1) + word(32)
            + "00000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609" + String(repeating: "f", count: 63)
            + "b" + word(96) + word(2) + "6f6b" + String(repeating: "0", count: 60)
    }()

    @Test func namesTheValuesOfACall() throws {
        for text in [settlement, "{\"contractName\": \"Market\", \"abi\": \(settlement)}"] {
            let summary = try callSummary(data, besides: [file(text)])
            #expect(
                summary.texts("  field") == [
                    "period: 202401", "trades[0].seller: 0x09616C3d61b3331fc4109a9E41a8BDB7d9776609",
                    "trades[0].energyWh: -5", "trades[0].note: 'ok'",
                ])
            #expect(
                summary.text("data")?.hasSuffix("settle(uint32,(address,int128,string)[]) in contract.json") ?? false)
            #expect(summary.codes == [])
            let arguments = try #require(summary.members["arguments"]?.array)
            #expect(
                arguments[1]["value"]
                    == [
                        [
                            "seller": "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609", "energyWh": "-5", "note": "ok",
                        ]
                    ])
        }
        #expect(try callSummary(data).text("data")?.hasSuffix("not known by name") ?? false)
    }

    @Test func otherEncodingsAreReadAsContractsDoAndShownAsBytesToo() throws {
        // The same call with a word between, at which no value stands.
        let gap = data.replacing(word(202401) + word(64), with: word(202401) + word(96) + word(0))
        let trailing = data + word(0)
        let padding = String(data.dropLast()) + "1"
        let wide = data.replacing(word(202401), with: "1" + word(202401).dropFirst())
        let values = try callSummary(data, besides: [file(settlement)]).texts("  field")
        for other in [gap, padding, wide, String(data.dropLast(2))] {
            let summary = try callSummary(other, besides: [file(settlement)])
            #expect(summary.codes == ["arguments-differ"])
            #expect(summary.texts("  field") == values && summary.texts("  bytes").count >= 1)
            #expect(summary.members["canonical"] == false)
        }
        let longer = try callSummary(trailing, besides: [file(settlement)])
        #expect(longer.codes == ["bytes-left-over"] && longer.texts("  field") == values)
        #expect(longer.members["canonical"] == true)
    }

    @Test func anABIOfAnotherContractIsSaid() throws {
        #expect(try callSummary("deadbeef", besides: [file(settlement)]).codes == ["not-in-abi"])
    }

    /// collate_propagate_storage(bytes16) and burn(uint256) have the selector 0x42966c68.
    @Test func collisionsOfSelectorsAreSaid() throws {
        let abi = """
            [{"name": "collate_propagate_storage", "inputs": [{"name": "x", "type": "bytes16"}]}]
            """
        let collated = try callSummary("42966c68" + "01" + String(repeating: "0", count: 62), besides: [file(abi)])
        #expect(collated.texts("  field") == ["x: 0x01000000000000000000000000000000"])
        #expect(collated.codes == ["selector-collision"])
        #expect(collated.warnings[0].text.hasPrefix("burn(uint256) has the same selector"))
        #expect(collated.text("  or") == "burn(uint256), whose selector is the same")
        let both = """
            [{"name": "burn", "inputs": [{"name": "amount", "type": "uint256"}]}]
            """
        // Two ABIs: the function whose arguments the data are.
        let burnt = try callSummary("42966c68" + word(7), besides: [file(abi), file(both, "b")])
        #expect(burnt.texts("  field") == ["amount: 7"])
        #expect(burnt.warnings.map(\.code) == ["selector-collision"])
    }

    @Test(arguments: [
        ("", ABIFault.json("")), ("{}", .notAList), ("{\"abi\": 1}", .notAList),
        ("[1]", .member("[0]", needed: "an object")),
        ("[{\"inputs\": []}]", .member("[0].name", needed: "the name of a function")),
        ("[{\"name\": \"a b\", \"inputs\": []}]", .member("[0].name", needed: "the name of a function")),
        ("[{\"name\": \"f\"}]", .member("[0].inputs", needed: "a list")),
        ("[{\"name\": \"f\", \"inputs\": [{}]}]", .member("[0].inputs[0].type", needed: "the name of a type")),
        ("[{\"name\": \"f\", \"inputs\": [{\"type\": \"uint\"}]}]", .type("uint", place: "[0].inputs[0]")),
        ("[{\"name\": \"f\", \"inputs\": [{\"type\": \"uint9\"}]}]", .type("uint9", place: "[0].inputs[0]")),
        ("[{\"name\": \"f\", \"inputs\": [{\"type\": \"uint256[\"}]}]", .type("uint256[", place: "[0].inputs[0]")),
        ("[{\"name\": \"f\", \"inputs\": [{\"type\": \"bool[0]\"}]}]", .type("bool[0]", place: "[0].inputs[0]")),
        ("[{\"name\": \"f\", \"inputs\": [{\"type\": \"bytes33\"}]}]", .type("bytes33", place: "[0].inputs[0]")),
        (
            "[{\"name\": \"f\", \"inputs\": [{\"type\": \"tuple\"}]}]",
            .member("[0].inputs[0].components", needed: "a list")
        ),
        (
            "[{\"name\": \"f\", \"inputs\": [{\"type\": \"tuple[]\", \"components\": []}]}]",
            .type("tuple without parts", place: "[0].inputs[0]")
        ),
    ])
    func otherFormsAreRefusedWithTheirPlace(_ text: String, _ expected: ABIFault) throws {
        let error = #expect(throws: EVMError.self) { try callSummary("deadbeef", besides: [file(text)]) }
        guard case .abi("contract.json", let fault)? = error else {
            Issue.record("\(text): \(String(describing: error))")
            return
        }
        if case .json = expected {
            if case .json = fault { return }
            Issue.record("\(text): \(fault)")
        } else {
            #expect(fault == expected)
        }
    }

    @Test func deepAndLargeABIsAreRefused() throws {
        var type = "{\"type\": \"bool\", \"name\": \"x\"}"
        for _ in 0..<ABI.deepestNesting { type = "{\"type\": \"tuple\", \"name\": \"x\", \"components\": [\(type)]}" }
        var abi = ABI()
        let deep = Array("[{\"name\": \"f\", \"inputs\": [\(type)]}]".utf8)
        #expect(throws: EVMError.abi(file: "x", .tooDeep(limit: ABI.deepestNesting))) { try abi.add(deep, file: "x") }
        let entry = "{\"type\": \"event\"}"
        let long = Array("[\(Array(repeating: entry, count: ABI.mostEntries + 1).joined(separator: ","))]".utf8)
        #expect(throws: EVMError.abi(file: "x", .tooMany("entries", limit: ABI.mostEntries))) {
            try abi.add(long, file: "x")
        }
    }

    @Test func itIsAmongTheRefusals() throws {
        let transaction = try Transaction(parsing: Array(EnergyWebGoldenTests.cases[0].json.utf8))
        let found = transaction.refusals(signer: nil, under: Terms(besides: [file("{}")]))
        #expect(found.map(\.code) == ["abi"])
    }
}

/// Random types and values, encoded here by the book, decode to themselves; nothing else decodes.
@Suite struct ABICodecTests {
    @Test(arguments: Seed.fresh(32))
    func whatDecodesEncodesToTheSameBytes(_ seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<20 {
            let types = (0..<generator.int(0...4)).map { _ in generator.abiType(depth: 3) }
            let values = types.map { generator.abiValue($0) }
            let function = ABIFunction(name: "f", inputs: types.map { ABIParameter(name: "x", type: $0) })
            var abi = ABI()
            try abi.add(Array(function.json.utf8), file: "x")
            let data = function.selector + ABITestCodec.encoded(values, types)
            let call = try #require(Call(data, abi: abi))
            #expect(call.signature == function.signature, "seed \(seed)")
            #expect(call.arguments?.map(\.value.json) == values.map(\.json), "seed \(seed)")
            for _ in 0..<20 {
                let mutated = generator.mutated(data)
                guard let other = Call(mutated, abi: abi), other.selector == function.selector,
                    let arguments = other.arguments
                else { continue }
                // Whatever decodes is what the canonical encoding of the shown values gives, less what is said to be left over.
                let again = ABITestCodec.encoded(arguments.map(\.value), types)
                let content = Array(mutated.dropFirst(4))
                #expect(content.starts(with: again) == (other.writing != .loose), "seed \(seed)")
                guard other.writing != .loose else { continue }
                #expect((content.count > again.count) == (other.writing == .withBytesLeftOver), "seed \(seed)")
            }
        }
    }
}

/// The canonical encoding, written for the tests. Solidity ABI specification, "Formal Specification of the Encoding".
private enum ABITestCodec {
    static func encoded(_ values: [ABIValue], _ types: [ABIType]) -> [UInt8] {
        let parts = zip(values, types).map { (bytes: single($0, $1), isDynamic: isDynamic($1)) }
        var offset = parts.reduce(0) { $0 + ($1.isDynamic ? 32 : $1.bytes.count) }
        var (head, tail): ([UInt8], [UInt8]) = ([], [])
        for part in parts {
            guard part.isDynamic else {
                head += part.bytes
                continue
            }
            head += UInt256(UInt64(offset)).bytes
            tail += part.bytes
            offset += part.bytes.count
        }
        return head + tail
    }

    private static func isDynamic(_ type: ABIType) -> Bool {
        switch type {
        case .bytes, .text, .list: true
        case .array(let element, _): isDynamic(element)
        case .tuple(let parts): parts.contains { isDynamic($0.type) }
        case .unsigned, .signed, .address, .flag, .word: false
        }
    }

    private static func single(_ value: ABIValue, _ type: ABIType) -> [UInt8] {
        switch (value, type) {
        case (.unsigned(let number), _), (.signed(let number), _): return number.bytes
        case (.address(let address), _): return [UInt8](repeating: 0, count: 12) + address.bytes
        case (.flag(let flag), _): return UInt256(flag ? 1 : 0).bytes
        case (.text(let text), _): return string(Array(text.utf8))
        case (.bytes(let bytes), .word): return bytes + [UInt8](repeating: 0, count: 32 - bytes.count)
        case (.bytes(let bytes), _): return string(bytes)
        case (.list(let values), .array(let element, _)):
            return encoded(values, Array(repeating: element, count: values.count))
        case (.list(let values), .list(let element)):
            return UInt256(UInt64(values.count)).bytes
                + encoded(values, Array(repeating: element, count: values.count))
        case (.tuple(let fields), .tuple(let parts)): return encoded(fields.map(\.value), parts.map(\.type))
        default: preconditionFailure("values are of their types")
        }
    }

    private static func string(_ bytes: [UInt8]) -> [UInt8] {
        let padding = (32 - bytes.count % 32) % 32
        return UInt256(UInt64(bytes.count)).bytes + bytes + [UInt8](repeating: 0, count: padding)
    }
}

extension ABIFunction {
    fileprivate var json: String {
        "[{\"name\": \"\(name)\", \"inputs\": [\(inputs.map(\.json).joined(separator: ","))]}]"
    }
}

extension ABIParameter {
    fileprivate var json: String {
        var (suffix, base) = ("", type)
        while true {
            if case .list(let element) = base {
                (suffix, base) = ("[]" + suffix, element)
            } else if case .array(let element, let count) = base {
                (suffix, base) = ("[\(count)]" + suffix, element)
            } else {
                break
            }
        }
        guard case .tuple(let parts) = base else {
            return "{\"name\": \"\(name)\", \"type\": \"\(base.canonical)\(suffix)\"}"
        }
        let components = parts.map(\.json).joined(separator: ",")
        return "{\"name\": \"\(name)\", \"type\": \"tuple\(suffix)\", \"components\": [\(components)]}"
    }
}

extension SeededGenerator {
    fileprivate mutating func abiType(depth: Int) -> ABIType {
        switch int(0...(depth > 0 ? 9 : 6)) {
        case 0: .unsigned(bits: 8 * int(1...32))
        case 1: .signed(bits: 8 * int(1...32))
        case 2: .address
        case 3: .flag
        case 4: .word(count: int(1...32))
        case 5: .bytes
        case 6: .text
        case 7: .list(abiType(depth: depth - 1))
        case 8: .array(abiType(depth: depth - 1), count: int(1...3))
        default:
            .tuple((0..<int(1...3)).map { ABIParameter(name: "p\($0)", type: abiType(depth: depth - 1)) })
        }
    }

    fileprivate mutating func abiValue(_ type: ABIType) -> ABIValue {
        switch type {
        case .unsigned(let bits): return .unsigned(number(bits: bits, filledWith: 0))
        case .signed(let bits):
            let bytes = bytes(bits / 8)
            return .signed(number(bytes, filledWith: bytes[0] >= 0x80 ? 0xff : 0))
        case .address:
            guard let address = Address(bytes(20)) else { preconditionFailure("20 bytes are an address") }
            return .address(address)
        case .flag: return .flag(oneIn(2))
        case .word(let count): return .bytes(bytes(count))
        case .bytes:
            // Bytes that are no text of their own, so that the two are told apart.
            return .bytes([0xff] + bytes(int(0...70)))
        case .text: return .text(String(repeating: "é", count: int(0...40)))
        case .list(let element): return .list((0..<int(0...3)).map { _ in abiValue(element) })
        case .array(let element, let count): return .list((0..<count).map { _ in abiValue(element) })
        case .tuple(let parts):
            return .tuple(
                parts.map { ABIField(name: $0.name, type: $0.type.canonical, value: abiValue($0.type)) })
        }
    }

    private mutating func number(bits: Int, filledWith byte: UInt8) -> UInt256 {
        number(bytes(bits / 8), filledWith: byte)
    }

    private func number(_ bytes: [UInt8], filledWith byte: UInt8) -> UInt256 {
        UInt256(bigEndian: [UInt8](repeating: byte, count: 32 - bytes.count) + bytes) ?? .zero
    }
}
