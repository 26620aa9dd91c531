import EVM
import Encodings
import Foundation
import TestSupport
import Testing

@Suite struct RLPTests {
    /// An item as the vectors write it: text, a number, `#` and a big number, or a list.
    private static func item(ofEthereumTest value: Any) throws -> RLP.Item {
        if let list = value as? [Any] { return .list(try list.map(item(ofEthereumTest:))) }
        if let number = value as? NSNumber { return .number(number.uint64Value) }
        let text = try #require(value as? String)
        guard text.hasPrefix("#") else { return .bytes(Array(text.utf8)) }
        return .number(try #require(UInt256(decimal: text.dropFirst())))
    }

    private static func item(ofEthers value: Any) throws -> RLP.Item {
        if let list = value as? [Any] { return .list(try list.map(item(ofEthers:))) }
        return .bytes(try hexBytes(try #require(value as? String)))
    }

    @Test func agreesWithEthereumTests() throws {
        guard let cases = try OutsideVectors.json("ethereum/rlp-valid.json") as? [String: [String: Any]] else { return }
        for (name, vector) in cases {
            let item = try Self.item(ofEthereumTest: try #require(vector["in"]))
            let encoded = try hexBytes(try #require(vector["out"] as? String))
            #expect(RLP.encode(item) == encoded, "\(name)")
            #expect(try RLP.decode(encoded) == item, "\(name)")
        }
        OutsideVectors.account("ethereum/rlp-valid", passed: cases.count, refused: 0)
    }

    @Test func refusesWhatEthereumTestsCallInvalid() throws {
        guard let cases = try OutsideVectors.json("ethereum/rlp-invalid.json") as? [String: [String: Any]] else {
            return
        }
        for (name, vector) in cases {
            let encoded = try hexBytes(try #require(vector["out"] as? String))
            #expect(throws: EVMError.self, "\(name)") { try RLP.decode(encoded) }
        }
        OutsideVectors.account("ethereum/rlp-invalid", passed: cases.count, refused: 0)
    }

    @Test func agreesWithEthers() throws {
        guard let cases = try OutsideVectors.json("ethereum/ethers-rlp.json") as? [[String: Any]] else { return }
        for vector in cases {
            let item = try Self.item(ofEthers: try #require(vector["decoded"]))
            let encoded = try hexBytes(try #require(vector["encoded"] as? String))
            #expect(RLP.encode(item) == encoded)
            #expect(try RLP.decode(encoded) == item)
        }
        OutsideVectors.account("ethereum/ethers-rlp", passed: cases.count, refused: 0)
    }

    @Test(arguments: [
        ("", RLPFault.cutOff, 0), ("81", .cutOff, 0), ("83aabb", .cutOff, 0), ("c183", .cutOff, 1),
        ("8100", .prefixedSingleByte, 0), ("c2817f", .prefixedSingleByte, 1), ("b800", .leadingZeroInLength, 0),
        ("b90001", .leadingZeroInLength, 0), ("b837" + String(repeating: "aa", count: 55), .longFormOfShortLength, 0),
        ("8080", .bytesLeftOver, 1), ("c000", .bytesLeftOver, 1), ("bfffffffffffffffff", .cutOff, 0),
        ("ffffffffffffffffff", .cutOff, 0), ("be" + String(repeating: "ff", count: 7), .cutOff, 0),
    ])
    func namesTheFaultAndItsPlace(_ digits: String, _ fault: RLPFault, _ offset: Int) throws {
        let bytes = try hexBytes(digits)
        let error = evmError { () throws(EVMError) in try RLP.decode(bytes) }
        #expect(error == .rlp(fault, offset: offset))
    }

    @Test func refusesListsTooDeep() throws {
        var item = RLP.Item.list([])
        for _ in 0..<RLP.deepestNesting - 1 { item = .list([item]) }
        let deepest = RLP.encode(item)
        #expect(try RLP.decode(deepest) == item)
        let deeper = RLP.encode(.list([item]))
        let error = evmError { () throws(EVMError) in try RLP.decode(deeper) }
        #expect(error == .rlp(.nestedTooDeep, offset: RLP.deepestNesting))
    }

    @Test(arguments: Seed.fresh(32))
    func decodingIsTheOnlyInverseOfEncoding(_ seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<50 {
            let item = Self.randomItem(&generator, depth: 0)
            let encoded = RLP.encode(item)
            #expect(try RLP.decode(encoded) == item, "seed \(seed)")
            // Whatever still decodes after damage must be the one encoding of what it decodes to.
            let damaged = generator.mutated(encoded)
            if let other = try? RLP.decode(damaged) { #expect(RLP.encode(other) == damaged, "seed \(seed)") }
        }
    }

    private static func randomItem(_ generator: inout SeededGenerator, depth: Int) -> RLP.Item {
        if depth == 4 || generator.oneIn(2) {
            return .bytes(generator.bytes(generator.oneIn(4) ? generator.int(50...300) : generator.int(0...3)))
        }
        return .list((0..<generator.int(0...6)).map { _ in randomItem(&generator, depth: depth + 1) })
    }
}
