import Encodings
import TestSupport
import Testing

@Suite struct JSONScannerTests {
    private let key = """
        {
          "address": "21FE",
          "priv_key": {"type": "tendermint/PrivKeyEd25519", "value": "AQID\\/w=="},
          "list": [1, 20, 255, 0]
        }
        """

    @Test func givesTheRangesOfValues() throws {
        try Array(key.utf8).withUnsafeBytes { bytes in
            let scanner = try JSONScanner(bytes)
            #expect(scanner.members(of: scanner.root).map(\.name) == ["address", "priv_key", "list"])
            let address = try #require(scanner.member("address", of: scanner.root))
            #expect(address.kind == .string(hasEscapes: false))
            #expect(String(decoding: bytes[address.range], as: UTF8.self) == "21FE")
            #expect(scanner.publicString(address, in: bytes) == "21FE")
            let inner = try #require(scanner.member("priv_key", of: scanner.root))
            #expect(inner.kind == .object && bytes[inner.range.lowerBound] == 0x7B)
            let value = try #require(scanner.member("value", of: inner))
            #expect(value.kind == .string(hasEscapes: true))
            #expect(scanner.publicString(value, in: bytes) == "AQID/w==")
            #expect(scanner.member("other", of: scanner.root) == nil)
            #expect(scanner.member("x", of: address) == nil && scanner.members(of: address).isEmpty)
        }
    }

    @Test func unescapesInPlace() throws {
        var bytes = Array("[\"a\\u0041\\n\\u00e9\\u20ac\\ud83d\\ude00\\/é\"]".utf8)
        let text = try bytes.withUnsafeMutableBytes { place in
            let bytes = UnsafeRawBufferPointer(place)
            let scanner = try JSONScanner(bytes)
            let item = scanner.elements(of: scanner.root)[0]
            let output = UnsafeMutableRawBufferPointer(rebasing: place[item.range])
            let count = scanner.unescape(item, from: bytes, into: output)
            return String(decoding: output[..<count], as: UTF8.self)
        }
        #expect(text == "aA\né€😀/é")
    }

    private func octets(_ text: String) throws(EncodingsError) -> [UInt8] {
        try decoded(Array(text.utf8), capacity: 300) { (bytes, output) throws(EncodingsError) in
            let scanner = try JSONScanner(bytes)
            return try scanner.decodeOctets(of: scanner.root, from: bytes, into: output)
        }
    }

    @Test func readsEveryNumberThatIsAByte() throws {
        let all = Array(UInt8.min...UInt8.max)
        #expect(try octets("\(all)") == all)
        #expect(try octets("[]") == [])
        #expect(try octets("[ 7\n,\t8 ]") == [7, 8])
    }

    @Test(arguments: [
        ("[1,256]", 4), ("[999]", 2), ("[1000]", 2), ("[-1]", 2), ("[-0]", 2), ("[1.0]", 2), ("[1e1]", 2),
        ("[\"1\"]", 2),
        ("[null]", 2), ("[[1]]", 2), ("1", 1), ("{}", 1),
    ])
    func refusesWhatIsNoByteAndTellsWhere(text: String, column: Int) {
        #expect(
            refusal { () throws(EncodingsError) in _ = try octets(text) } == .json(.noByte, line: 1, column: column))
    }

    @Test(arguments: Seed.fresh(8)) func noTextMakesTheScannerTrap(seed: Seed) {
        var generator = seed.generator
        for _ in 0..<400 {
            let text = generator.mutated(Array(key.utf8))
            text.withUnsafeBytes { bytes in
                guard let scanner = try? JSONScanner(bytes) else { return }
                var output = [UInt8](repeating: 0, count: bytes.count)
                for member in scanner.members(of: scanner.root) {
                    output.withUnsafeMutableBytes { output in
                        _ = try? scanner.decodeOctets(of: member.value, from: bytes, into: output)
                        if case .string = member.value.kind {
                            _ = scanner.unescape(member.value, from: bytes, into: output)
                        }
                    }
                }
            }
        }
    }
}
