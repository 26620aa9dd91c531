import Encodings
import TestSupport
import Testing

@Suite struct Bech32Tests {
    @Test(arguments: [("bip173", Bech32.Variant.bech32), ("bip350", .bech32m)])
    func stringsOfTheBIPsAreReadOrRefused(name: String, variant: Bech32.Variant) throws {
        guard let file = try OutsideVectors.value("bips/\(name).json") else { return }
        let valid = try #require(file["valid_strings"]?.array)
        for entry in valid {
            let text = try #require(entry.string)
            let decoded = try Bech32.decode(text)
            #expect(decoded.variant == variant)
            let again = Bech32.encode(prefix: decoded.prefix, values: decoded.values, variant)
            #expect(again == text.lowercased())
        }
        let invalid = try #require(file["invalid_strings"]?.array)
        for entry in invalid {
            // Bytes that are no UTF-8 stand in some; as text they have other letters, which are refused as well.
            let text = String(decoding: try #require(entry["bytes_hex"]).hexBytes, as: UTF8.self)
            #expect(throws: EncodingsError.self, "\(text)") { try Bech32.decode(text) }
        }
        OutsideVectors.account("bips/\(name), strings", passed: valid.count, refused: invalid.count)
    }

    @Test func eachRefusalHasItsReason() {
        #expect(refusal { () throws(EncodingsError) in _ = try Bech32.decode("pzry9x0s0muk") } == .bech32(.noSeparator))
        #expect(
            refusal { () throws(EncodingsError) in _ = try Bech32.decode("1pzry9x0s0muk") } == .bech32(.emptyPrefix))
        #expect(refusal { () throws(EncodingsError) in _ = try Bech32.decode("a12UEL5L") } == .bech32(.mixedCase))
        #expect(refusal { () throws(EncodingsError) in _ = try Bech32.decode("a12uel5q") } == .wrongChecksum(.bech32))
        #expect(
            refusal { () throws(EncodingsError) in _ = try Bech32.decode("x1b4n0q5v") }
                == .foreignLetter(.bech32, position: 3))
        #expect(refusal { () throws(EncodingsError) in _ = try Bech32.decode("li1dgmt3") } == .bech32(.noSeparator))
        let long = String(repeating: "a", count: 85) + "1qqqqqq"
        #expect(
            refusal { () throws(EncodingsError) in _ = try Bech32.decode(long) }
                == .tooLong(.bech32, letters: 92, most: 90))
        #expect(
            refusal { () throws(EncodingsError) in _ = try Bech32.decode(" 1nwldj5") }
                == .foreignLetter(.bech32, position: 1))
    }

    /// BIP-173: "any error affecting at most 4 characters" is noticed; here all single ones.
    @Test func noticesEachSingleWrongLetter() throws {
        let text = Array("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".utf8)
        for place in 3..<text.count {
            for letter in Bech32.alphabet where letter != text[place] {
                var altered = text
                altered[place] = letter
                let alteredText = String(decoding: altered, as: UTF8.self)
                #expect(throws: EncodingsError.wrongChecksum(.bech32)) { try Bech32.decode(alteredText) }
            }
        }
    }

    @Test func secretLettersAreTheAlphabet() {
        let values = Array(UInt8(0)..<32)
        var letters = [UInt8](repeating: 0, count: 32)
        values.withUnsafeBytes { values in
            letters.withUnsafeMutableBytes { Bech32.letters(for: values, into: $0) }
        }
        #expect(letters == Bech32.alphabet)
    }

    @Test func everyByteIsOneOfTheAlphabetOrForeign() {
        for byte in UInt8.min...UInt8.max {
            var value: [UInt8] = [7]
            let read = [byte].withUnsafeBytes { letter in
                value.withUnsafeMutableBytes { Bech32.values(of: letter, into: $0) }
            }
            let isUpper = (0x41...0x5A).contains(byte)
            let isLower = (0x61...0x7A).contains(byte)
            let known = Bech32.alphabet.firstIndex(of: isUpper ? byte | 0x20 : byte)
            #expect(value == [known.map { UInt8($0) } ?? 255], "\(byte)")
            #expect(read.foreignCount == (known == nil ? 1 : 0), "\(byte)")
            #expect(read.hasUpperCase == isUpper && read.hasLowerCase == isLower, "\(byte)")
        }
    }

    @Test(arguments: Seed.fresh(16)) func randomValuesAndBytesComeBack(seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<50 {
            let values = generator.bytes(generator.int(0...70)).map { $0 & 31 }
            for variant in [Bech32.Variant.bech32, .bech32m] {
                let text = Bech32.encode(prefix: "test", values: values, variant)
                let decoded = try Bech32.decode(text)
                #expect(decoded == (try Bech32.decode(text.uppercased())))
                #expect(decoded.prefix == "test" && decoded.values == values && decoded.variant == variant)
            }
            let bytes = generator.bytes(generator.int(0...40))
            #expect(try Bech32.bytes(of: Bech32.values(of: bytes)) == bytes)
        }
        #expect(throws: EncodingsError.notCanonical(.bech32)) { try Bech32.bytes(of: [0]) }
        #expect(throws: EncodingsError.notCanonical(.bech32)) { try Bech32.bytes(of: [0, 1]) }
    }
}

@Suite struct SegwitAddressTests {
    /// OP_n and a push of the program.
    private func script(_ address: SegwitAddress) -> [UInt8] {
        [address.version == 0 ? 0 : UInt8(0x50 + address.version), UInt8(address.program.count)] + address.program
    }

    /// Those of BIP-173 for version 1 and up carry the older checksum; BIP-350 says that they are invalid now.
    @Test(arguments: ["bip173", "bip350"]) func addressesOfTheBIPsAreReadOrRefused(name: String) throws {
        guard let file = try OutsideVectors.value("bips/\(name).json") else { return }
        var (passed, refused) = (0, 0)
        for entry in try #require(file["valid_addresses"]?.array) {
            let text = try #require(entry["address"]?.string)
            let expected = try #require(entry["script_pubkey"]).hexBytes
            if name == "bip173", expected[0] != 0 {
                let version = Int(expected[0]) - 0x50
                #expect(throws: EncodingsError.bech32(.checksumOfOtherVariant(version: version))) {
                    try SegwitAddress(text)
                }
                refused += 1
                continue
            }
            let address = try SegwitAddress(text)
            #expect(script(address) == expected)
            #expect(address.text == text.lowercased())
            passed += 1
        }
        for entry in try #require(file["invalid_addresses"]?.array) {
            let text = try #require(entry["address"]?.string)
            #expect(throws: EncodingsError.self, "\(text)") { try SegwitAddress(text) }
            refused += 1
        }
        OutsideVectors.account("bips/\(name), addresses", passed: passed, refused: refused)
        #expect(passed > 0 && refused > 0)
    }

    @Test func bitcoinCoresAddressesAreReadOrRefused() throws {
        guard let valid = try OutsideVectors.value("bitcoin-core/key_io_valid_bech32m.json")?.array,
            let invalid = try OutsideVectors.value("bitcoin-core/key_io_invalid_bech32m.json")?.array
        else { return }
        for row in valid {
            let text = try #require(row.array?[0].string)
            let address = try SegwitAddress(text)
            #expect(Hex.encode(script(address)) == row.array?[1].string)
            #expect(address.text == text)
            #expect(try SegwitAddress(text.uppercased()) == address)
        }
        for row in invalid {
            let text = try #require(row["address"]?.string)
            #expect(throws: EncodingsError.self, "\(text)") { try SegwitAddress(text) }
        }
        OutsideVectors.account("bitcoin-core/key_io bech32m", passed: valid.count, refused: invalid.count)
        #expect(valid.count == 10 && invalid.count == 13)
    }

    @Test func refusesProgramsThatCannotBe() {
        let cases: [(version: Int, count: Int, fault: Bech32Fault)] = [
            (17, 32, .unknownWitnessVersion(17)), (-1, 32, .unknownWitnessVersion(-1)),
            (1, 1, .wrongProgramLength(version: 1, count: 1)), (1, 41, .wrongProgramLength(version: 1, count: 41)),
            (0, 21, .wrongProgramLength(version: 0, count: 21)),
        ]
        for entry in cases {
            #expect(throws: EncodingsError.bech32(entry.fault)) {
                try SegwitAddress(
                    prefix: "bc", version: entry.version, program: [UInt8](repeating: 0, count: entry.count))
            }
        }
    }
}
